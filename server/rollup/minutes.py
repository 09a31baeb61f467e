"""Counters and viewers by minute: the fold keeps those of the last hours, this job forgets the others."""

from datetime import datetime, timedelta

from server.rollup.leader import try_fold
from server.settings import Settings
from server.storage.database import Connection
from server.storage.sql import load_sql

KEPT = timedelta(minutes=200)
"""More than reads show, so that a read never meets a minute that is being forgotten, whatever the clocks say."""


async def forget_old_minutes(connection: Connection, _settings: Settings, now: datetime) -> int:
    """Deletes what is counted by minute of minutes that are too old, unless the roll-up tables are locked.

    From then on the fold adds nothing to them, so a minute is kept whole or not at all.

    Returns:
        The number of projects that had such minutes.
    """
    async with connection.transaction():
        if not await try_fold(connection):
            return 0
        since = (now - KEPT).replace(second=0, microsecond=0)
        return int(await load_sql(__name__, "old_minutes").fetchval(connection, since=since))
