"""Counts the waiting events now."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class ProcessEventsAnswer(TypedDict):
    batches: int
    events: int
    seconds: float
    lag: float
    paused: bool
    backlog: bool


class ProcessEventsData(TypedDict):
    processEvents: ProcessEventsAnswer


ProcessEvents: Document[None, ProcessEventsData] = Document(
    "ProcessEvents",
    "processEvents",
    """\
# Counts the waiting events now.
mutation ProcessEvents {
  processEvents {
    batches
    events
    seconds
    lag
    paused
    backlog
  }
}
""",
)
"""The question."""
