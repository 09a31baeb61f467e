"""P12: questions about viewers with a month of events, asked of the API and a worker, each against SQL by hand.

Before something is timed, both must give the same numbers. Then: memory of the worker, and what ingest and the roll-up
reach while it answers one heavy question after another.
"""

import asyncio
import itertools
import json
import statistics
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, nullcontext
from math import ceil
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.effort import Effort
from benchmarks.filling import folding, timed_fold
from benchmarks.ingest import CLIENTS
from benchmarks.load import exchange, request
from benchmarks.report import Figure
from benchmarks.sent_events import batch_bodies
from benchmarks.stage import START_SECONDS, Stage
from benchmarks.viewer_events import ViewerEvents, viewer_events
from benchmarks.viewer_questions import (
    FOUR_STEPS,
    SIXTEEN_STEPS,
    CountsByDay,
    ViewerHistory,
    ViewerQuestion,
    WeeklyRetention,
)
from server.rollup.aggregator import Aggregator

BATCH = 100
PATIENCE = "300"
"""Seconds that an answer may take here: what is slower than allowed is measured, too."""
IDLE = "3600"
"""Seconds that a connection may wait, while the same is asked by SQL."""
SORT_MEMORY = "128MB"
"""As a worker has."""
KEPT = 0.85
"""Share of ingest and roll-up that is left while questions are answered."""
MEMORY_MIB = 1024
LOOK_UPS = (ViewerHistory, CountsByDay)
"""Questions that the API answers alone, and that are asked more often."""

Ask = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
_seeds = itertools.count(3_000_001)


def _questions() -> list[tuple[ViewerQuestion, float | None]]:
    """The questions, and how many milliseconds each may take."""
    return [
        (SIXTEEN_STEPS, 5000),
        (FOUR_STEPS, 1000),
        (WeeklyRetention(), 2000),
        (ViewerHistory(), 50),
        (CountsByDay(), None),
    ]


@asynccontextmanager
async def _asking(port: int, token: str) -> AsyncIterator[Ask]:
    """Asks over HTTP on one connection; raises RuntimeError for an answer with errors."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def ask(query: str, variables: Mapping[str, Any]) -> Any:
        body = json.dumps({"query": query, "variables": variables}).encode()
        _head, answer = await exchange(reader, writer, request(body, "/graphql", f"Authorization: Bearer {token}"))
        decoded = json.loads(answer)
        if "errors" in decoded:
            raise RuntimeError(answer.decode())
        return decoded["data"]

    try:
        yield ask
    finally:
        writer.close()


async def _timed(work: Callable[[int], Awaitable[Any]], numbers: Sequence[int]) -> list[float]:
    """Milliseconds of each, sorted."""
    times = []
    for number in numbers:
        started = time.perf_counter()
        await work(number)
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


async def _compared(
    question: ViewerQuestion, events: ViewerEvents, ask: Ask, connection: asyncpg.Connection, asked: int, runs: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of the question, and of the same by SQL. Raises RuntimeError if they differ in what they say."""

    async def ours(number: int) -> Any:
        return question.numbers(await ask(question.query, question.variables(events, number)))

    async def bare(number: int) -> Any:
        return await question.bare(connection, events, number)

    told, expected = await ours(0), await bare(0)
    if told != expected or not told:
        raise RuntimeError(f"{question.what} is {str(told)[:500]}, by SQL {str(expected)[:500]}")
    return await _timed(ours, range(1, asked + 1)), await _timed(bare, range(1, runs + 1))


async def _all_compared(
    events: ViewerEvents, port: int, effort: Effort
) -> list[tuple[ViewerQuestion, float | None, list[float], list[float]]]:
    settings = {"jit": "off", "work_mem": SORT_MEMORY}
    url, token = events.stage.settings.database_url, events.stage.admin_token
    connection = await asyncpg.connect(url, server_settings=settings, command_timeout=600)
    try:
        async with _asking(port, token) as ask:
            await _worker_runs(ask, events)
            found = []
            for question, limit in _questions():
                is_look_up = isinstance(question, LOOK_UPS)
                asked = effort.questions if is_look_up else effort.asked
                runs = effort.runs if not isinstance(question, ViewerHistory) else asked
                found.append((question, limit, *await _compared(question, events, ask, connection, asked, runs)))
            return found
    finally:
        await connection.close()


