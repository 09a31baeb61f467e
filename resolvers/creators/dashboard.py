"""myDashboard: all that a creator's start page shows of a period, in one field."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import OWN_CREATOR
from resolvers.arguments import (
    DefinitionArgument,
    FirstArgument,
    IncludeArgument,
    TimezoneArgument,
    check_first,
)
from resolvers.comparisons.comparison import Comparison
from resolvers.context import Info
from resolvers.creators.creator import CreatorAnalytics, TopContent, read_selected
from resolvers.creators.totals import compare_scope, resolve_scope
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.live_dependencies import effective_revision
from resolvers.metrics import Analytics, UniqueViewers
from resolvers.ranges import EffectiveRange, RangeInput
from resolvers.root_fields import question
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics import rates
from server.analytics.comparisons.comparison import Baseline
from server.analytics.creators.creator import read_top_contents
from server.analytics.creators.dashboard import DayResult, Reaction, reactions_of, read_creator_days
from server.analytics.creators.totals import ScopeResult, read_scope
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange
from server.analytics.rates import EngagementProfile
from server.analytics.view_definitions import DEFAULT_DEFINITION
from server.errors import ErrorCode, ViewpulseError

DEFAULT_RANGE = "30d"

register_enum(
    Reaction,
    "A kind of reaction.",
    {
        **{kind: f"{kind.name} events." for kind in Reaction},
        Reaction.LIKE: "Viewers who like: a state, not events.",
        Reaction.SAVE: "Viewers who keep it saved: a state, not events.",
    },
)

PeriodArgument: TypeAlias = Annotated[
    RangeInput | None,
    strawberry.argument(name="range", description="The period, the last 30 days by default; it must have a beginning."),
]


@strawberry.type(description="One local day of a creator; the first and the last may be cut by the range.")
class DashboardDay:
    """Requirements B6 and B7."""

    start: datetime = strawberry.field(description="When the local day began, also if the range began later.")
    views: Long = strawberry.field(description="Views.")
    unique_viewers: UniqueViewers = strawberry.field(description="Distinct viewers with a view.")
    plays: Long = strawberry.field(description="Viewings that began on the day.")
    watch_time: float = strawberry.field(description="Seconds watched in them.")
    completion_rate: float = strawberry.field(description="Full completions / views * 100; 0 without views.")
    engagements: Long = strawberry.field(description="Saves + shares + clicks.")
    engagement_rate: float = strawberry.field(description="engagements / views * 100; 0 without views.")
    likes: Long = strawberry.field(description="Likes given on the day, and still in force.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    sessions: Long = strawberry.field(description="Sessions whose first event within the contents was on the day.")

    @classmethod
    def of(cls, day: DayResult) -> Self:
        """The line of a day."""
        counts = day.counts
        return cls(
            start=day.start,
            views=counts.views,
            unique_viewers=UniqueViewers(count=day.viewers, estimated=True),
            plays=counts.plays,
            watch_time=rates.seconds(counts.watch_ms),
            completion_rate=rates.completion_rate(counts),
            engagements=rates.engagements(counts, EngagementProfile.DISCOVERY),
            engagement_rate=rates.engagement_rate(counts, EngagementProfile.DISCOVERY),
            likes=counts.likes,
            comments=counts.comments,
            shares=counts.shares,
            sessions=day.sessions,
        )


@strawberry.type(description="One kind of reaction among all.")
class ReactionShare:
    """A line of the engagement breakdown."""

    reaction: Reaction = strawberry.field(description="The kind.")
    count: Long = strawberry.field(description="How many there were in the range.")
    percentage: float = strawberry.field(description="count / all reactions * 100; 0 without any.")


@strawberry.type(description="A creator's period at a glance.")
class MyDashboard(Analytics):
    """Requirement B7."""

    creator_id: strawberry.ID = strawberry.field(description="The creator asked for.")
    range: EffectiveRange = strawberry.field(description="The period that is covered.")
    timezone: str = strawberry.field(description="The zone of its days.")
    engagement: list[ReactionShare] = strawberry.field(
        description="Its reactions by kind, most first; ties in the order of the kinds."
    )
    query: strawberry.Private[ScopeQuery]
    period: strawberry.Private[TimeRange]
    scope: strawberry.Private[ScopeResult]

    @strawberry.field(description="The creator in the period; as creatorAnalytics.")
    async def overview(self, info: Info) -> CreatorAnalytics:
        """The same type as the query."""
        return await read_selected(info, self.query)

    @strawberry.field(
        description="Its local days, oldest first, without gaps; 5,000 at most.", metadata=FieldMetadata(cost=500)
    )
    async def days(self, info: Info) -> list[DashboardDay]:
        """The metrics of each day."""
        viewers = "uniqueViewers.count" in selected_paths(info)
        async with info.context.read() as connection:
            found = await read_creator_days(connection, self.query, self.period, viewers=viewers)
        return [DashboardDay.of(day) for day in found]

    @strawberry.field(
        description="The viewed contents with the best engagement score, best first.", metadata=FieldMetadata(cost=300)
    )
    async def top_contents(self, info: Info, first: FirstArgument = 10) -> list[TopContent]:
        """The creator's ranking."""
        check_first(first)
        async with info.context.read() as connection:
            found = await read_top_contents(connection, self.query)
        return [TopContent.of(ranked) for ranked in found[:first]]

    @strawberry.field(
        description="The period beside the one before; as CreatorAnalytics.compare.", metadata=FieldMetadata(cost=500)
    )
    async def comparison(self, info: Info) -> Comparison:
        """The comparison with PREVIOUS_PERIOD."""
        return await compare_scope(info, self.query, Baseline.PREVIOUS_PERIOD)

    @classmethod
    def of(cls, query: ScopeQuery, period: TimeRange, scope: ScopeResult) -> Self:
        """The answer; what costs a read of its own is read when selected."""
        assert query.creator_id is not None
        reactions = reactions_of(scope.counts)
        total = sum(count for _, count in reactions)
        return cls(
            as_of=scope.as_of,
            revision=scope.revision,
            is_final=period.is_final(scope.as_of),
            definition=query.definition.name,
            creator_id=strawberry.ID(query.creator_id),
            range=EffectiveRange.of(period),
            timezone=query.timezone,
            engagement=[
                ReactionShare(reaction=reaction, count=count, percentage=rates.percent(count, total))
                for reaction, count in reactions
            ],
            query=query,
            period=period,
            scope=scope,
        )


@question(
    OWN_CREATOR,
    "A creator's period at a glance: overview, days, best contents, reactions, change. For that creator, or an admin.",
)
async def my_dashboard(
    info: Info,
    *,
    time_range: PeriodArgument = None,
    timezone: TimezoneArgument = "UTC",
    target: str,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> MyDashboard:
    """A creator's period; it or an admin may ask."""
    period = time_range or RangeInput(last=DEFAULT_RANGE)
    query = resolve_scope(info, target, time_range=period, timezone=timezone, definition=definition, include=include)
    if query.time_range is None:
        raise ViewpulseError(
            ErrorCode.BAD_INPUT, "A dashboard needs a range with a beginning.", field=["range", "period"]
        )
    async with info.context.read() as connection:
        scope = await read_scope(connection, query, viewers=False)
        scope = replace(scope, revision=await effective_revision(info, connection, scope.revision))
    info.context.note_revision(scope.revision)
    return MyDashboard.of(query, query.time_range, scope)
