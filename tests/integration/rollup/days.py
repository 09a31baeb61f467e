"""What lists show of each content by day, as it is kept, and as the quarter-hours add up to."""

from typing import Any

from server.storage.database import Connection

COLUMNS = (
    *("views", "engaged_views", "peertube_views", "linkedin_views", "peertube2_views", "linkedin2_views", "watch_ms"),
    *("completed_full", "likes", "comments", "shares", "saves", "clicks", "skips"),
)
DAYS = f"SELECT project_id, content_id, day, traffic, {', '.join(COLUMNS)} FROM content_days"
FROM_QUARTERS = f"""
SELECT project_id, content_id, (bucket AT TIME ZONE 'UTC')::date, traffic, {", ".join(f"sum({one})" for one in COLUMNS)}
FROM content_buckets JOIN rollup_state USING (project_id)
WHERE bucket < days_until::timestamp AT TIME ZONE 'UTC'
GROUP BY 1, 2, 3, 4
"""


async def rows(connection: Connection, query: str) -> set[tuple[Any, ...]]:
    """The rows that count something."""
    found = [tuple(row) for row in await connection.fetch(query)]
    return {row for row in found if any(row[4:])}


async def assert_days_add_up(connection: Connection) -> None:
    """Compares the days of all projects with their quarter-hours; a rebuild fills days by the statement of the fold."""
    assert await rows(connection, DAYS) == await rows(connection, FROM_QUARTERS)
