"""The interactions with one content, and its engagement rate by the profile of a social network, a feed or a listing."""

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


class ContentEngagementVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class ContentEngagementViews(TypedDict):
    total: int


class ContentEngagementEngagement(TypedDict):
    likes: int
    comments: int
    shares: int
    saves: int


class ContentEngagementInteractions(TypedDict):
    clicks: int
    contacts: int
    whatsapp: int
    bookViewings: int


class ContentEngagementAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    views: ContentEngagementViews
    engagement: ContentEngagementEngagement
    interactions: ContentEngagementInteractions
    social: float
    discovery: float
    listing: float


class ContentEngagementData(TypedDict):
    contentAnalytics: ContentEngagementAnswer | None


class ContentEngagementLiveVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentEngagement: Document[ContentEngagementVariables, ContentEngagementData] = Document(
    "ContentEngagement",
    "contentAnalytics",
    """\
# The interactions with one content, and its engagement rate by the profile of a social network, a feed or a listing.
query ContentEngagement(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
) {
  contentAnalytics(
    contentId: $contentId
    range: $range
    timezone: $timezone
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    views {
      total
    }
    engagement {
      likes
      comments
      shares
      saves
    }
    interactions {
      clicks
      contacts
      whatsapp
      bookViewings
    }
    social: engagementRate(profile: SOCIAL)
    discovery: engagementRate(profile: DISCOVERY)
    listing: engagementRate(profile: LISTING)
  }
}
""",
)
"""The question."""


ContentEngagementLive: LiveDocument[ContentEngagementLiveVariables, ContentEngagementData] = LiveDocument(
    "ContentEngagementLive",
    "contentAnalytics",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription ContentEngagementLive(
  $contentId: ID!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  contentAnalytics(
    contentId: $contentId
    range: $range
    timezone: $timezone
    definition: $definition
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
    views {
      total
    }
    engagement {
      likes
      comments
      shares
      saves
    }
    interactions {
      clicks
      contacts
      whatsapp
      bookViewings
    }
    social: engagementRate(profile: SOCIAL)
    discovery: engagementRate(profile: DISCOVERY)
    listing: engagementRate(profile: LISTING)
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
