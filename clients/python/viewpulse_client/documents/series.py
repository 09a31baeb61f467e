"""A content, a creator or the platform by hour, day, week or month, with the period before as overlay."""

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
        OfInput,
        RangeInput,
        TrafficInput,
    )


class SeriesVariables(TypedDict):
    of: OfInput
    by: Interval
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    compare: NotRequired[bool | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class SeriesRange(TypedDict):
    start: str | None
    end: str | None


class SeriesPoints(TypedDict):
    start: str
    end: str
    date: str
    isFinal: bool
    views: int
    uniqueViewers: int
    plays: int
    watchTime: float
    averageWatchTime: float
    completions: int
    completionRate: float
    likes: int
    comments: int
    shares: int
    saves: int
    follows: int
    impressions: int
    engagementRate: float
    sessions: int | None


class SeriesTotals(TypedDict):
    views: int
    uniqueViewers: int
    plays: int
    watchTime: float
    averageWatchTime: float
    completions: int
    completionRate: float
    likes: int
    comments: int
    shares: int
    saves: int
    follows: int
    impressions: int
    engagementRate: float
    sessions: int | None


class SeriesPreviousPoints(TypedDict):
    start: str
    views: int
    uniqueViewers: int
    plays: int
    watchTime: float
    averageWatchTime: float
    completions: int
    completionRate: float
    likes: int
    comments: int
    shares: int
    saves: int
    follows: int
    impressions: int
    engagementRate: float
    sessions: int | None


class SeriesPrevious(TypedDict):
    range: SeriesRange
    valueRange: SeriesRange
    basis: ComparisonBasis
    points: list[SeriesPreviousPoints] | None
    truncated: bool
    totals: SeriesTotals
    valueTotals: SeriesTotals


class SeriesAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    by: Interval
    timezone: str
    range: SeriesRange
    truncated: bool
    uniqueViewersEstimated: bool
    points: list[SeriesPoints]
    totals: SeriesTotals
    previous: SeriesPrevious | None


class SeriesData(TypedDict):
    series: SeriesAnswer | None


class SeriesLiveVariables(TypedDict):
    of: OfInput
    by: Interval
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    compare: NotRequired[bool | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Series: Document[SeriesVariables, SeriesData] = Document(
    "Series",
    "series",
    """\
# A content, a creator or the platform by hour, day, week or month, with the period before as overlay.
query Series(
  $of: OfInput!
  $by: Interval!
  $range: RangeInput
  $timezone: String = "UTC"
  $compare: Boolean = false
  $definition: String = "start@1"
  $include: TrafficInput
) {
  series(
    of: $of
    by: $by
    range: $range
    timezone: $timezone
    compare: $compare
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    by
    timezone
    range {
      start
      end
    }
    truncated
    uniqueViewersEstimated
    points {
      start
      end
      date
      isFinal
      ...SeriesFigures
    }
    totals {
      ...SeriesFigures
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
        ...SeriesFigures
      }
      truncated
      totals {
        ...SeriesFigures
      }
      valueTotals {
        ...SeriesFigures
      }
    }
  }
}

fragment SeriesFigures on Point {
  views
  uniqueViewers
  plays
  watchTime
  averageWatchTime
  completions
  completionRate
  likes
  comments
  shares
  saves
  follows
  impressions
  engagementRate
  sessions
}
""",
)
"""The question."""


SeriesLive: LiveDocument[SeriesLiveVariables, SeriesData] = LiveDocument(
    "SeriesLive",
    "series",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SeriesLive(
  $of: OfInput!
  $by: Interval!
  $range: RangeInput
  $timezone: String = "UTC"
  $compare: Boolean = false
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  series(
    of: $of
    by: $by
    range: $range
    timezone: $timezone
    compare: $compare
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
    by
    timezone
    range {
      start
      end
    }
    truncated
    uniqueViewersEstimated
    points {
      start
      end
      date
      isFinal
      ...SeriesLiveFigures
    }
    totals {
      ...SeriesLiveFigures
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
        ...SeriesLiveFigures
      }
      truncated
      totals {
        ...SeriesLiveFigures
      }
      valueTotals {
        ...SeriesLiveFigures
      }
    }
  }
}

fragment SeriesLiveFigures on Point {
  views
  uniqueViewers
  plays
  watchTime
  averageWatchTime
  completions
  completionRate
  likes
  comments
  shares
  saves
  follows
  impressions
  engagementRate
  sessions
}
""",
)
"""An answer, and another one whenever it has changed."""
