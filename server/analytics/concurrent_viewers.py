"""How many are watching at this moment."""

from server.analytics.query import Asked, ScopeAsked
from server.storage.database import Connection
from server.storage.sql import load_sql


async def read_content_watchers(connection: Connection, asked: Asked) -> int:
    """Viewers that watch a content now; its range and definition do not matter."""
    return await _count(connection, "content_watchers", asked.project_id, asked.traffic.classes, asked.content_id)


async def read_scope_watchers(connection: Connection, asked: ScopeAsked) -> int:
    """Distinct viewers that watch something of a creator, or anything, now; range and definition do not matter."""
    if asked.creator_id is None:
        return await _count(connection, "platform_watchers", asked.project_id, asked.traffic.classes)
    return await _count(connection, "creator_watchers", asked.project_id, asked.traffic.classes, asked.creator_id)


async def _count(connection: Connection, name: str, *arguments: object) -> int:
    count: int = await connection.fetchval(load_sql(__name__, name), *arguments)
    return count
