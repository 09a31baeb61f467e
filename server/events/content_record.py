"""A content as an app or a creator's backend describes it."""

from typing import Annotated

from msgspec import Meta

from server.events.event_enums import ContentType
from server.events.model import Id, LongText, Time, WeekSeconds
from server.events.upsert_item import UpsertItem, composed


class ContentRecord(UpsertItem):
    """Catalogue data of a content; null keeps the stored value. Duration in seconds."""

    type: ContentType | None = None
    creator_id: Id | None = None
    title: Annotated[str, Meta(max_length=500)] | None = None
    caption: Annotated[str, Meta(max_length=5000)] | None = None
    thumbnail: LongText | None = None
    duration: WeekSeconds | None = None
    published_at: Time | None = None

    def values(self, owner: str | None) -> dict[str, object]:
        """Its place in each array that ``upsert_contents.sql`` takes; without a creator id, the owner's is used."""
        return {
            "contents": self.id,
            "types": None if self.type is None else self.type.stored,
            "creators": self.creator_id or owner,
            "titles": composed(self.title),
            "captions": self.caption,
            "thumbnails": self.thumbnail,
            "durations": None if self.duration is None else round(self.duration * 1000),
            "publication_times": self.published_at,
        }
