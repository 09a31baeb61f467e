"""creatorContents: a creator's contents, page by page."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import OWN_CREATOR
from resolvers.arguments import DefinitionArgument, FirstArgument, IncludeArgument, check_first
from resolvers.context import Info
from resolvers.creators.totals import resolve_scope
from resolvers.enums import register_enum
from resolvers.listed_content import ListedContent, card_fields
from resolvers.metrics import Analytics
from resolvers.pages import AfterArgument, PageInfo
from resolvers.project_state import project_fields
from resolvers.root_fields import question
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics import rates
from server.analytics.creators.contents import ContentSort, count_creator_contents, read_creator_contents
from server.analytics.listed_content import MeasuredContent
from server.analytics.rates import EngagementProfile
from server.analytics.scores import quality_score
from server.analytics.view_definitions import DEFAULT_DEFINITION

register_enum(
    ContentSort,
    "What comes first, ties by id.",
    {
        ContentSort.RECENT: "Published last; by their first event where the catalogue does not say.",
        ContentSort.VIEWS: "Most views over all time.",
        ContentSort.ENGAGEMENT: "Best engagement score over all time.",
        ContentSort.QUALITY: "Best quality score over all time.",
    },
)

SortArgument: TypeAlias = Annotated[ContentSort, strawberry.argument(description="What comes first.")]


@strawberry.type(description="One of a creator's contents, with its metrics over all time.")
class CreatorContent(ListedContent):
    """Requirement A11."""

    published_at: datetime | None = strawberry.field(description="When it came out, by the catalogue.")
    duration: float | None = strawberry.field(description="Seconds it lasts, by the catalogue.")
    views: Long = strawberry.field(description="Its views.")
    unique_viewers: Long = strawberry.field(description="Distinct viewers with a view. Exact.")
    watch_time: float = strawberry.field(description="Seconds it was watched.")
    average_watch_time: float = strawberry.field(description="Seconds per view; 0 without views.")
    completion_rate: float = strawberry.field(description="Full completions / views * 100; 0 without views.")
    likes: Long = strawberry.field(description="Viewers who like it.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    saves: Long = strawberry.field(description="Viewers who keep it saved.")
    engagement_rate: float = strawberry.field(description="(likes + comments + shares) / views * 100; 0 without views.")
    engagement_score: float = strawberry.field(
        description="Its engagement score, 0-100; see ContentAnalytics.engagementScore."
    )
    quality_score: float = strawberry.field(description="Its quality score, 0-100; see ContentAnalytics.qualityScore.")

    @classmethod
    def of(cls, content: MeasuredContent) -> Self:
        """The node of a content."""
        card, counts = content.card, content.counts
        return cls(
            **card_fields(card),
            published_at=card.published_at,
            duration=None if card.duration_ms is None else rates.seconds(card.duration_ms),
            views=counts.views,
            unique_viewers=content.unique_viewers,
            watch_time=rates.seconds(counts.watch_ms),
            average_watch_time=rates.seconds(rates.average_watch_ms(counts)),
            completion_rate=rates.completion_rate(counts),
            likes=counts.likes,
            comments=counts.comments,
            shares=counts.shares,
            saves=counts.saves,
            engagement_rate=rates.engagement_rate(counts, EngagementProfile.SOCIAL),
            engagement_score=rates.engagement_score(counts),
            quality_score=quality_score(counts, content.rewatches, content.unique_viewers).score,
        )


@strawberry.type(description="A content and its cursor.")
class CreatorContentEdge:
    """Relay's edge."""

    node: CreatorContent = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Its opaque cursor.")


@strawberry.type(
    description="A page of a creator's contents. It goes on where the page before ended, whatever came in between: no "
    "content whose place did not change is repeated or left out."
)
class CreatorContentConnection(Analytics):
    """Relay's connection."""

    edges: list[CreatorContentEdge] = strawberry.field(description="The contents.")
    page_info: PageInfo = strawberry.field(description="Whether there are more.")
    total_count: Long = strawberry.field(description="How many contents the creator has.")


@question(OWN_CREATOR, "A creator's contents, page by page. For that creator, or an admin.")
async def creator_contents(
    info: Info,
    *,
    target: str,
    sort: SortArgument = ContentSort.RECENT,
    first: FirstArgument = 20,
    after: AfterArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> CreatorContentConnection:
    """A page of a creator's contents; it or an admin may ask."""
    check_first(first)
    query = resolve_scope(info, target, time_range=None, timezone="UTC", definition=definition, include=include)
    counted = "totalCount" in selected_paths(info)
    async with info.context.read() as connection:
        page = await read_creator_contents(connection, query, sort, first=first, after=after)
        total = await count_creator_contents(connection, query) if counted else 0
    edges = [CreatorContentEdge(node=CreatorContent.of(row.content), cursor=row.cursor) for row in page.rows]
    return CreatorContentConnection(
        edges=edges,
        page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        total_count=total,
        **project_fields(info, page.state, query.definition.name),
    )
