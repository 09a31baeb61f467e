"""Catalogue fields of contents in rankings and lists."""

from typing import Any

import strawberry

from resolvers.event_enums import ContentType
from server.analytics.listed_content import ContentSummary


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
