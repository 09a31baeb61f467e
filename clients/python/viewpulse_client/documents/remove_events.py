"""Removes events that should not have been sent; with dryRun, only counts them."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EventFilterInput,
    )


class RemoveEventsVariables(TypedDict):
    filter: EventFilterInput
    dryRun: NotRequired[bool | None]


class RemoveEventsAnswer(TypedDict):
    matched: int
    removed: int
    revision: int | None


class RemoveEventsData(TypedDict):
    removeEvents: RemoveEventsAnswer


RemoveEvents: Document[RemoveEventsVariables, RemoveEventsData] = Document(
    "RemoveEvents",
    "removeEvents",
    """\
# Removes events that should not have been sent; with dryRun, only counts them.
mutation RemoveEvents($filter: EventFilterInput!, $dryRun: Boolean = true) {
  removeEvents(filter: $filter, dryRun: $dryRun) {
    matched
    removed
    revision
  }
}
""",
)
"""The question."""
