"""What the benchmarks select of a content, and reads of it over HTTP, on one connection."""

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.load import exchange, request

CONTENT = "video-0"
"""The most popular one."""
METRICS = """
  contentId asOf revision isFinal definition plays completions engagementScore
  views { total unique organic following profile hashtag search direct other }
  impressions { total feedViews swipedAway }
  watchTime { total average median }
  completion { full over75 over50 over25 under25 weightedRate rate }
  engagement { likes comments shares saves duets stitches soundUses }
  negative { notInterested reports hides unfollows }
  rewatch { count rate loopPlays }
"""
ALL_TIME = f"query AllTime($id: ID!) {{ contentAnalytics(contentId: $id) {{ {METRICS} }} }}"
WARM_UP = 20
"""Reads that do not count."""


def contents(count: int, among: int = 10_000) -> list[str]:
    """Ids of contents, popular ones and others."""
    return [f"video-{(number * 37) % among}" for number in range(count + WARM_UP)]


async def times_of_reads(port: int, token: str, query: str, ids: Sequence[str]) -> list[float]:
    """Seconds of each read of a content, sorted."""
    return await times_of_questions(port, token, query, ({"id": content} for content in ids))


async def times_of_questions(
    port: int, token: str, query: str, variables: Iterable[Mapping[str, object]]
) -> list[float]:
    """Seconds of each read, sorted."""
    times = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for values in variables:
            body = json.dumps({"query": query, "variables": values}).encode()
            message = request(body, "/graphql", f"Authorization: Bearer {token}")
            started = time.perf_counter()
            _head, answer = await exchange(reader, writer, message)
            times.append(time.perf_counter() - started)
            if b'"errors"' in answer:
                raise RuntimeError(answer.decode())
    finally:
        writer.close()
    return sorted(times[WARM_UP:])
