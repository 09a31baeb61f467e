"""``myDashboard``: what a creator's start page shows for a period, in one field."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Self, TypeAlias

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
from resolvers.creators.creator import CreatorAnalytics, TopContent, creator_analytics, read_selected
from resolvers.creators.totals import compare_scope, resolve_scope
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.live_dependencies import effective_revision
from resolvers.metrics import Analytics, UniqueViewers
from resolvers.ranges import EffectiveRange, RangeInput
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.comparisons.comparison import Baseline
from server.analytics.creators.creator import read_top_contents
from server.analytics.creators.dashboard import DayResult, Reaction, reactions_of, read_creator_days
from server.analytics.creators.totals import ScopeResult, read_scope
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange
from server.errors import ErrorCode, ViewpulseError
from server.metrics import rates
from server.metrics.rates import EngagementProfile
from server.metrics.view_definitions import DEFAULT_DEFINITION

DEFAULT_RANGE = RangeInput(last="30d")

register_enum(
    Reaction,
    "Type of reaction.",
    {
        **{kind: f"{kind.name} events." for kind in Reaction},
        Reaction.LIKE: "Viewers who currently like a content: a state, not events.",
        Reaction.SAVE: "Viewers who currently have a content saved: a state, not events.",
    },
)

PeriodArgument: TypeAlias = Annotated[
    RangeInput | None,
    strawberry.argument(name="range", description="The period, the last 30 days by default; it must have a start."),
]


@strawberry.type(description="One local day of a creator; the first and last day may be clipped by the range.")
class DashboardDay:
    """One day of ``MyDashboard``: views, viewers, watch time in seconds, engagement and sessions."""

    start: datetime = strawberry.field(description="When the local day began, even if the range began later.")
    views: Long = strawberry.field(description="Views.")
    unique_viewers: UniqueViewers = strawberry.field(description="Distinct viewers with a view.")
    plays: Long = strawberry.field(description="Plays that began on the day.")
    watch_time: float = strawberry.field(description="Seconds watched in those plays.")
    completion_rate: float = strawberry.field(description="Full completions / views * 100; 0 without views.")
    engagements: Long = strawberry.field(description="Saves + shares + clicks.")
    engagement_rate: float = strawberry.field(description="engagements / views * 100; 0 without views.")
    likes: Long = strawberry.field(description="Likes given on the day and not withdrawn since.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    sessions: Long = strawberry.field(
        description="Sessions whose first event on the creator's contents was on the day."
    )

    @classmethod
    def from_day(cls, day: DayResult) -> Self:
        """The API type of a day."""
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


@strawberry.type(description="One type of reaction and its share of all reactions.")
class ReactionShare:
    """One row of the ``engagement`` of ``MyDashboard``."""

    reaction: Reaction = strawberry.field(description="Type of reaction.")
    count: Long = strawberry.field(description="Number of reactions in the range.")
    percentage: float = strawberry.field(description="count / all reactions * 100; 0 without reactions.")


@strawberry.type(description="Overview of a creator's period.")
class MyDashboard(Analytics):
    """The type of ``myDashboard``: overview, days, top contents, reactions and the change since the period before."""

    creator_id: strawberry.ID = strawberry.field(description="Id of the creator.")
    range: EffectiveRange = strawberry.field(description="The period covered.")
    timezone: str = strawberry.field(description="The time zone of its days.")
    engagement: list[ReactionShare] = strawberry.field(
        description="Reactions by type, most first; ties in the order of the enum."
    )
    query: strawberry.Private[ScopeQuery]
    period: strawberry.Private[TimeRange]
    scope: strawberry.Private[ScopeResult]
    overview_id: strawberry.Private[strawberry.ID]

    @strawberry.field(description="Metrics of the creator in the period; as creatorAnalytics.")
    async def overview(self, info: Info) -> CreatorAnalytics:
        """The metrics of the creator in the period, as ``creatorAnalytics`` returns them."""
        found = await read_selected(info, self.query, self.scope)
        found.id = self.overview_id
        return found

    @strawberry.field(
        description="Local days of the period, oldest first, without gaps; at most 5,000.",
        metadata=FieldMetadata(cost=500),
    )
    async def days(self, info: Info) -> list[DashboardDay]:
        """The metrics of each day."""
        viewers = "uniqueViewers.count" in selected_paths(info)
        async with info.context.read() as connection:
            found = await read_creator_days(connection, self.query, self.period, viewers=viewers)
        return [DashboardDay.from_day(day) for day in found]

    @strawberry.field(
        description="Viewed contents with the best engagement score, best first.", metadata=FieldMetadata(cost=300)
    )
    async def top_contents(self, info: Info, first: FirstArgument = 10) -> list[TopContent]:
        """The creator's viewed contents by engagement score."""
        check_first(first)
        async with info.context.read() as connection:
            found = await read_top_contents(connection, self.query)
        return [TopContent.from_content(ranked) for ranked in found[:first]]

    @strawberry.field(
        description="The period compared with the previous one; as CreatorAnalytics.compare.",
        metadata=FieldMetadata(cost=500),
    )
    async def comparison(self, info: Info) -> Comparison:
        """The comparison with PREVIOUS_PERIOD."""
        return await compare_scope(info, self.query, Baseline.PREVIOUS_PERIOD)

    @classmethod
    def from_result(cls, query: ScopeQuery, period: TimeRange, scope: ScopeResult, overview_id: strawberry.ID) -> Self:
        """The API type of the dashboard; optional parts are read when they are selected."""
        assert query.creator_id is not None
        reactions = reactions_of(scope.counts)
        total = sum(count for _, count in reactions)
        return cls(
            as_of=scope.as_of,
            revision=scope.revision,
            is_final=period.is_final(scope.as_of),
            definition=query.definition.name,
            creator_id=strawberry.ID(query.creator_id),
            range=EffectiveRange.from_range(period),
            timezone=query.timezone,
            engagement=[
                ReactionShare(reaction=reaction, count=count, percentage=rates.percent(count, total))
                for reaction, count in reactions
            ],
            query=query,
            period=period,
            scope=scope,
            overview_id=overview_id,
        )


@query_field(
    OWN_CREATOR,
    "Overview of a creator's period: totals, days, best contents, reactions, change. For that creator, or an admin.",
)
async def my_dashboard(
    info: Info,
    *,
    time_range: PeriodArgument = DEFAULT_RANGE,
    timezone: TimezoneArgument = "UTC",
    target: str,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> MyDashboard:
    """The dashboard of a creator, for the creator or an admin."""
    asked: dict[str, Any] = {
        "time_range": time_range,
        "timezone": timezone,
        "definition": definition,
        "include": include,
    }
    query = resolve_scope(info, target, **asked)
    if query.time_range is None:
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            "`range` must have a start; `period: ALL` is not supported here.",
            field=["range", "period"],
        )
    async with info.context.read() as connection:
        scope = await read_scope(connection, query, viewers=False)
        scope = replace(scope, revision=await effective_revision(info, connection, scope.revision))
    info.context.note_revision(scope.revision)
    return MyDashboard.from_result(query, query.time_range, scope, creator_analytics.id_of(target, asked))
