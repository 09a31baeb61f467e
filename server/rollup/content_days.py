"""What lists show of each content, by day (UTC): added up once when a day is over; the fold adds what comes later."""

from datetime import UTC, datetime

from server.rollup.leader import try_fold
from server.settings import Settings
from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql
from server.storage.sql import load_sql


async def add_up_next_day(connection: Connection, _settings: Settings, now: datetime) -> int:
    """Adds up the earliest day that is over and waits for it, unless the roll-up tables are locked.

    One day at a time: nothing else is counted meanwhile.

    Returns:
        The number of projects whose day it was.
    """
    today = now.astimezone(UTC).date()
    async with connection.transaction():
        if not await try_fold(connection):
            return 0
        day = await load_sql(__name__, "first_open_day").fetchval(connection, today=today)
        if day is None:
            return 0
        sql = await load_rollup_sql(connection, __name__, "over_day")
        status = await sql.execute(connection, day=day)
    return int(status.rsplit(" ", 1)[1])
