"""``eventDashboard``: what happens on the platform, in one field: totals, types of events, revenue, pinned funnels."""

import asyncio
from typing import Annotated, Any, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import FirstArgument, IncludeArgument, TimezoneArgument, check_first
from resolvers.comparisons.comparison import ComparedValue
from resolvers.context import Info
from resolvers.events.event_counts import (
    ByArgument,
    EventCount,
    EventCountsAnalytics,
    answer_event_counts,
    event_counts,
)
from resolvers.field_metadata import FieldMetadata
from resolvers.funnels.funnel import EVERY_SECONDS, FunnelAnalytics, answer_funnel, funnel
from resolvers.funnels.pinned import PinnedFunnel, written
from resolvers.metrics import Analytics, UniqueViewers
from resolvers.parts import part
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange, RangeInput
from resolvers.revenue.revenue import RevenueAnalytics, answer_revenue, revenue
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from resolvers.traffic import resolve_traffic
from server.analytics.events.dashboard import Activity, PlatformActivity
from server.analytics.events.event_counts import check_interval
from server.analytics.funnels.pinned import StoredFunnel, read_pinned
from server.analytics.previous_period import ComparisonBasis, Spans, spans_of
from server.analytics.project_state import read_project_state
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange, find_zone, last
from server.analytics.revenue.query import RevenueQuery, RevenueScope
from server.analytics.series.calendar import Interval
from server.events.pinned_funnels import MAX_PINNED
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION, find_definition

TIMEFRAME = "7d"
COST_OF_PINNED = 100
"""Less than that of ``funnel``: a project has few, and workers keep their answers for everyone who looks."""
QUESTIONS_AT_ONCE = 2
"""Pinned funnels that one dashboard asks workers for at the same time: others wait for these workers, too."""

TimeframeArgument: TypeAlias = Annotated[
    str,
    strawberry.argument(
        description="The hours, days of 24 hours, or weeks up to now, as `last` of a range: `24h`, `7d`, `30d`, `12w`; "
        "at most 5 years."
    ),
]
FunnelsArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"Maximum number of funnels, 1-{MAX_PINNED}.")
]


@strawberry.type(description="What happened in the time of a dashboard compared with the time before.")
class EventDashboardComparison:
    """The type of ``EventDashboardTotals.previous``."""

    range: EffectiveRange = strawberry.field(description="The time before, which is as long and as complete.")
    value_range: EffectiveRange = strawberry.field(
        description="What it is compared with: the part of the dashboard's time that is over, in whole quarter-hours."
    )
    basis: ComparisonBasis = strawberry.field(description="How `range` and `valueRange` correspond.")
    events: ComparedValue = strawberry.field(description="Events of all types.")
    viewers: ComparedValue = strawberry.field(description="Distinct viewers with a view.")
    sessions: ComparedValue = strawberry.field(description="Sessions that began.")
    views: ComparedValue = strawberry.field(description="Views.")
    watch_time: ComparedValue = strawberry.field(description="Seconds watched.")

    @classmethod
    def from_activity(cls, value: Activity, baseline: Activity, spans: Spans) -> Self:
        """The comparison of two ranges."""
        sides = [
            (
                side.events,
                side.scope.viewers,
                side.scope.sessions,
                side.scope.counts.views,
                rates.seconds(side.scope.counts.watch_ms),
            )
            for side in (value, baseline)
        ]
        events, viewers, sessions, views, watch_time = map(ComparedValue.from_values, *sides)
        return cls(
            range=EffectiveRange.from_range(spans.baseline),
            value_range=EffectiveRange.from_range(spans.value),
            basis=spans.basis,
            events=events,
            viewers=viewers,
            sessions=sessions,
            views=views,
            watch_time=watch_time,
        )


