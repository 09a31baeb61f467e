"""The age groups, genders, countries, cities, devices and platforms of the viewers of a content or creator."""

from collections.abc import Sequence

from server.analytics.contents.breakdown import BreakdownResult, Dimension, read_values
from server.analytics.query import ScopeQuery
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
"""The dimensions of an audience."""


async def read_creator_audience(
    connection: Connection, query: ScopeQuery, first: int, dimensions: Sequence[Dimension] = AUDIENCE
) -> dict[Dimension, BreakdownResult]:
    """Views of all contents of a creator together, by each dimension.

    Args:
        connection: Inside a snapshot.
        query: The creator, range, definition and traffic; ``content_owners`` has the contents.
        first: Maximum number of values of each dimension.
        dimensions: The requested dimensions.
    """
    sql = load_sql(__name__, "audience_contents")
    rows = await sql.fetch(connection, project=query.project_id, creator=query.creator_id)
    return await read_values(connection, query, [row["content_id"] for row in rows], dimensions, first)
