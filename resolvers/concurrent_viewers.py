"""How many are watching now: of a content, of a creator's contents, of all."""

import strawberry

from resolvers.context import Info
from resolvers.scalars import Long
from server.analytics.concurrent_viewers import read_content_watchers, read_scope_watchers
from server.analytics.query import ContentQuery, ScopeQuery

_TEXT = (
    "{who} now, whatever the range: with a VIEW_START, VIEW_PROGRESS, RESUME or SEEK in the 30 seconds before `asOf`, "
    "and no later PAUSE, VIEW_COMPLETE, SKIP, SWIPE_AWAY or end of the session."
)


@strawberry.type
class ContentWatching:
    """The field that a content's analytics have for its present viewers."""

    query: strawberry.Private[ContentQuery]

    @strawberry.field(description=_TEXT.format(who="Viewers that watch the content"))
    async def concurrent_viewers(self, info: Info) -> Long:
        """How many."""
        async with info.context.read() as connection:
            return await read_content_watchers(connection, self.query)


@strawberry.type
class ScopeWatching:
    """The field that the analytics of a creator and of the platform have for their present viewers."""

    query: strawberry.Private[ScopeQuery]

    @strawberry.field(description=_TEXT.format(who="Distinct viewers that watch any of the contents"))
    async def concurrent_viewers(self, info: Info) -> Long:
        """How many."""
        async with info.context.read() as connection:
            return await read_scope_watchers(connection, self.query)
