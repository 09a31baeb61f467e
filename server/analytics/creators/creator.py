"""The totals of one creator."""

from dataclasses import dataclass, replace

from server.analytics.counted_days import read_days
from server.analytics.creators.contents import count_creator_contents
from server.analytics.creators.totals import ScopeResult, read_scope, read_viewers
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ScopeQuery
from server.metrics.listed_counts import ListedCounts
from server.storage.database import Connection

MAX_TOP_CONTENTS = 100


@dataclass(frozen=True, slots=True)
class CreatorSelection:
    """The parts of a creator that need a read of their own."""

    viewers: bool = False
    contents: bool = False
    top_contents: bool = False


@dataclass(frozen=True, slots=True)
class RankedContent:
    """One of a creator's contents with the counters that lists show."""

    content_id: str
    title: str | None
    thumbnail: str | None
    counts: ListedCounts


@dataclass(frozen=True, slots=True)
class CreatorResult:
    """One consistent state of a creator.

    Attributes:
        scope: The counters of the creator's contents.
        contents: Number of the creator's contents; 0 if not requested.
        top_contents: The contents with the best engagement score, best first, at most 100; empty if not requested.
    """

    scope: ScopeResult
    contents: int
    top_contents: list[RankedContent]


async def read_creator(
    connection: Connection, query: ScopeQuery, selection: CreatorSelection, scope: ScopeResult | None = None
) -> CreatorResult:
    """Reads a creator.

    Args:
        connection: Inside a snapshot.
        query: The query, which names a creator; an unknown one has zeros and revision 0.
        selection: The requested parts beyond the counters.
        scope: The counters, if they were read in this snapshot already, without viewers.
    """
    if scope is None:
        scope = await read_scope(connection, query, viewers=selection.viewers)
    elif selection.viewers:
        scope = replace(scope, viewers=await read_viewers(connection, query))
    contents = await count_creator_contents(connection, query) if selection.contents else 0
    top = await read_top_contents(connection, query) if selection.top_contents else []
    return CreatorResult(scope=scope, contents=contents, top_contents=top)


async def read_top_contents(connection: Connection, query: ScopeQuery) -> list[RankedContent]:
    """The creator's viewed contents with the best engagement score, best first, at most 100."""
    which: dict[str, object] = {
        "project": query.project_id,
        "creator": query.creator_id,
        "classes": query.traffic.classes,
        "limit": MAX_TOP_CONTENTS,
    }
    name = "creator_top_totals"
    if query.time_range is not None:
        name = "creator_top_range"
        which |= await read_days(connection, query.project_id, query.time_range)
    rows = await load_metrics_sql(__name__, name, query.definition.prefix).fetch(connection, **which)
    return [
        RankedContent(row["content_id"], row["title"], row["thumbnail"], ListedCounts.from_row(row)) for row in rows
    ]
