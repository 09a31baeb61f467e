"""What the archive has, and how it ends."""

import asyncio
from pathlib import Path

from server.archive.lake import Lake, files_of
from server.rollup.leader import FOLD_LOCK
from server.storage.database import Connection
from server.storage.locks import lock_in_transaction
from server.storage.sql import load_sql
from server.wording import pluralize


async def describe(connection: Connection, folder: Path) -> list[str]:
    """What the archive has and what waits, in words.

    Raises:
        LakeError: The folder has no archive, or another one.
    """
    state = await load_sql(__name__, "state").fetchrow(connection)
    if state is None:
        return ["There is no archive."]
    table = await asyncio.to_thread(Lake(folder).open, state["table_id"], state["version"])
    files = files_of(table)
    days = sorted(day.day for day in files)
    span = f", from {days[0]} to {days[-1]}" if days else ""
    written = f"{state['archived_at']:%Y-%m-%d %H:%M:%S} UTC" if state["archived_at"] else "never"
    waiting = f"{pluralize(state['batches'], 'batch', 'batches')} of events"
    return [
        f"Folder: {folder}",
        f"Version: {state['version']}, written {written}",
        f"Days: {len(files)} in {pluralize(sum(map(len, files.values())), 'file')}{span}",
        f"Waiting: {waiting}, {pluralize(state['days'], 'day')} to write again",
    ]


async def forget(connection: Connection) -> None:
    """Forgets that there is an archive; its files stay."""
    async with connection.transaction():
        await lock_in_transaction(connection, FOLD_LOCK)
        await load_sql(__name__, "forget").execute(connection)
