"""watchHistory and savedContents: what a user watched, and what it keeps saved."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.access import OWN_USER
from resolvers.arguments import DefinitionArgument, FirstArgument, check_first
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.listed_content import ListedContent, card_fields
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.pages import AfterArgument, PageInfo
from resolvers.project_state import project_fields
from resolvers.root_fields import question
from resolvers.scalars import Long
from server.analytics import rates
from server.analytics.people.history import SavedContent, WatchedContent, read_saved_contents, read_watch_history
from server.analytics.people.viewer_identity import ViewerIdentity
from server.analytics.view_definitions import DEFAULT_DEFINITION, find_definition
from server.live.subjects import catalogue_subject

TITLES = FieldMetadata(shows=LiveDependency(catalogue_subject))


@strawberry.type(name="WatchedContent", description="A content that a user viewed, and how.")
class WatchedEntry(ListedContent):
    """A row of the watch history."""

    first_viewed_at: datetime = strawberry.field(description="Its first VIEW_START by this user.")
    last_viewed_at: datetime = strawberry.field(description="Its latest VIEW_START by this user.")
    views: Long = strawberry.field(description="Its views by this user, under the definition asked for.")
    plays: Long = strawberry.field(description="Its plays by this user.")
    watch_time: float = strawberry.field(description="Seconds this user watched it.")
    completions: Long = strawberry.field(description="Plays by this user that were completed in full.")

    @classmethod
    def of(cls, watched: WatchedContent) -> Self:
        """The row of a content."""
        return cls(
            **card_fields(watched.content),
            first_viewed_at=watched.first_view_at,
            last_viewed_at=watched.last_view_at,
            views=watched.views,
            plays=watched.plays,
            watch_time=rates.seconds(watched.watch_ms),
            completions=watched.completions,
        )


@strawberry.type(description="A content and its cursor.")
class WatchHistoryEdge:
    """Relay's edge."""

    node: WatchedEntry = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Its opaque cursor.")


@strawberry.type(description="A page of a user's watch history, the latest viewed first.")
class WatchHistoryConnection(Analytics):
    """Relay's connection."""

    edges: list[WatchHistoryEdge] = strawberry.field(description="The contents.")
    page_info: PageInfo = strawberry.field(description="Whether there are more.")


@strawberry.type(name="SavedContent", description="A content that a user keeps saved.")
class SavedEntry(ListedContent):
    """A row of the saved contents."""

    saved_at: datetime = strawberry.field(description="The SAVE that decides.")

    @classmethod
    def of(cls, saved: SavedContent) -> Self:
        """The row of a content."""
        return cls(**card_fields(saved.content), saved_at=saved.saved_at)


@strawberry.type(description="A content and its cursor.")
class SavedContentEdge:
    """Relay's edge."""

    node: SavedEntry = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Its opaque cursor.")


@strawberry.type(description="A page of the contents a user keeps saved, the latest saved first.")
class SavedContentConnection(Analytics):
    """Relay's connection."""

    edges: list[SavedContentEdge] = strawberry.field(description="The contents.")
    page_info: PageInfo = strawberry.field(description="Whether there are more.")


@question(
    OWN_USER,
    "The contents that a user viewed, the latest viewed first; a VIEW_START brings a content to the front. "
    "All of them, also a bot's and a creator's own: hence no `include`. For that user, or an admin.",
    metadata=TITLES,
)
async def watch_history(
    info: Info,
    target: ViewerIdentity,
    first: FirstArgument = 20,
    after: AfterArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
) -> WatchHistoryConnection:
    """One page of what a user viewed; it or an admin may ask."""
    check_first(first)
    view = find_definition(definition)
    async with info.context.read() as connection:
        page = await read_watch_history(
            connection, info.context.viewer.project_id, target.viewer_key, view, first=first, after=after
        )
    edges = [WatchHistoryEdge(node=WatchedEntry.of(row), cursor=row.cursor) for row in page.rows]
    return WatchHistoryConnection(
        edges=edges,
        page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        **project_fields(info, page.state, view.name),
    )


@question(
    OWN_USER,
    "The contents that a user keeps saved, the latest saved first; an UNSAVE takes one out. For that user, or an admin."
    f" {NO_VIEWS}",
    metadata=TITLES,
)
async def saved_contents(
    info: Info, target: ViewerIdentity, first: FirstArgument = 20, after: AfterArgument = None
) -> SavedContentConnection:
    """One page of what a user keeps saved; it or an admin may ask."""
    check_first(first)
    async with info.context.read() as connection:
        page = await read_saved_contents(
            connection, info.context.viewer.project_id, target.viewer_key, first=first, after=after
        )
    edges = [SavedContentEdge(node=SavedEntry.of(row), cursor=row.cursor) for row in page.rows]
    return SavedContentConnection(
        edges=edges,
        page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        **project_fields(info, page.state),
    )
