"""The same rows with raw asyncpg: INSERT … SELECT unnest … ON CONFLICT, and the row of the ingest batch.

Rows are prepared before the clock starts. On two cores, four connections are slower than one: they wait for each other
to extend the same partition, and for the only Python process. So both are measured.
"""

import asyncio
import time
from collections.abc import Sequence

import asyncpg

from server.storage.event_columns import EVENT_COLUMNS


def statement() -> str:
    """One durable group insert, as short as it can be."""
    names = ", ".join(column.name for column in EVENT_COLUMNS)
    arrays = ", ".join(f"${number}::{column.sent_as}[]" for number, column in enumerate(EVENT_COLUMNS, 1))
    values = ", ".join(column.name if column.stored_as else column.expression for column in EVENT_COLUMNS)
    return f"""
        WITH batch AS MATERIALIZED (SELECT nextval('ingest_batch_ids') AS batch_id),
        announced AS (
            INSERT INTO ingest_batches (project_id, batch_id, events)
            SELECT 1, batch_id, cardinality($1::integer[]) FROM batch)
        INSERT INTO raw_events ({names}, batch_id)
        SELECT {values}, batch_id FROM unnest({arrays}) AS input ({names}) CROSS JOIN batch
        ON CONFLICT DO NOTHING RETURNING id
    """


async def insert(url: str, groups: Sequence[Sequence[tuple[object, ...]]], connections: int, seconds: float) -> float:
    """Inserts groups of rows on several connections; returns rows per second."""
    sql = statement()
    waiting = iter([list(zip(*group, strict=True)) for group in groups])
    rows = 0
    deadline = time.perf_counter() + seconds

    async def work() -> None:
        nonlocal rows
        connection = await asyncpg.connect(url, server_settings={"timezone": "UTC", "jit": "off"})
        try:
            for columns in waiting:
                if time.perf_counter() >= deadline:
                    return
                rows += len(await connection.fetch(sql, *columns))
        finally:
            await connection.close()

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(connections)))
    return rows / (time.perf_counter() - started)
