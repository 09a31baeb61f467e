"""The executor of the API, which counts for /metrics what it executes and refuses."""

import time
from typing import Any

from server.access import Caller
from server.live.operation import Delivery, LiveOperation
from server.transport.answered import Answered
from server.transport.documents import Operation
from server.transport.execution import Executor
from server.transport.failures import OperationRefused
from server.transport.operation_counts import OperationCounts
from server.transport.request import Request
from server.transport.variables import Variables


class CountedExecutor(Executor):
    """Runs operations, whatever carries them, and counts each once.

    An operation whose client leaves before its answer is not counted.

    Args:
        counts: Where they are counted.
        arguments: Those of ``Executor``.
        options: Those of ``Executor``.
    """

    def __init__(self, counts: OperationCounts, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._counts = counts

    def operation_of(self, request: Request, caller: Caller) -> Operation:
        """As ``Executor``."""
        try:
            return super().operation_of(request, caller)
        except OperationRefused as refused:
            self._counts.refuse(refused.code)
            raise

    async def answer(
        self, operation: Operation, variables: Variables, caller: Caller, *, request_id: str, **options: Any
    ) -> Answered:
        """As ``Executor``."""
        started = time.perf_counter()
        try:
            answered = await super().answer(operation, variables, caller, request_id=request_id, **options)
        except OperationRefused as refused:
            self._counts.add(operation, refused.errors, time.perf_counter() - started)
            raise
        self._counts.add(operation, answered.errors, time.perf_counter() - started)
        return answered

    async def go_live(
        self, operation: Operation, variables: Variables, caller: Caller, *, request_id: str, asks_cost: bool = False
    ) -> tuple[LiveOperation, Delivery]:
        """As ``Executor``."""
        started = time.perf_counter()
        try:
            live = await super().go_live(operation, variables, caller, request_id=request_id, asks_cost=asks_cost)
        except OperationRefused as refused:
            self._counts.add(operation, refused.errors, time.perf_counter() - started)
            raise
        self._counts.add(operation, (), time.perf_counter() - started)
        return live
