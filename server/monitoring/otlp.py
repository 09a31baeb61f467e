"""Spans, made by OpenTelemetry's SDK and sent as OTLP over HTTP. The one module that imports OpenTelemetry."""

import asyncio
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from random import random
from threading import Thread

import structlog

from server.errors import ErrorCode
from server.monitoring import traces
from server.settings import Settings

if sys.modules.get("opentelemetry", ...) is None:  # server/__init__.py has kept it out until here
    del sys.modules["opentelemetry"]

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http import trace_exporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import Link, Span, SpanContext, SpanKind, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

PATH = "/v1/traces"
QUEUE_SPANS = 4096
"""Spans that wait to be sent, about 10 MB; beyond, the oldest are dropped."""
SEND_AFTER_SECONDS = 1.0
SEND_SECONDS = 5.0
"""Seconds that one request to the collector may take."""
FLUSH_SECONDS = 1.0
"""Seconds that a process waits for the last request when it ends."""
CLIENT_TRACES = 10
"""Traces of clients that a process continues within a second: all who reach the API can send the header."""

_STANDARD = {"operation": "graphql.operation.name", "type": "graphql.operation.type", "code": "error.type"}
"""Attributes that have a name in OpenTelemetry's conventions; others are ours."""
_NO_FAULTS = {code.value for code in ErrorCode} - {ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE} | {"CancelledError"}
"""Errors that are the client's, or of a client that has left."""
_KINDS = {
    **dict.fromkeys(("run", "execution", "answer"), SpanKind.CONSUMER),
    **dict.fromkeys(("publish", "question"), SpanKind.PRODUCER),
}
_propagator = TraceContextTextMapPropagator()
_log = structlog.get_logger(__name__)


