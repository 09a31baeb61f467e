"""All metrics of one content."""

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


class ContentAnalyticsVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class ContentAnalyticsRange(TypedDict):
    start: str | None
    end: str | None


class ContentAnalyticsViews(TypedDict):
    total: int
    unique: int
    organic: int
    following: int
    profile: int
    hashtag: int
    search: int
    direct: int
    other: int


class ContentAnalyticsImpressions(TypedDict):
    total: int
    feedViews: int
    swipedAway: int


class ContentAnalyticsWatchTime(TypedDict):
    total: float
    average: float
    median: float | None
    medianEstimated: bool


class ContentAnalyticsCompletion(TypedDict):
    full: int
    over75: int
    over50: int
    over25: int
    under25: int
    weightedRate: float
    rate: float


class ContentAnalyticsEngagement(TypedDict):
    likes: int
    comments: int
    shares: int
    saves: int
    duets: int
    stitches: int
    soundUses: int
    follows: int
    likeEvents: int
    unlikeEvents: int
    saveEvents: int
    unsaveEvents: int


class ContentAnalyticsNegative(TypedDict):
    notInterested: int
    reports: int
    hides: int
    unfollows: int


class ContentAnalyticsRewatch(TypedDict):
    count: int
    rate: float
    loopPlays: int


class ContentAnalyticsInteractions(TypedDict):
    clicks: int
    skips: int
    contacts: int
    whatsapp: int
    bookViewings: int


class ContentAnalyticsDevices(TypedDict):
    mobile: int
    tablet: int
    desktop: int
    tv: int


class ContentAnalyticsPlatforms(TypedDict):
    ios: int
    android: int
    web: int


class ContentAnalyticsBreakdownRows(TypedDict):
    value: str | None
    label: str | None
    views: int
    percentage: float


class ContentAnalyticsBreakdown(TypedDict):
    rows: list[ContentAnalyticsBreakdownRows]


class ContentAnalyticsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    contentId: str
    timezone: str
    range: ContentAnalyticsRange
    plays: int
    completions: int
    engagementScore: float
    engagementRate: float
    views: ContentAnalyticsViews
    impressions: ContentAnalyticsImpressions
    watchTime: ContentAnalyticsWatchTime
    averagePlaybackRate: float | None
    completion: ContentAnalyticsCompletion
    engagement: ContentAnalyticsEngagement
    negative: ContentAnalyticsNegative
    rewatch: ContentAnalyticsRewatch
    interactions: ContentAnalyticsInteractions
    devices: ContentAnalyticsDevices
    platforms: ContentAnalyticsPlatforms
    breakdown: ContentAnalyticsBreakdown | None


class ContentAnalyticsData(TypedDict):
    contentAnalytics: ContentAnalyticsAnswer | None


class ContentAnalyticsLiveVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentAnalytics: Document[ContentAnalyticsVariables, ContentAnalyticsData] = Document(
    "ContentAnalytics",
    "contentAnalytics",
    """\
# All metrics of one content.
query ContentAnalytics(
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
    contentId
    timezone
    range {
      start
      end
    }
    plays
    completions
    engagementScore
    engagementRate
    views {
      total
      unique
      organic
      following
      profile
      hashtag
      search
      direct
      other
    }
    impressions {
      total
      feedViews
      swipedAway
    }
    watchTime {
      total
      average
      median
      medianEstimated
    }
    averagePlaybackRate
    completion {
      full
      over75
      over50
      over25
      under25
      weightedRate
      rate
    }
    engagement {
      likes
      comments
      shares
      saves
      duets
      stitches
      soundUses
      follows
      likeEvents
      unlikeEvents
      saveEvents
      unsaveEvents
    }
    negative {
      notInterested
      reports
      hides
      unfollows
    }
    rewatch {
      count
      rate
      loopPlays
    }
    interactions {
      clicks
      skips
      contacts
      whatsapp
      bookViewings
    }
    devices {
      mobile
      tablet
      desktop
      tv
    }
    platforms {
      ios
      android
      web
    }
    breakdown(by: COUNTRY, first: 10) {
      rows {
        value
        label
        views
        percentage
      }
    }
  }
}
""",
)
"""The question."""


ContentAnalyticsLive: LiveDocument[ContentAnalyticsLiveVariables, ContentAnalyticsData] = LiveDocument(
    "ContentAnalyticsLive",
    "contentAnalytics",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription ContentAnalyticsLive(
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
    contentId
    timezone
    range {
      start
      end
    }
    plays
    completions
    engagementScore
    engagementRate
    views {
      total
      unique
      organic
      following
      profile
      hashtag
      search
      direct
      other
    }
    impressions {
      total
      feedViews
      swipedAway
    }
    watchTime {
      total
      average
      median
      medianEstimated
    }
    averagePlaybackRate
    completion {
      full
      over75
      over50
      over25
      under25
      weightedRate
      rate
    }
    engagement {
      likes
      comments
      shares
      saves
      duets
      stitches
      soundUses
      follows
      likeEvents
      unlikeEvents
      saveEvents
      unsaveEvents
    }
    negative {
      notInterested
      reports
      hides
      unfollows
    }
    rewatch {
      count
      rate
      loopPlays
    }
    interactions {
      clicks
      skips
      contacts
      whatsapp
      bookViewings
    }
    devices {
      mobile
      tablet
      desktop
      tv
    }
    platforms {
      ios
      android
      web
    }
    breakdown(by: COUNTRY, first: 10) {
      rows {
        value
        label
        views
        percentage
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
