"""Traces: from a mutation to what subscribers are sent, through all processes (ADR 71).

Off unless ``VIEWPULSE_TRACES_ENDPOINT`` is set; then ``server.monitoring.otlp``, which alone imports OpenTelemetry,
makes the spans. Between tasks and processes a trace travels as the text of the header ``traceparent`` (W3C Trace
Context): in a context variable, in ``ingest_batches.trace``, and in hints. Only what is traced has such a text.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING

from server.cli_errors import CommandError
from server.settings import Settings

if TYPE_CHECKING:
    from server.monitoring.otlp import Tracer

MAX_LINKS = 128
"""Traces that one span names, besides the one that it belongs to."""

current: ContextVar[str | None] = ContextVar("trace", default=None)
"""The ``traceparent`` of the span that this task works for; None if it is not traced."""

_NOTHING = nullcontext()
_tracer: "Tracer | None" = None


def open_tracer(settings: Settings, service: str) -> "Tracer | None":
    """What makes the spans of a command, if they are sent anywhere; no thread begins before ``Tracer.running``.

    Args:
        settings: ``traces_endpoint`` and ``traces_ratio``.
        service: The name that the spans have in common.

    Raises:
        CommandError: OpenTelemetry is not installed.
    """
    if settings.traces_endpoint is None:
        return None
    try:
        from server.monitoring.otlp import Tracer  # noqa: PLC0415 - imported only where it is used
    except ImportError as error:
        raise CommandError(
            "VIEWPULSE_TRACES_ENDPOINT is set, but OpenTelemetry is not installed: pip install 'viewpulse[traces]'."
        ) from error
    return Tracer(settings, service)


def are_on() -> bool:
    """Whether this process makes spans."""
    return _tracer is not None


def span(
    name: str, parents: Sequence[str] | None = None, *, since: float | None = None, **attributes: str | float | None
) -> AbstractContextManager[None]:
    """A step of a trace, for as long as the block takes; ``current`` within. Nothing if no parent is traced.

    An exception that leaves the block is the error of the step: its code, or its type; never its message.

    Args:
        name: Name of the step; docs/monitoring.md lists them.
        parents: The step belongs to the trace of the first, and names the others; by default, ``current``.
        since: When it began, by ``time.perf_counter()``, if that was before the block.
        attributes: What is known of it: numbers and names of ours, nothing that a client sent. None is left out.
    """
    if _tracer is None:
        return _NOTHING
    if parents is None:
        trace = current.get()
        parents = () if trace is None else (trace,)
    return _tracer.step(name, parents, since, attributes) if parents else _NOTHING


@contextmanager
def switched_on(tracer: "Tracer") -> Iterator[None]:
    """While it lasts, the steps of this process are made by a tracer."""
    global _tracer  # noqa: PLW0603 - one for the process, as its log
    before, _tracer = _tracer, tracer
    try:
        yield
    finally:
        _tracer = before