class Tracer:
    """Makes the spans of one process.

    Args:
        settings: ``traces_endpoint`` and ``traces_ratio``.
        service: The name that the spans have in common.
    """

    def __init__(self, settings: Settings, service: str) -> None:
        assert settings.traces_endpoint is not None
        self._url = settings.traces_endpoint.rstrip("/") + PATH
        self._ratio = settings.traces_ratio
        self._service = service
        self._second = self._continued = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Makes and sends spans until the block ends: the thread that sends them begins here, after any fork."""
        exporter = trace_exporter.OTLPSpanExporter(self._url, timeout=SEND_SECONDS)
        provider = TracerProvider(
            ALWAYS_ON,  # what is not to be traced gets no span at all
            Resource({"service.name": self._service, "process.pid": os.getpid()}),
            shutdown_on_exit=False,  # it might wait for half a minute
        )
        with _Sender(exporter).reporting() as sender:
            provider.add_span_processor(
                BatchSpanProcessor(
                    sender,
                    max_queue_size=QUEUE_SPANS,
                    schedule_delay_millis=SEND_AFTER_SECONDS * 1000,
                    max_export_batch_size=512,
                )
            )
            self._tracer = provider.get_tracer("viewpulse")
            try:
                with traces.switched_on(self):
                    yield
            finally:
                await _end(provider)

    def accepted(self, header: str) -> str | None:
        """The trace of a client that is to be continued.

        Args:
            header: ``traceparent``, as the client sent it.

        Returns:
            The same in our form; None if it is none, the client does not record it, or continues too many.
        """
        parent = _place_of(header)
        if not (parent.is_valid and parent.trace_flags.sampled):
            return None
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._continued = second, 0
        self._continued += 1
        return _text(parent) if self._continued <= CLIENT_TRACES else None

    @contextmanager
    def operation(self, kind: str, name: str, project: int) -> Iterator[Callable[[str], None] | None]:
        """The span of a GraphQL operation: in the trace of its client, or in a new one.

        Args:
            kind: Its type.
            name: Its name in the manifest.
            project: The project of the caller.

        Yields:
            Takes the code of an operation that fails; None if it is not traced.
        """
        parent = traces.current.get()
        if parent is None and random() >= self._ratio:  # noqa: S311 - a sample, no secret
            yield None
            return
        attributes = _named({"type": kind, "operation": name, "project": project})
        span = self._tracer.start_span(f"{kind} {name}", _context(parent), SpanKind.SERVER, attributes)
        with _within(span):
            yield partial(_fail, span)

    @contextmanager
    def step(
        self, name: str, parents: Sequence[str], since: float | None, attributes: Mapping[str, str | float | None]
    ) -> Iterator[None]:
        """A span below another one; see ``traces.span``."""
        first, *others = dict.fromkeys(parents)
        began = None if since is None else time.time_ns() - round((time.perf_counter() - since) * 1e9)
        span = self._tracer.start_span(
            name,
            _context(first),
            _KINDS.get(name, SpanKind.INTERNAL),
            _named(attributes),
            [Link(_place_of(other)) for other in others[: traces.MAX_LINKS]],
            began,
        )
        with _within(span):
            yield


class _Sender:
    """Sends spans, and says once that it cannot; an exporter, as BatchSpanProcessor wants one."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._reason: str | None = None
        self._away = self._ended = False

    @contextmanager
    def reporting(self) -> "Iterator[_Sender]":
        """While it lasts, what OpenTelemetry logs about each request becomes one line about an outage."""
        everything, requests = logging.getLogger("opentelemetry"), logging.getLogger(trace_exporter.__name__)
        everything.setLevel(logging.CRITICAL)  # a full queue, every 20 seconds
        requests.setLevel(logging.WARNING)
        requests.addFilter(self._take_reason)
        try:
            yield self
        finally:
            self._ended = True
            requests.removeFilter(self._take_reason)
            requests.setLevel(logging.CRITICAL)

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Sends a batch; called by the thread that sends."""
        self._reason = None
        result = self._exporter.export(spans)
        was_away, self._away = self._away, result is not SpanExportResult.SUCCESS
        if self._away and not was_away and not self._ended:
            _log.warning("traces cannot be sent; they are dropped until they can", reason=self._reason)
        elif was_away and not self._away:
            _log.info("traces are sent again")
        return result

    def shutdown(self) -> None:
        """Gives up requests that are tried again."""
        self._exporter.shutdown()

    def _take_reason(self, record: logging.LogRecord) -> bool:
        self._reason = self._reason or record.getMessage()  # the first one of a request says most
        return False


@contextmanager
def _within(span: Span) -> Iterator[None]:
    before = traces.current.set(_text(span.get_span_context()))
    try:
        yield
    except BaseException as error:
        code = getattr(error, "code", None)
        _fail(span, code.value if isinstance(code, ErrorCode) else type(error).__name__)
        raise
    finally:
        traces.current.reset(before)
        span.end()


def _fail(span: Span, code: str) -> None:
    span.set_attribute(_STANDARD["code"], code)
    if code not in _NO_FAULTS:
        span.set_status(StatusCode.ERROR)


def _context(trace: str | None) -> Context:
    """The context of spans below that of a ``traceparent``; of none, of the first spans of new traces."""
    return _propagator.extract({"traceparent": trace} if trace else {}, Context())


def _place_of(trace: str) -> SpanContext:
    return get_current_span(_context(trace)).get_span_context()


def _text(span: SpanContext) -> str:
    return f"00-{span.trace_id:032x}-{span.span_id:016x}-{span.trace_flags:02x}"


def _named(attributes: Mapping[str, str | float | None]) -> dict[str, str | float]:
    return {_STANDARD.get(name, f"viewpulse.{name}"): value for name, value in attributes.items() if value is not None}


async def _end(provider: TracerProvider) -> None:
    """Sends what is left, within a time: a collector that hangs holds nothing up."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def shut_down() -> None:
        provider.shutdown()
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(ended.set)

    Thread(target=shut_down, name="traces-end", daemon=True).start()
    with suppress(TimeoutError):
        async with asyncio.timeout(FLUSH_SECONDS):
            await ended.wait()
