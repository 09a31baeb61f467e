"""How far back there are raw events, for questions that read them."""

from datetime import datetime

from server.errors import limit_exceeded
from server.storage.database import Connection


async def require_kept(connection: Connection, project_id: int, start: datetime) -> None:
    """Raises LIMIT_EXCEEDED if a range begins before raw events are kept."""
    since = await connection.fetchval(
        "SELECT raw_since FROM rollup_state WHERE project_id = $1 AND raw_since > $2", project_id, start
    )
    if since is not None:
        message = f"Raw events are kept since {since:%Y-%m-%d}; the range must not begin before that."
        raise limit_exceeded(message, "rawEventsSince", int(since.timestamp()), int(start.timestamp()))
