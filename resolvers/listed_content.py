"""Contents as rankings and lists show them."""

from typing import Any

import strawberry

from resolvers.event_enums import ContentType
from server.analytics.listed_content import ContentSummary


@strawberry.interface(description="A content of a list, as the catalogue has it.")
class ListedContent:
    """What a list shows beside the metrics."""

    content_id: strawberry.ID = strawberry.field(description="The content.")
    type: ContentType | None = strawberry.field(
        description="Kind of content; null when the catalogue does not know it."
    )
    title: str | None = strawberry.field(description="Its title in the catalogue.")
    caption: str | None = strawberry.field(description="Its caption in the catalogue.")
    thumbnail: str | None = strawberry.field(description="Its thumbnail in the catalogue.")
    creator_id: strawberry.ID | None = strawberry.field(
        description="Who made it: by the catalogue, else the creator whom the first of its events to arrive names."
    )


def card_fields(card: ContentSummary) -> dict[str, Any]:
    """The fields of a ``ListedContent``."""
    return {
        "content_id": strawberry.ID(card.content_id),
        "type": None if card.type is None else ContentType(card.type),
        "title": card.title,
        "caption": card.caption,
        "thumbnail": card.thumbnail,
        "creator_id": None if card.creator_id is None else strawberry.ID(card.creator_id),
    }
