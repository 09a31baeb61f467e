"""The catalogue of contents: ``content``, ``contents`` and ``upsertContents``."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Self, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import ADMIN, CREATOR, PUBLIC
from resolvers.arguments import ContentIdArgument, SearchArgument, check_id, resolve_search
from resolvers.batches import Answered, Batch, answer_fields, batch_fields
from resolvers.contents.content import content_analytics
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.event_enums import ContentType
from resolvers.field_metadata import FieldMetadata
from resolvers.items import as_sent, decode_items
from resolvers.node import Node, global_id
from resolvers.pages import (
    COST_OF_SEARCH,
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    Paged,
    PageFirstArgument,
    page_fields,
    resolve_page,
)
from resolvers.root_fields import mutation_field, query_field
from server.events.content_record import ContentRecord
from server.events.contents import Content, find_content
from server.events.listed_contents import CatalogueSort, ContentFilter, listed_contents
from server.events.model import Rejection
from server.events.upsert_item import decode_upsert_item
from server.metrics import rates

register_enum(
    CatalogueSort,
    "Order of the contents in the catalogue; ties by id.",
    {
        CatalogueSort.RECENT: "Latest publication first; contents without a publication date last.",
        CatalogueSort.TITLE: "By title, in upper or lower case; contents without a title first.",
    },
)

TypesArgument: TypeAlias = Annotated[
    list[ContentType] | None, strawberry.argument(description="Only contents of these types; all when left out.")
]
OwnerArgument: TypeAlias = Annotated[
    strawberry.ID | None, strawberry.argument(name="creatorId", description="Only the contents of this creator.")
]
SortArgument: TypeAlias = Annotated[CatalogueSort, strawberry.argument(description="Order of the contents.")]


@as_sent
@strawberry.input(
    description="Catalogue entry of one content. A field that is left out or null keeps its stored value."
)
class ContentInput:
    """One item of ``upsertContents``; decoded as a ``ContentRecord``."""

    id: strawberry.ID = strawberry.field(description="Your app's own id of the content.")
    type: ContentType | None = strawberry.field(default=UNSET, description="Type of content.")
    creator_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of the creator; the signed-in creator when left out."
    )
    title: str | None = strawberry.field(default=UNSET, description="Title for lists; up to 500 characters.")
    caption: str | None = strawberry.field(default=UNSET, description="Caption for lists; up to 5,000 characters.")
    thumbnail: str | None = strawberry.field(default=UNSET, description="URL of a thumbnail.")
    duration: float | None = strawberry.field(
        default=UNSET, description="Duration in seconds; used for events that do not report one."
    )
    published_at: datetime | None = strawberry.field(default=UNSET, description="When the content was published.")


@strawberry.type(name="Content", description="A content and its catalogue data, which may be missing.")
class CatalogueEntry(Node):
    """A content, as ``content`` and ``upsertContents`` return it."""

    content_id: strawberry.ID = strawberry.field(description="Your app's own id of the content.")
    type: ContentType | None = strawberry.field(description="Type of content.")
    creator_id: strawberry.ID | None = strawberry.field(
        description="Id of the creator: from the catalogue, else from the first event of the content that arrived."
    )
    title: str | None = strawberry.field(description="Title.")
    caption: str | None = strawberry.field(description="Caption.")
    thumbnail: str | None = strawberry.field(description="URL of a thumbnail.")
    duration: float | None = strawberry.field(description="Duration in seconds.")
    published_at: datetime | None = strawberry.field(description="When the content was published.")
    updated_at: datetime | None = strawberry.field(
        description="When the catalogue entry was last updated; null if the catalogue does not have the content."
    )
    analytics = content_analytics.field_of_node()

    @classmethod
    def from_content(cls, content: Content) -> Self:
        """The API type of a stored content."""
        return cls(
            id=global_id("Content", content.content_id),
            content_id=strawberry.ID(content.content_id),
            type=None if content.type is None else ContentType(content.type),
            creator_id=None if content.creator_id is None else strawberry.ID(content.creator_id),
            title=content.title,
            caption=content.caption,
            thumbnail=content.thumbnail,
            duration=None if content.duration_ms is None else rates.seconds(content.duration_ms),
            published_at=content.published_at,
            updated_at=content.updated_at,
        )


@strawberry.type(description="A content and its cursor.")
class ContentEdge:
    """Edge of ``contents``."""

    node: CatalogueEntry = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Opaque cursor of this content; pass it as `after` or `before`.")


@strawberry.type(description="A page of the contents in the catalogue.")
class ContentConnection(Paged):
    """Connection of ``contents``."""

    edges: list[ContentEdge] = strawberry.field(description="The contents of the page, with their cursors.")
    nodes: list[CatalogueEntry] = strawberry.field(description="The contents of the page.")


@strawberry.type(description="Result of one content.")
class ContentResult(Answered):
    """Result of one item of ``upsertContents``."""

    content: CatalogueEntry | None = strawberry.field(
        description="The content as it is stored now; null when rejected."
    )

    @classmethod
    def from_item(cls, index: int, item: Content | Rejection) -> Self:
        """The API type of one item's result."""
        entry = None if isinstance(item, Rejection) else CatalogueEntry.from_content(item)
        return cls(**answer_fields("contents", index, item), content=entry)