@strawberry.type(description="What happened in the time of a dashboard.")
class EventDashboardTotals:
    """The type of ``EventDashboard.totals``."""

    events: Long = strawberry.field(description="Events of all types; `totals.total` of `eventCounts`.")
    viewers: UniqueViewers = strawberry.field(description="Distinct viewers with a view, as of `platformAnalytics`.")
    sessions: Long = strawberry.field(description="Sessions that began, as of `platformAnalytics`.")
    views: Long = strawberry.field(description="Views; `views.total` of `platformAnalytics`.")
    watch_time: float = strawberry.field(description="Seconds watched; `watchTime.total` of `platformAnalytics`.")
    spans: strawberry.Private[Spans]
    activity: strawberry.Private[PlatformActivity]

    @part(description="The same compared with the time before.", metadata=FieldMetadata(cost=500))
    async def previous(self, info: Info) -> EventDashboardComparison:
        """The comparison with the time before."""
        spans, viewers = self.spans, "viewers" in selected_paths(info)
        async with info.context.read() as connection:
            value = await self.activity.read(connection, spans.value, viewers=viewers)
            baseline = await self.activity.read(connection, spans.baseline, viewers=viewers)
        return EventDashboardComparison.from_activity(value, baseline, spans)


@strawberry.type(description="A type of event, or a custom event, and its percentage of all events.")
class TopEvent(EventCount):
    """A row of ``EventDashboard.topEvents``."""

    percentage: float = strawberry.field(
        description="count / all events of the dashboard's time * 100; 0 without events."
    )
    previous: ComparedValue = strawberry.field(
        description="The events in the part of the dashboard's time that is over, in whole quarter-hours, compared "
        "with those of the time before, as in `totals`."
    )


@strawberry.type(description="A pinned funnel in the time of a dashboard.")
class DashboardFunnel:
    """A row of ``EventDashboard.funnels``."""

    name: str = strawberry.field(description="Its name.")
    pinned: PinnedFunnel = strawberry.field(description="What was pinned.")
    query: strawberry.Private[ScopeQuery]
    asked: strawberry.Private[dict[str, Any]]
    stored: strawberry.Private[StoredFunnel]
    turn: strawberry.Private[asyncio.Semaphore]

    @part(
        description="The funnel in the time of the dashboard, as `funnel` answers it. Its `asOf` and `revision` are "
        "those of the worker's answer.",
        metadata=FieldMetadata(cost=COST_OF_PINNED),
    )
    async def analytics(self, info: Info) -> FunnelAnalytics:
        """The answer of a worker."""
        async with self.turn:
            found = await answer_funnel(info, self.query, self.stored.form, self.stored.names)
        found.id = funnel.id_of(None, {**written(self.stored), **self.asked})
        return found


