# ruff: noqa: S608  # names of our own tables, never input
"""All that is held about one viewer, read in one snapshot and written row by row."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from server.exporting.described import AUDIT, DESCRIPTIONS, EVENTS, NOTES, PUBLISHED
from server.exporting.described_columns import describe_columns
from server.exporting.event_form import READ_COLUMNS, event_of
from server.exporting.files import CsvRows, ExportFormat, JsonRows, Row, Rows, Target
from server.importing.columns import event_columns
from server.rollup.held import HELD, Subject, find_subject, naming, sample_patterns
from server.settings import Settings
from server.storage.database import Connection
from server.storage.sql import load_sql
from server.storage.tombstones import PrivacySecret
from server.viewer_keys import named_by

ABOUT = "about.json"
PREFETCH = 500
"""Rows that are read, and kept in memory, at once."""
SHOW_EVERY = 1_000
"""Rows between two calls of ``show``."""

_DECLARED = ("viewers", "viewer_profiles", "changed_profiles")
"""Tables with what was declared of an id: that of a user is there as a guest's, too."""
NAMES_OTHERS = {"erasures": {"subject_hash", "secret_mark", "alias_key"}}
"""Columns that are left out: they tell of the secret of the operator, and nothing of the viewer."""

Show = Callable[[str, int], None]
"""Receives the name of a file, and the number of its rows so far."""

_COLUMNS = """
SELECT
    array_agg(attname::text ORDER BY attnum),
    array_agg(attname::text ORDER BY attnum) FILTER (
        WHERE attnum = ANY ((SELECT conkey FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'p')::int2[]))
FROM pg_attribute
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'project_id'
"""
_FACTS = """
SELECT now() AS "exportedAt", max(revision) AS revision, nullif(max(raw_since), '-infinity') AS "eventsSince"
FROM rollup_state WHERE project_id = $1
"""
_ROW = msgspec.json.Decoder(dict[str, msgspec.Raw])


class ExportedFile(msgspec.Struct, frozen=True):
    """One file of an export.

    Attributes:
        file: Its name.
        rows: How many rows it has.
        holds: What it holds, in words.
        columns: What each of its columns means, in words.
    """

    file: str
    rows: int
    holds: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Export:
    """What was written.

    Attributes:
        files: The files with rows.
        others: Rejected items that contain an id of the viewer and do not say that they are its own: left out, for they
            may be about others.
    """

    files: Sequence[ExportedFile]
    others: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held about the viewer but what the audit trail says, as of this export."""
        return {one.file.partition(".")[0] for one in self.files} <= {AUDIT}


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one table: a condition, the values of its parameters from $2 on, and the table or view they are in."""

    name: str
    table: str
    condition: str
    values: Sequence[object]


class Writer:
    """Writes the files of an export; one without rows is not made.

    Args:
        target: Receives the files.
        file_format: How rows are written.
        show: Receives the progress.

    Attributes:
        files: What was written so far.
    """

    def __init__(self, target: Target, file_format: ExportFormat, show: Show) -> None:
        self._target = target
        self._format = file_format
        self._show = show
        self.files: list[ExportedFile] = []

    async def write(self, name: str, columns: Sequence[str], rows: AsyncIterator[Row]) -> None:
        """Writes the file of some rows, by its name without the ending."""
        first = await anext(rows, None)
        if first is None:
            return
        file, count = f"{name}.{self._format}", 1
        with self._target.open(file) as opened:
            written: Rows = JsonRows(opened) if self._format is ExportFormat.NDJSON else CsvRows(opened, columns)
            written.write(first)
            async for row in rows:
                written.write(row)
                count += 1
                if count % SHOW_EVERY == 0:
                    self._show(file, count)
        self._show(file, count)
        self.files.append(ExportedFile(file, count, DESCRIPTIONS[name], describe_columns(name, columns)))

    def write_about(self, about: Mapping[str, object]) -> None:
        """Writes what the export is about, and which files it has."""
        with self._target.open(ABOUT) as file:
            file.write(msgspec.json.format(msgspec.json.encode(about), indent=2) + b"\n")


