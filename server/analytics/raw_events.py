"""How far back there are raw events, for questions that read them."""

from datetime import datetime

from server.errors import ViewpulseError, limit_exceeded
from server.storage.database import Connection


async def require_kept(connection: Connection, project_id: int, start: datetime) -> None:
    """Raises LIMIT_EXCEEDED if a range begins before raw events are kept."""
    check_kept(await read_raw_since(connection, project_id), start)


def check_kept(since: datetime | None, start: datetime) -> None:
    """Raises LIMIT_EXCEEDED if a range begins before raw events are kept.

    Args:
        since: Since when they are kept; None: always.
        start: When the range begins.
    """
    if since is not None and start < since:
        message = f"Raw events are kept since {since:%Y-%m-%d}; the range must not begin before that."
        raise not_kept(message, since, start)


def not_kept(message: str, since: datetime, start: datetime | None) -> ViewpulseError:
    """LIMIT_EXCEEDED with the limit ``rawEventsSince``.

    Args:
        message: One sentence for the developer who reads it.
        since: Since when raw events are kept.
        start: When the range begins; None for all time.
    """
    requested = None if start is None else int(start.timestamp())
    return limit_exceeded(message, "rawEventsSince", int(since.timestamp()), requested)


async def read_raw_since(connection: Connection, project_id: int) -> datetime | None:
    """Since when a project has raw events; None: none have expired."""
    since: datetime | None = await connection.fetchval(
        "SELECT raw_since FROM rollup_state WHERE project_id = $1 AND raw_since > '-infinity'", project_id
    )
    return since
