"""P7: contentAnalytics of seven days with ten million events of history, against the bare SQL of the same rows."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta

import asyncpg

from benchmarks.filling import HISTORY, with_history
from benchmarks.load import exchange, request
from benchmarks.report import Figure
from benchmarks.stage import Stage

QUERIES = 600
QUERY = """
query Dashboard($id: ID!) { contentAnalytics(contentId: $id, range: {last: "7d"}) {
  contentId asOf revision isFinal definition plays completions engagementScore
  views { total unique organic following profile hashtag search direct other }
  impressions { total feedViews swipedAway }
  watchTime { total average median }
  completion { full over75 over50 over25 under25 weightedRate rate }
  engagement { likes comments shares saves duets stitches soundUses rate }
  negative { notInterested reports hides unfollows }
  rewatch { count rate loopPlays } } }
"""
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


def _contents() -> list[str]:
    return [f"video-{(number * 37) % 10_000}" for number in range(QUERIES)]


async def _bare(url: str) -> list[float]:
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    times = []
    end = datetime.now(UTC)
    begin = end - timedelta(days=7)
    try:
        for content in _contents():
            started = time.perf_counter()
            for statement in (BUCKETS, VIEWERS, MEDIAN):
                await connection.fetch(statement, content, begin, end)
            times.append(time.perf_counter() - started)
    finally:
        await connection.close()
    return sorted(times[50:])


async def _ours(port: int, token: str) -> list[float]:
    times = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for content in _contents():
            body = json.dumps({"query": QUERY, "variables": {"id": content}}).encode()
            message = request(body, "/graphql", f"Authorization: Bearer {token}")
            started = time.perf_counter()
            _head, answer = await exchange(reader, writer, message)
            times.append(time.perf_counter() - started)
            if b'"errors"' in answer:
                raise RuntimeError(answer.decode())
    finally:
        writer.close()
    return sorted(times[50:])


def measure(stage: Stage, *, seconds: float, runs: int) -> list[Figure]:
    """Over HTTP with everything selected, one request at a time."""
    del seconds, runs  # the work is counted in queries
    filled = with_history(stage)
    bare = asyncio.run(_bare(filled.settings.database_url))
    with filled.api() as (port, _pid):
        ours = asyncio.run(_ours(port, filled.admin_token))
    p50, p99 = ours[len(ours) // 2] * 1000, ours[int(len(ours) * 0.99)] * 1000
    what = f"contentAnalytics, 7 days, all groups, {HISTORY / 1e6:g} M events"
    return [
        Figure("P7", f"{what}, p50", p50, "ms", "bare SQL, asyncpg", bare[len(bare) // 2] * 1000, 4, at_most=True),
        Figure("P7", f"{what}, p99", p99, "ms", "its own p50", p50, 4, at_most=True),
    ]