async def export_person(
    connection: Connection, settings: Settings, project_id: int, viewer_id: str, writer: Writer
) -> Export:
    """Writes all that is held about a viewer: its events as import reads them, and the rows of all tables that name it.

    Memory does not grow with the number of rows.

    Args:
        connection: Outside a transaction. All is read in one snapshot.
        settings: The secret, by which the audit trail knows viewers.
        project_id: The project.
        viewer_id: Key of the viewer, as ``viewer_keys`` makes it.
        writer: Receives the rows.
    """
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.execute("SET LOCAL TIME ZONE 'UTC'")
        subject = await find_subject(connection, project_id, viewer_id)
        own = await _own_samples(connection, project_id, subject)
        await writer.write(EVENTS, [*event_columns()], _events(connection, project_id, subject))
        for part in _parts(settings, project_id, subject, own):
            columns, keys = await _columns(connection, part.table)
            await writer.write(part.name, columns, _rows(connection, project_id, part, columns, keys))
        others = await load_sql(__name__, "person_other_samples").fetchval(
            connection, project=project_id, own=own, patterns=sample_patterns(subject)
        )
        if writer.files:
            kind, name = named_by(viewer_id)
            about = {"viewer": name, "kind": kind, "guestSessions": [one for one in subject.guests if one != name]}
            facts = dict(await connection.fetchrow(_FACTS, project_id) or {})
            writer.write_about(
                {**about, "project": project_id, **facts, "files": writer.files, "otherRejectedItems": others}
                | {"notes": NOTES}
            )
        return Export(writer.files, others)


async def _events(connection: Connection, project_id: int, subject: Subject) -> AsyncIterator[Row]:
    sql = load_sql(__name__, "person_events", columns=", ".join(READ_COLUMNS))
    async for row in sql.cursor(
        connection, PREFETCH, project=project_id, user=subject.user_id, guests=list(subject.guests)
    ):
        yield event_of(dict(row))


async def _rows(
    connection: Connection, project_id: int, part: _Part, columns: Sequence[str], keys: Sequence[str]
) -> AsyncIterator[Row]:
    sql = (
        f"SELECT to_json(found)::text FROM (SELECT {', '.join(columns)} FROM {part.table}"
        f" WHERE project_id = $1 AND ({part.condition}) ORDER BY {', '.join(keys)}) AS found"
    )
    async for (text,) in connection.cursor(sql, project_id, *part.values, prefetch=PREFETCH):
        yield _ROW.decode(text)


def _parts(settings: Settings, project_id: int, subject: Subject, own: Sequence[int]) -> Iterator[_Part]:
    """What is read of each table that may name the subject."""
    declared = subject if subject.user_id is None else replace(subject, guests=[*subject.guests, subject.user_id])
    for table in HELD:
        if table == "raw_events":
            condition = "user_id = $2::text OR user_id IS NULL AND session_id = ANY ($3::text[])"
            yield _Part(table, "events", condition, [subject.user_id, list(subject.guests)])
        elif table == "rejected_events":
            yield _Part(table, table, "rejected_id = ANY ($2::bigint[])", [own])
        else:
            yield _Part(table, table, *naming(table, declared if table in _DECLARED else subject))
    if settings.privacy_secret is not None:
        secret = PrivacySecret.of_settings(settings)
        hashes = [secret.hash_viewer(project_id, viewer) for viewer in subject.viewers]
        yield _Part(AUDIT, AUDIT, "actor = ANY ($2::bytea[]) OR subjects && $2::bytea[]", [hashes])
    if subject.user_id is not None:
        for table, column in PUBLISHED.items():
            yield _Part(table, table, f"{column} = $2::text", [subject.user_id])


async def _columns(connection: Connection, table: str) -> tuple[list[str], list[str]]:
    """The columns of a table that are exported, and those that its rows are sorted by."""
    found = await connection.fetchrow(_COLUMNS, table)
    assert found is not None
    columns, keys = found
    left_out = NAMES_OTHERS.get(table, set())
    return [column for column in columns if column not in left_out], keys or ["occurred_at", "id"]


async def _own_samples(connection: Connection, project_id: int, subject: Subject) -> list[int]:
    rows = await load_sql(__name__, "person_samples").fetch(
        connection, project=project_id, user=subject.user_id, guests=list(subject.guests)
    )
    return [row["rejected_id"] for row in rows]
