"""The counters of many contents together: one creator's, or the whole platform's."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.analytics.counts import Counts
from server.analytics.ranges import TimeRange
from server.analytics.viewers import estimate_viewers
from server.storage.database import Connection
from server.storage.sql import load_sql

PLATFORM = ""
"""The creator that stands for all of them in ``viewer_sketches``."""

_PACKAGE = "server.analytics"


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """One consistent state of a creator's contents, or of all.

    Attributes:
        as_of: Every event acknowledged before is counted; None before the first aggregation.
        revision: The aggregator run that last touched the scope; 0 when nothing is known of it.
        counts: The counters of the range.
        sessions: Sessions that began in the range.
        session_ms: Their durations.
        viewers: About how many distinct viewers there were; 0 for a range when not asked for.
    """

    as_of: datetime | None
    revision: int
    counts: Counts
    sessions: int
    session_ms: int
    viewers: int


async def read_scope(
    connection: Connection, project_id: int, creator_id: str | None, within: TimeRange | None, *, viewers: bool
) -> ScopeFacts:
    """Reads the counters of a scope.

    Args:
        connection: Inside a snapshot.
        project_id: The viewer's project.
        creator_id: Whose contents; None for the platform.
        within: The range; None for all time.
        viewers: Whether distinct viewers of a range are wanted; of all time they cost nothing.
    """
    name = "platform" if creator_id is None else "creator"
    scope = () if creator_id is None else (creator_id,)
    if within is None:
        row = await connection.fetchrow(load_sql(_PACKAGE, f"{name}_totals"), project_id, *scope)
        assert row is not None
        return _facts(row, row["viewers"] or 0)
    row = await connection.fetchrow(load_sql(_PACKAGE, f"{name}_range"), project_id, *scope, within.start, within.until)
    assert row is not None
    estimated = await estimate_viewers(connection, project_id, creator_id or PLATFORM, within) if viewers else 0
    return _facts(row, estimated)


def _facts(row: asyncpg.Record, viewers: int) -> ScopeFacts:
    return ScopeFacts(
        as_of=row["as_of"],
        revision=row["revision"] or 0,
        counts=Counts.of(row),
        sessions=row["sessions"] or 0,
        session_ms=row["session_ms"] or 0,
        viewers=viewers,
    )
