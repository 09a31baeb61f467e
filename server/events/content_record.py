"""A content as an app or a creator's backend describes it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from server.events.checking import unstorable_text
from server.events.model import Id, LongText, Rejection, RejectionCode, Sent, Time, WeekSeconds, rejection_of
from server.events.words import ContentType


class ContentRecord(Sent):
    """What is known of a content; null keeps what was known before. Duration in seconds."""

    id: Id
    type: ContentType | None = None
    creator_id: Id | None = None
    title: Annotated[str, Meta(max_length=500)] | None = None
    caption: Annotated[str, Meta(max_length=5000)] | None = None
    thumbnail: LongText | None = None
    duration: WeekSeconds | None = None
    published_at: Time | None = None

    def values(self, owner: str | None) -> tuple[object, ...]:
        """The columns of ``upsert_contents.sql``, in order; without a creator it is the owner's."""
        return (
            self.id,
            None if self.type is None else self.type.stored,
            self.creator_id or owner,
            self.title,
            self.caption,
            self.thumbnail,
            None if self.duration is None else round(self.duration * 1000),
            self.published_at,
        )


def decode_content(raw: object) -> ContentRecord | Rejection:
    """A content from a JSON-like dict, or the reason why it is none."""
    try:
        record = msgspec.convert(raw, ContentRecord)
    except msgspec.ValidationError as error:
        return rejection_of(error, raw, ContentRecord)
    if path := unstorable_text(record):
        message = "Text holds a NUL character or a lone surrogate."
        return Rejection(
            code=RejectionCode.BAD_INPUT, message=message, path=list(path), event_id=record.id, payload=record
        )
    return record
