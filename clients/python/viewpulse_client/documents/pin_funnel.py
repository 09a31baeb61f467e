"""Pins a funnel to the dashboard of the project, or replaces the one of that name."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EventType,
        FunnelExclusionInput,
        FunnelOrder,
        FunnelStepInput,
    )


class PinFunnelVariables(TypedDict):
    name: str
    steps: Sequence[FunnelStepInput]
    order: NotRequired[FunnelOrder | None]
    window: NotRequired[str | None]
    exclusions: NotRequired[Sequence[FunnelExclusionInput] | None]


class PinFunnelStepsWatched(TypedDict):
    percent: float
    contentId: str | None
    creatorId: str | None


class PinFunnelSteps(TypedDict):
    name: str | None
    optional: bool
    within: str | None
    types: list[EventType] | None
    names: list[str] | None
    contentId: str | None
    creatorId: str | None
    properties: dict[str, Any] | None
    watched: PinFunnelStepsWatched | None


class PinFunnelExclusions(TypedDict):
    after: int
    before: int
    types: list[EventType] | None
    names: list[str] | None
    contentId: str | None
    creatorId: str | None
    properties: dict[str, Any] | None
    watched: PinFunnelStepsWatched | None


class PinFunnelAnswer(TypedDict):
    name: str
    pinnedAt: str
    order: FunnelOrder
    window: str
    steps: list[PinFunnelSteps]
    exclusions: list[PinFunnelExclusions]


class PinFunnelData(TypedDict):
    pinFunnel: PinFunnelAnswer


PinFunnel: Document[PinFunnelVariables, PinFunnelData] = Document(
    "PinFunnel",
    "pinFunnel",
    """\
# Pins a funnel to the dashboard of the project, or replaces the one of that name.
mutation PinFunnel(
  $name: String!
  $steps: [FunnelStepInput!]!
  $order: FunnelOrder = ORDERED
  $window: Duration = "7d"
  $exclusions: [FunnelExclusionInput!]
) {
  pinFunnel(name: $name, steps: $steps, order: $order, window: $window, exclusions: $exclusions) {
    name
    pinnedAt
    order
    window
    steps {
      name
      optional
      within
      types
      names
      contentId
      creatorId
      properties
      watched {
        percent
        contentId
        creatorId
      }
    }
    exclusions {
      after
      before
      types
      names
      contentId
      creatorId
      properties
      watched {
        percent
        contentId
        creatorId
      }
    }
  }
}
""",
)
"""The question."""
