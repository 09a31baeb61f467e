"""What sold best in one currency: contents, creators, products, campaigns with their cost, or means of payment."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        RangeInput,
        SalesOfInput,
        SoldBy,
        SoldOrder,
        TrafficInput,
    )


class RevenueBreakdownVariables(TypedDict):
    of: SalesOfInput
    currency: str
    by: SoldBy
    order: NotRequired[SoldOrder | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class RevenueBreakdownRange(TypedDict):
    start: str | None
    end: str | None


class RevenueBreakdownBreakdownPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class RevenueBreakdownBreakdownEdgesNodeMoney(TypedDict):
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


class RevenueBreakdownBreakdownEdgesNode(TypedDict):
    value: str | None
    label: str | None
    money: RevenueBreakdownBreakdownEdgesNodeMoney


class RevenueBreakdownBreakdownEdges(TypedDict):
    cursor: str
    node: RevenueBreakdownBreakdownEdgesNode


class RevenueBreakdownBreakdown(TypedDict):
    by: SoldBy
    totalCount: int | None
    pageInfo: RevenueBreakdownBreakdownPageInfo
    edges: list[RevenueBreakdownBreakdownEdges]


class RevenueBreakdownAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    range: RevenueBreakdownRange
    breakdown: RevenueBreakdownBreakdown | None


class RevenueBreakdownData(TypedDict):
    revenue: RevenueBreakdownAnswer | None


class RevenueBreakdownLiveVariables(TypedDict):
    of: SalesOfInput
    currency: str
    by: SoldBy
    order: NotRequired[SoldOrder | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


RevenueBreakdown: Document[RevenueBreakdownVariables, RevenueBreakdownData] = Document(
    "RevenueBreakdown",
    "revenue",
    """\
# What sold best in one currency: contents, creators, products, campaigns with their cost, or means of payment.
query RevenueBreakdown(
  $of: SalesOfInput!
  $currency: String!
  $by: SoldBy!
  $order: SoldOrder = GROSS
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
) {
  revenue(of: $of, currency: $currency, range: $range, timezone: $timezone, include: $include) {
    id
    asOf
    revision
    isFinal
    range {
      start
      end
    }
    breakdown(by: $by, order: $order, first: $first, after: $after, last: $last, before: $before) {
      by
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        cursor
        node {
          value
          label
          money {
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
        }
      }
    }
  }
}
""",
)
"""The question."""


RevenueBreakdownLive: LiveDocument[RevenueBreakdownLiveVariables, RevenueBreakdownData] = LiveDocument(
    "RevenueBreakdownLive",
    "revenue",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription RevenueBreakdownLive(
  $of: SalesOfInput!
  $currency: String!
  $by: SoldBy!
  $order: SoldOrder = GROSS
  $range: RangeInput
  $timezone: String = "UTC"
  $include: TrafficInput
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $afterRevision: Long
  $every: Duration
) {
  revenue(of: $of, currency: $currency, range: $range, timezone: $timezone, include: $include, afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    isFinal
    range {
      start
      end
    }
    breakdown(by: $by, order: $order, first: $first, after: $after, last: $last, before: $before) {
      by
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        cursor
        node {
          value
          label
          money {
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
        }
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
