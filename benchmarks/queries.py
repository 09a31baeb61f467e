"""P7: contentAnalytics of seven days with a month of history, against the bare SQL of the same rows."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import asyncpg

from benchmarks.effort import Effort
from benchmarks.filling import with_history
from benchmarks.reading import METRICS, WARM_UP, contents, times_of_reads
from benchmarks.report import Figure
from benchmarks.stage import Stage

QUERY = f'query Dashboard($id: ID!) {{ contentAnalytics(contentId: $id, range: {{last: "7d"}}) {{ {METRICS} }} }}'
BUCKETS = """
SELECT * FROM content_buckets
WHERE project_id = 1 AND content_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0
"""
VIEWERS = """
SELECT viewer_id, sum(views), sum(rewatch_views) FROM content_viewer_buckets
WHERE project_id = 1 AND content_id = $1 AND bucket >= $2 AND bucket < $3 AND traffic = 0 GROUP BY viewer_id
"""
MEDIAN = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY watch_ms) FROM plays
WHERE project_id = 1 AND content_id = $1 AND started_at >= $2 AND started_at < $3 AND traffic = 0
"""


async def _bare(url: str, queries: int) -> list[float]:
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    times = []
    end = datetime.now(UTC)
    begin = end - timedelta(days=7)
    try:
        for content in contents(queries):
            started = time.perf_counter()
            for statement in (BUCKETS, VIEWERS, MEDIAN):
                await connection.fetch(statement, content, begin, end)
            times.append(time.perf_counter() - started)
    finally:
        await connection.close()
    return sorted(times[WARM_UP:])


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """Over HTTP with everything selected, one request at a time."""
    filled = with_history(stage, effort).stage
    bare = asyncio.run(_bare(filled.settings.database_url, effort.queries))
    with filled.api() as (port, _pid):
        ours = asyncio.run(times_of_reads(port, filled.admin_token, QUERY, contents(effort.queries)))
    p50, p99 = ours[len(ours) // 2] * 1000, ours[int(len(ours) * 0.99)] * 1000
    what = f"contentAnalytics, 7 days, all groups, {effort.history / 1e6:g} M events"
    return [
        Figure("P7", f"{what}, p50", p50, "ms", "bare SQL, asyncpg", bare[len(bare) // 2] * 1000, 4, at_most=True),
        Figure("P7", f"{what}, p99", p99, "ms", "its own p50", p50, 4, at_most=True),
    ]
