"""P5: one new revision to many sockets, from the hint in Redis to the last reader."""

import asyncio
import json
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

import asyncpg
import psutil

from benchmarks.effort import Effort
from benchmarks.filling import fill, fold_all
from benchmarks.reading import CONTENT, METRICS
from benchmarks.report import Figure
from benchmarks.stage import Stage, fresh_database
from server.embedded import free_port
from server.live.publish import Publisher
from server.live.subjects import content_subject
from server.settings import Settings

MESSAGES = 10
SIZE = 870
"""Bytes of a message of ours."""
QUERY = f"subscription Live($id: ID!) {{ contentAnalytics(contentId: $id) {{ {METRICS} }} }}"
STOCK_QUERY = """
subscription Live($id: String!) { contentAnalytics(contentId: $id) {
  contentId asOf revision likes shares saves comments
  views { total unique organic following profile search other }
  watchTime { total average median } } }
"""


class Readers:
    """The process that holds the sockets."""

    def __init__(self, child: "subprocess.Popen[str]", sockets: int) -> None:
        assert child.stdin
        assert child.stdout
        self._in, self._out, self.sockets = child.stdin, child.stdout, sockets
        if (line := self._out.readline()).split() != ["ready", str(sockets)]:
            raise RuntimeError(f"only {line!r} of {sockets} sockets subscribed")

    def spread(self, send: Callable[[], float]) -> float:
        """Seconds from a message until its last reader has it; ``send`` returns the time of sending."""
        self._in.write("expect 1\n")
        self._in.flush()
        time.sleep(0.05)
        started = send()
        seen = json.loads(self._out.readline())
        if not seen["complete"]:
            raise RuntimeError("a reader never got the message")
        elapsed: float = seen["last"] - started
        return elapsed


@contextmanager
def readers(
    stage: Stage, port: int, sockets: int, subscribe: dict[str, object], *, snapshot: bool
) -> Iterator[Readers]:
    """Subscribers in a process of their own."""
    init = json.dumps({"authorization": f"Bearer {stage.admin_token}"})
    arguments = ["--port", str(port), "--sockets", str(sockets), "--init", init, "--subscribe", json.dumps(subscribe)]
    with stage.process("benchmarks.sockets", *arguments, *([] if snapshot else ["--no-snapshot"])) as child:
        yield Readers(child, sockets)


async def touch(settings: Settings, content_id: str) -> float:
    """Acts as the aggregator after a run: a new revision, then the hint. Returns the time of the hint."""
    connection = await asyncpg.connect(settings.database_url)
    publisher = Publisher(settings.redis_url, settings)
    try:
        async with connection.transaction():
            revision = await connection.fetchval(
                "UPDATE rollup_state SET revision = revision + 1 WHERE project_id = 1 RETURNING revision"
            )
            await connection.execute(
                "UPDATE content_totals SET shares = shares + 1"
                " WHERE project_id = 1 AND content_id = $1 AND traffic = 0",
                content_id,
            )
            await connection.execute(
                "UPDATE content_states SET revision = $1 WHERE project_id = 1 AND content_id = $2", revision, content_id
            )
        await publisher.publish({2: 0}, [])  # connects; project 2 has no subscribers
        started = time.monotonic()
        await publisher.publish({1: revision}, [content_subject(1, content_id)])
        return started
    finally:
        await connection.close()
        await publisher.close()


def _ours(stage: Stage, sockets: int) -> tuple[list[float], float]:
    with stage.api() as (port, pid):
        process = psutil.Process(pid)
        before = process.memory_info().rss
        subscribe: dict[str, object] = {"query": QUERY, "variables": {"id": CONTENT}}
        with readers(stage, port, sockets, subscribe, snapshot=True) as crowd:
            times = [crowd.spread(lambda: asyncio.run(touch(stage.settings, CONTENT))) for _ in range(MESSAGES)]
            return times, (process.memory_info().rss - before) / sockets / 1024


def _stock(stage: Stage, sockets: int) -> list[float]:
    with stage.stock() as port:
        subscribe: dict[str, object] = {"query": STOCK_QUERY, "variables": {"id": CONTENT}}
        with readers(stage, port, sockets, subscribe, snapshot=False) as crowd:

            def publish() -> float:
                started = time.monotonic()
                request = urllib.request.Request(f"http://127.0.0.1:{port}/publish?revision=7", method="POST")
                urllib.request.urlopen(request, timeout=60).close()
                return started

            return [crowd.spread(publish) for _ in range(MESSAGES // 3)]


def _bare(stage: Stage, sockets: int) -> list[float]:
    port = free_port()
    with stage.process("benchmarks.baselines.bare_send", str(port), str(SIZE)) as sender:
        assert sender.stdin
        assert sender.stdout
        sender.stdout.readline()
        with readers(stage, port, sockets, {"query": "subscription { x }"}, snapshot=False) as crowd:

            def publish() -> float:
                assert sender.stdin
                started = time.monotonic()
                sender.stdin.write("go\n")
                sender.stdin.flush()
                return started

            return [crowd.spread(publish) for _ in range(MESSAGES)]


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """Our hub against stock Strawberry subscriptions and a bare ``send()`` loop."""
    figures = []
    with fresh_database(stage, "bench_fanout") as fresh:
        asyncio.run(fill(fresh.settings.database_url, 20_000))
        asyncio.run(fold_all(fresh.settings))
        for sockets in effort.sockets:
            times, memory = _ours(fresh, sockets)
            ours, worst = sockets / median(times), max(times) * 1000
            stock, bare = sockets / median(_stock(fresh, sockets)), sockets / median(_bare(fresh, sockets))
            what = f"one revision to {sockets:,} sockets"
            detail = {"p50 ms": median(times) * 1000, "max ms": worst}
            figures += [
                Figure("P5", what, ours, "deliveries/s", "stock Strawberry", stock, 25, detail=detail),
                Figure("P5", what, ours, "deliveries/s", "bare send()", bare, 0.55),
            ]
        figures += [
            Figure("P5", f"{what}, until the last one", median(times) * 1000, "ms", "limit", 120, 1, at_most=True),
            Figure("P5", f"memory a socket, {sockets:,} sockets", memory, "KiB", "limit", 80, 1, at_most=True),
        ]
    return figures
