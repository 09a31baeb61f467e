"""A collector of traces: takes OTLP over HTTP, as the exporter sends it, and keeps what it got."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import server.monitoring.otlp  # noqa: F401 - lets OpenTelemetry in

# isort: split
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Seen:
    """One span that arrived.

    Attributes:
        name: Its name.
        service: The service that made it.
        process: The process that made it.
        trace: Id of its trace.
        id: Its own id.
        parent: Id of its parent, which is empty for the first of a trace.
        links: Ids of the spans that it names.
        attributes: Its attributes.
        failed: Whether its status is an error.
        seconds: How long it took.
    """

    name: str
    service: str
    process: int
    trace: str
    id: str
    parent: str
    links: tuple[str, ...]
    attributes: dict[str, Any]
    failed: bool
    seconds: float


class Collector:
    """What was sent to one port.

    Attributes:
        url: Without a path.
        bodies: The requests, as they came.
    """

    def __init__(self, port: int) -> None:
        self.bodies: list[bytes] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def spans(self) -> list[Seen]:
        """All spans, by the time at which they began."""
        found = []
        for body in self.bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                process = _values(resource.resource.attributes)
                for scope in resource.scope_spans:
                    found += [(span.start_time_unix_nano, _seen(span, process)) for span in scope.spans]
        return [span for _, span in sorted(found, key=lambda each: each[0])]

    @contextmanager
    def running(self) -> "Iterator[Collector]":
        thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        bodies = self.bodies

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                assert self.path == "/v1/traces"
                bodies.append(body)
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@contextmanager
def collecting(port: int = 0) -> Iterator[Collector]:
    """A collector, on a free port unless one is given."""
    with Collector(port).running() as collector:
        yield collector


def _seen(span: Any, process: dict[str, Any]) -> Seen:
    return Seen(
        span.name,
        process["service.name"],
        process["process.pid"],
        span.trace_id.hex(),
        span.span_id.hex(),
        span.parent_span_id.hex(),
        tuple(link.span_id.hex() for link in span.links),
        _values(span.attributes),
        span.status.code == span.status.STATUS_CODE_ERROR,
        (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
    )


def _values(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}
