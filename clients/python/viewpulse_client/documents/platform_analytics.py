"""All metrics of all contents together."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EngagementProfile,
        RangeInput,
        TrafficInput,
    )


class PlatformAnalyticsVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    creatorId: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    profile: NotRequired[EngagementProfile | None]


class PlatformAnalyticsRange(TypedDict):
    start: str | None
    end: str | None


class PlatformAnalyticsViews(TypedDict):
    total: int
    organic: int
    following: int
    profile: int
    hashtag: int
    search: int
    direct: int
    other: int


class PlatformAnalyticsUniqueViewers(TypedDict):
    count: int
    estimated: bool


class PlatformAnalyticsImpressions(TypedDict):
    total: int
    feedViews: int
    swipedAway: int


class PlatformAnalyticsWatchTime(TypedDict):
    total: float
    average: float


class PlatformAnalyticsCompletion(TypedDict):
    full: int
    over75: int
    over50: int
    over25: int
    under25: int
    weightedRate: float
    rate: float


class PlatformAnalyticsEngagement(TypedDict):
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


class PlatformAnalyticsNegative(TypedDict):
    notInterested: int
    reports: int
    hides: int
    unfollows: int


class PlatformAnalyticsInteractions(TypedDict):
    clicks: int
    skips: int
    contacts: int
    whatsapp: int
    bookViewings: int


class PlatformAnalyticsDevices(TypedDict):
    mobile: int
    tablet: int
    desktop: int
    tv: int


class PlatformAnalyticsPlatforms(TypedDict):
    ios: int
    android: int
    web: int


class PlatformAnalyticsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    creatorId: str | None
    timezone: str
    range: PlatformAnalyticsRange
    views: PlatformAnalyticsViews
    uniqueViewers: PlatformAnalyticsUniqueViewers
    plays: int
    impressions: PlatformAnalyticsImpressions
    watchTime: PlatformAnalyticsWatchTime
    averagePlaybackRate: float | None
    completion: PlatformAnalyticsCompletion
    engagement: PlatformAnalyticsEngagement
    engagements: int
    engagementRate: float
    negative: PlatformAnalyticsNegative
    interactions: PlatformAnalyticsInteractions
    sessions: int
    averageSessionDuration: float
    devices: PlatformAnalyticsDevices
    platforms: PlatformAnalyticsPlatforms


class PlatformAnalyticsData(TypedDict):
    platformAnalytics: PlatformAnalyticsAnswer | None


class PlatformAnalyticsLiveVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    creatorId: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    profile: NotRequired[EngagementProfile | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


PlatformAnalytics: Document[PlatformAnalyticsVariables, PlatformAnalyticsData] = Document(
    "PlatformAnalytics",
    "platformAnalytics",
    """\
# All metrics of all contents together.
query PlatformAnalytics(
  $range: RangeInput
  $timezone: String = "UTC"
  $creatorId: ID
  $definition: String = "start@1"
  $include: TrafficInput
  $profile: EngagementProfile = SOCIAL
) {
  platformAnalytics(
    range: $range
    timezone: $timezone
    creatorId: $creatorId
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    creatorId
    timezone
    range {
      start
      end
    }
    views {
      total
      organic
      following
      profile
      hashtag
      search
      direct
      other
    }
    uniqueViewers {
      count
      estimated
    }
    plays
    impressions {
      total
      feedViews
      swipedAway
    }
    watchTime {
      total
      average
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
    engagements(profile: $profile)
    engagementRate(profile: $profile)
    negative {
      notInterested
      reports
      hides
      unfollows
    }
    interactions {
      clicks
      skips
      contacts
      whatsapp
      bookViewings
    }
    sessions
    averageSessionDuration
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
  }
}
""",
)
"""The question."""


PlatformAnalyticsLive: LiveDocument[PlatformAnalyticsLiveVariables, PlatformAnalyticsData] = LiveDocument(
    "PlatformAnalyticsLive",
    "platformAnalytics",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription PlatformAnalyticsLive(
  $range: RangeInput
  $timezone: String = "UTC"
  $creatorId: ID
  $definition: String = "start@1"
  $include: TrafficInput
  $profile: EngagementProfile = SOCIAL
  $afterRevision: Long
  $every: Duration
) {
  platformAnalytics(
    range: $range
    timezone: $timezone
    creatorId: $creatorId
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
    creatorId
    timezone
    range {
      start
      end
    }
    views {
      total
      organic
      following
      profile
      hashtag
      search
      direct
      other
    }
    uniqueViewers {
      count
      estimated
    }
    plays
    impressions {
      total
      feedViews
      swipedAway
    }
    watchTime {
      total
      average
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
    engagements(profile: $profile)
    engagementRate(profile: $profile)
    negative {
      notInterested
      reports
      hides
      unfollows
    }
    interactions {
      clicks
      skips
      contacts
      whatsapp
      bookViewings
    }
    sessions
    averageSessionDuration
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
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
