# ruff: noqa: S608  # names of our own tables, never input
"""Moves a project to another cell, while its events are sent and its numbers are read.

From the moment when its old cell closes until the directory names the new one, the project accepts nothing: clients are
answered UNAVAILABLE and send the same again. Everything accepted before is counted and copied. Other projects continue.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TypeAlias

import asyncpg
import structlog

from server.errors import ErrorCode, ViewpulseError, unavailable
from server.rollup.closing import (
    KEEP_ALIVE,
    OF_DIRECTORY,
    TABLES,
    TRIGGERS,
    close_project,
    drop_guards,
    guard,
    tables_of_cell,
)
from server.rollup.hints import Publish, publish_hints
from server.rollup.on_demand import process_events
from server.rollup.table_locks import NO_COMMIT_UNDER_WAY, insist, lock_fold
from server.settings import Settings
from server.storage.cell_directory import find_cell, list_cells
from server.storage.database import Connection, connected
from server.storage.locks import try_lock_project
from server.storage.projects import known_projects

GRACE_SECONDS = 30.0
"""How long the old rows stay: API processes notice the move within seconds, and read them until then."""
DRAIN_SECONDS = 600.0
COPY_SECONDS = 24 * 3600.0
_MARKS = ("stale_scores", "stale_curves")
_SPOIL_ARCHIVE = """
INSERT INTO archive_stale (project_id, day)
SELECT DISTINCT project_id, (occurred_at AT TIME ZONE 'UTC')::date
FROM raw_events
WHERE project_id = $1 AND EXISTS (SELECT 1 FROM archive_state)
ON CONFLICT (project_id, day) DO UPDATE SET run = NULL
"""
"""Lets the archive of the new cell write the project's days."""
_WAITING = """
SELECT EXISTS (SELECT 1 FROM ingest_batches WHERE project_id = $1)
    OR EXISTS (SELECT 1 FROM changed_profiles WHERE project_id = $1)
    OR EXISTS (SELECT 1 FROM owner_changes WHERE project_id = $1)
"""

Say: TypeAlias = Callable[[str], None]
"""Receives a line about a step."""

_log = structlog.get_logger(__name__)


async def move_project(
    settings: Settings, project_id: int, to: str, publish: Publish, *, say: Say = lambda _line: None
) -> None:
    """Moves a project to another cell.

    A move that is killed before the end leaves the project closed, or its old rows in place. Run it again to complete
    it; to give it up, move the project to the cell where it is.

    Args:
        settings: The settings of the default cell.
        project_id: The project.
        to: Name of the cell.
        publish: Notifies subscribers.
        say: Receives a line about each step.

    Raises:
        ViewpulseError: NOT_FOUND if there is no such project or cell; BAD_INPUT if the project is there already, and
            no earlier move has left anything; UNAVAILABLE if it is moved by another command, or if something that the
            move needs is locked for too long.
    """
    async with connected(settings) as directory:
        await directory.execute(KEEP_ALIVE)
        if not await try_lock_project(directory, project_id):
            raise unavailable(f"Another command is moving project {project_id}.")
        cell = (await known_projects(directory, {project_id})).get(project_id)
        if cell is None:
            raise ViewpulseError(ErrorCode.NOT_FOUND, f"There is no project {project_id}.")
        if cell == to:
            if not await _complete(directory, settings, project_id, to, say):
                raise ViewpulseError(ErrorCode.BAD_INPUT, f"Project {project_id} is in cell {to} already.")
            return
        source = (await find_cell(directory, settings, cell)).settings(settings)
        target = (await find_cell(directory, settings, to)).settings(settings)
        async with connected(source) as old, connected(target) as new:
            try:
                await _close(old, project_id)
                say(f"Project {project_id} accepts nothing in cell {cell}; counting what waits.")
                await _drain(old, source, project_id, publish)
                rows = await _copy(old, new, project_id)
                say(f"{rows:,} rows copied.")
                revision = await _switch(directory, old, new, project_id, to)
            except BaseException:
                try:
                    if (await known_projects(directory, {project_id})).get(project_id) == cell:
                        await _open(old, project_id)
                        await _clear(new, project_id)
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ViewpulseError) as error:
                    say(
                        f"Project {project_id} is still closed, or not quite open, in cell {cell}: {error}\n"
                        f"Open it with `viewpulse cell move {project_id} {cell}`."
                    )
                raise
            say(f"Project {project_id} is in cell {to}.")
            await publish_hints(publish, {project_id: revision}, ())
            await _clear_later(old, project_id, cell, say)
    _log.info("project moved", project=project_id, cell=to, rows=rows)


async def _complete(directory: Connection, settings: Settings, project_id: int, to: str, say: Say) -> bool:
    """Ends an interrupted move to a cell where the project is now, or from it; returns whether there was any."""
    found = False
    for cell in await list_cells(directory, settings):
        async with connected(cell.settings(settings)) as connection:
            if cell.name == to and await _is_closed(connection, project_id):
                found = True
                await _open(connection, project_id)
                say(f"Project {project_id} is open again in cell {to}.")
            elif cell.name != to and await _has_rows(connection, project_id):
                found = True
                await _clear_later(connection, project_id, cell.name, say)
    return found


async def _is_closed(connection: Connection, project_id: int) -> bool:
    is_closed = "SELECT accepts_since = 'infinity' FROM rollup_state WHERE project_id = $1"
    if await connection.fetchval(is_closed, project_id):
        return True
    return bool(await connection.fetch(TRIGGERS, f"moving_{project_id}"))


