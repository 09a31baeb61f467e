"""``creatorContents``: the contents of a creator, paginated."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import OWN_CREATOR
from resolvers.arguments import DefinitionArgument, IncludeArgument
from resolvers.context import Info
from resolvers.creators.totals import resolve_scope
from resolvers.enums import register_enum
from resolvers.listed_content import ListedContent, summary_fields
from resolvers.metrics import Analytics
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    read_page,
    resolve_page,
)
from resolvers.project_state import project_fields
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from server.analytics.creators import contents
from server.analytics.creators.contents import ContentSort
from server.analytics.listed_content import MeasuredContent
from server.analytics.scores import quality_score
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION

register_enum(
    ContentSort,
    "Order of the contents; ties by id.",
    {
        ContentSort.RECENT: "Latest publication first; contents without a publication date by their first event.",
        ContentSort.VIEWS: "Most views over all time first.",
        ContentSort.ENGAGEMENT: "Best engagement score over all time first.",
        ContentSort.QUALITY: "Best quality score over all time first.",
    },
)

SortArgument: TypeAlias = Annotated[ContentSort, strawberry.argument(description="Order of the contents.")]


@strawberry.type(description="One of a creator's contents, with its metrics over all time.")
class CreatorContent(ListedContent):
    """A node of ``creatorContents``: catalogue fields and metrics over all time."""

    published_at: datetime | None = strawberry.field(description="When the content was published, from the catalogue.")
    duration: float | None = strawberry.field(description="Duration in seconds, from the catalogue.")
    views: Long = strawberry.field(description="Views of the content.")
    unique_viewers: Long = strawberry.field(description="Distinct viewers with a view. Exact.")
    watch_time: float = strawberry.field(description="Seconds watched.")
    average_watch_time: float = strawberry.field(description="Seconds per view; 0 without views.")
    completion_rate: float = strawberry.field(description="Full completions / views * 100; 0 without views.")
    likes: Long = strawberry.field(description="Viewers who currently like the content.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    saves: Long = strawberry.field(description="Viewers who currently have the content saved.")
    engagement_rate: float = strawberry.field(description="(likes + comments + shares) / views * 100; 0 without views.")
    engagement_score: float = strawberry.field(
        description="Engagement score, 0-100; see ContentAnalytics.engagementScore."
    )
    quality_score: float = strawberry.field(description="Quality score, 0-100; see ContentAnalytics.qualityScore.")

    @classmethod
    def from_content(cls, content: MeasuredContent) -> Self:
        """The API type of a content."""
        summary, counts = content.summary, content.counts
        return cls(
            **summary_fields(summary),
            published_at=summary.published_at,
            duration=None if summary.duration_ms is None else rates.seconds(summary.duration_ms),
            views=counts.views,
            unique_viewers=content.unique_viewers,
            watch_time=rates.seconds(counts.watch_ms),
            average_watch_time=rates.seconds(rates.average_watch_ms(counts)),
            completion_rate=rates.completion_rate(counts),
            likes=counts.likes,
            comments=counts.comments,
            shares=counts.shares,
            saves=counts.saves,
            engagement_rate=rates.social_engagement_rate(counts),
            engagement_score=rates.engagement_score(counts),
            quality_score=quality_score(counts, content.rewatches, content.unique_viewers).score,
        )


@strawberry.type(description="A content and its cursor.")
class CreatorContentEdge:
    """Edge of ``creatorContents``."""

    node: CreatorContent = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Opaque cursor of this content; pass it as `after` or `before`.")


@strawberry.type(
    description="A page of a creator's contents. Keyset pagination: contents whose sort value did not change between "
    "two requests are neither repeated nor skipped."
)
class CreatorContentConnection(Analytics, Paged):
    """Connection of ``creatorContents``."""

    edges: list[CreatorContentEdge] = strawberry.field(description="The contents of the page, with their cursors.")
    nodes: list[CreatorContent] = strawberry.field(description="The contents of the page.")


@query_field(OWN_CREATOR, "Contents of a creator, paginated. For that creator, or an admin.")
async def creator_contents(
    info: Info,
    *,
    target: str,
    sort: SortArgument = ContentSort.RECENT,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> CreatorContentConnection:
    """A page of a creator's contents, for the creator or an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    query = resolve_scope(info, target, time_range=None, timezone="UTC", definition=definition, include=include)
    listed = contents.creator_contents(query, sort)
    page, state = await read_page(info, listed, request)
    return CreatorContentConnection(
        **page_fields(listed, page, CreatorContentEdge, CreatorContent.from_content),
        **project_fields(info, state, query.definition.name),
    )
