"""The dashboard of a creator; without $creatorId, of the signed-in one."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Baseline,
        ComparisonBasis,
        EngagementProfile,
        RangeInput,
        Reaction,
        TrafficInput,
    )


class MyDashboardVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    creatorId: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    profile: NotRequired[EngagementProfile | None]


class MyDashboardRange(TypedDict):
    start: str | None
    end: str | None


class MyDashboardOverviewViews(TypedDict):
    total: int
    organic: int
    following: int
    profile: int
    hashtag: int
    search: int
    direct: int
    other: int


class MyDashboardOverviewUniqueViewers(TypedDict):
    count: int
    estimated: bool


class MyDashboardOverviewWatchTime(TypedDict):
    total: float
    average: float


class MyDashboardOverviewCompletion(TypedDict):
    rate: float


class MyDashboardOverviewEngagement(TypedDict):
    likes: int
    comments: int
    shares: int
    saves: int


class MyDashboardOverviewSeriesPoints(TypedDict):
    date: str
    start: str
    views: int
    uniqueViewers: int
    plays: int
    watchTime: float
    completionRate: float
    engagementRate: float
    likes: int
    comments: int
    shares: int
    saves: int
    clicks: int
    sessions: int | None


class MyDashboardOverviewSeries(TypedDict):
    truncated: bool
    points: list[MyDashboardOverviewSeriesPoints]


class MyDashboardOverview(TypedDict):
    contents: int
    views: MyDashboardOverviewViews
    uniqueViewers: MyDashboardOverviewUniqueViewers
    plays: int
    watchTime: MyDashboardOverviewWatchTime
    completion: MyDashboardOverviewCompletion
    engagement: MyDashboardOverviewEngagement
    engagements: int
    engagementRate: float
    sessions: int
    averageSessionDuration: float
    series: MyDashboardOverviewSeries | None


class MyDashboardTopContents(TypedDict):
    contentId: str
    title: str | None
    thumbnail: str | None
    views: int
    watchTime: float
    completionRate: float
    engagementScore: float


class MyDashboardReactions(TypedDict):
    reaction: Reaction
    count: int
    percentage: float


class MyDashboardComparisonViews(TypedDict):
    value: float | None
    baseline: float | None
    change: float | None
    changePercent: float | None


class MyDashboardComparison(TypedDict):
    to: Baseline
    range: MyDashboardRange | None
    valueRange: MyDashboardRange
    basis: ComparisonBasis | None
    views: MyDashboardComparisonViews
    uniqueViewers: MyDashboardComparisonViews
    watchTime: MyDashboardComparisonViews
    averageWatchTime: MyDashboardComparisonViews
    completionRate: MyDashboardComparisonViews
    engagementRate: MyDashboardComparisonViews
    qualityScore: MyDashboardComparisonViews
    engagementScore: MyDashboardComparisonViews


class MyDashboardAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    creatorId: str
    range: MyDashboardRange
    timezone: str
    overview: MyDashboardOverview | None
    topContents: list[MyDashboardTopContents] | None
    reactions: list[MyDashboardReactions]
    comparison: MyDashboardComparison | None


class MyDashboardData(TypedDict):
    myDashboard: MyDashboardAnswer | None


class MyDashboardLiveVariables(TypedDict):
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    creatorId: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    profile: NotRequired[EngagementProfile | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


MyDashboard: Document[MyDashboardVariables, MyDashboardData] = Document(
    "MyDashboard",
    "myDashboard",
    """\
# The dashboard of a creator; without $creatorId, of the signed-in one.
query MyDashboard(
  $range: RangeInput
  $timezone: String = "UTC"
  $creatorId: ID
  $definition: String = "start@1"
  $include: TrafficInput
  $profile: EngagementProfile = SOCIAL
) {
  myDashboard(
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
    range {
      start
      end
    }
    timezone
    overview {
      contents
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
      watchTime {
        total
        average
      }
      completion {
        rate
      }
      engagement {
        likes
        comments
        shares
        saves
      }
      engagements(profile: $profile)
      engagementRate(profile: $profile)
      sessions
      averageSessionDuration
      series(by: DAY) {
        truncated
        points {
          date
          start
          views
          uniqueViewers
          plays
          watchTime
          completionRate
          engagementRate(profile: $profile)
          likes
          comments
          shares
          saves
          clicks
          sessions
        }
      }
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
    reactions {
      reaction
      count
      percentage
    }
    comparison(profile: $profile) {
      to
      range {
        start
        end
      }
      valueRange {
        start
        end
      }
      basis
      views {
        ...MyDashboardCompared
      }
      uniqueViewers {
        ...MyDashboardCompared
      }
      watchTime {
        ...MyDashboardCompared
      }
      averageWatchTime {
        ...MyDashboardCompared
      }
      completionRate {
        ...MyDashboardCompared
      }
      engagementRate {
        ...MyDashboardCompared
      }
      qualityScore {
        ...MyDashboardCompared
      }
      engagementScore {
        ...MyDashboardCompared
      }
    }
  }
}

fragment MyDashboardCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""The question."""


MyDashboardLive: LiveDocument[MyDashboardLiveVariables, MyDashboardData] = LiveDocument(
    "MyDashboardLive",
    "myDashboard",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription MyDashboardLive(
  $range: RangeInput
  $timezone: String = "UTC"
  $creatorId: ID
  $definition: String = "start@1"
  $include: TrafficInput
  $profile: EngagementProfile = SOCIAL
  $afterRevision: Long
  $every: Duration
) {
  myDashboard(
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
    range {
      start
      end
    }
    timezone
    overview {
      contents
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
      watchTime {
        total
        average
      }
      completion {
        rate
      }
      engagement {
        likes
        comments
        shares
        saves
      }
      engagements(profile: $profile)
      engagementRate(profile: $profile)
      sessions
      averageSessionDuration
      series(by: DAY) {
        truncated
        points {
          date
          start
          views
          uniqueViewers
          plays
          watchTime
          completionRate
          engagementRate(profile: $profile)
          likes
          comments
          shares
          saves
          clicks
          sessions
        }
      }
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
    reactions {
      reaction
      count
      percentage
    }
    comparison(profile: $profile) {
      to
      range {
        start
        end
      }
      valueRange {
        start
        end
      }
      basis
      views {
        ...MyDashboardLiveCompared
      }
      uniqueViewers {
        ...MyDashboardLiveCompared
      }
      watchTime {
        ...MyDashboardLiveCompared
      }
      averageWatchTime {
        ...MyDashboardLiveCompared
      }
      completionRate {
        ...MyDashboardLiveCompared
      }
      engagementRate {
        ...MyDashboardLiveCompared
      }
      qualityScore {
        ...MyDashboardLiveCompared
      }
      engagementScore {
        ...MyDashboardLiveCompared
      }
    }
  }
}

fragment MyDashboardLiveCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""An answer, and another one whenever it has changed."""
