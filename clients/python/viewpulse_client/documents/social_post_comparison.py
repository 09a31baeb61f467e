"""What a post of a social network gained by hour, day, week or month, and in the period before."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ComparisonBasis,
        Interval,
        Provenance,
        RangeInput,
    )


class SocialPostComparisonVariables(TypedDict):
    accountId: str
    postId: str
    by: Interval
    range: RangeInput


class SocialPostComparisonSeriesPointsGainsLikes(TypedDict):
    value: float | None
    provenance: Provenance
    reason: str | None


class SocialPostComparisonSeriesPointsGains(TypedDict):
    likes: SocialPostComparisonSeriesPointsGainsLikes
    comments: SocialPostComparisonSeriesPointsGainsLikes
    shares: SocialPostComparisonSeriesPointsGainsLikes
    saves: SocialPostComparisonSeriesPointsGainsLikes
    impressions: SocialPostComparisonSeriesPointsGainsLikes
    reach: SocialPostComparisonSeriesPointsGainsLikes
    views: SocialPostComparisonSeriesPointsGainsLikes
    watchTime: SocialPostComparisonSeriesPointsGainsLikes


class SocialPostComparisonSeriesPoints(TypedDict):
    start: str
    date: str
    gains: SocialPostComparisonSeriesPointsGains


class SocialPostComparisonSeriesPreviousRange(TypedDict):
    start: str | None
    end: str | None


class SocialPostComparisonSeriesPrevious(TypedDict):
    basis: ComparisonBasis
    range: SocialPostComparisonSeriesPreviousRange
    valueRange: SocialPostComparisonSeriesPreviousRange
    points: list[SocialPostComparisonSeriesPoints]
    totals: SocialPostComparisonSeriesPoints
    valueTotals: SocialPostComparisonSeriesPoints


class SocialPostComparisonSeries(TypedDict):
    by: Interval
    timezone: str
    points: list[SocialPostComparisonSeriesPoints]
    previous: SocialPostComparisonSeriesPrevious | None


class SocialPostComparisonAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    series: SocialPostComparisonSeries | None


class SocialPostComparisonData(TypedDict):
    socialPost: SocialPostComparisonAnswer | None


class SocialPostComparisonLiveVariables(TypedDict):
    accountId: str
    postId: str
    by: Interval
    range: RangeInput
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialPostComparison: Document[SocialPostComparisonVariables, SocialPostComparisonData] = Document(
    "SocialPostComparison",
    "socialPost",
    """\
# What a post of a social network gained by hour, day, week or month, and in the period before.
query SocialPostComparison($accountId: ID!, $postId: ID!, $by: Interval!, $range: RangeInput!) {
  socialPost(accountId: $accountId, postId: $postId) {
    id
    asOf
    revision
    series(by: $by, range: $range, compare: true) {
      by
      timezone
      points {
        ...SocialPostComparisonPoint
      }
      previous {
        basis
        range {
          start
          end
        }
        valueRange {
          start
          end
        }
        points {
          ...SocialPostComparisonPoint
        }
        totals {
          ...SocialPostComparisonPoint
        }
        valueTotals {
          ...SocialPostComparisonPoint
        }
      }
    }
  }
}

fragment SocialPostComparisonPoint on SocialPostPeriod {
  start
  date
  gains {
    likes {
      ...SocialPostComparisonNumber
    }
    comments {
      ...SocialPostComparisonNumber
    }
    shares {
      ...SocialPostComparisonNumber
    }
    saves {
      ...SocialPostComparisonNumber
    }
    impressions {
      ...SocialPostComparisonNumber
    }
    reach {
      ...SocialPostComparisonNumber
    }
    views {
      ...SocialPostComparisonNumber
    }
    watchTime {
      ...SocialPostComparisonNumber
    }
  }
}

fragment SocialPostComparisonNumber on SocialNumber {
  value
  provenance
  reason
}
""",
)
"""The question."""


SocialPostComparisonLive: LiveDocument[SocialPostComparisonLiveVariables, SocialPostComparisonData] = LiveDocument(
    "SocialPostComparisonLive",
    "socialPost",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialPostComparisonLive($accountId: ID!, $postId: ID!, $by: Interval!, $range: RangeInput!, $afterRevision: Long, $every: Duration) {
  socialPost(
    accountId: $accountId
    postId: $postId
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    series(by: $by, range: $range, compare: true) {
      by
      timezone
      points {
        ...SocialPostComparisonLivePoint
      }
      previous {
        basis
        range {
          start
          end
        }
        valueRange {
          start
          end
        }
        points {
          ...SocialPostComparisonLivePoint
        }
        totals {
          ...SocialPostComparisonLivePoint
        }
        valueTotals {
          ...SocialPostComparisonLivePoint
        }
      }
    }
  }
}

fragment SocialPostComparisonLivePoint on SocialPostPeriod {
  start
  date
  gains {
    likes {
      ...SocialPostComparisonLiveNumber
    }
    comments {
      ...SocialPostComparisonLiveNumber
    }
    shares {
      ...SocialPostComparisonLiveNumber
    }
    saves {
      ...SocialPostComparisonLiveNumber
    }
    impressions {
      ...SocialPostComparisonLiveNumber
    }
    reach {
      ...SocialPostComparisonLiveNumber
    }
    views {
      ...SocialPostComparisonLiveNumber
    }
    watchTime {
      ...SocialPostComparisonLiveNumber
    }
  }
}

fragment SocialPostComparisonLiveNumber on SocialNumber {
  value
  provenance
  reason
}
""",
)
"""An answer, and another one whenever it has changed."""
