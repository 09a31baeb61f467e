"""The catalogue of contents: content and upsertContents."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Annotated, Self, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import CREATOR, PUBLIC
from resolvers.arguments import check_id
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.event_enums import ContentType
from resolvers.items import as_sent, judge
from resolvers.root_fields import mutation, question
from server.analytics import rates
from server.events.content_record import ContentRecord
from server.events.contents import Content
from server.events.model import Rejection
from server.events.upsert_item import decode_upsert_item

IdArgument: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(name="id", description="The app's own id of the content.")
]


@as_sent
@strawberry.input(description="What is known of a content. What is left out, or null, keeps what was known before.")
class ContentInput:
    """Decoded as a ``ContentRecord``."""

    id: strawberry.ID = strawberry.field(description="The app's own id.")
    type: ContentType | None = strawberry.field(default=UNSET, description="Kind of content.")
    creator_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Who made it; the signed-in creator when left out."
    )
    title: str | None = strawberry.field(default=UNSET, description="Title, for lists; up to 500 characters.")
    caption: str | None = strawberry.field(default=UNSET, description="Caption, for lists; up to 5,000 characters.")
    thumbnail: str | None = strawberry.field(default=UNSET, description="Address of a picture.")
    duration: float | None = strawberry.field(
        default=UNSET, description="Seconds it lasts; used for events that do not say."
    )
    published_at: datetime | None = strawberry.field(default=UNSET, description="When it came out.")


@strawberry.type(name="Content", description="A content as the catalogue has it.")
class CatalogueEntry:
    """One entry."""

    id: strawberry.ID = strawberry.field(description="The app's own id.")
    type: ContentType | None = strawberry.field(description="Kind of content.")
    creator_id: strawberry.ID | None = strawberry.field(description="Who made it.")
    title: str | None = strawberry.field(description="Title.")
    caption: str | None = strawberry.field(description="Caption.")
    thumbnail: str | None = strawberry.field(description="Address of a picture.")
    duration: float | None = strawberry.field(description="Seconds it lasts.")
    published_at: datetime | None = strawberry.field(description="When it came out.")
    updated_at: datetime = strawberry.field(description="When the catalogue last heard of it.")

    @classmethod
    def of(cls, content: Content) -> Self:
        """The entry of a content."""
        return cls(
            id=strawberry.ID(content.content_id),
            type=None if content.type is None else ContentType(content.type),
            creator_id=None if content.creator_id is None else strawberry.ID(content.creator_id),
            title=content.title,
            caption=content.caption,
            thumbnail=content.thumbnail,
            duration=None if content.duration_ms is None else rates.seconds(content.duration_ms),
            published_at=content.published_at,
            updated_at=content.updated_at,
        )


class UpsertStatus(StrEnum):
    """STORED or REJECTED."""

    STORED = "STORED"
    REJECTED = "REJECTED"


register_enum(
    UpsertStatus,
    "What became of one item.",
    {UpsertStatus.STORED: "Durable.", UpsertStatus.REJECTED: "Not taken, for the reason given."},
)


@strawberry.type(description="What became of one content.")
class UpsertResult:
    """The answer to one item."""

    status: UpsertStatus = strawberry.field(description="STORED or REJECTED.")
    content: CatalogueEntry | None = strawberry.field(description="The content as it is now; null when rejected.")
    code: str | None = strawberry.field(description="Why it was rejected.")
    message: str | None = strawberry.field(description="The same for the developer who reads it.")
    path: list[str] | None = strawberry.field(description="The offending field, from the arguments.")

    @classmethod
    def of(cls, index: int, item: Content | Rejection) -> Self:
        """The answer to one item."""
        if isinstance(item, Rejection):
            path = ["contents", str(index), *map(str, item.path)]
            return cls(status=UpsertStatus.REJECTED, content=None, code=str(item.code), message=item.message, path=path)
        entry = CatalogueEntry.of(item)
        return cls(status=UpsertStatus.STORED, content=entry, code=None, message=None, path=None)


@strawberry.type(description="What became of the contents, in the order they were sent.")
class UpsertPayload:
    """The answer to a batch."""

    results: list[UpsertResult] = strawberry.field(description="One per content.")
    stored: int = strawberry.field(description="How many were stored.")
    rejected: int = strawberry.field(description="How many were rejected.")

    @classmethod
    def of(cls, items: Sequence[Content | Rejection]) -> Self:
        """The answer to a batch."""
        results = [UpsertResult.of(index, item) for index, item in enumerate(items)]
        rejected = sum(result.status is UpsertStatus.REJECTED for result in results)
        return cls(results=results, stored=len(results) - rejected, rejected=rejected)


@question(
    PUBLIC, "A content of the catalogue; null when it is not there. Needs the write key or a token.", is_live=False
)
async def content(info: Info, content_id: IdArgument) -> CatalogueEntry | None:
    """One entry."""
    viewer = info.context.viewer
    check_id(content_id, "id")
    found = await info.context.services.contents.find(viewer.project_id, content_id)
    return None if found is None else CatalogueEntry.of(found)


@mutation(
    CREATOR,
    "Adds or changes 1-100 contents, each with its own answer. For an admin; for a creator, what is or "
    "becomes its own.",
)
async def upsert_contents(
    info: Info,
    contents: Annotated[list[ContentInput], strawberry.argument(description="1-100 contents with distinct ids.")],
) -> UpsertPayload:
    """A batch."""
    items = judge(contents, partial(decode_upsert_item, shape=ContentRecord))
    return UpsertPayload.of(await info.context.services.contents.upsert(info.context.viewer, items))
