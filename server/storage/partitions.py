"""Daily partitions of the raw events, by the time in a UUIDv7."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from server.storage.database import Connection
from server.storage.locks import lock_in_transaction

DAYS_AHEAD = 7
PARTITION_LOCK = 0x76_70_70_61  # "vppa"


def first_id(moment: datetime) -> UUID:
    """The smallest UUIDv7-shaped id of a moment: its milliseconds, then zeros (RFC 9562, section 5.7)."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80)


async def ensure_partitions(connection: Connection, today: datetime, *, days_back: int) -> list[str]:
    """Creates the missing partitions from ``days_back`` days ago to a week ahead.

    Rows of such a day in the default partition are moved, so that ids stay unique.

    Returns:
        Names of the created partitions.
    """
    midnight = today.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    created = []
    async with connection.transaction():
        await lock_in_transaction(connection, PARTITION_LOCK)
        existing = await connection.fetchval(
            "SELECT array_agg(inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'raw_events'::regclass"
        )
        for offset in range(-days_back, DAYS_AHEAD + 1):
            day = midnight + timedelta(days=offset)
            name = f"events_{day:%Y%m%d}"
            if name in existing:
                continue
            low, high = first_id(day), first_id(day + timedelta(days=1))
            for statement in (  # one at a time: Citus refuses several at once
                "LOCK TABLE ONLY raw_events IN SHARE UPDATE EXCLUSIVE MODE",  # before its partitions, as all others do
                f"CREATE TABLE {name} (LIKE raw_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
                f"""
                WITH moved AS (DELETE FROM events_default WHERE id >= '{low}' AND id < '{high}' RETURNING *)
                INSERT INTO {name} SELECT * FROM moved
                """,  # noqa: S608  # names and bounds are made of dates, here
                f"ALTER TABLE raw_events ATTACH PARTITION {name} FOR VALUES FROM ('{low}') TO ('{high}')",
            ):
                await connection.execute(statement)
            created.append(name)
    return created


async def daily_partitions(connection: Connection) -> list[tuple[str, date]]:
    """Name and day of each daily partition, oldest first."""
    rows = await connection.fetch(
        """
        SELECT name, to_date(right(name, 8), 'YYYYMMDD') AS day
        FROM pg_inherits, LATERAL (SELECT inhrelid::regclass::text AS name) AS partition
        WHERE inhparent = 'raw_events'::regclass AND name ~ '^events_[0-9]{8}$'
        ORDER BY day
        """
    )
    return [(row["name"], row["day"]) for row in rows]


async def drop_partition(connection: Connection, name: str) -> None:
    """Drops a daily partition; rows that have not expired move to the default partition.

    Args:
        connection: In a transaction, with a limit for waiting for locks.
        name: The partition, as ``daily_partitions`` names it.
    """
    await lock_in_transaction(connection, PARTITION_LOCK)
    for statement in (
        "LOCK TABLE ONLY raw_events IN ACCESS EXCLUSIVE MODE",  # before the partition, as all other statements do
        f"""
        CREATE TEMP TABLE kept ON COMMIT DROP AS
            SELECT {name}.* FROM {name} LEFT JOIN rollup_state USING (project_id)
            WHERE occurred_at >= coalesce(raw_since, '-infinity')
        """,  # noqa: S608  # names of partitions are made of dates, here
        f"DROP TABLE {name}",
        "INSERT INTO raw_events SELECT * FROM kept",
        "DROP TABLE kept",
    ):
        await connection.execute(statement)
