"""What is known about one creator."""

from dataclasses import dataclass

from server.analytics.counters import Counts
from server.analytics.creators.totals import ScopeFacts, read_scope
from server.analytics.query import ScopeAsked
from server.analytics.sql_templates import load_metrics_sql
from server.storage.database import Connection
from server.storage.sql import load_sql

MOST_TOP_CONTENTS = 100


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


async def read_creator(connection: Connection, asked: ScopeAsked, parts: CreatorParts) -> CreatorFacts:
    """Reads a creator.

    Args:
        connection: Inside a snapshot.
        asked: The question, which names a creator; an unknown one has zeros and revision 0.
        parts: What is wanted beyond the counters.
    """
    scope = await read_scope(connection, asked, viewers=parts.viewers)
    contents = 0
    if parts.contents:
        query = load_sql(__name__, "creator_contents")
        contents = await connection.fetchval(query, asked.project_id, asked.creator_id)
    top = await read_top_contents(connection, asked) if parts.top_contents else []
    return CreatorFacts(scope=scope, contents=contents, top_contents=top)


async def read_top_contents(connection: Connection, asked: ScopeAsked) -> list[RankedContent]:
    """The creator's viewed contents with the best engagement score first, at most 100."""
    within = () if asked.within is None else (asked.within.start, asked.within.until)
    name = "creator_top_totals" if asked.within is None else "creator_top_range"
    rows = await connection.fetch(
        load_metrics_sql(__name__, name, asked.definition.prefix),
        asked.project_id,
        asked.creator_id,
        MOST_TOP_CONTENTS,
        asked.traffic.classes,
        *within,
    )
    return [RankedContent(row["content_id"], row["title"], row["thumbnail"], Counts.of(row)) for row in rows]
