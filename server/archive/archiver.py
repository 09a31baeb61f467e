"""Runs of the archive: what was counted since the last one goes into files, and days that changed are written again.

A run has a number. Its first transaction says which batches and days are its own; then it writes files; its last
transaction publishes the version that has them. Interrupted in between, it is done again: days are written whole, and
the table itself keeps the number of the last run that appended to it.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from server.archive.columns import VALUES
from server.archive.files import copy_rows
from server.archive.lake import ARCHIVER, ArchivedDay, Lake, LakeError, files_of
from server.rollup.leader import FOLD_LOCK
from server.storage.database import Connection
from server.storage.locks import lock_in_transaction, try_lock
from server.storage.sql import load_sql

if TYPE_CHECKING:
    from deltalake import DeltaTable

ARCHIVE_LOCK = 0x76_70_61_72  # "vpar": held as long as its session by the process that writes the archive
DAYS_AT_ONCE = 1
"""Days that one run writes again: what is written is published soon, and one that fails holds up no other."""
NO_ARCHIVE = "There is no archive, or it has just begun."
MANY_FILES = 60
"""Files of a day from which on it is written again as one, although it is not over."""
COPY_SECONDS = 600.0
DAY = timedelta(days=1)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ArchiveRun:
    """What a run did.

    Attributes:
        run: Its number.
        version: The version of the table that it published.
    """

    run: int
    version: int


class Archiver:
    """Writes the archive of one database.

    Args:
        connection: A connection of its own.
        folder: Where the table is.
    """

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection = connection
        self._lake = Lake(folder)

    async def try_lead(self) -> bool:
        """Whether no other process writes the archive; then none does until the connection is closed."""
        return await try_lock(self._connection, ARCHIVE_LOCK)

    async def begin(self) -> None:
        """Makes the archive, unless there is one; runs then write all events that there are.

        Raises:
            LakeError: The folder has an archive, of which the database knows nothing.
        """
        connection = self._connection
        state = await load_sql(__name__, "state").fetchrow(connection)
        if state is None:
            table = await asyncio.to_thread(self._lake.create)
            async with connection.transaction():
                await lock_in_transaction(connection, FOLD_LOCK)  # no run is under way that would not note its batches
                await load_sql(__name__, "begin").execute(
                    connection, table_id=str(table.metadata().id), version=table.version()
                )
        if state is None or state["next_run"] == 0:
            async with connection.transaction():  # without the lock: it may read for minutes
                await load_sql(__name__, "spoil_all").execute(connection)
                await load_sql(__name__, "begun").execute(connection)
            _log.info("the archive begins", folder=str(self._lake.folder))

    async def run_once(self, now: datetime, *, many: int = MANY_FILES) -> ArchiveRun | None:
        """One run; None if nothing waited.

        Args:
            now: The time, which decides which days are over.
            many: Files from whose number on a day that is not over is written again as one.

        Raises:
            LakeError: There is no archive, or the folder has another one.
        """
        connection = self._connection
        state = await load_sql(__name__, "state").fetchrow(connection)
        if state is None or state["next_run"] == 0:
            raise LakeError(NO_ARCHIVE)
        run = state["next_run"]
        table = await asyncio.to_thread(self._lake.open, state["table_id"])
        if (table.transaction_version(ARCHIVER) or 0) > run:
            raise LakeError("The archive is ahead of the database, which was restored: forget it, and begin again.")
        await self._spoil_scattered(table, now, many)
        await load_sql(__name__, "take_run").execute(connection, days=DAYS_AT_ONCE)
        try:
            table, wrote = await self._write(table, run)
        except Exception:
            await load_sql(__name__, "release_days").execute(connection, run=run)
            raise
        if not wrote and table.version() == state["version"]:
            return None
        await load_sql(__name__, "finish_run").execute(connection, run=run, version=table.version())
        return ArchiveRun(run, table.version())

    async def spoil_all(self) -> None:
        """Lets all days be written again: those that the database has, and those that only files have."""
        state = await load_sql(__name__, "state").fetchrow(self._connection)
        if state is not None:
            table = await asyncio.to_thread(self._lake.open, state["table_id"])
            await self._spoil(list(files_of(table)))
            await load_sql(__name__, "spoil_all").execute(self._connection)

    async def clean(self) -> None:
        """Deletes files that no version of the last hour has, as those with events that were removed."""
        state = await load_sql(__name__, "state").fetchrow(self._connection)
        if state is not None:
            table = await asyncio.to_thread(self._lake.open, state["table_id"])
            await asyncio.to_thread(self._lake.clean, table)

    async def _write(self, table: "DeltaTable", run: int) -> tuple["DeltaTable", bool]:
        """Writes what belongs to a run, as one snapshot shows it; says whether anything did."""
        connection = self._connection
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            days = [ArchivedDay(*row) for row in await load_sql(__name__, "run_days").fetch(connection, run=run)]
            has_batches = await load_sql(__name__, "has_batches").fetchval(connection, run=run)
            with tempfile.TemporaryDirectory(prefix="viewpulse-archive-") as place:
                rows = Path(place) / "rows.csv"
                if has_batches and (table.transaction_version(ARCHIVER) or 0) < run:
                    await copy_rows(
                        connection, load_sql(__name__, "run_events", values=VALUES), {"run": run}, rows, COPY_SECONDS
                    )
                    table = await asyncio.to_thread(self._lake.append, table, rows, run)
                for day in days:
                    await copy_rows(
                        connection, load_sql(__name__, "day_events", values=VALUES), _range(day), rows, COPY_SECONDS
                    )
                    table = await asyncio.to_thread(self._lake.replace, table, day, rows)
            table = await self._drop_expired(table)
        return table, bool(days or has_batches)

    async def _spoil_scattered(self, table: "DeltaTable", now: datetime, many: int) -> None:
        """Lets days be written again that have many files, or more than one after they are over."""
        today = now.astimezone(UTC).date()
        found = [day for day, files in files_of(table).items() if len(files) > (1 if day.day < today else many)]
        if found:
            await self._spoil(found)

    async def _spoil(self, days: Sequence[ArchivedDay]) -> None:
        await load_sql(__name__, "spoil").execute(
            self._connection, projects=[day.project_id for day in days], days=[day.day for day in days]
        )

    async def _drop_expired(self, table: "DeltaTable") -> "DeltaTable":
        """What expired in the database expires here, too."""
        archived = files_of(table)
        for project_id, since in await load_sql(__name__, "expired").fetch(self._connection):
            if any(day.project_id == project_id and day.day < since for day in archived):
                table = await asyncio.to_thread(self._lake.drop_before, table, project_id, since)
        return table


def _range(day: ArchivedDay) -> dict[str, object]:
    start = datetime.combine(day.day, datetime.min.time(), tzinfo=UTC)
    return {"project": day.project_id, "start": start, "end": start + DAY}


async def write_all(connection: Connection, folder: Path, *, compacts: bool = False, rebuilds: bool = False) -> int:
    """Runs until nothing waits.

    Args:
        connection: A connection of its own.
        folder: The archive; it is made if there is none.
        compacts: Also puts the files of each day together, and deletes those that nobody reads any more.
        rebuilds: Writes all days again.

    Returns:
        The number of runs.

    Raises:
        LakeError: Another process writes the archive, or the folder has another one.
    """
    archiver = Archiver(connection, folder)
    if not await archiver.try_lead():
        raise LakeError("Another process writes the archive right now; try again.")
    await archiver.begin()
    if rebuilds:
        await archiver.spoil_all()
    runs, many = 0, 1 if compacts else MANY_FILES
    while await archiver.run_once(datetime.now(UTC), many=many):
        runs += 1
    if compacts:
        await archiver.clean()
    return runs