@strawberry.type(
    description="What happens on the platform: totals, types of events, revenue and the pinned funnels of one time. A "
    "part that fails is null, with an error; the others are answered."
)
class EventDashboard(Analytics):
    """The type of ``eventDashboard``; each part is read when it is selected."""

    timeframe: str = strawberry.field(description="The length that was asked for.")
    range: EffectiveRange = strawberry.field(description="The range covered; that of all parts.")
    timezone: str = strawberry.field(description="The time zone of the points of `series`.")
    query: strawberry.Private[ScopeQuery]
    covered: strawberry.Private[TimeRange]
    spans: strawberry.Private[Spans]
    activity: strawberry.Private[PlatformActivity]
    asked: strawberry.Private[dict[str, Any]]

    @part(
        description="Events, viewers, sessions, views and watch time, as `eventCounts` and `platformAnalytics` have "
        "them.",
        metadata=FieldMetadata(cost=100),
    )
    async def totals(self, info: Info) -> EventDashboardTotals:
        """The totals of the range."""
        viewers = "viewers.count" in selected_paths(info)
        async with info.context.read() as connection:
            found = await self.activity.read(connection, self.covered, viewers=viewers)
        scope = found.scope
        return EventDashboardTotals(
            events=found.events,
            viewers=UniqueViewers(count=scope.viewers, estimated=True),
            sessions=scope.sessions,
            views=scope.counts.views,
            watch_time=rates.seconds(scope.counts.watch_ms),
            spans=self.spans,
            activity=self.activity,
        )

    @part(description="Events by type over time, as `eventCounts` has them.", metadata=FieldMetadata(cost=100))
    async def series(self, info: Info, by: ByArgument = Interval.DAY) -> EventCountsAnalytics:
        """The points of the range."""
        check_interval(by)
        found = await answer_event_counts(info, self.query, by)
        found.id = event_counts.id_of(None, {"by": by, **self.asked})
        return found

    @part(
        description="The types with the most events, custom events by their names; most events first, then by name.",
        metadata=FieldMetadata(cost=300),
    )
    async def top_events(self, info: Info, first: FirstArgument = 10) -> list[TopEvent]:
        """The types with the most events."""
        check_first(first)
        is_compared = "previous" in selected_paths(info)
        async with info.context.read() as connection:
            counted = await self.activity.types(connection, self.covered)
            value = await self.activity.types(connection, self.spans.value) if is_compared else {}
            baseline = await self.activity.types(connection, self.spans.baseline) if is_compared else {}
        total = sum(counted.values())
        return [
            TopEvent(
                type=row.type,
                name=row.name,
                family=row.family,
                count=row.count,
                percentage=rates.percent(row.count, total),
                previous=ComparedValue.from_values(
                    *(side.get((row.type.stored, row.name), 0) for side in (value, baseline))
                ),
            )
            for row in EventCount.rows(counted)[:first]
        ]

    @part(description="The sales of the platform, as `revenue` has them.", metadata=FieldMetadata(cost=500))
    async def revenue(self, info: Info) -> RevenueAnalytics:
        """The sales of the range."""
        query = self.query
        sales = RevenueQuery(
            of=RevenueScope(),
            project_id=query.project_id,
            time_range=query.time_range,
            timezone=query.timezone,
            definition=query.definition,
            traffic=query.traffic,
            now=query.now,
            compared=query.compared,
        )
        found = await answer_revenue(info, sales)
        found.id = revenue.id_of(sales.of, self.asked)
        return found

    @part(
        description="The funnels that were pinned with `pinFunnel`, in the order in which they were pinned first. One "
        "that fails leaves the others.",
        metadata=FieldMetadata(max_first=MAX_PINNED),
    )
    async def funnels(self, info: Info, first: FunnelsArgument = MAX_PINNED) -> list[DashboardFunnel]:
        """The pinned funnels, each of which is answered on its own."""
        check_first(first, MAX_PINNED)
        async with info.context.read() as connection:
            found = await read_pinned(connection, self.query.project_id)
        turn = asyncio.Semaphore(QUESTIONS_AT_ONCE)
        return [
            DashboardFunnel(
                name=one.name,
                pinned=PinnedFunnel.from_pinned(one),
                query=self.query,
                asked=self.asked,
                stored=one.funnel,
                turn=turn,
            )
            for one in found[:first]
        ]


@query_field(
    ADMIN,
    "What happens on the platform in one request: events, viewers, sessions, views, watch time, types of events, "
    "revenue, and the pinned funnels. Without `every`, a subscription is sent the newest answer every 10 seconds at "
    "most. For admins.",
    metadata=FieldMetadata(cost=100, moves=True, asks_worker=True, every=EVERY_SECONDS),
)
async def event_dashboard(
    info: Info,
    *,
    timeframe: TimeframeArgument = TIMEFRAME,
    timezone: TimezoneArgument = "UTC",
    include: IncludeArgument = None,
) -> EventDashboard:
    """The dashboard of the platform, for an admin."""
    now = info.context.services.now()
    find_zone(timezone)
    covered = last(timeframe, now, ["timeframe"])
    spans = spans_of(covered, now)
    query = ScopeQuery(
        creator_id=None,
        project_id=info.context.caller.project_id,
        time_range=covered,
        timezone=timezone,
        definition=find_definition(DEFAULT_DEFINITION),
        traffic=resolve_traffic(include),
        now=now,
        compared=spans,
    )
    async with info.context.read() as connection:
        state = await read_project_state(connection, query.project_id)
    return EventDashboard(
        **project_fields(info, state, time_range=covered),
        timeframe=timeframe,
        range=EffectiveRange.from_range(covered),
        timezone=timezone,
        query=query,
        covered=covered,
        spans=spans,
        activity=PlatformActivity(query),
        asked={"time_range": RangeInput(last=timeframe), "timezone": timezone, "include": include},
    )
