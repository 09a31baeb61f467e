"""A workspace or an account of social networks, with the period before as overlay."""

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
        SocialOfInput,
    )


class SocialComparisonVariables(TypedDict):
    of: SocialOfInput
    by: Interval
    range: NotRequired[RangeInput | None]


class SocialComparisonPointsPublished(TypedDict):
    total: int


class SocialComparisonPointsAccountFollowers(TypedDict):
    value: float | None
    growth: float | None
    growthRate: float | None
    provenance: Provenance
    reason: str | None


class SocialComparisonPointsAccountImpressions(TypedDict):
    total: float | None
    provenance: Provenance
    reason: str | None


class SocialComparisonPointsAccount(TypedDict):
    followers: SocialComparisonPointsAccountFollowers
    impressions: SocialComparisonPointsAccountImpressions


class SocialComparisonPointsPosts(TypedDict):
    likes: SocialComparisonPointsAccountImpressions
    comments: SocialComparisonPointsAccountImpressions
    shares: SocialComparisonPointsAccountImpressions
    views: SocialComparisonPointsAccountImpressions


class SocialComparisonPoints(TypedDict):
    start: str
    published: SocialComparisonPointsPublished
    account: SocialComparisonPointsAccount
    posts: SocialComparisonPointsPosts


class SocialComparisonPreviousRange(TypedDict):
    start: str | None
    end: str | None


class SocialComparisonPreviousTotals(TypedDict):
    published: SocialComparisonPointsPublished
    account: SocialComparisonPointsAccount
    posts: SocialComparisonPointsPosts


class SocialComparisonPrevious(TypedDict):
    range: SocialComparisonPreviousRange
    valueRange: SocialComparisonPreviousRange
    basis: ComparisonBasis
    points: list[SocialComparisonPoints]
    totals: SocialComparisonPreviousTotals
    valueTotals: SocialComparisonPreviousTotals


class SocialComparisonAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    timezone: str
    points: list[SocialComparisonPoints]
    previous: SocialComparisonPrevious | None


class SocialComparisonData(TypedDict):
    socialAggregates: SocialComparisonAnswer | None


class SocialComparisonLiveVariables(TypedDict):
    of: SocialOfInput
    by: Interval
    range: NotRequired[RangeInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialComparison: Document[SocialComparisonVariables, SocialComparisonData] = Document(
    "SocialComparison",
    "socialAggregates",
    """\
# A workspace or an account of social networks, with the period before as overlay.
query SocialComparison($of: SocialOfInput!, $by: Interval!, $range: RangeInput) {
  socialAggregates(of: $of, by: $by, range: $range, compare: true) {
    id
    asOf
    revision
    isFinal
    timezone
    points {
      start
      ...SocialComparisonFigures
    }
    previous {
      range {
        start
        end
      }
      valueRange {
        start
        end
      }
      basis
      points {
        start
        ...SocialComparisonFigures
      }
      totals {
        ...SocialComparisonFigures
      }
      valueTotals {
        ...SocialComparisonFigures
      }
    }
  }
}

fragment SocialComparisonFigures on SocialPeriod {
  published {
    total
  }
  account {
    followers {
      value
      growth
      growthRate
      provenance
      reason
    }
    impressions {
      ...SocialComparisonTotal
    }
  }
  posts {
    likes {
      ...SocialComparisonTotal
    }
    comments {
      ...SocialComparisonTotal
    }
    shares {
      ...SocialComparisonTotal
    }
    views {
      ...SocialComparisonTotal
    }
  }
}

fragment SocialComparisonTotal on SocialTotal {
  total
  provenance
  reason
}
""",
)
"""The question."""


SocialComparisonLive: LiveDocument[SocialComparisonLiveVariables, SocialComparisonData] = LiveDocument(
    "SocialComparisonLive",
    "socialAggregates",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialComparisonLive(
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
    compare: true
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    timezone
    points {
      start
      ...SocialComparisonLiveFigures
    }
    previous {
      range {
        start
        end
      }
      valueRange {
        start
        end
      }
      basis
      points {
        start
        ...SocialComparisonLiveFigures
      }
      totals {
        ...SocialComparisonLiveFigures
      }
      valueTotals {
        ...SocialComparisonLiveFigures
      }
    }
  }
}

fragment SocialComparisonLiveFigures on SocialPeriod {
  published {
    total
  }
  account {
    followers {
      value
      growth
      growthRate
      provenance
      reason
    }
    impressions {
      ...SocialComparisonLiveTotal
    }
  }
  posts {
    likes {
      ...SocialComparisonLiveTotal
    }
    comments {
      ...SocialComparisonLiveTotal
    }
    shares {
      ...SocialComparisonLiveTotal
    }
    views {
      ...SocialComparisonLiveTotal
    }
  }
}

fragment SocialComparisonLiveTotal on SocialTotal {
  total
  provenance
  reason
}
""",
)
"""An answer, and another one whenever it has changed."""
