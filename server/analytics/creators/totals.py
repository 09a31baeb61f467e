"""The counters of many contents together: one creator's, or the whole platform's."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.analytics.creators.unique_viewers import estimate_viewers
from server.analytics.kept_tiers import require_tier
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ScopeQuery
from server.metrics.counters import Counts
from server.storage.database import Connection

PLATFORM = ""
"""The creator id that stands for all creators in ``viewer_sketches``."""


@dataclass(frozen=True, slots=True)
class ScopeResult:
    """One consistent state of a creator's contents, or of all contents.

    Attributes:
        as_of: Every event acknowledged before this time is counted; None before the first aggregation.
        revision: The aggregator run that last changed the scope; 0 if it has no events.
        counts: The counters of the range.
        sessions: Sessions that began in the range.
        session_ms: The sum of their durations in milliseconds.
        viewers: Estimated number of distinct viewers; 0 if not requested.
    """

    as_of: datetime | None
    revision: int
    counts: Counts
    sessions: int
    session_ms: int
    viewers: int


async def read_scope(connection: Connection, query: ScopeQuery, *, viewers: bool) -> ScopeResult:
    """Reads the counters of a scope.

    Args:
        connection: Inside a snapshot.
        query: The query; an unknown creator has zeros and revision 0.
        viewers: Whether distinct viewers are requested.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if the range needs quarter-hours that are not kept any more.
    """
    await require_tier(connection, query.project_id, query.time_range, query.now)
    which: dict[str, object] = {"project": query.project_id, "classes": query.traffic.classes}
    scope, span = "platform", "totals"
    if query.creator_id is not None:
        scope, which["creator"] = "creator", query.creator_id
    if query.time_range is not None:
        span, which["start"], which["end"] = "range", query.time_range.start, query.time_range.end_bucket
    sql = load_metrics_sql(__name__, f"{scope}_{span}", query.definition.prefix)
    row = await sql.fetchrow(connection, **which)
    assert row is not None
    return _result(row, await read_viewers(connection, query) if viewers else 0)


async def read_viewers(connection: Connection, query: ScopeQuery) -> int:
    """The estimated number of distinct viewers of a scope."""
    return await estimate_viewers(
        connection,
        query.project_id,
        PLATFORM if query.creator_id is None else query.creator_id,
        time_range=query.time_range,
        definition=query.definition.key,
        classes=query.traffic.classes,
    )


def _result(row: asyncpg.Record, viewers: int) -> ScopeResult:
    return ScopeResult(
        as_of=row["as_of"],
        revision=row["revision"] or 0,
        counts=Counts.from_row(row),
        sessions=row["sessions"],
        session_ms=row["session_ms"],
        viewers=viewers,
    )