async def _worker_runs(ask: Ask, events: ViewerEvents) -> None:
    """Waits until a worker answers."""
    deadline = time.monotonic() + START_SECONDS
    variables = {**FOUR_STEPS.variables(events, 0), "steps": [{"types": ["HIDE"]}]}
    while True:
        try:
            await ask(FOUR_STEPS.query, variables)
        except RuntimeError as error:
            if "UNAVAILABLE" not in str(error) or time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.2)
        else:
            return


def _peak_mib(pid: int) -> float:
    """The most memory that a process ever had, as Linux counts it."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


@contextmanager
def _being_asked(events: ViewerEvents, port: int, first: int) -> Iterator[None]:
    """The heaviest question is asked all the time, each time another, until the block ends."""
    stop = threading.Event()

    async def ask_on() -> None:
        async with _asking(port, events.stage.admin_token) as ask:
            for number in itertools.count(first):
                if stop.is_set():
                    return
                await ask(SIXTEEN_STEPS.query, SIXTEEN_STEPS.variables(events, number))

    with ThreadPoolExecutor(1) as executor:
        asking = executor.submit(asyncio.run, ask_on())
        try:
            yield
        finally:
            stop.set()
            asking.result()


async def _rates(stage: Stage, port: int, aggregator: Aggregator, seconds: float) -> tuple[float, float]:
    """Events per second that are taken, and that are then counted."""
    bodies = batch_bodies(int(seconds * 500) + 20, next(_seeds))
    taken = await asyncio.to_thread(stage.load, port, bodies, clients=CLIENTS, seconds=seconds, path="/graphql")
    return taken["perSecond"] * BATCH, 1 / await timed_fold(aggregator)


async def _meanwhile(events: ViewerEvents, port: int, effort: Effort) -> Mapping[bool, list[tuple[float, float]]]:
    """The rates without questions and with them, in turn."""
    rates: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    settings = events.stage.settings.model_copy(update={"database_timeout": 600.0})
    async with folding(settings) as aggregator:
        await _rates(events.stage, port, aggregator, effort.seconds / 4)
        for run in range(effort.runs):
            for is_asked, found in rates.items():
                first = 1000 + 1000 * run
                with _being_asked(events, port, first) if is_asked else nullcontext():
                    found.append(await _rates(events.stage, port, aggregator, effort.seconds))
    return rates


def percentile(times: Sequence[float], share: float) -> float:
    """Of sorted times, the one that so many are not above."""
    return times[max(0, ceil(len(times) * share) - 1)]


def _figures_of(
    question: ViewerQuestion, limit: float | None, ours: Sequence[float], bare: Sequence[float], of: str
) -> Iterator[Figure]:
    what, p95 = f"{question.what}, {of}, p95", percentile(ours, 0.95)
    detail = {"p50": statistics.median(ours), "min": ours[0], "max": ours[-1], "asked": float(len(ours))}
    if limit is not None:
        yield Figure("P12", what, p95, "ms", "limit", limit, 1, at_most=True, detail=detail)
    yield Figure("P12", what, p95, "ms", "bare SQL, asyncpg", statistics.median(bare), None, detail=detail)


def measure(stage: Stage, effort: Effort) -> list[Figure]:
    """Each question, memory, and the rates meanwhile."""
    of = f"{effort.history / 1e6:g} M events"
    with viewer_events(stage, effort) as events:
        patient = {"VIEWPULSE_WORKER_TIMEOUT": PATIENCE, "VIEWPULSE_REQUEST_TIMEOUT": PATIENCE}
        api = events.stage.api(**patient, VIEWPULSE_KEEP_ALIVE_TIMEOUT=IDLE)
        with api as (port, _pid), events.stage.process("server", "worker", **patient) as worker:
            compared = asyncio.run(_all_compared(events, port, effort))
            memory = _peak_mib(worker.pid)
            rates = asyncio.run(_meanwhile(events, port, effort))
    figures = [
        figure for question, limit, ours, bare in compared for figure in _figures_of(question, limit, ours, bare, of)
    ]
    figures.append(
        Figure("P12", f"peak memory of the worker, {of}", memory, "MiB", "limit", MEMORY_MIB, 1, at_most=True)
    )
    for place, what in enumerate(("trackEvents, 100 a request", "roll-up")):
        asked, alone = (statistics.median(found[place] for found in rates[is_asked]) for is_asked in (True, False))
        name = f"{what}, while funnels of 16 steps are answered"
        figures.append(Figure("P12", name, asked, "events/s", "without questions", alone, KEPT))
    return figures
