"""P6: from the commit of an event to the subscriber that sees it, under 2,000 events a second."""

import asyncio
import json
import time
from statistics import median

import httpx
import websockets
from websockets.typing import Subprotocol

from benchmarks.effort import Effort
from benchmarks.fanout import QUERY, readers
from benchmarks.report import Figure
from benchmarks.sent_events import TRACK, make_events
from benchmarks.stage import Stage, fresh_database

RATE = 2000
BATCH = 100
PROBE = "probe"
ALLOWANCES = (50, 150)
"""Milliseconds above the interval, for the smaller and the larger number of subscribers."""
LIVE = "subscription Live($id: ID!) { contentAnalytics(contentId: $id) { revision views { total } } }"


async def _background(client: httpx.AsyncClient, seed: int, stop: asyncio.Event) -> int:
    """Sends ``RATE`` events a second until stopped; returns the number of accepted events."""
    accepted, due = 0, time.perf_counter()
    while not stop.is_set():
        variables = {"events": list(make_events(BATCH, seed, contents=1000))}
        answer = await client.post("/graphql", json={"query": TRACK, "variables": variables})
        accepted += answer.json()["data"]["trackEvents"]["accepted"]
        seed += 1
        due += BATCH / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
    return accepted


async def _probe(client: httpx.AsyncClient, port: int, token: str, count: int) -> list[float]:
    """Seconds from the answer to a mutation until the subscription shows its view, one view at a time."""
    times = []
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
    ) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}}))
        await socket.recv()
        payload = {"query": LIVE, "variables": {"id": PROBE}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        seen = -1

        async def until(views: int) -> None:
            nonlocal seen
            while seen < views:
                message = json.loads(await socket.recv())
                if message["type"] == "next":
                    seen = message["payload"]["data"]["contentAnalytics"]["views"]["total"]

        await until(0)
        for number in range(count):
            event = {
                "type": "VIEW_START",
                "contentId": PROBE,
                "userId": f"prober-{number}",
                "playId": f"probe-{number}",
            }
            answer = await client.post("/graphql", json={"query": TRACK, "variables": {"events": [event]}})
            committed = time.perf_counter()
            if answer.json()["data"]["trackEvents"]["accepted"] != 1:
                raise RuntimeError(answer.text)
            async with asyncio.timeout(30):
                await until(number + 1)
            times.append(time.perf_counter() - committed)
            await asyncio.sleep(0.137)  # so that probes fall anywhere between two runs
    return times


async def _measure(stage: Stage, port: int, probes: int) -> tuple[list[float], float]:
    headers = {"X-Viewpulse-Key": stage.write_key}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client:
        stop = asyncio.Event()
        started = time.perf_counter()
        background = asyncio.create_task(_background(client, 1, stop))
        try:
            times = await _probe(client, port, stage.admin_token, probes)
        finally:
            stop.set()
        return sorted(times), await background / (time.perf_counter() - started)


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """With few and with many subscribers in addition to the probe."""
    figures = []
    for sockets, allowance in zip(effort.sockets, ALLOWANCES, strict=True):
        with (
            fresh_database(stage, "bench_fresh") as fresh,
            fresh.api() as (port, _pid),
            fresh.aggregator(),
            readers(fresh, port, sockets, {"query": QUERY, "variables": {"id": "video-0"}}, snapshot=True),
        ):
            times, rate = asyncio.run(_measure(fresh, port, effort.probes))
            interval = fresh.settings.aggregation_interval * 1000
        worst = times[min(len(times) - 1, int(len(times) * 0.99))] * 1000
        what = f"commit to subscriber, p99, {sockets:,} subscribers, {rate:,.0f} events/s"
        detail = {"p50": median(times) * 1000, "max": times[-1] * 1000}
        limit = f"interval + {allowance} ms"
        figures.append(Figure("P6", what, worst, "ms", limit, interval + allowance, 1, at_most=True, detail=detail))
    return figures