@strawberry.type(description="Results of `upsertContents`, in the order of the request.")
class ContentsPayload(Batch):
    """The payload of ``upsertContents``."""

    results: Sequence[ContentResult] = strawberry.field(description="One result per content, in their order.")
    problems: Sequence[ContentResult] = strawberry.field(description="Those of the contents that were not accepted.")

    @classmethod
    def from_items(cls, items: Sequence[Content | Rejection]) -> Self:
        """The payload of a batch, with its tallies."""
        return cls(**batch_fields([ContentResult.from_item(index, item) for index, item in enumerate(items)]))


@query_field(
    PUBLIC,
    "A content; null if neither the catalogue nor a counted event has it. Requires the write key or a token.",
    is_live=False,
)
async def content(info: Info, content_id: ContentIdArgument) -> CatalogueEntry | None:
    """A content with its catalogue entry; None if neither the catalogue nor a counted event has it."""
    caller = info.context.caller
    check_id(content_id, "contentId")
    async with info.context.read() as connection:
        found = await find_content(connection, caller.project_id, content_id)
    return None if found is None else CatalogueEntry.from_content(found)


@query_field(
    ADMIN,
    "Contents in the catalogue, whether they have events or not. For admins.",
    is_live=False,
    metadata=FieldMetadata(cost=COST_OF_SEARCH),
)
async def contents(
    info: Info,
    *,
    search: SearchArgument = None,
    types: TypesArgument = None,
    creator_id: OwnerArgument = None,
    sort: SortArgument = CatalogueSort.RECENT,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> ContentConnection:
    """A page of the catalogue, for an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    if creator_id is not None:
        check_id(creator_id, "creatorId")
    kinds = None if types is None else {kind.stored for kind in types}
    project_id = info.context.caller.project_id
    listed = listed_contents(project_id, ContentFilter(resolve_search(search), kinds, creator_id), sort)
    async with info.context.read() as connection:
        page = await listed.read(connection, request)
    return ContentConnection(**page_fields(listed, page, ContentEdge, CatalogueEntry.from_content))


@mutation_field(
    CREATOR,
    "Adds or updates 1-100 contents; each has its own result. For admins; for creators, contents that "
    "are or become their own.",
    items="contents",
)
async def upsert_contents(
    info: Info,
    contents: Annotated[list[ContentInput], strawberry.argument(description="1-100 contents with distinct ids.")],
) -> ContentsPayload:
    """Stores a batch of catalogue entries; results are in the order of the request."""
    items = decode_items(contents, partial(decode_upsert_item, shape=ContentRecord))
    return ContentsPayload.from_items(await info.context.services.contents.upsert(info.context.caller, items))
