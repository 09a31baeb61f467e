"""All metrics of one creator; without $creatorId, of the signed-in one."""

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


class CreatorAnalyticsVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    profile: NotRequired[EngagementProfile | None]


class CreatorAnalyticsRange(TypedDict):
    start: str | None
    end: str | None


class CreatorAnalyticsViews(TypedDict):
    total: int
    organic: int
    following: int
    profile: int
    hashtag: int
    search: int
    direct: int
    other: int


class CreatorAnalyticsUniqueViewers(TypedDict):
    count: int
    estimated: bool


class CreatorAnalyticsImpressions(TypedDict):
    total: int
    feedViews: int
    swipedAway: int


class CreatorAnalyticsWatchTime(TypedDict):
    total: float
    average: float


class CreatorAnalyticsCompletion(TypedDict):
    full: int
    over75: int
    over50: int
    over25: int
    under25: int
    weightedRate: float
    rate: float


class CreatorAnalyticsEngagement(TypedDict):
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


class CreatorAnalyticsNegative(TypedDict):
    notInterested: int
    reports: int
    hides: int
    unfollows: int


class CreatorAnalyticsInteractions(TypedDict):
    clicks: int
    skips: int
    contacts: int
    whatsapp: int
    bookViewings: int


class CreatorAnalyticsDevices(TypedDict):
    mobile: int
    tablet: int
    desktop: int
    tv: int


class CreatorAnalyticsPlatforms(TypedDict):
    ios: int
    android: int
    web: int


class CreatorAnalyticsTopContents(TypedDict):
    contentId: str
    title: str | None
    thumbnail: str | None
    views: int
    watchTime: float
    completionRate: float
    engagementScore: float


class CreatorAnalyticsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    creatorId: str
    contents: int
    timezone: str
    range: CreatorAnalyticsRange
    views: CreatorAnalyticsViews
    uniqueViewers: CreatorAnalyticsUniqueViewers
    plays: int
    impressions: CreatorAnalyticsImpressions
    watchTime: CreatorAnalyticsWatchTime
    averagePlaybackRate: float | None
    completion: CreatorAnalyticsCompletion
    engagement: CreatorAnalyticsEngagement
    engagements: int
    engagementRate: float
    negative: CreatorAnalyticsNegative
    interactions: CreatorAnalyticsInteractions
    sessions: int
    averageSessionDuration: float
    devices: CreatorAnalyticsDevices
    platforms: CreatorAnalyticsPlatforms
    topContents: list[CreatorAnalyticsTopContents] | None


class CreatorAnalyticsData(TypedDict):
    creatorAnalytics: CreatorAnalyticsAnswer | None


class CreatorAnalyticsLiveVariables(TypedDict):
    creatorId: NotRequired[str | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    profile: NotRequired[EngagementProfile | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


CreatorAnalytics: Document[CreatorAnalyticsVariables, CreatorAnalyticsData] = Document(
    "CreatorAnalytics",
    "creatorAnalytics",
    """\
# All metrics of one creator; without $creatorId, of the signed-in one.
query CreatorAnalytics(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $profile: EngagementProfile = SOCIAL
) {
  creatorAnalytics(
    creatorId: $creatorId
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
    creatorId
    contents
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
    topContents(first: 10) {
      contentId
      title
      thumbnail
      views
      watchTime
      completionRate
      engagementScore
    }
  }
}
""",
)
"""The question."""


CreatorAnalyticsLive: LiveDocument[CreatorAnalyticsLiveVariables, CreatorAnalyticsData] = LiveDocument(
    "CreatorAnalyticsLive",
    "creatorAnalytics",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription CreatorAnalyticsLive(
  $creatorId: ID
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $profile: EngagementProfile = SOCIAL
  $afterRevision: Long
  $every: Duration
) {
  creatorAnalytics(
    creatorId: $creatorId
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
    creatorId
    contents
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
    topContents(first: 10) {
      contentId
      title
      thumbnail
      views
      watchTime
      completionRate
      engagementScore
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
