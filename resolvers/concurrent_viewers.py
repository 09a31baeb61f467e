"""``concurrentViewers``: how many viewers are watching a content, a creator's contents or the platform now."""

import strawberry

from resolvers.context import Info
from resolvers.parts import part
from resolvers.scalars import Long
from server.analytics.concurrent_viewers import read_content_watchers, read_scope_watchers
from server.analytics.query import ContentQuery, ScopeQuery

CONCURRENT = (
    "{who} now, whatever the range: viewers with a VIEW_START, VIEW_PROGRESS, RESUME or SEEK in the 30 seconds before "
    "`asOf` and no later PAUSE, VIEW_COMPLETE, SKIP, SWIPE_AWAY or SESSION_END."
)


@strawberry.type
class ContentWatching:
    """The ``concurrentViewers`` field of ``ContentAnalytics``."""

    query: strawberry.Private[ContentQuery]

    @part(description=CONCURRENT.format(who="Viewers watching the content"))
    async def concurrent_viewers(self, info: Info) -> Long:
        """The number of viewers watching the content."""
        async with info.context.read() as connection:
            return await read_content_watchers(connection, self.query)


@strawberry.type
class ScopeWatching:
    """The ``concurrentViewers`` field of ``CreatorAnalytics`` and ``PlatformAnalytics``."""

    query: strawberry.Private[ScopeQuery]

    @part(description=CONCURRENT.format(who="Distinct viewers watching any of the contents"))
    async def concurrent_viewers(self, info: Info) -> Long:
        """The number of distinct viewers watching any of the contents."""
        async with info.context.read() as connection:
            return await read_scope_watchers(connection, self.query)
