"""A creator with its profile, and metrics of a range; without $creatorId, the signed-in one."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        RangeInput,
        TrafficInput,
    )


class CreatorVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class CreatorAnalyticsViews(TypedDict):
    total: int


class CreatorAnalytics(TypedDict):
    id: str
    asOf: str | None
    revision: int
    views: CreatorAnalyticsViews


class CreatorAnswer(TypedDict):
    id: str
    creatorId: str
    name: str | None
    picture: str | None
    analytics: CreatorAnalytics | None


class CreatorData(TypedDict):
    creator: CreatorAnswer | None


Creator: Document[CreatorVariables, CreatorData] = Document(
    "Creator",
    "creator",
    """\
# A creator with its profile, and metrics of a range; without $creatorId, the signed-in one.
query Creator($creatorId: ID, $range: RangeInput, $timezone: String = "UTC", $include: TrafficInput) {
  creator(creatorId: $creatorId) {
    id
    creatorId
    name
    picture
    analytics(range: $range, timezone: $timezone, include: $include) {
      id
      asOf
      revision
      views {
        total
      }
    }
  }
}
""",
)
"""The question."""
