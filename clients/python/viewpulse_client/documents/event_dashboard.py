"""What happens on the platform, in one request: totals, events by type, the most frequent ones, revenue, and the pinned funnels."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ComparisonBasis,
        EventType,
        FunnelOrder,
        Interval,
        TrafficInput,
    )


class EventDashboardVariables(TypedDict):
    timeframe: NotRequired[str | None]
    by: NotRequired[Interval | None]
    topEvents: NotRequired[int | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class EventDashboardRange(TypedDict):
    start: str | None
    end: str | None


class EventDashboardTotalsViewers(TypedDict):
    count: int
    estimated: bool


class EventDashboardTotalsPreviousEvents(TypedDict):
    value: float | None
    baseline: float | None
    change: float | None
    changePercent: float | None


class EventDashboardTotalsPrevious(TypedDict):
    basis: ComparisonBasis
    range: EventDashboardRange
    valueRange: EventDashboardRange
    events: EventDashboardTotalsPreviousEvents
    viewers: EventDashboardTotalsPreviousEvents
    sessions: EventDashboardTotalsPreviousEvents
    views: EventDashboardTotalsPreviousEvents
    watchTime: EventDashboardTotalsPreviousEvents


class EventDashboardTotals(TypedDict):
    events: int
    viewers: EventDashboardTotalsViewers
    sessions: int
    views: int
    watchTime: float
    previous: EventDashboardTotalsPrevious | None


class EventDashboardSeriesPointsCounts(TypedDict):
    type: EventType
    name: str | None
    count: int


class EventDashboardSeriesPoints(TypedDict):
    start: str
    date: str
    isFinal: bool
    total: int
    counts: list[EventDashboardSeriesPointsCounts]


class EventDashboardSeries(TypedDict):
    by: Interval
    truncated: bool
    points: list[EventDashboardSeriesPoints]


class EventDashboardTopEvents(TypedDict):
    type: EventType
    name: str | None
    family: str
    count: int
    percentage: float
    previous: EventDashboardTotalsPreviousEvents


class EventDashboardRevenueTotals(TypedDict):
    currency: str
    decimals: int
    gross: int
    refunds: int
    net: int
    gifts: int
    orders: int
    averageOrder: float | None


class EventDashboardRevenuePreviousTotals(TypedDict):
    currency: str
    net: EventDashboardTotalsPreviousEvents


class EventDashboardRevenuePrevious(TypedDict):
    totals: list[EventDashboardRevenuePreviousTotals]


class EventDashboardRevenue(TypedDict):
    orders: int
    buyers: int
    totals: list[EventDashboardRevenueTotals]
    previous: EventDashboardRevenuePrevious | None


class EventDashboardFunnelsAnalyticsStepsSincePrevious(TypedDict):
    median: float | None


class EventDashboardFunnelsAnalyticsSteps(TypedDict):
    number: int
    name: str | None
    viewers: int
    conversionRate: float
    stepConversionRate: float
    dropped: int
    incomplete: int
    sincePrevious: EventDashboardFunnelsAnalyticsStepsSincePrevious


class EventDashboardFunnelsAnalytics(TypedDict):
    asOf: str | None
    revision: int
    order: FunnelOrder
    window: str
    started: int
    converted: int
    conversionRate: float
    dropped: int
    incomplete: int
    steps: list[EventDashboardFunnelsAnalyticsSteps]


class EventDashboardFunnels(TypedDict):
    name: str
    analytics: EventDashboardFunnelsAnalytics | None


class EventDashboardAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    timeframe: str
    timezone: str
    range: EventDashboardRange
    totals: EventDashboardTotals | None
    series: EventDashboardSeries | None
    topEvents: list[EventDashboardTopEvents] | None
    revenue: EventDashboardRevenue | None
    funnels: list[EventDashboardFunnels] | None


class EventDashboardData(TypedDict):
    eventDashboard: EventDashboardAnswer | None


class EventDashboardLiveVariables(TypedDict):
    timeframe: NotRequired[str | None]
    by: NotRequired[Interval | None]
    topEvents: NotRequired[int | None]
    timezone: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


EventDashboard: Document[EventDashboardVariables, EventDashboardData] = Document(
    "EventDashboard",
    "eventDashboard",
    """\
