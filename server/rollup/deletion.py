# ruff: noqa: S608  # names of our own tables, never input
"""Deletes a project with everything that is stored of it: in its cell, where it has been, and in the directory.

First the directory says that the project does not exist, then its cell closes, then its rows are deleted in slices, and
in the end, when no process remembers the project, those that came meanwhile. What interrupts a deletion leaves the rest
to the next one.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from server.errors import ErrorCode, ViewpulseError, unavailable
from server.rollup.closing import KEEP_ALIVE, OF_DIRECTORY, TABLES, close_project, drop_guards
from server.rollup.leader import SUMMARY_LOCK
from server.rollup.table_locks import lock_fold
from server.settings import Settings
from server.storage.cell_directory import list_cells
from server.storage.database import Connection, connected
from server.storage.locks import lock_in_transaction, try_lock_project
from server.storage.projects import ProjectRecord, find_project

SLICE_ROWS = 5_000
"""Rows that one transaction deletes: it holds nothing up for long."""
GRACE_SECONDS = 40.0
"""How long after the beginning the last rows are deleted: API processes remember a project for 30 s."""
STATEMENT_SECONDS = 600
FIRST = (
    *("ingest_batches", "changed_profiles", "changed_subjects", "owner_changes"),
    *("stale_days", "stale_scores", "stale_curves"),
    *("social_accounts", "social_tokens", "social_members"),
)
"""What makes the aggregator and workers write further rows goes first."""

_KEYS = """
SELECT array_agg(attname::text ORDER BY place)
FROM pg_constraint CROSS JOIN unnest(conkey) WITH ORDINALITY AS key (number, place)
JOIN pg_attribute ON attrelid = conrelid AND attnum = key.number
WHERE contype = 'p' AND conrelid = $1::regclass AND attname <> 'project_id'
"""

Progress = Callable[[int, int], None]
"""Receives how many rows of how many are deleted."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with rows of the project.

    Attributes:
        name: Its name.
        keys: The columns of its primary key, without the project.
    """

    name: str
    keys: Sequence[str]


async def require_deletable(directory: Connection, project_id: int) -> ProjectRecord:
    """The project, if it is archived, or a deletion of it was interrupted.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project; BAD_INPUT if it takes events.
    """
    found = await find_project(directory, project_id)
    if found.archived_at is None and found.deleted_at is None:
        message = f"Project {project_id} takes events; archive it first: `viewpulse project archive {project_id}`."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message)
    return found


async def delete_project(settings: Settings, project_id: int, progress: Progress = lambda _done, _total: None) -> int:
    """Deletes an archived project.

    Args:
        settings: The settings of the default cell.
        project_id: The project.
        progress: Receives how many rows of how many are deleted.

    Returns:
        The number of rows that were deleted.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project; BAD_INPUT if it is not archived; UNAVAILABLE if another
            command works on it, or if something that is needed is locked for too long.
    """
    async with connected(settings) as directory:
        await directory.execute(KEEP_ALIVE)
        if not await try_lock_project(directory, project_id):
            raise unavailable(f"Another command is moving or deleting project {project_id}.")
        cell = (await require_deletable(directory, project_id)).cell
        left = await directory.fetchval(
            "UPDATE projects SET deleted_at = coalesce(deleted_at, now()) WHERE project_id = $1"
            " RETURNING $2::double precision - extract(epoch FROM now() - deleted_at)::double precision",
            project_id,
            GRACE_SECONDS,
        )
        known_until = asyncio.get_running_loop().time() + left
        rows = 0
        for held in await list_cells(directory, settings):
            async with connected(held.settings(settings)) as connection:
                await connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
                deletion = _Deletion(connection, project_id, progress)
                if held.name == cell or await deletion.finds_rows():
                    rows += await deletion.run(known_until)
        rows += await _forget(directory, project_id)
    _log.info("project deleted", project=project_id, rows=rows)
    return rows


class _Deletion:
    """Deletes the rows of a project in one cell."""

    def __init__(self, connection: Connection, project_id: int, progress: Progress) -> None:
        self._connection = connection
        self._project_id = project_id
        self._progress = progress
        self._done = self._total = 0

    async def finds_rows(self) -> bool:
        """Whether the cell has any row of the project."""
        for table in await self._tables():
            if await self._count(table):
                return True
        return False

    async def run(self, known_until: float) -> int:
        """Closes the cell to the project and deletes its rows; returns how many.

        Args:
            known_until: When no process remembers the project any more, by the clock of the loop.
        """
        await close_project(self._connection, self._project_id)
        tables = await self._tables()
        for table in tables:
            self._total += await self._count(table)
        self._progress(0, self._total)
        async with self._connection.transaction():
            await lock_fold(self._connection)  # no run that has claimed batches of the project is under way
            await self._delete(tables[0])
        for table in tables:
            if table.name != "rollup_state":  # it keeps the cell closed
                await self._delete_in_slices(table)
        self._total = self._done  # the aggregator has deleted some itself
        self._progress(self._done, self._total)
        await asyncio.sleep(max(0.0, known_until - asyncio.get_running_loop().time()))
        await drop_guards(self._connection, self._project_id)
        async with self._connection.transaction():
            await lock_fold(self._connection)
            await lock_in_transaction(self._connection, SUMMARY_LOCK)
            for table in tables:
                await self._delete(table)
        return self._done

    async def _tables(self) -> Sequence[_Table]:
        names = [name for name, *_ in await self._connection.fetch(TABLES) if name not in OF_DIRECTORY]
        names.sort(key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
        return [_Table(name, await self._connection.fetchval(_KEYS, name) or ()) for name in names]

    async def _count(self, table: _Table) -> int:
        sql = f"SELECT count(*) FROM {table.name} WHERE project_id = $1"
        return int(await self._connection.fetchval(sql, self._project_id))

    async def _delete_in_slices(self, table: _Table) -> None:
        if not table.keys:
            await self._delete(table)
            return
        keys = ", ".join(table.keys)
        after: tuple[Any, ...] = ()
        while True:
            beyond = f"AND ({keys}) > ({_places(2, after)})" if after else ""
            last = await self._connection.fetchrow(
                f"SELECT {keys} FROM {table.name} WHERE project_id = $1 {beyond} ORDER BY {keys}"
                f" OFFSET {SLICE_ROWS - 1} LIMIT 1",
                self._project_id,
                *after,
            )
            if last is None:
                await self._delete(table)
                return
            until = tuple(last)
            await self._delete(table, f"{beyond} AND ({keys}) <= ({_places(2 + len(after), until)})", *after, *until)
            after = until

    async def _delete(self, table: _Table, condition: str = "", *values: Any) -> None:
        sql = f"DELETE FROM {table.name} WHERE project_id = $1 {condition}"
        status = await self._connection.execute(sql, self._project_id, *values)
        self._done += int(status.rsplit(" ", 1)[1])
        self._progress(min(self._done, self._total), self._total)


async def _forget(directory: Connection, project_id: int) -> int:
    """Deletes the project from the directory; no other project gets its number by itself."""
    async with directory.transaction():
        await directory.execute(
            "SELECT setval('deleted_projects', greatest(last_value, $1::bigint)) FROM deleted_projects", project_id
        )
        rows = 0
        for table in reversed(OF_DIRECTORY):
            status = await directory.execute(f"DELETE FROM {table} WHERE project_id = $1", project_id)
            rows += int(status.rsplit(" ", 1)[1])
    return rows


def _places(first: int, values: Sequence[Any]) -> str:
    """The parameters of values, from a number on."""
    return ", ".join(f"${place}" for place in range(first, first + len(values)))
