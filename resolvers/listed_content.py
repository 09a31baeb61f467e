"""Catalogue fields and numbers of contents in rankings and lists."""

from typing import Any

import strawberry

from resolvers.event_enums import ContentType
from resolvers.scalars import Long
from server.analytics.listed_content import ContentSummary, MeasuredContent
from server.analytics.scores import quality_score
from server.metrics import rates


@strawberry.interface(description="A content in a list, with its catalogue data.")
class ListedContent:
    """The catalogue fields that lists show next to the metrics."""

    content_id: strawberry.ID = strawberry.field(description="Id of the content.")
    type: ContentType | None = strawberry.field(description="Type of content; null if the catalogue does not have it.")
    title: str | None = strawberry.field(description="Title from the catalogue.")
    caption: str | None = strawberry.field(description="Caption from the catalogue.")
    thumbnail: str | None = strawberry.field(description="Thumbnail from the catalogue.")
    creator_id: strawberry.ID | None = strawberry.field(
        description="Id of the creator: from the catalogue, else from the first event of the content that arrived."
    )


@strawberry.interface(
    name="MeasuredContent", description="A content in a list, with its catalogue data and its numbers in the range."
)
class MeasuredEntry(ListedContent):
    """The numbers that lists of the best contents and of a creator's contents show."""

    views: Long = strawberry.field(description="Views of the content.")
    unique_viewers: Long = strawberry.field(description="Distinct viewers with a view. Exact.")
    watch_time: float = strawberry.field(description="Seconds watched.")
    average_watch_time: float = strawberry.field(description="Seconds per view; 0 without views.")
    completion_rate: float = strawberry.field(description="Full completions / views * 100; 0 without views.")
    likes: Long = strawberry.field(description="Likes given in the range and not withdrawn since.")
    comments: Long = strawberry.field(description="COMMENT events.")
    shares: Long = strawberry.field(description="SHARE events.")
    saves: Long = strawberry.field(description="Saves made in the range and not withdrawn since.")
    engagement_rate: float = strawberry.field(description="(likes + comments + shares) / views * 100; 0 without views.")
    engagement_score: float = strawberry.field(
        description="Engagement score, 0-100; see ContentAnalytics.engagementScore."
    )
    quality_score: float = strawberry.field(description="Quality score, 0-100; see ContentAnalytics.qualityScore.")


OF_VIEWERS = frozenset({"uniqueViewers", "qualityScore"})
"""Fields of ``MeasuredContent`` that need a look at the viewers of each content."""


def summary_fields(summary: ContentSummary) -> dict[str, Any]:
    """The fields of a ``ListedContent``."""
    return {
        "content_id": strawberry.ID(summary.content_id),
        "type": None if summary.type is None else ContentType(summary.type),
        "title": summary.title,
        "caption": summary.caption,
        "thumbnail": summary.thumbnail,
        "creator_id": None if summary.creator_id is None else strawberry.ID(summary.creator_id),
    }


def measured_fields(content: MeasuredContent) -> dict[str, Any]:
    """The fields of a ``MeasuredContent``."""
    counts = content.counts
    return {
        **summary_fields(content.summary),
        "views": counts.views,
        "unique_viewers": content.unique_viewers,
        "watch_time": rates.seconds(counts.watch_ms),
        "average_watch_time": rates.seconds(rates.average_watch_ms(counts)),
        "completion_rate": rates.completion_rate(counts),
        "likes": counts.likes,
        "comments": counts.comments,
        "shares": counts.shares,
        "saves": counts.saves,
        "engagement_rate": rates.social_engagement_rate(counts),
        "engagement_score": rates.engagement_score(counts),
        "quality_score": quality_score(counts, content.rewatches, content.unique_viewers).score,
    }