async def _has_rows(connection: Connection, project_id: int) -> bool:
    for table in await tables_of_cell(connection):
        if await connection.fetchval(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE project_id = $1)", project_id):
            return True
    return False


async def _close(old: Connection, project_id: int) -> None:
    """Lets nothing more in, and nothing out: raw events do not expire meanwhile."""
    await guard(old, project_id, "raw_events", "DELETE", "OLD")
    await close_project(old, project_id)


async def _open(old: Connection, project_id: int) -> None:
    """Undoes ``_close``, events first. Days that were closed but not yet expired are closed again within the hour."""
    await old.execute(
        "UPDATE rollup_state SET accepts_since = raw_since WHERE project_id = $1 AND accepts_since = 'infinity'",
        project_id,
    )
    await drop_guards(old, project_id)


async def _drain(old: Connection, source: Settings, project_id: int, publish: Publish) -> None:
    """Counts all that the project has waiting."""
    deadline = asyncio.get_running_loop().time() + DRAIN_SECONDS
    while await old.fetchval(_WAITING, project_id):
        if asyncio.get_running_loop().time() > deadline:
            raise unavailable("The waiting events of the project are not counted in time.")
        await process_events(source, publish, 1.0)


async def _copy(old: Connection, new: Connection, project_id: int) -> int:
    """Copies the project's rows, as one snapshot shows them; in the new cell all of them appear at once.

    The project is closed there, too, until ``_switch``. Rows that the database numbers get new numbers, in their order.
    """
    tables = [found for found in await old.fetch(TABLES) if found[0] not in OF_DIRECTORY]
    copied = 0
    async with old.transaction(isolation="repeatable_read", readonly=True):
        first, width = await old.fetchrow(
            "SELECT coalesce(min(batch_id), 0), coalesce(max(batch_id) - min(batch_id) + 1, 0) FROM raw_events"
            " WHERE project_id = $1",
            project_id,
        ) or (0, 0)
        shift = await _new_numbers(new, width) - first
        await drop_guards(new, project_id)
        async with new.transaction():
            for table, columns, number in tables:
                await new.execute(f"DELETE FROM {table} WHERE project_id = $1", project_id)  # of an earlier stay
                values = ", ".join(f"batch_id + {shift:d}" if name == "batch_id" else name for name in columns)
                query = f"SELECT {values} FROM {table} WHERE project_id = {project_id:d}"
                if number is not None:
                    query += f" ORDER BY {number}"
                copied += await _copy_rows(old, query, new, table, columns)
            await new.execute(_SPOIL_ARCHIVE, project_id)
    return copied


async def _new_numbers(new: Connection, width: int) -> int:
    """Takes numbers of batches that no batch of the new cell has; returns the first."""
    next_number: int = await insist(
        new,
        NO_COMMIT_UNDER_WAY,  # no group commit takes a number meanwhile
        f"SELECT setval('ingest_batch_ids', nextval('ingest_batch_ids') + {width:d})",
    )
    return next_number - width


async def _copy_rows(old: Connection, query: str, new: Connection, table: str, columns: Sequence[str]) -> int:
    chunks: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=64)

    async def read() -> None:
        await old.copy_from_query(query, output=chunks.put, format="binary", timeout=COPY_SECONDS)
        await chunks.put(None)

    async def written() -> AsyncIterator[bytes]:
        while (chunk := await chunks.get()) is not None:
            yield chunk

    async with asyncio.TaskGroup() as both:
        both.create_task(read())
        writing = both.create_task(
            new.copy_to_table(table, source=written(), columns=columns, format="binary", timeout=COPY_SECONDS)
        )
    return int(writing.result().rsplit(" ", 1)[1])


async def _switch(directory: Connection, old: Connection, new: Connection, project_id: int, to: str) -> int:
    """Opens the new cell and lets the directory name it; returns the project's revision there.

    It is at least two higher than any that the old cell told, so that every subscriber notices that a hint is missing.
    """
    async with old.transaction():
        await lock_fold(old)  # nothing of the old cell raises the revision any more
        last = await old.fetchval("SELECT revision FROM rollup_state WHERE project_id = $1", project_id)
        for table in _MARKS:
            await old.execute(f"DELETE FROM {table} WHERE project_id = $1", project_id)
        revision = await new.fetchval(
            "UPDATE rollup_state SET accepts_since = raw_since, revision = greatest(revision, $2) + 1"
            " WHERE project_id = $1 RETURNING revision",
            project_id,
            last + 1,
        )
        await directory.execute("UPDATE projects SET cell = $2 WHERE project_id = $1", project_id, to)
    return int(revision)


async def _clear_later(old: Connection, project_id: int, cell: str, say: Say) -> None:
    say(f"Its old rows in cell {cell} are deleted in {GRACE_SECONDS:.0f} s; run the same again if you interrupt it.")
    await asyncio.sleep(GRACE_SECONDS)
    await _clear(old, project_id)
    say("They are deleted.")


async def _clear(old: Connection, project_id: int) -> None:
    """Deletes the rows of a cell; that of rollup_state stays, and says that the project is in another."""
    await drop_guards(old, project_id)
    async with old.transaction():
        await old.execute("UPDATE rollup_state SET accepts_since = 'infinity' WHERE project_id = $1", project_id)
        for table in await tables_of_cell(old):
            await old.execute(f"DELETE FROM {table} WHERE project_id = $1", project_id)
