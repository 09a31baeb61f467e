"""What lists show of each content, by day (UTC): added up once when a day is over; the fold adds what comes later."""

from datetime import UTC, datetime

from server.rollup.leader import try_fold
from server.settings import Settings
from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql
from server.storage.sql import load_sql


async def add_up_days(connection: Connection, _settings: Settings, now: datetime) -> int:
    """Adds up the days that are over, unless the roll-up tables are locked; returns the number of projects."""
    today = now.astimezone(UTC).date()
    async with connection.transaction():
        if not await try_fold(connection):
            return 0
        since = await load_sql(__name__, "first_open_day").fetchval(connection, today=today)
        if since is None:
            return 0
        sql = await load_rollup_sql(connection, __name__, "over_days")
        status = await sql.execute(connection, since=since, today=today)
    return int(status.rsplit(" ", 1)[1])
