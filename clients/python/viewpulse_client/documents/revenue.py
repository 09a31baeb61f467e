"""Purchases, refunds and gifts of a content, a creator, a product, a campaign or the platform: totals, days, and the period before."""

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
        RangeInput,
        SalesOfInput,
        TrafficInput,
    )


class RevenueVariables(TypedDict):
    of: SalesOfInput
    currency: NotRequired[str | None]
    by: Interval
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class RevenueRange(TypedDict):
    start: str | None
    end: str | None


class RevenueTotals(TypedDict):
    currency: str
    decimals: int
    gross: int
    refunds: int
    net: int
    gifts: int
    orders: int
    averageOrder: float | None
    buyers: int
    spend: int | None
    returnOnSpend: float | None


class RevenueSeriesPointsTotals(TypedDict):
    currency: str
    gross: int
    net: int
    orders: int
    spend: int | None


class RevenueSeriesPoints(TypedDict):
    start: str
    date: str
    isFinal: bool
    totals: list[RevenueSeriesPointsTotals]


class RevenueSeries(TypedDict):
    by: Interval
    truncated: bool
    points: list[RevenueSeriesPoints]


class RevenuePreviousOrders(TypedDict):
    value: float | None
    baseline: float | None
    changePercent: float | None


class RevenuePreviousTotals(TypedDict):
    currency: str
    decimals: int
    gross: RevenuePreviousOrders
    net: RevenuePreviousOrders


class RevenuePrevious(TypedDict):
    basis: ComparisonBasis
    range: RevenueRange
    valueRange: RevenueRange
    orders: RevenuePreviousOrders
    totals: list[RevenuePreviousTotals]


class RevenueAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    timezone: str
    currency: str | None
    range: RevenueRange
    orders: int
    buyers: int
    views: int | None
    conversion: float | None
    totals: list[RevenueTotals]
    series: RevenueSeries | None
    previous: RevenuePrevious | None


class RevenueData(TypedDict):
    revenue: RevenueAnswer | None


class RevenueLiveVariables(TypedDict):
    of: SalesOfInput
    currency: NotRequired[str | None]
    by: Interval
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Revenue: Document[RevenueVariables, RevenueData] = Document(
    "Revenue",
    "revenue",
    """\
# Purchases, refunds and gifts of a content, a creator, a product, a campaign or the platform: totals, days, and the period before.
query Revenue(
  $of: SalesOfInput!
  $currency: String
  $by: Interval!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
) {
  revenue(
    of: $of
    currency: $currency
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
    timezone
    currency
    range {
      start
      end
    }
    orders
    buyers
    views
    conversion
    totals {
      ...RevenueMoney
    }
    series(by: $by) {
      by
      truncated
      points {
        start
        date
        isFinal
        totals {
          currency
          gross
          net
          orders
          spend
        }
      }
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
      orders {
        value
        baseline
        changePercent
      }
      totals {
        currency
        decimals
        gross {
          value
          baseline
          changePercent
        }
        net {
          value
          baseline
          changePercent
        }
      }
    }
  }
}

fragment RevenueMoney on Money {
  currency
  decimals
  gross
  refunds
  net
  gifts
  orders
  averageOrder
  buyers
  spend
  returnOnSpend
}
""",
)
"""The question."""


RevenueLive: LiveDocument[RevenueLiveVariables, RevenueData] = LiveDocument(
    "RevenueLive",
    "revenue",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription RevenueLive(
  $of: SalesOfInput!
  $currency: String
  $by: Interval!
  $range: RangeInput
  $timezone: String = "UTC"
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  revenue(
    of: $of
    currency: $currency
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
    timezone
    currency
    range {
      start
      end
    }
    orders
    buyers
    views
    conversion
    totals {
      ...RevenueLiveMoney
    }
    series(by: $by) {
      by
      truncated
      points {
        start
        date
        isFinal
        totals {
          currency
          gross
          net
          orders
          spend
        }
      }
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
      orders {
        value
        baseline
        changePercent
      }
      totals {
        currency
        decimals
        gross {
          value
          baseline
          changePercent
        }
        net {
          value
          baseline
          changePercent
        }
      }
    }
  }
}

fragment RevenueLiveMoney on Money {
  currency
  decimals
  gross
  refunds
  net
  gifts
  orders
  averageOrder
  buyers
  spend
  returnOnSpend
}
""",
)
"""An answer, and another one whenever it has changed."""
