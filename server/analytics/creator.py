"""What is known about one creator."""

from dataclasses import dataclass

from server.analytics.counts import Counts
from server.analytics.ranges import TimeRange
from server.analytics.scope import ScopeFacts, read_scope
from server.analytics.snapshot import read_snapshot
from server.storage.database import Connection, Pool
from server.storage.sql import load_sql

MOST_TOP_CONTENTS = 100
_PACKAGE = "server.analytics"


@dataclass(frozen=True, slots=True)
class CreatorParts:
    """The parts that cost a read of their own."""

    viewers: bool = False
    contents: bool = False
    top_contents: bool = False


@dataclass(frozen=True, slots=True)
class RankedContent:
    """One of a creator's contents with its counters of the range."""

    content_id: str
    title: str | None
    thumbnail: str | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class CreatorFacts:
    """One consistent state of a creator.

    Attributes:
        scope: The counters of the creator's contents.
        contents: How many contents the creator has; 0 when not asked for.
        top_contents: Those with the best engagement score first, at most 100; empty when not asked for.
    """

    scope: ScopeFacts
    contents: int
    top_contents: list[RankedContent]


async def read_creator(
    pool: Pool, project_id: int, creator_id: str, within: TimeRange | None, parts: CreatorParts
) -> CreatorFacts:
    """Reads a creator in one snapshot, so that every part shows the same state.

    Args:
        pool: Where to read.
        project_id: The viewer's project.
        creator_id: Known or not; an unknown one has zeros and revision 0.
        within: The range; None for all time.
        parts: What is wanted beyond the counters.
    """
    async with read_snapshot(pool) as connection:
        scope = await read_scope(connection, project_id, creator_id, within, viewers=parts.viewers)
        contents = 0
        if parts.contents:
            contents = await connection.fetchval(load_sql(_PACKAGE, "creator_contents"), project_id, creator_id)
        top = await _top_contents(connection, project_id, creator_id, within) if parts.top_contents else []
        return CreatorFacts(scope=scope, contents=contents, top_contents=top)


async def _top_contents(
    connection: Connection, project_id: int, creator_id: str, within: TimeRange | None
) -> list[RankedContent]:
    if within is None:
        rows = await connection.fetch(
            load_sql(_PACKAGE, "creator_top_totals"), project_id, creator_id, MOST_TOP_CONTENTS
        )
    else:
        query = load_sql(_PACKAGE, "creator_top_range")
        rows = await connection.fetch(query, project_id, creator_id, MOST_TOP_CONTENTS, within.start, within.until)
    return [RankedContent(row["content_id"], row["title"], row["thumbnail"], Counts.of(row)) for row in rows]
