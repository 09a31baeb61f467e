"""creatorAnalytics: everything about one creator's contents together."""

from dataclasses import replace
from typing import Self

import strawberry

from resolvers.access import OWN_CREATOR
from resolvers.arguments import (
    DefinitionArgument,
    FirstArgument,
    IncludeArgument,
    RangeArgument,
    TimezoneArgument,
    check_first,
)
from resolvers.contents.breakdown import Audience, selected_audience
from resolvers.context import Info
from resolvers.creators.totals import ScopeAnalytics, resolve_scope, scope_fields
from resolvers.field_metadata import FieldMetadata
from resolvers.live_dependencies import effective_revision
from resolvers.root_fields import question
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics import rates
from server.analytics.creators.audience import read_creator_audience
from server.analytics.creators.creator import CreatorResult, CreatorSelection, RankedContent, read_creator
from server.analytics.query import ScopeQuery
from server.analytics.view_definitions import DEFAULT_DEFINITION


@strawberry.type(description="One of a creator's contents, with its metrics in the range.")
class TopContent:
    """A line of a creator's ranking."""

    content_id: strawberry.ID = strawberry.field(description="The content.")
    title: str | None = strawberry.field(description="Its title in the catalogue.")
    thumbnail: str | None = strawberry.field(description="Its thumbnail in the catalogue.")
    views: Long = strawberry.field(description="Its views.")
    watch_time: float = strawberry.field(description="Seconds it was watched.")
    completion_rate: float = strawberry.field(description="Its full completions / views * 100.")
    score: float = strawberry.field(description="Its engagement score, 0-100; see ContentAnalytics.engagementScore.")

    @classmethod
    def of(cls, ranked: RankedContent) -> Self:
        """The line of a content."""
        return cls(
            content_id=strawberry.ID(ranked.content_id),
            title=ranked.title,
            thumbnail=ranked.thumbnail,
            views=ranked.counts.views,
            watch_time=rates.seconds(ranked.counts.watch_ms),
            completion_rate=rates.completion_rate(ranked.counts),
            score=rates.engagement_score(ranked.counts),
        )


@strawberry.type(description="Metrics of all contents of one creator together.")
class CreatorAnalytics(ScopeAnalytics):
    """Requirements A11 and B4."""

    creator_id: strawberry.ID = strawberry.field(description="The creator asked for.")
    contents: Long = strawberry.field(
        description="The creator's contents, whatever the range: those in the catalogue, and those only events name."
    )
    facts: strawberry.Private[CreatorResult]

    @strawberry.field(
        description="The viewed contents with the best engagement score, best first.", metadata=FieldMetadata(cost=300)
    )
    def top_contents(self, first: FirstArgument = 10) -> list[TopContent]:
        """The creator's ranking."""
        check_first(first)
        return [TopContent.of(ranked) for ranked in self.facts.top_contents[:first]]

    @strawberry.field(
        description="Who watches the creator's contents, where and on what.", metadata=FieldMetadata(cost=1000)
    )
    async def audience(self, info: Info, first: FirstArgument = 10) -> Audience:
        """The first values of each dimension."""
        check_first(first)
        dimensions = selected_audience(info)
        async with info.context.read() as connection:
            found = await read_creator_audience(connection, self.query, first, dimensions)
        return Audience.of(found)

    @classmethod
    def of(cls, query: ScopeQuery, facts: CreatorResult) -> Self:
        """The answer for a creator."""
        assert query.creator_id is not None
        return cls(
            creator_id=strawberry.ID(query.creator_id),
            contents=facts.contents,
            facts=facts,
            **scope_fields(query, facts.scope),
        )


@question(OWN_CREATOR, "Metrics of one creator's contents together. For that creator, or an admin.")
async def creator_analytics(
    info: Info,
    *,
    target: str,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> CreatorAnalytics:
    """Metrics of one creator; it or an admin may ask."""
    query = resolve_scope(
        info, target, time_range=time_range, timezone=timezone, definition=definition, include=include
    )
    return await read_selected(info, query)


async def read_selected(info: Info, query: ScopeQuery) -> CreatorAnalytics:
    """The answer for a creator, with the parts that the caller selected below the current field."""
    paths = selected_paths(info)
    selection = CreatorSelection(
        viewers="uniqueViewers.count" in paths, contents="contents" in paths, top_contents="topContents" in paths
    )
    async with info.context.read() as connection:
        facts = await read_creator(connection, query, selection)
        revision = await effective_revision(info, connection, facts.scope.revision)
    info.context.note_revision(revision)
    return CreatorAnalytics.of(query, replace(facts, scope=replace(facts.scope, revision=revision)))
