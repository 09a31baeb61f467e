"""Compares the archive with the raw events, day by day, by reading both."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from server.archive.archiver import NO_ARCHIVE
from server.archive.lake import ArchivedDay, Lake, LakeError, files_of
from server.storage.database import Connection
from server.storage.sql import load_sql


class Sums(NamedTuple):
    """What tells the events of a day from others.

    Attributes:
        events: How many there are.
        ids: A sum over their ids.
        watched: The sum of what they say was watched, in milliseconds.
    """

    events: int
    ids: int
    watched: int


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A day whose files are not what they should be.

    Attributes:
        day: The day.
        expected: What the database has; None: nothing.
        found: What the files have; None: nothing.
    """

    day: ArchivedDay
    expected: Sums | None
    found: Sums | None

    def __str__(self) -> str:
        expected, found = (one.events if one else 0 for one in (self.expected, self.found))
        which = "the same number, but others" if expected == found else f"{found} in the archive"
        return f"project {self.day.project_id}, {self.day.day}: {expected} events, {which}"


async def verify(connection: Connection, folder: Path) -> tuple[int, Sequence[Mismatch]]:
    """Compares all days that may be read from files.

    Args:
        connection: The database.
        folder: The archive.

    Returns:
        How many events were compared, and the days that differ.

    Raises:
        LakeError: There is no archive, or the folder has another one.
    """
    lake = Lake(folder)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        state = await load_sql(__name__, "state").fetchrow(connection)
        if state is None or state["next_run"] == 0:
            raise LakeError(NO_ARCHIVE)
        table = await asyncio.to_thread(lake.open, state["table_id"], state["version"])
        stale = {ArchivedDay(*row) for row in await load_sql(__name__, "stale_days").fetch(connection)}
        since = {row["project_id"]: row["day"] for row in await load_sql(__name__, "expired").fetch(connection)}

        def is_kept(day: ArchivedDay) -> bool:
            return day.project_id not in since or day.day >= since[day.project_id]

        rows = await load_sql(__name__, "kept_sums").fetch(connection)
        found_days = {ArchivedDay(row["project_id"], row["day"]): _sums(row[2:]) for row in rows}
        expected = {day: sums for day, sums in found_days.items() if is_kept(day)}
        files = {day: found for day, found in files_of(table).items() if day not in stale and is_kept(day)}
        found = await asyncio.to_thread(_read, files)
    days = sorted({*expected, *found}, key=lambda day: (day.project_id, day.day))
    mismatches = [
        Mismatch(day, expected.get(day), found.get(day)) for day in days if expected.get(day) != found.get(day)
    ]
    return sum(sums.events for sums in expected.values()), mismatches


def _read(files: dict[ArchivedDay, list[str]]) -> dict[ArchivedDay, Sums]:
    paths = [path for found in files.values() for path in found]
    if not paths:
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            """
            SELECT project_id, day, count(*), sum(('0x' || left(md5(id), 12))::BIGINT), coalesce(sum(watch_ms), 0)
            FROM read_parquet(?, hive_partitioning = true)
            GROUP BY project_id, day
            """,
            [paths],
        ).fetchall()
    return {ArchivedDay(int(row[0]), row[1]): _sums(row[2:]) for row in rows}


def _sums(row: Sequence[int]) -> Sums:
    return Sums(*(int(value) for value in row))
