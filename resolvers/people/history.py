"""``watchHistory`` and ``savedContents``: what a user watched and saved."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.access import OWN_USER
from resolvers.arguments import DefinitionArgument
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.listed_content import ListedContent, summary_fields
from resolvers.metrics import NO_VIEWS, Analytics
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
from server.analytics.people import history
from server.analytics.people.history import SavedContent, WatchedContent
from server.analytics.people.viewer_identity import ViewerIdentity
from server.live.subjects import catalogue_subject
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION, find_definition

TITLES = FieldMetadata(shows=LiveDependency(catalogue_subject))


@strawberry.type(name="WatchedContent", description="A content that a user viewed, with the user's metrics.")
class WatchedEntry(ListedContent):
    """A node of ``watchHistory``."""

    first_viewed_at: datetime = strawberry.field(description="First VIEW_START of this user.")
    last_viewed_at: datetime = strawberry.field(description="Latest VIEW_START of this user.")
    views: Long = strawberry.field(description="Views of this user, by the requested definition.")
    plays: Long = strawberry.field(description="Plays of this user.")
    watch_time: float = strawberry.field(description="Seconds this user watched.")
    completions: Long = strawberry.field(description="Plays of this user that were completed in full.")

    @classmethod
    def from_content(cls, watched: WatchedContent) -> Self:
        """The API type of a viewed content."""
        return cls(
            **summary_fields(watched.content),
            first_viewed_at=watched.first_view_at,
            last_viewed_at=watched.last_view_at,
            views=watched.views,
            plays=watched.plays,
            watch_time=rates.seconds(watched.watch_ms),
            completions=watched.completions,
        )


@strawberry.type(description="A content and its cursor.")
class WatchHistoryEdge:
    """Edge of ``watchHistory``."""

    node: WatchedEntry = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Opaque cursor of this content; pass it as `after` or `before`.")


@strawberry.type(description="A page of a user's watch history, most recently viewed first.")
class WatchHistoryConnection(Analytics, Paged):
    """Connection of ``watchHistory``."""

    edges: list[WatchHistoryEdge] = strawberry.field(description="The contents of the page, with their cursors.")
    nodes: list[WatchedEntry] = strawberry.field(description="The contents of the page.")


@strawberry.type(name="SavedContent", description="A content that a user has saved.")
class SavedEntry(ListedContent):
    """A node of ``savedContents``."""

    saved_at: datetime = strawberry.field(description="When the deciding SAVE occurred.")

    @classmethod
    def from_content(cls, saved: SavedContent) -> Self:
        """The API type of a saved content."""
        return cls(**summary_fields(saved.content), saved_at=saved.saved_at)


@strawberry.type(description="A content and its cursor.")
class SavedContentEdge:
    """Edge of ``savedContents``."""

    node: SavedEntry = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Opaque cursor of this content; pass it as `after` or `before`.")


@strawberry.type(description="A page of a user's saved contents, most recently saved first.")
class SavedContentConnection(Analytics, Paged):
    """Connection of ``savedContents``."""

    edges: list[SavedContentEdge] = strawberry.field(description="The contents of the page, with their cursors.")
    nodes: list[SavedEntry] = strawberry.field(description="The contents of the page.")


@query_field(
    OWN_USER,
    "Contents that a user viewed, most recently viewed first; a new VIEW_START moves a content to the front. Bot "
    "traffic and a creator's own contents are included, so there is no `include`. For that user, or an admin.",
    metadata=TITLES,
)
async def watch_history(
    info: Info,
    target: ViewerIdentity,
    *,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
) -> WatchHistoryConnection:
    """A page of the contents a user viewed, for the user or an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    view = find_definition(definition)
    project_id = info.context.caller.project_id
    watched = history.watch_history(project_id, target.viewer_key, view)
    page, state = await read_page(info, watched, request)
    return WatchHistoryConnection(
        **page_fields(watched, page, WatchHistoryEdge, WatchedEntry.from_content),
        **project_fields(info, state, view.name),
    )


@query_field(
    OWN_USER,
    "Contents that a user has saved, most recently saved first; an UNSAVE removes one. For that user, or an admin. "
    f"{NO_VIEWS}",
    metadata=TITLES,
)
async def saved_contents(
    info: Info,
    target: ViewerIdentity,
    *,
    first: PageFirstArgument = PAGE_SIZE,
    after: AfterArgument = None,
    last: LastArgument = None,
    before: BeforeArgument = None,
) -> SavedContentConnection:
    """A page of the contents a user has saved, for the user or an admin."""
    request = resolve_page(info, first=first, after=after, last=last, before=before)
    project_id = info.context.caller.project_id
    saved = history.saved_contents(project_id, target.viewer_key)
    page, state = await read_page(info, saved, request)
    return SavedContentConnection(
        **page_fields(saved, page, SavedContentEdge, SavedEntry.from_content), **project_fields(info, state)
    )
