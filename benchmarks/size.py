"""P11: what an event of the demo takes on disk, indexes included, after a vacuum."""

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import asyncpg

from benchmarks.effort import Effort
from benchmarks.filling import fold_all
from benchmarks.ingest import CLIENTS
from benchmarks.report import Figure
from benchmarks.sent_events import track_bodies
from benchmarks.stage import Stage, fresh_database
from server.demo.traffic import Traffic

RATE = 100
REQUESTS_PER_SECOND = 100.0
BATCH = 100
FIRST_SCHEMA = 850
"""Bytes per event that the first schema took."""
STORED = """
SELECT sum(pg_relation_size(relid)) AS rows, sum(pg_indexes_size(relid)) AS indexes,
    sum(pg_total_relation_size(relid)) AS total
FROM pg_partition_tree('raw_events') WHERE isleaf AND pg_relation_size(relid) > 0
"""
ROLLED_UP = """
SELECT sum(pg_total_relation_size(oid)) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND oid NOT IN (SELECT relid FROM pg_partition_tree('raw_events'))
"""


def _bodies(events: int) -> Iterator[bytes]:
    """Traffic of the demo that ends now."""
    start = datetime.now(UTC) - timedelta(seconds=events / RATE)
    sendings = Traffic(1, start=start, rate=RATE).sendings()
    return track_bodies(sending.event for sending in itertools.islice(sendings, events))


async def _sizes(url: str) -> dict[str, float]:
    """Bytes per stored event: of rows, of indexes, of both, and of everything else."""
    connection = await asyncpg.connect(url, command_timeout=600)
    try:
        events = await connection.fetchval("SELECT count(*) FROM events")
        await connection.execute("VACUUM ANALYZE")
        (stored,) = await connection.fetch(STORED)
        others = await connection.fetchval(ROLLED_UP)
    finally:
        await connection.close()
    return {**{name: float(size) / events for name, size in stored.items()}, "roll-ups": float(others) / events}


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """Through the API, then folded and vacuumed."""
    seconds = 2 * effort.demo_events / BATCH / REQUESTS_PER_SECOND
    with fresh_database(stage, "bench_size") as fresh, fresh.api() as (port, _pid):
        bodies = _bodies(effort.demo_events)
        fresh.load(port, bodies, clients=CLIENTS, seconds=seconds, path="/graphql", rate=REQUESTS_PER_SECOND)
        asyncio.run(fold_all(fresh.settings))
        sizes = asyncio.run(_sizes(fresh.settings.database_url))
    what = f"an event of the demo on disk, of {effort.demo_events:,}"
    return [
        Figure("P11", what, sizes["total"], "bytes", "limit", 400, 1, at_most=True, detail=sizes),
        Figure("P11", what, sizes["total"], "bytes", "in the first schema", FIRST_SCHEMA, None),
    ]
