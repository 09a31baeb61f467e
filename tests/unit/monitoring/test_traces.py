"""Spans of one process: what they say of errors, which clients begin them, and what a collector that fails costs."""

import asyncio
import logging
import socket
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from server.cli_errors import CommandError
from server.embedded import free_port
from server.errors import unavailable
from server.live.hints import decode_hint, encode_hints
from server.live.operation import Executed, LiveOperation
from server.live.shared_subscription import SharedSubscription
from server.live.shares import Subscriber
from server.monitoring import otlp, traces
from server.monitoring.otlp import CLIENT_TRACES, FLUSH_SECONDS, QUEUE_SPANS, Tracer
from server.monitoring.samples import combined
from server.rollup.report import RunReport
from server.rollup.run_counts import RunCounts
from server.settings import Settings
from server.worker.messages import Question
from tests.collector import collecting

ROOT = Path(__file__).parents[3]
TRACE, CLIENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SAMPLED = f"00-{TRACE}-{CLIENT}-01"
OFF = """
import asyncio, sys
import server.rollup.every_cell, server.rollup.summarizer, server.live.publish, server.serving, server.worker.working
import server.analytics.worker_answers, server.importing.run
from server.app import create_app
from server.settings import Settings

async def run():
    app = create_app(Settings(database_url="postgresql://viewpulse@127.0.0.1:1/x", redis_url="redis://127.0.0.1:1"))
    async with app.router.lifespan_context(app):
        pass

asyncio.run(run())
print([name for name, module in sys.modules.items() if name.startswith(("opentelemetry", "google")) and module])
"""


def tracer(url: str, ratio: float = 1.0) -> Tracer:
    opened = traces.open_tracer(Settings(traces_endpoint=url, traces_ratio=ratio), "test")
    assert opened is not None
    return opened


def test_where_traces_are_off_nothing_of_opentelemetry_is_imported() -> None:
    found = subprocess.run([sys.executable, "-c", OFF], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout.endswith("\n[]\n"), found.stdout
    assert traces.open_tracer(Settings(), "test") is None
    assert traces.open_tracer(Settings(traces_endpoint=""), "test") is None


def test_where_it_is_not_installed_the_command_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "server.monitoring.otlp", None)

    with pytest.raises(CommandError, match=r"pip install 'viewpulse\[traces\]'"):
        tracer("http://127.0.0.1:1")


async def test_a_step_says_its_error_by_code_and_never_its_message() -> None:
    with collecting() as collector:
        async with tracer(collector.url).running():
            for error in (unavailable("secret-1"), KeyError("secret-2")):
                with pytest.raises(type(error)), traces.span("commit", [SAMPLED]):
                    raise error
            with traces.span("commit", []), traces.span("commit"):
                assert traces.current.get() is None
        with traces.span("commit", [SAMPLED]):
            assert traces.current.get() is None, "it is off again"

    spans = collector.spans
    assert [(span.parent, span.attributes, span.failed) for span in spans] == [
        (CLIENT, {"error.type": "UNAVAILABLE"}, True),
        (CLIENT, {"error.type": "KeyError"}, True),
    ]
    assert b"secret" not in b"".join(collector.bodies)


async def test_a_client_begins_a_trace_if_it_records_it_and_not_too_often() -> None:
    made = tracer("http://127.0.0.1:1", ratio=0.0)
    bad = ("", "00", "\u00e9", f"00-{TRACE}-{CLIENT}-00", f"ff-{TRACE}-{CLIENT}-01", f"00-{'0' * 32}-{CLIENT}-01")

    assert [made.accepted(header) for header in (*bad, SAMPLED + "-more", "x" * 10_000)] == [None] * 8
    assert made.accepted(f"01-{TRACE}-{CLIENT}-01-more") == SAMPLED, "a later version begins as this one does"

    started = time.monotonic()
    continued = [made.accepted(SAMPLED) for _ in range(1000)].count(SAMPLED)
    assert CLIENT_TRACES - 1 <= continued <= CLIENT_TRACES * (time.monotonic() - started + 2)


async def test_a_collector_that_hangs_costs_neither_time_nor_memory() -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:  # takes connections, and never answers
        made = tracer(f"http://127.0.0.1:{hanging.getsockname()[1]}")
        started = time.perf_counter()
        async with made.running():
            for _ in range(3 * QUEUE_SPANS):
                with made.operation("query", "other", 1):
                    pass
            took = time.perf_counter() - started
        ended = time.perf_counter() - started - took

    assert took < 10, "a span takes some 50 microseconds"
    assert ended < FLUSH_SECONDS + 2


async def test_an_outage_of_the_collector_is_logged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(otlp, "SEND_SECONDS", 1.3)
    monkeypatch.setattr(otlp, "SEND_AFTER_SECONDS", 0.01)
    port = free_port()
    made = tracer(f"http://127.0.0.1:{port}")

    async def make_spans(least: int, logged: int) -> None:
        while least > 0 or len(logs) < logged:
            least -= 1
            with traces.span("run", [SAMPLED]):
                await asyncio.sleep(0.05)

    with capture_logs() as logs:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(made.running())
            await make_spans(20, logged=1)
            assert len(logs) == 1
            with collecting(port) as collector:
                await make_spans(1, logged=2)
                await stack.aclose()

    assert collector.spans
    assert [(one["log_level"], one["event"]) for one in logs] == [
        ("warning", "traces cannot be sent; they are dropped until they can"),
        ("info", "traces are sent again"),
    ]
    assert "refused" in logs[0]["reason"]
    assert not logging.getLogger("opentelemetry.sdk._shared_internal").isEnabledFor(logging.WARNING)


async def test_hints_of_a_trace_wait_for_the_execution_within_a_limit() -> None:
    async def execute() -> Executed:
        return Executed(b"{}", 1, b"")

    [(_, message)] = encode_hints({1: 5}, ["content:1:c"], 1, SAMPLED)
    [(_, plain)] = encode_hints({1: 5}, ["content:1:c"], 1)
    assert decode_hint(message).trace == SAMPLED
    assert b"trace" not in plain

    shared = SharedSubscription(LiveOperation("k", ("content:1:c",), execute, Subscriber(1, None, None)), frozenset())
    for _ in range(1000):
        shared.note_trace(SAMPLED)
    assert len(shared.traces) == 1 + traces.MAX_LINKS


def test_questions_of_versions_with_and_without_traces_are_read_by_each_other() -> None:
    class Older(msgspec.Struct, frozen=True, array_like=True):
        id: str
        asker: str
        kind: str
        project_id: int
        body: bytes

    older = Older("q1", "asker", "funnel", 1, b"steps")
    newer = Question("q1", "asker", "funnel", 1, b"steps", SAMPLED)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(older), type=Question).trace is None
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(newer), type=Older) == older


def test_a_run_is_an_exemplar_of_its_trace_and_the_newest_one_stays() -> None:
    first, second = RunCounts(), RunCounts()
    for counts, trace in ((first, SAMPLED), (second, SAMPLED.replace("4bf9", "aaaa"))):
        counts.note(RunReport(events=3, seconds=0.01, lag=0.02, traces=(trace, "of another batch")))
    first.note(RunReport(events=3, seconds=0.01, lag=0.02))

    both = combined([list(first.measure()), list(second.measure())])
    exemplars = [found[0] for one in both for found in one.exemplars if found]
    assert exemplars == [TRACE.replace("4bf9", "aaaa")] * 2
    assert not any(one.exemplars for one in RunCounts().measure())
