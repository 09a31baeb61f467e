"""Whether the points of a series can still be told apart."""

from server.analytics.kept_tiers import Pieces, require_tier
from server.analytics.query import AnalyticsQuery
from server.analytics.series.calendar import Interval
from server.storage.database import Connection


async def require_pieces(connection: Connection, query: AnalyticsQuery, by: Interval) -> None:
    """Raises LIMIT_EXCEEDED if points of this length need quarter-hours that are not kept any more."""
    pieces = Pieces.HOURS if by is Interval.HOUR else Pieces.DAYS
    await require_tier(connection, query.project_id, query.time_range, query.now, pieces=pieces, zone=query.zone)
