"""The executor of the API where traces are on, and the traces that clients begin; see ``server.monitoring.traces``."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Receive, Scope, Send

from server.access import Caller
from server.live.operation import Delivery, LiveOperation
from server.monitoring import traces
from server.transport.answered import Answered
from server.transport.counted_execution import CountedExecutor
from server.transport.documents import Operation
from server.transport.operation_counts import OperationCounts, gravest
from server.transport.variables import Variables

if TYPE_CHECKING:
    from server.monitoring.otlp import Tracer


class TracedExecutor(CountedExecutor):
    """Runs operations, whatever carries them, each as a span.

    Args:
        tracer: Makes the spans.
        counts: That of ``CountedExecutor``.
        arguments: Those of ``Executor``.
        options: Those of ``Executor``.
    """

    def __init__(self, tracer: "Tracer", counts: OperationCounts, *arguments: Any, **options: Any) -> None:
        super().__init__(counts, *arguments, **options)
        self._tracer = tracer

    async def answer(
        self, operation: Operation, variables: Variables, caller: Caller, *, request_id: str, **options: Any
    ) -> Answered:
        """As ``Executor``."""
        name = self._counts.name_of(operation)
        with self._tracer.operation(operation.type.value, name, caller.project_id) as fail:
            answered = await super().answer(operation, variables, caller, request_id=request_id, **options)
            if fail is not None and answered.errors:
                fail(gravest(answered.errors))
            return answered

    async def go_live(
        self, operation: Operation, variables: Variables, caller: Caller, *, request_id: str, asks_cost: bool = False
    ) -> tuple[LiveOperation, Delivery]:
        """As ``Executor``."""
        name = self._counts.name_of(operation)
        with self._tracer.operation(operation.type.value, name, caller.project_id):
            live, delivery = await super().go_live(
                operation, variables, caller, request_id=request_id, asks_cost=asks_cost
            )
            return replace(live, name=name), delivery


class ClientTraces:
    """Continues the traces of clients, by the header ``traceparent``; ``tracestate`` and ``baggage`` stay unread.

    Args:
        app: The ASGI endpoint.
        tracer: Says which are continued.
    """

    def __init__(self, app: ASGIApp, tracer: "Tracer") -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        headers = [value for name, value in scope["headers"] if name == b"traceparent"]
        trace = self._tracer.accepted(headers[0].decode("latin-1")) if len(headers) == 1 else None
        before = traces.current.set(trace)
        try:
            await self._app(scope, receive, send)
        finally:
            traces.current.reset(before)
