"""A workspace or an account of social networks by hour, day, week or month: totals, averages and growth."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Interval,
        Provenance,
        RangeInput,
        SocialOfInput,
    )


class SocialAggregatesVariables(TypedDict):
    of: SocialOfInput
    by: Interval
    range: NotRequired[RangeInput | None]


class SocialAggregatesRange(TypedDict):
    start: str | None
    end: str | None


class SocialAggregatesPointsPublished(TypedDict):
    total: int
    posts: int
    stories: int
    reels: int


class SocialAggregatesPointsAccountFollowers(TypedDict):
    value: float | None
    growth: float | None
    growthRate: float | None
    average: float | None
    min: float | None
    max: float | None
    provenance: Provenance
    reason: str | None


class SocialAggregatesPointsAccountProfileViews(TypedDict):
    total: float | None
    average: float | None
    min: float | None
    max: float | None
    provenance: Provenance
    reason: str | None


class SocialAggregatesPointsAccount(TypedDict):
    followers: SocialAggregatesPointsAccountFollowers
    following: SocialAggregatesPointsAccountFollowers
    profileViews: SocialAggregatesPointsAccountProfileViews
    websiteClicks: SocialAggregatesPointsAccountProfileViews
    emailClicks: SocialAggregatesPointsAccountProfileViews
    impressions: SocialAggregatesPointsAccountProfileViews
    reach: SocialAggregatesPointsAccountProfileViews


class SocialAggregatesPointsPosts(TypedDict):
    likes: SocialAggregatesPointsAccountProfileViews
    comments: SocialAggregatesPointsAccountProfileViews
    shares: SocialAggregatesPointsAccountProfileViews
    saves: SocialAggregatesPointsAccountProfileViews
    impressions: SocialAggregatesPointsAccountProfileViews
    views: SocialAggregatesPointsAccountProfileViews
    watchTime: SocialAggregatesPointsAccountProfileViews


class SocialAggregatesPointsCustom(TypedDict):
    name: str
    value: float | None


class SocialAggregatesPoints(TypedDict):
    start: str
    end: str
    date: str
    isFinal: bool
    published: SocialAggregatesPointsPublished
    account: SocialAggregatesPointsAccount
    posts: SocialAggregatesPointsPosts
    custom: list[SocialAggregatesPointsCustom]


class SocialAggregatesTotalsCustom(TypedDict):
    name: str
    title: str
    value: float | None
    provenance: Provenance
    reason: str | None


class SocialAggregatesTotals(TypedDict):
    published: SocialAggregatesPointsPublished
    account: SocialAggregatesPointsAccount
    posts: SocialAggregatesPointsPosts
    custom: list[SocialAggregatesTotalsCustom]


class SocialAggregatesAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    workspaceId: str
    accountId: str | None
    timezone: str
    collectedAt: str | None
    by: Interval
    range: SocialAggregatesRange
    points: list[SocialAggregatesPoints]
    totals: SocialAggregatesTotals


class SocialAggregatesData(TypedDict):
    socialAggregates: SocialAggregatesAnswer | None


class SocialAggregatesLiveVariables(TypedDict):
    of: SocialOfInput
    by: Interval
    range: NotRequired[RangeInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialAggregates: Document[SocialAggregatesVariables, SocialAggregatesData] = Document(
    "SocialAggregates",
    "socialAggregates",
    """\
# A workspace or an account of social networks by hour, day, week or month: totals, averages and growth.
query SocialAggregates($of: SocialOfInput!, $by: Interval!, $range: RangeInput) {
  socialAggregates(of: $of, by: $by, range: $range) {
    id
    asOf
    revision
    isFinal
    workspaceId
    accountId
    timezone
    collectedAt
    by
    range {
      start
      end
    }
    points {
      start
      end
      date
      isFinal
      ...SocialAggregatesFigures
      custom {
        name
        value
      }
    }
    totals {
      ...SocialAggregatesFigures
      custom {
        name
        title
        value
        provenance
        reason
      }
    }
  }
}

fragment SocialAggregatesFigures on SocialPeriod {
  published {
    total
    posts
    stories
    reels
  }
  account {
    followers {
      ...SocialAggregatesGrowth
    }
    following {
      ...SocialAggregatesGrowth
    }
    profileViews {
      ...SocialAggregatesTotal
    }
    websiteClicks {
      ...SocialAggregatesTotal
    }
    emailClicks {
      ...SocialAggregatesTotal
    }
    impressions {
      ...SocialAggregatesTotal
    }
    reach {
      ...SocialAggregatesTotal
    }
  }
  posts {
    likes {
      ...SocialAggregatesTotal
    }
    comments {
      ...SocialAggregatesTotal
    }
    shares {
      ...SocialAggregatesTotal
    }
    saves {
      ...SocialAggregatesTotal
    }
    impressions {
      ...SocialAggregatesTotal
    }
    views {
      ...SocialAggregatesTotal
    }
    watchTime {
      ...SocialAggregatesTotal
    }
  }
}

fragment SocialAggregatesGrowth on SocialGrowth {
  value
  growth
  growthRate
  average
  min
  max
  provenance
  reason
}

fragment SocialAggregatesTotal on SocialTotal {
  total
  average
  min
  max
  provenance
  reason
}
""",
)
"""The question."""


SocialAggregatesLive: LiveDocument[SocialAggregatesLiveVariables, SocialAggregatesData] = LiveDocument(
    "SocialAggregatesLive",
    "socialAggregates",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialAggregatesLive(
  $of: SocialOfInput!
  $by: Interval!
  $range: RangeInput
  $afterRevision: Long
  $every: Duration
) {
  socialAggregates(
    of: $of
    by: $by
    range: $range
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    workspaceId
    accountId
    timezone
    collectedAt
    by
    range {
      start
      end
    }
    points {
      start
      end
      date
      isFinal
      ...SocialAggregatesLiveFigures
      custom {
        name
        value
      }
    }
    totals {
      ...SocialAggregatesLiveFigures
      custom {
        name
        title
        value
        provenance
        reason
      }
    }
  }
}

fragment SocialAggregatesLiveFigures on SocialPeriod {
  published {
    total
    posts
    stories
    reels
  }
  account {
    followers {
      ...SocialAggregatesLiveGrowth
    }
    following {
      ...SocialAggregatesLiveGrowth
    }
    profileViews {
      ...SocialAggregatesLiveTotal
    }
    websiteClicks {
      ...SocialAggregatesLiveTotal
    }
    emailClicks {
      ...SocialAggregatesLiveTotal
    }
    impressions {
      ...SocialAggregatesLiveTotal
    }
    reach {
      ...SocialAggregatesLiveTotal
    }
  }
  posts {
    likes {
      ...SocialAggregatesLiveTotal
    }
    comments {
      ...SocialAggregatesLiveTotal
    }
    shares {
      ...SocialAggregatesLiveTotal
    }
    saves {
      ...SocialAggregatesLiveTotal
    }
    impressions {
      ...SocialAggregatesLiveTotal
    }
    views {
      ...SocialAggregatesLiveTotal
    }
    watchTime {
      ...SocialAggregatesLiveTotal
    }
  }
}

fragment SocialAggregatesLiveGrowth on SocialGrowth {
  value
  growth
  growthRate
  average
  min
  max
  provenance
  reason
}

fragment SocialAggregatesLiveTotal on SocialTotal {
  total
  average
  min
  max
  provenance
  reason
}
""",
)
"""An answer, and another one whenever it has changed."""
