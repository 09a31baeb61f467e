"""The counted events of a project, as files for other programs: read in one snapshot, written row by row."""

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO

import msgspec

from server.archive.columns import PARTITIONS, TYPES, VALUES
from server.cli_errors import CommandError
from server.exporting.described_columns import describe_columns
from server.exporting.event_form import READ_COLUMNS, event_of
from server.exporting.files import CsvRows, JsonRows, Rows, Target
from server.importing.columns import event_columns
from server.storage.database import Connection
from server.storage.sql import load_sql

ABOUT, EVENTS, RAW_EVENTS = "about.json", "events", "raw_events"
PREFETCH = 1000
"""Rows that are read, and kept in memory, at once."""
COPY_SECONDS = 24 * 3600.0
DAY = timedelta(days=1)

Show = Callable[[int], None]
"""Receives the number of rows so far."""


class EventFormat(StrEnum):
    """How events are written."""

    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class ExportedEvents:
    """What was written.

    Attributes:
        file: The name of the file.
        rows: How many events it has.
        sha256: Its checksum.
    """

    file: str
    rows: int
    sha256: str


async def export_events(
    connection: Connection,
    project_id: int,
    days: tuple[date | None, date | None],
    target: Target,
    file_format: EventFormat,
    *,
    show: Show,
) -> ExportedEvents:
    """Writes the events that are counted, and a file about them.

    NDJSON and CSV are what `viewpulse import` reads; Parquet has the columns of the archive. Memory does not grow with
    the number of events.

    Args:
        connection: Outside a transaction.
        project_id: The project.
        days: The first and the last day (UTC) on which they occurred; None: from the beginning, and to the end.
        target: Receives the files.
        file_format: How they are written.
        show: Receives the progress.

    Raises:
        CommandError: The packages for the format are missing.
    """
    since, until = days
    within = {
        "project": project_id,
        "start": _midnight(since or date.min),
        "end": _midnight(date.max if until is None else until + DAY),
    }
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.execute("SET LOCAL TIME ZONE 'UTC'")
        facts = await load_sql(__name__, "project_facts").fetchrow(connection, project=project_id)
        name = f"{EVENTS}.{file_format}"
        with target.open(name) as file:
            hashing = _Hashing(file)
            if file_format is EventFormat.PARQUET:
                rows = await _write_parquet(connection, within, hashing)
                show(rows)
            else:
                rows = await _write_rows(connection, within, hashing, file_format, show)
        done = ExportedEvents(name, rows, hashing.sha256)
        about = {"project": project_id, "since": since, "until": until, **dict(facts or {}), "files": [done]}
        about["columns"] = _columns(file_format)
        with target.open(ABOUT) as file:
            file.write(msgspec.json.format(msgspec.json.encode(about), indent=2) + b"\n")
    return done


async def _write_rows(
    connection: Connection, within: Mapping[str, object], file: "_Hashing", file_format: EventFormat, show: Show
) -> int:
    values = f"{', '.join(READ_COLUMNS)}, properties::text AS properties"
    written: Rows = JsonRows(file) if file_format is EventFormat.NDJSON else CsvRows(file, [*event_columns()])
    rows = 0
    async for row in load_sql(__name__, "project_events", values=values).cursor(connection, PREFETCH, **within):
        written.write(event_of(dict(row)))
        rows += 1
        if rows % PREFETCH == 0:
            show(rows)
    show(rows)
    return rows


async def _write_parquet(connection: Connection, within: Mapping[str, object], file: "_Hashing") -> int:
    try:
        from server.archive.files import copy_rows, write_parquet  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise CommandError("Parquet needs further packages: pip install 'viewpulse[archive]'") from error
    statement = load_sql(__name__, "project_events", values=VALUES)
    with tempfile.TemporaryDirectory(prefix="viewpulse-export-") as place:
        rows, made = Path(place) / "rows.csv", Path(place) / "events.parquet"
        await copy_rows(connection, statement, within, rows, COPY_SECONDS)
        count = write_parquet(rows, made)
        with made.open("rb") as parts:
            while part := parts.read(1 << 20):
                file.write(part)
    return count


def _columns(file_format: EventFormat) -> Mapping[str, str]:
    if file_format is not EventFormat.PARQUET:
        return describe_columns(EVENTS, [*event_columns()])
    own = describe_columns(RAW_EVENTS, [name for name in TYPES if name not in PARTITIONS])
    return {"project_id": "The project.", "day": "Day (UTC) on which it happened."} | own


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


class _Hashing:
    """A file that is hashed as it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        return self._file.write(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()
