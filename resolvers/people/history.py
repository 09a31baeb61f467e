"""``watchHistory`` and ``savedContents``: what a user watched and saved."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.arguments import DefinitionArgument, FirstArgument, check_first, check_id
from resolvers.context import Info
from resolvers.listed_content import ListedContent, card_fields
from resolvers.live import subscription_of
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.pages import AfterArgument, PageInfo
from resolvers.project_state import project_fields
from resolvers.scalars import Long
from server.analytics.people.history import SavedContent, WatchedContent, read_saved_contents, read_watch_history
from server.analytics.people.viewer_identity import require_own
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION, find_definition

WATCH_HISTORY = (
    "Contents that a user viewed, most recently viewed first; a new VIEW_START moves a content to the front. Bot "
    "traffic and a creator's own contents are included, so there is no `include`. For that user, or an admin."
)
SAVED_CONTENTS = (
    "Contents that a user has saved, most recently saved first; an UNSAVE removes one. For that user, or an admin. "
    f"{NO_VIEWS}"
)

UserIdArgument: TypeAlias = Annotated[
    strawberry.ID | None, strawberry.argument(description="Id of the user; the signed-in user when left out.")
]


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
    def of(cls, watched: WatchedContent) -> Self:
        """The API type of a viewed content."""
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
    """Edge of ``watchHistory``."""

    node: WatchedEntry = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Opaque cursor of this content; pass it as `after`.")


@strawberry.type(description="A page of a user's watch history, most recently viewed first.")
class WatchHistoryConnection(Analytics):
    """Connection of ``watchHistory``."""

    edges: list[WatchHistoryEdge] = strawberry.field(description="The contents of the page.")
    page_info: PageInfo = strawberry.field(description="Information about the page.")


@strawberry.type(name="SavedContent", description="A content that a user has saved.")
class SavedEntry(ListedContent):
    """A node of ``savedContents``."""

    saved_at: datetime = strawberry.field(description="When the deciding SAVE occurred.")

    @classmethod
    def of(cls, saved: SavedContent) -> Self:
        """The API type of a saved content."""
        return cls(**card_fields(saved.content), saved_at=saved.saved_at)


@strawberry.type(description="A content and its cursor.")
class SavedContentEdge:
    """Edge of ``savedContents``."""

    node: SavedEntry = strawberry.field(description="The content.")
    cursor: str = strawberry.field(description="Opaque cursor of this content; pass it as `after`.")


@strawberry.type(description="A page of a user's saved contents, most recently saved first.")
class SavedContentConnection(Analytics):
    """Connection of ``savedContents``."""

    edges: list[SavedContentEdge] = strawberry.field(description="The contents of the page.")
    page_info: PageInfo = strawberry.field(description="Information about the page.")


async def watch_history(
    info: Info,
    user_id: UserIdArgument = None,
    first: FirstArgument = 20,
    after: AfterArgument = None,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
) -> WatchHistoryConnection:
    """A page of the contents a user viewed, for the user or an admin."""
    viewer_key = _viewer_key(info, user_id)
    check_first(first)
    view = find_definition(definition)
    async with info.context.read() as connection:
        page = await read_watch_history(
            connection, info.context.viewer.project_id, viewer_key, view, first=first, after=after
        )
    edges = [WatchHistoryEdge(node=WatchedEntry.of(row), cursor=row.cursor) for row in page.rows]
    return WatchHistoryConnection(
        edges=edges,
        page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        **project_fields(info, page.state, view.name),
    )


async def saved_contents(
    info: Info, user_id: UserIdArgument = None, first: FirstArgument = 20, after: AfterArgument = None
) -> SavedContentConnection:
    """A page of the contents a user has saved, for the user or an admin."""
    viewer_key = _viewer_key(info, user_id)
    check_first(first)
    async with info.context.read() as connection:
        page = await read_saved_contents(
            connection, info.context.viewer.project_id, viewer_key, first=first, after=after
        )
    edges = [SavedContentEdge(node=SavedEntry.of(row), cursor=row.cursor) for row in page.rows]
    return SavedContentConnection(
        edges=edges,
        page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        **project_fields(info, page.state),
    )


def _viewer_key(info: Info, user_id: str | None) -> str:
    identity = require_own(info.context.viewer, user_id)
    check_id(identity.id, "userId")
    return identity.viewer_key


@strawberry.type
class HistoryQuery:
    """Queries of a user's contents."""

    watch_history: WatchHistoryConnection = strawberry.field(resolver=watch_history, description=WATCH_HISTORY)
    saved_contents: SavedContentConnection = strawberry.field(resolver=saved_contents, description=SAVED_CONTENTS)


@strawberry.type
class HistorySubscription:
    """Subscriptions to a user's contents."""

    watch_history = subscription_of(watch_history, WATCH_HISTORY)
    saved_contents = subscription_of(saved_contents, SAVED_CONTENTS)
