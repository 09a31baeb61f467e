"""The rank of a content among all contents, by its quality score over all time."""

from dataclasses import dataclass
from datetime import datetime

from server.analytics.access import read_owner
from server.analytics.query import ContentQuery
from server.metrics.rates import percent
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class ScoredContents:
    """The viewed contents of a creator, or of the platform.

    Attributes:
        contents: Number of contents.
        quality: The mean of their quality scores; None if there are none.
    """

    contents: int
    quality: float | None


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """A content's rank and percentile by quality score, and the averages it is compared with.

    Attributes:
        quality: The content's quality score (0-100); None until it is scored after its first view.
        scored_at: When its scores last changed.
        above: How many contents of the platform have a better score.
        below: How many contents of the platform have a worse score.
        creator: The contents of the same creator; empty if the creator is unknown.
        platform: All contents.
    """

    quality: float | None
    scored_at: datetime | None
    above: int
    below: int
    creator: ScoredContents
    platform: ScoredContents

    @property
    def rank(self) -> int | None:
        """1 for the best score; equal scores share a rank; None without a score."""
        return None if self.quality is None else self.above + 1

    @property
    def percentile(self) -> float | None:
        """Percentage (0-100) of the other contents with a lower score; None without a score or other contents."""
        others = self.platform.contents - 1
        return None if self.quality is None or others <= 0 else percent(self.below, others)


async def read_benchmarks(connection: Connection, query: ContentQuery) -> Benchmarks:
    """The benchmarks of a content by the requested definition; the query's range and traffic do not matter."""
    sql, definition = load_sql(__name__, "content_benchmarks"), query.definition.key
    row = await sql.fetchrow(connection, project=query.project_id, content=query.content_id, definition=definition)
    assert row is not None
    owner = await read_owner(connection, query.project_id, query.content_id)
    return Benchmarks(
        quality=row["quality"],
        scored_at=row["scored_at"],
        above=row["above"],
        below=row["below"],
        creator=await read_scored(connection, query, owner or ""),
        platform=ScoredContents(row["contents"], row["average"]),
    )


async def read_scored(connection: Connection, query: ContentQuery, creator_id: str | None) -> ScoredContents:
    """The scored contents of a creator, by the requested definition.

    Args:
        connection: Inside a snapshot.
        query: The query, for its project and definition.
        creator_id: The creator; empty for contents without one, None for the whole platform.
    """
    definition = query.definition.key
    if creator_id is None:
        sql = load_sql(__name__, "platform_scored")
        row = await sql.fetchrow(connection, project=query.project_id, definition=definition)
    else:
        sql = load_sql(__name__, "creator_scored")
        row = await sql.fetchrow(connection, project=query.project_id, creator=creator_id, definition=definition)
    assert row is not None
    return ScoredContents(row["contents"], row["average"])
