"""Distinct viewers of a creator's contents, or of all: estimates from mergeable sketches."""

import asyncio

from server.analytics.ranges import TimeRange
from server.storage.database import Connection
from server.storage.sketches import estimate, merge
from server.storage.sql import load_sql

SKETCHES_AT_ONCE = 500


async def estimate_viewers(connection: Connection, project_id: int, creator_id: str, within: TimeRange) -> int:
    """About how many distinct viewers there were in a range; the memory it takes does not grow with the range.

    Args:
        connection: Inside a transaction.
        project_id: The project.
        creator_id: Whose contents; ``""`` for all.
        within: The range.
    """
    query = load_sql("server.analytics", "viewer_sketches")
    cursor = await connection.cursor(query, project_id, creator_id, within.start, within.until)
    merged: list[bytes] = []
    while rows := await cursor.fetch(SKETCHES_AT_ONCE):
        # off the event loop: merging a full batch takes milliseconds
        merged = [await asyncio.to_thread(merge, [*merged, *(row["sketch"] for row in rows)])]
    return estimate(merged[0]) if merged else 0
