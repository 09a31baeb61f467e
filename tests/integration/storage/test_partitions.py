import asyncio
from datetime import UTC, datetime
from uuid import UUID

from server.storage.database import Pool
from server.storage.partitions import ensure_partitions, first_id


async def test_an_id_of_a_day_without_partition_moves_when_the_partition_is_made(pool: Pool) -> None:
    day = datetime(2024, 5, 17, tzinfo=UTC)
    event_id = UUID(int=first_id(day).int + 7)
    async with pool.acquire() as connection:
        await connection.execute(
            """
            INSERT INTO raw_events (project_id, id, batch_id, received_at, occurred_at, type, schema_version, body_hash)
            VALUES (1, $1, 1, now(), now(), 1, 1, 0)
            """,
            event_id,
        )
        created = await ensure_partitions(connection, day, days_back=0)
        assert "events_20240517" in created
        assert await connection.fetchval("SELECT id FROM events_20240517") == event_id
        assert await ensure_partitions(connection, day, days_back=0) == []


async def test_a_partition_is_made_while_another_command_locks_all_partitions(pool: Pool) -> None:
    day = datetime(2024, 5, 17, tzinfo=UTC)
    waiting = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = $1::regclass AND NOT granted)"
    async with pool.acquire() as locking, pool.acquire() as making:
        async with locking.transaction():
            await locking.execute("LOCK TABLE ONLY raw_events IN SHARE ROW EXCLUSIVE MODE")
            made = asyncio.create_task(ensure_partitions(making, day, days_back=0))
            async with asyncio.timeout(10):
                while not await locking.fetchval(waiting, "raw_events"):  # noqa: ASYNC110 - only PostgreSQL can tell
                    await asyncio.sleep(0.01)
            await locking.execute("LOCK TABLE ONLY events_default IN SHARE ROW EXCLUSIVE MODE")
        assert "events_20240517" in await made
