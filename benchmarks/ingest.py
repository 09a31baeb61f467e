"""P1 and P8: events over HTTP to a durable commit, in batches of 100 and one by one."""

import asyncio
import itertools
import json
import statistics
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from benchmarks.baselines.raw_insert import insert
from benchmarks.effort import Effort
from benchmarks.report import Figure
from benchmarks.sent_events import batch_bodies, make_events, single_bodies
from benchmarks.stage import Stage, fresh_database, wait_until_answering
from server.access import Caller
from server.embedded import free_port
from server.events.model import Event, decode_event
from server.events.rows import Request, Row, build_row

CLIENTS, SINGLE_CLIENTS = 16, 64
GROUP = 1000
_seeds = itertools.count(1)


def _rows(count: int) -> Iterator[tuple[object, ...]]:
    request = Request(Caller(may_track=True), datetime.now(UTC))
    for raw in make_events(count, next(_seeds)):
        event = decode_event(raw)
        assert isinstance(event, Event)
        row = build_row(event, request)
        assert isinstance(row, Row)
        yield row.values


def _raw(stage: Stage, seconds: float, connections: int) -> float:
    with fresh_database(stage, "bench_raw") as fresh:
        groups = [list(_rows(GROUP)) for _ in range(int(seconds * 60))]
        return asyncio.run(insert(fresh.settings.database_url, groups, connections, seconds))


def batches(stage: Stage, seconds: float) -> dict[str, float]:
    """Batches from all clients, as fast as they are answered, with no aggregator."""
    with fresh_database(stage, "bench_ingest") as fresh, fresh.api() as (port, _pid):
        bodies = batch_bodies(int(seconds * 500), next(_seeds))
        return fresh.load(port, bodies, clients=CLIENTS, seconds=seconds, path="/graphql")


def _singles(stage: Stage, seconds: float) -> dict[str, float]:
    with fresh_database(stage, "bench_ingest") as fresh, fresh.api() as (port, _pid):
        bodies = single_bodies(int(seconds * 9000), next(_seeds))
        return fresh.load(port, bodies, clients=SINGLE_CLIENTS, seconds=seconds, path="/graphql")


def _bare(stage: Stage, seconds: float) -> dict[str, float]:
    port = free_port()
    arguments = ("benchmarks.baselines.bare_starlette:app", "--port", str(port), "--log-level", "warning")
    with fresh_database(stage, "bench_bare") as fresh, fresh.process("uvicorn", *arguments, "--no-access-log") as child:
        wait_until_answering(f"http://127.0.0.1:{port}/ready", child)
        bodies = (json.dumps(event).encode() for event in make_events(int(seconds * 15_000), next(_seeds)))
        return fresh.load(port, bodies, clients=SINGLE_CLIENTS, seconds=seconds, path="/")


def _stock(stage: Stage, seconds: float, bodies: Iterable[bytes], clients: int) -> float:
    with fresh_database(stage, "bench_stock") as fresh, fresh.stock() as port:
        return fresh.load(port, bodies, clients=clients, seconds=seconds, path="/")["perSecond"]


def _medians(runs: int, *measures: Callable[[], dict[str, float]]) -> list[list[dict[str, float]]]:
    """Runs the measures in turn, so that a drift of the machine meets all of them."""
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    return [list(found) for found in zip(*rounds, strict=True)]


def _middle(found: list[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in found)


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """Batches against raw asyncpg and stock Strawberry; single events against a bare route and stock Strawberry."""
    seconds, runs = effort.seconds, effort.runs
    writers = stage.settings.ingest_writers
    ours, raw, alone, stock = _medians(
        runs,
        lambda: batches(stage, seconds),
        lambda: {"perSecond": _raw(stage, seconds, writers)},
        lambda: {"perSecond": _raw(stage, seconds, 1)},
        lambda: {"perSecond": _stock(stage, seconds, batch_bodies(int(seconds * 80), next(_seeds)), CLIENTS)},
    )
    events = _middle(ours, "perSecond") * 100
    detail = {name: _middle(ours, name) for name in ("p50", "p99")}
    batch = f"trackEvents, 100 a request, {CLIENTS} clients"
    figures = [
        Figure(
            "P1",
            batch,
            events,
            "events/s",
            f"raw, {writers} connections",
            _middle(raw, "perSecond"),
            0.6,
            detail=detail,
        ),
        Figure("P1", batch, events, "events/s", "raw, 1 connection", _middle(alone, "perSecond"), 0.6),
        Figure("P1", batch, events, "events/s", "stock Strawberry, COPY", _middle(stock, "perSecond") * 100, 10),
    ]
    ours, bare, stock = _medians(
        runs,
        lambda: _singles(stage, seconds),
        lambda: _bare(stage, seconds),
        lambda: {"perSecond": _stock(stage, seconds, single_bodies(int(seconds * 2000), next(_seeds)), SINGLE_CLIENTS)},
    )
    events = _middle(ours, "perSecond")
    single = f"trackEvent, one a request, {SINGLE_CLIENTS} clients"
    return [
        *figures,
        Figure("P8", single, events, "events/s", "bare Starlette route", _middle(bare, "perSecond"), 0.6),
        Figure("P8", single, events, "events/s", "stock Strawberry, COPY", _middle(stock, "perSecond"), 20),
        Figure("P8", f"{single}, p99", _middle(ours, "p99"), "ms", "limit", 25, 1, at_most=True),
    ]
