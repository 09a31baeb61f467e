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
"""What an audience is told by."""


async def read_creator_audience(
    connection: Connection, query: ScopeQuery, first: int, dimensions: Sequence[Dimension] = AUDIENCE
) -> dict[Dimension, BreakdownResult]:
    """Views of all of a creator's contents together, by each dimension.

    Args:
        connection: Inside a snapshot.
        query: Which creator, whose contents ``contents_of`` finds, range, definition and traffic.
        first: How many values of each dimension.
        dimensions: Those that are wanted.
    """
    sql = load_sql(__name__, "audience_contents")
    rows = await connection.fetch(sql, query.project_id, query.creator_id)
    return await read_values(connection, query, [row["content_id"] for row in rows], dimensions, first)
