"""The part of ``viewpulse worker`` that writes the archive: of each cell, once a minute, one process at a time."""

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import duckdb
import structlog
from deltalake.exceptions import DeltaError

from server.archive.archiver import Archiver
from server.archive.lake import LakeError
from server.rollup.leader import connect
from server.settings import Settings
from server.storage.cell_directory import Cell, list_cells
from server.storage.database import close_connection, connected
from server.storage.revision import SchemaRefused, newest_revision, require_schema

ROUND_SECONDS = 60.0
CLEAN_ROUNDS = 60
"""Rounds between two looks for files that nobody reads any more."""

_FAILURES = (
    *(LakeError, DeltaError, duckdb.Error, SchemaRefused, OSError),
    *(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError),
)
_log = structlog.get_logger(__name__)


def folder_of(archive: Path, cell: Cell) -> Path:
    """Where the archive of a cell is."""
    return archive / cell.name


async def archive_cells(settings: Settings, archive: Path, stop: asyncio.Event) -> None:
    """Writes the archives of all cells until ``stop`` is set. A round that fails is tried again in a minute.

    Args:
        settings: Those of the default cell.
        archive: The folder of all archives.
        stop: Ends it after the run under way.
    """
    rounds = 0
    while not stop.is_set():
        try:
            await _round(settings, archive, stop, cleans=rounds % CLEAN_ROUNDS == 0)
            rounds += 1
        except _FAILURES as error:
            _log.warning("the archive was not written; trying again in a minute", error=error)
        except Exception:  # noqa: BLE001 - questions are answered and accounts collected whatever files say
            _log.exception("the archive was not written; trying again in a minute")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), ROUND_SECONDS)


async def _round(settings: Settings, archive: Path, stop: asyncio.Event, *, cleans: bool) -> None:
    async with connected(settings) as connection:
        cells = await list_cells(connection, settings)
    for cell in cells:
        connection = await connect(cell.settings(settings), "archive")
        async with AsyncExitStack() as stack:
            stack.push_async_callback(close_connection, connection)
            await require_schema(connection, newest_revision())
            archiver = Archiver(connection, folder_of(archive, cell))
            if not await archiver.try_lead():
                continue
            await archiver.begin()
            while not stop.is_set() and (done := await archiver.run_once(datetime.now(UTC))):
                _log.debug("archived", cell=cell.name, run=done.run, version=done.version)
            if cleans and not stop.is_set():
                await archiver.clean()
