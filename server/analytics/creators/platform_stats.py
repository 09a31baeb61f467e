"""The totals of a project, for its operators."""

from dataclasses import dataclass
from datetime import datetime

from server.analytics.creators.totals import ScopeResult, read_scope
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ScopeQuery
from server.sessions import SESSION_TIMEOUT
from server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class PlatformStatsResult:
    """One consistent state of a project.

    Attributes:
        scope: The counters of all contents, over all time.
        contents: Contents with an event.
        catalogued_contents: Contents in the catalogue.
        creators: Creators for whom something counts.
        open_sessions: Sessions that have not ended.
        stale_scores: Contents whose scores are due for a refresh.
        pending_batches: Ingest transactions that are not counted yet.
        pending_events: Events in those transactions.
        oldest_pending: When the oldest of them was committed; None if there are none.
    """

    scope: ScopeResult
    contents: int
    catalogued_contents: int
    creators: int
    open_sessions: int
    stale_scores: int
    pending_batches: int
    pending_events: int
    oldest_pending: datetime | None


async def read_platform_stats(connection: Connection, query: ScopeQuery, *, viewers: bool) -> PlatformStatsResult:
    """Reads the totals of a project.

    Args:
        connection: Inside a snapshot.
        query: The query of the platform, over all time.
        viewers: Whether distinct viewers are requested.
    """
    scope = await read_scope(connection, query, viewers=viewers)
    sql = load_metrics_sql(__name__, "platform_stats", "")
    row = await sql.fetchrow(connection, project=query.project_id, session_timeout=SESSION_TIMEOUT)
    assert row is not None
    return PlatformStatsResult(
        scope=scope,
        contents=row["contents"],
        catalogued_contents=row["catalogued_contents"],
        creators=row["creators"],
        open_sessions=row["open_sessions"],
        stale_scores=row["stale_scores"],
        pending_batches=row["pending_batches"],
        pending_events=row["pending_events"],
        oldest_pending=row["oldest"],
    )
