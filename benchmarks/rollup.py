"""P2: the full roll-up of events in runs of 100,000.

The bare aggregate reads the same events, returns its rows and writes none; PostgreSQL may give it workers on all cores,
while the roll-up has one connection. The naive designs keep seven counters per content and hour.
"""

import asyncio
import statistics
import time

import asyncpg

from benchmarks.baselines.naive_rollup import with_asyncpg, with_orm
from benchmarks.effort import Effort
from benchmarks.filling import fill, fold_all
from benchmarks.report import Figure
from benchmarks.stage import Stage, fresh_database

RUN = 100_000
AGGREGATE = """
SELECT content_id, date_bin('15 minutes', occurred_at, 'epoch') AS bucket, count(*) AS events,
    count(*) FILTER (WHERE type = 'view_start') AS views, count(*) FILTER (WHERE type = 'like') AS likes,
    count(*) FILTER (WHERE type = 'share') AS shares, count(*) FILTER (WHERE type = 'save') AS saves,
    count(*) FILTER (WHERE type = 'view_complete') AS completes, sum(watch_ms) AS watch_ms
FROM events GROUP BY 1, 2
"""


async def _aggregate(url: str) -> float:
    connection = await asyncpg.connect(url, server_settings={"jit": "off"}, command_timeout=600)
    try:
        started = time.perf_counter()
        await connection.fetch(AGGREGATE)
        return time.perf_counter() - started
    finally:
        await connection.close()


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """Our fold against the naive designs and the bare aggregate statement, on the same events."""
    ours, naive, orm, bare = [], [], [], []
    for _ in range(effort.runs):
        with fresh_database(stage, "bench_rollup") as fresh:
            url = fresh.settings.database_url
            asyncio.run(fill(url, effort.folded))
            bare.append(effort.folded / asyncio.run(_aggregate(url)))
            started = time.perf_counter()
            done = asyncio.run(with_asyncpg(url, effort.naive))
            naive.append(done / (time.perf_counter() - started))
            started = time.perf_counter()
            done = asyncio.run(with_orm(url, effort.naive // 4))
            orm.append(done / (time.perf_counter() - started))
            settings = fresh.settings.model_copy(update={"aggregation_max_events": RUN, "database_timeout": 120.0})
            started = time.perf_counter()
            done = asyncio.run(fold_all(settings))
            ours.append(done / (time.perf_counter() - started))
    speed = statistics.median(ours)
    detail = {"min": min(ours), "max": max(ours)}
    what = f"full roll-up of {effort.folded / 1e6:g} M events, runs of {RUN:,}"
    return [
        Figure("P2", what, speed, "events/s", "naive, asyncpg", statistics.median(naive), 25, detail=detail),
        Figure("P2", what, speed, "events/s", "naive, ORM", statistics.median(orm), 50),
        Figure("P2", what, speed, "events/s", "bare aggregate", statistics.median(bare), 0.06),
    ]
