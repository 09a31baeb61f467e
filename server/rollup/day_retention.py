"""Retention digests: where the counts of a day's plays rise and fall, and a sample of which viewer watched what."""

from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql


async def digest_retention(connection: Connection) -> None:
    """Replaces the digests of the days in ``digest_days``; days that are too small get none."""
    await connection.execute("""
        DELETE FROM day_retention USING digest_days AS worked_off
        WHERE day_retention.project_id = worked_off.project_id AND day_retention.content_id = worked_off.content_id
            AND day_retention.day = worked_off.day
    """)
    await (await load_rollup_sql(connection, __name__, "day_retention")).execute(connection)
