"""Counts operations for /metrics, by names that are ours: a client cannot make up another."""

from collections.abc import Collection, Iterable, Iterator

from server.errors import ErrorCode
from server.monitoring.instruments import DROPPED, OPERATION_SECONDS, OPERATION_TIME, OPERATIONS, REFUSED
from server.monitoring.samples import OTHER, Counts, Observations, Sample
from server.transport.documents import Operation
from server.transport.failures import FormattedError

OK = "OK"
MAX_NAMES = 200
MAX_SERIES = 600
"""Of names and codes together; those that come later are counted as `other`."""

_GRAVEST = (ErrorCode.INTERNAL.value, ErrorCode.UNAVAILABLE.value)
_NAME = "shown name"


class OperationCounts:
    """The operations of one process.

    Args:
        names: Names of the operations in the manifest; all others are counted together.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(sorted(names)[:MAX_NAMES])
        self._operations = Counts(OPERATIONS, MAX_SERIES)
        self._time = Counts(OPERATION_TIME, MAX_NAMES + 1)
        self._refused = Counts(REFUSED)
        self._dropped = Counts(DROPPED)
        self._seconds = {kind: Observations(OPERATION_SECONDS, kind) for kind in ("query", "mutation", "subscription")}

    def add(self, operation: Operation, errors: Iterable[FormattedError], seconds: float) -> None:
        """Counts an operation that was answered."""
        name = self.name_of(operation)
        self._operations.add(name, gravest(errors) if errors else OK)
        self._time.add(name, by=seconds)
        self._seconds[operation.type.value].observe(seconds)

    def name_of(self, operation: Operation) -> str:
        """The name that is shown: its own if the manifest has it."""
        name: str | None = operation.compiled.get(_NAME)
        if name is None:
            name = operation.compiled[_NAME] = operation.name if operation.name in self._names else OTHER
        return name

    def refuse(self, code: ErrorCode) -> None:
        """Counts a request that did not become an operation."""
        self._refused.add(code.value)

    def drop(self, number: int) -> None:
        """Counts events that a client says it has dropped unsent."""
        self._dropped.add(by=number)

    def measure(self) -> Iterator[Sample]:
        """What was counted so far."""
        for counts in (self._operations, self._time, self._refused, self._dropped):
            yield from counts.measure()
        for seconds in self._seconds.values():
            yield from seconds.measure()


def gravest(errors: Iterable[FormattedError]) -> str:
    """The code that an answer counts with: a fault of the server comes before what the client should fix."""
    codes = [error["extensions"]["code"] for error in errors]
    return next((code for code in _GRAVEST if code in codes), codes[0])
