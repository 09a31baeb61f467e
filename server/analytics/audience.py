"""Who the viewers of a content or of a creator are, and where and on what they watch (A7, A11)."""

from collections.abc import Sequence

from server.analytics.asked import Asked
from server.analytics.breakdown import BreakdownFacts, Dimension, read_values
from server.storage.database import Connection
from server.storage.sql import load_sql

AUDIENCE = (
    Dimension.AGE_GROUP,
    Dimension.GENDER,
    Dimension.COUNTRY,
    Dimension.CITY,
    Dimension.DEVICE,
    Dimension.PLATFORM,
)
"""What an audience is told by."""


async def read_creator_audience(
    connection: Connection, asked: Asked, creator_id: str, first: int, dimensions: Sequence[Dimension] = AUDIENCE
) -> dict[Dimension, BreakdownFacts]:
    """Views of all of a creator's contents together, by each dimension.

    Args:
        connection: Inside a snapshot.
        asked: The project, range, definition and traffic; its content does not matter.
        creator_id: Whose contents, as ``contents_of`` finds them.
        first: How many values of each dimension.
        dimensions: Those that are wanted.
    """
    rows = await connection.fetch(load_sql("server.analytics", "audience_contents"), asked.project_id, creator_id)
    return await read_values(connection, asked, [row["content_id"] for row in rows], dimensions, first)
