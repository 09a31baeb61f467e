"""The number of viewers watching at this moment."""

from server.analytics.query import AnalyticsQuery, ContentQuery, ScopeQuery
from server.storage.database import Connection
from server.storage.sql import load_sql


async def read_content_watchers(connection: Connection, query: ContentQuery) -> int:
    """Viewers watching a content now; the query's range and definition do not matter."""
    return await _count(connection, "content_watchers", query, content=query.content_id)


async def read_scope_watchers(connection: Connection, query: ScopeQuery) -> int:
    """Distinct viewers watching any content of a creator, or any content, now; range and definition do not matter."""
    if query.creator_id is None:
        return await _count(connection, "platform_watchers", query)
    return await _count(connection, "creator_watchers", query, creator=query.creator_id)


async def _count(connection: Connection, name: str, query: AnalyticsQuery, **subject: object) -> int:
    sql = load_sql(__name__, name)
    count: int = await sql.fetchval(connection, project=query.project_id, classes=query.traffic.classes, **subject)
    return count
