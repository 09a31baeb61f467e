"""``myDashboard``: what a creator's start page shows for a period, in one field."""

from dataclasses import replace
from typing import Annotated, Any, Self, TypeAlias

import strawberry

from resolvers.access import OWN_CREATOR
from resolvers.arguments import (
    DefinitionArgument,
    FirstArgument,
    IncludeArgument,
    ProfileArgument,
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
from resolvers.metrics import Analytics
from resolvers.parts import part
from resolvers.ranges import EffectiveRange, RangeInput
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from server.analytics.comparisons.comparison import Baseline
from server.analytics.creators.creator import read_top_contents
from server.analytics.creators.dashboard import Reaction, reactions_of
from server.analytics.creators.totals import ScopeResult, read_scope
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange
from server.metrics import rates
from server.metrics.rates import DEFAULT_PROFILE
from server.metrics.view_definitions import DEFAULT_DEFINITION

DEFAULT_RANGE = RangeInput(days=30)

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
    strawberry.argument(name="range", description="The period; the last 30 local days by default."),
]


@strawberry.type(description="One type of reaction and its share of all reactions.")
class ReactionShare:
    """One row of the ``reactions`` of ``MyDashboard``."""

    reaction: Reaction = strawberry.field(description="Type of reaction.")
    count: Long = strawberry.field(description="Number of reactions in the range.")
    percentage: float = strawberry.field(description="count / all reactions * 100; 0 without reactions.")


@strawberry.type(description="Overview of a creator's period.")
class MyDashboard(Analytics):
    """The type of ``myDashboard``: overview, top contents, reactions and the change since the period before."""

    creator_id: strawberry.ID = strawberry.field(description="Id of the creator.")
    range: EffectiveRange = strawberry.field(description="The period covered.")
    timezone: str = strawberry.field(description="The time zone of the period.")
    reactions: list[ReactionShare] = strawberry.field(
        description="Reactions by type, most first; ties in the order of the enum."
    )
    query: strawberry.Private[ScopeQuery]
    period: strawberry.Private[TimeRange]
    scope: strawberry.Private[ScopeResult]
    overview_id: strawberry.Private[strawberry.ID]

    @part(description="Metrics of the creator in the period, and its days as `series`; as creatorAnalytics.")
    async def overview(self, info: Info) -> CreatorAnalytics:
        """The metrics of the creator in the period, as ``creatorAnalytics`` returns them."""
        found = await read_selected(info, self.query, self.scope)
        found.id = self.overview_id
        return found

    @part(description="Viewed contents with the best engagement score, best first.", metadata=FieldMetadata(cost=300))
    async def top_contents(self, info: Info, first: FirstArgument = 10) -> list[TopContent]:
        """The creator's viewed contents by engagement score."""
        check_first(first)
        async with info.context.read() as connection:
            found = await read_top_contents(connection, self.query)
        return [TopContent.from_content(ranked) for ranked in found[:first]]

    @part(
        description="The period compared with the previous one; as CreatorAnalytics.compare.",
        metadata=FieldMetadata(cost=500),
    )
    async def comparison(self, info: Info, profile: ProfileArgument = DEFAULT_PROFILE) -> Comparison:
        """The comparison with PREVIOUS_PERIOD."""
        return await compare_scope(info, self.query, Baseline.PREVIOUS_PERIOD, profile)

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
            reactions=[
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
    "Overview of a creator's period: totals, best contents, reactions, change. For that creator, or an admin.",
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
    assert query.time_range is not None
    async with info.context.read() as connection:
        scope = await read_scope(connection, query, viewers=False)
        scope = replace(scope, revision=await effective_revision(info, connection, scope.revision))
    info.context.note_revision(scope.revision)
    return MyDashboard.from_result(query, query.time_range, scope, creator_analytics.id_of(target, asked))
