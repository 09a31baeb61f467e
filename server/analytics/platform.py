"""What is known about the whole platform, or about one creator's part of it."""

from server.analytics.ranges import TimeRange
from server.analytics.scope import ScopeFacts, read_scope
from server.analytics.snapshot import read_snapshot
from server.storage.database import Pool


async def read_platform(
    pool: Pool, project_id: int, creator_id: str | None, within: TimeRange | None, *, viewers: bool
) -> ScopeFacts:
    """Reads the platform in one snapshot.

    Args:
        pool: Where to read.
        project_id: The viewer's project.
        creator_id: Whose part; None for all.
        within: The range; None for all time.
        viewers: Whether distinct viewers of a range are wanted.
    """
    async with read_snapshot(pool) as connection:
        return await read_scope(connection, project_id, creator_id, within, viewers=viewers)