# What happens on the platform, in one request: totals, events by type, the most frequent ones, revenue, and the pinned funnels.
query EventDashboard(
  $timeframe: String = "7d"
  $by: Interval = DAY
  $topEvents: Int = 10
  $timezone: String = "UTC"
  $include: TrafficInput
) {
  eventDashboard(
    timeframe: $timeframe
    timezone: $timezone
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    timeframe
    timezone
    range {
      start
      end
    }
    totals {
      events
      viewers {
        count
        estimated
      }
      sessions
      views
      watchTime
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
        events {
          ...EventDashboardCompared
        }
        viewers {
          ...EventDashboardCompared
        }
        sessions {
          ...EventDashboardCompared
        }
        views {
          ...EventDashboardCompared
        }
        watchTime {
          ...EventDashboardCompared
        }
      }
    }
    series(by: $by) {
      by
      truncated
      points {
        start
        date
        isFinal
        total
        counts {
          type
          name
          count
        }
      }
    }
    topEvents(first: $topEvents) {
      type
      name
      family
      count
      percentage
      previous {
        ...EventDashboardCompared
      }
    }
    revenue {
      orders
      buyers
      totals {
        currency
        decimals
        gross
        refunds
        net
        gifts
        orders
        averageOrder
      }
      previous {
        totals {
          currency
          net {
            ...EventDashboardCompared
          }
        }
      }
    }
    funnels {
      name
      analytics {
        asOf
        revision
        order
        window
        started
        converted
        conversionRate
        dropped
        incomplete
        steps {
          number
          name
          viewers
          conversionRate
          stepConversionRate
          dropped
          incomplete
          sincePrevious {
            median
          }
        }
      }
    }
  }
}

fragment EventDashboardCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""The question."""


EventDashboardLive: LiveDocument[EventDashboardLiveVariables, EventDashboardData] = LiveDocument(
    "EventDashboardLive",
    "eventDashboard",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription EventDashboardLive(
  $timeframe: String = "7d"
  $by: Interval = DAY
  $topEvents: Int = 10
  $timezone: String = "UTC"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  eventDashboard(
    timeframe: $timeframe
    timezone: $timezone
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
    timeframe
    timezone
    range {
      start
      end
    }
    totals {
      events
      viewers {
        count
        estimated
      }
      sessions
      views
      watchTime
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
        events {
          ...EventDashboardLiveCompared
        }
        viewers {
          ...EventDashboardLiveCompared
        }
        sessions {
          ...EventDashboardLiveCompared
        }
        views {
          ...EventDashboardLiveCompared
        }
        watchTime {
          ...EventDashboardLiveCompared
        }
      }
    }
    series(by: $by) {
      by
      truncated
      points {
        start
        date
        isFinal
        total
        counts {
          type
          name
          count
        }
      }
    }
    topEvents(first: $topEvents) {
      type
      name
      family
      count
      percentage
      previous {
        ...EventDashboardLiveCompared
      }
    }
    revenue {
      orders
      buyers
      totals {
        currency
        decimals
        gross
        refunds
        net
        gifts
        orders
        averageOrder
      }
      previous {
        totals {
          currency
          net {
            ...EventDashboardLiveCompared
          }
        }
      }
    }
    funnels {
      name
      analytics {
        asOf
        revision
        order
        window
        started
        converted
        conversionRate
        dropped
        incomplete
        steps {
          number
          name
          viewers
          conversionRate
          stepConversionRate
          dropped
          incomplete
          sincePrevious {
            median
          }
        }
      }
    }
  }
}

fragment EventDashboardLiveCompared on ComparedValue {
  value
  baseline
  change
  changePercent
}
""",
)
"""An answer, and another one whenever it has changed."""
