"""``creatorAnalytics``: the metrics of all contents of a creator together."""

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
from resolvers.context import Info
from resolvers.creators.totals import ScopeAnalytics, resolve_scope, scope_fields
from resolvers.field_metadata import FieldMetadata
from resolvers.live_dependencies import effective_revision
from resolvers.node import Node, global_id
from resolvers.parts import part
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.creators.creator import CreatorResult, CreatorSelection, RankedContent, read_creator
from server.analytics.creators.totals import ScopeResult
from server.analytics.query import ScopeQuery
from server.events.creator_profiles import CreatorProfile, find_creator
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION


@strawberry.type(description="One of a creator's contents, with its metrics in the range.")
class TopContent:
    """One row of ``topContents``."""

    content_id: strawberry.ID = strawberry.field(description="Id of the content.")
    title: str | None = strawberry.field(description="Title from the catalogue.")
    thumbnail: str | None = strawberry.field(description="Thumbnail from the catalogue.")
    views: Long = strawberry.field(description="Views of the content.")
    watch_time: float = strawberry.field(description="Seconds watched.")
    completion_rate: float = strawberry.field(description="Full completions / views * 100.")
    engagement_score: float = strawberry.field(
        description="Engagement score, 0-100; see ContentAnalytics.engagementScore."
    )

    @classmethod
    def from_content(cls, ranked: RankedContent) -> Self:
        """The API type of a content."""
        return cls(
            content_id=strawberry.ID(ranked.content_id),
            title=ranked.title,
            thumbnail=ranked.thumbnail,
            views=ranked.counts.views,
            watch_time=rates.seconds(ranked.counts.watch_ms),
            completion_rate=rates.completion_rate(ranked.counts),
            engagement_score=rates.engagement_score(ranked.counts),
        )


@strawberry.type(description="Metrics of all contents of one creator together.")
class CreatorAnalytics(ScopeAnalytics):
    """Sums and rates over all contents of one creator in a range."""

    creator_id: strawberry.ID = strawberry.field(description="Id of the creator.")
    contents: Long = strawberry.field(
        description="Number of the creator's contents, whatever the range: those in the catalogue, and those that "
        "only events name."
    )
    result: strawberry.Private[CreatorResult]

    @part(description="Viewed contents with the best engagement score, best first.", metadata=FieldMetadata(cost=300))
    def top_contents(self, first: FirstArgument = 10) -> list[TopContent]:
        """The creator's viewed contents by engagement score."""
        check_first(first)
        return [TopContent.from_content(ranked) for ranked in self.result.top_contents[:first]]

    @classmethod
    def from_result(cls, query: ScopeQuery, result: CreatorResult) -> Self:
        """The API type of a creator's metrics."""
        assert query.creator_id is not None
        return cls(
            creator_id=strawberry.ID(query.creator_id),
            contents=result.contents,
            result=result,
            **scope_fields(query, result.scope),
        )


@query_field(OWN_CREATOR, "Metrics of all contents of a creator together. For that creator, or an admin.")
async def creator_analytics(
    info: Info,
    *,
    target: str,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> CreatorAnalytics:
    """Metrics of one creator, for the creator or an admin."""
    query = resolve_scope(
        info, target, time_range=time_range, timezone=timezone, definition=definition, include=include
    )
    return await read_selected(info, query)


@strawberry.type(description="A creator and its profile.")
class Creator(Node):
    """What the app names a creator, known or not."""

    creator_id: strawberry.ID = strawberry.field(description="Your app's own id of the creator.")
    name: str | None = strawberry.field(description="Name to show; null unless `upsertCreators` declared one.")
    picture: str | None = strawberry.field(description="URL of a picture; null unless `upsertCreators` declared one.")
    analytics = creator_analytics.field_of_node()

    @classmethod
    def from_profile(cls, profile: CreatorProfile) -> Self:
        """The API type of a creator."""
        return cls(
            id=global_id("Creator", profile.creator_id),
            creator_id=strawberry.ID(profile.creator_id),
            name=profile.name,
            picture=profile.picture,
        )


@query_field(OWN_CREATOR, "A creator. For that creator, or an admin.", is_live=False)
async def creator(info: Info, target: str) -> Creator:
    """A creator, for the creator or an admin."""
    context = info.context
    async with context.read() as connection:
        return Creator.from_profile(await find_creator(connection, context.caller.project_id, target))


async def read_selected(info: Info, query: ScopeQuery, scope: ScopeResult | None = None) -> CreatorAnalytics:
    """The metrics of a creator, with the optional parts that the caller selected below the current field.

    Args:
        info: The info of the current field.
        query: The query.
        scope: The counters, if the operation has read them already.
    """
    paths = selected_paths(info)
    selection = CreatorSelection(
        viewers="uniqueViewers.count" in paths, contents="contents" in paths, top_contents="topContents" in paths
    )
    async with info.context.read() as connection:
        result = await read_creator(connection, query, selection, scope)
        revision = await effective_revision(info, connection, result.scope.revision)
    info.context.note_revision(revision)
    return CreatorAnalytics.from_result(query, replace(result, scope=replace(result.scope, revision=revision)))
