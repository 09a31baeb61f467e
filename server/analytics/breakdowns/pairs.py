"""Breakdowns by two dimensions that quarter-hours do not have: read from plays and events, so many of them at most."""

from collections.abc import Sequence

from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.query import ContentQuery, ScopeQuery, subject_of
from server.analytics.raw_events import not_kept
from server.errors import limit_exceeded
from server.storage.database import Connection
from server.storage.sql import load_sql

MAX_FACTS = 100_000
"""Maximum number of plays, views, likes, comments and shares in the range: about a second's work."""


async def check_pair(connection: Connection, query: ContentQuery | ScopeQuery, by: Sequence[Dimension]) -> None:
    """Checks that what a breakdown by two dimensions is read from is there, and not too much.

    Args:
        connection: Inside a snapshot.
        query: Whose numbers, and the range.
        by: Two dimensions.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if raw events of the range have expired, or there are more than ``MAX_FACTS``.
    """
    scope, which = subject_of(query)
    start, end = query.bounds
    parameters = {name: which[name] for name in which if name != "classes"}
    [row] = await load_sql(__name__, f"{scope}_facts").fetch(connection, **parameters, start=start, end=end)
    names = " and ".join(dimension.name for dimension in by)
    if row["has_expired"]:
        message = (
            f"{names} together are read from raw events, which are kept since {row['raw_since']:%Y-%m-%d}. "
            "Ask for a range from then on."
        )
        raise not_kept(message, row["raw_since"], start)
    if row["facts"] > MAX_FACTS:
        message = (
            f"{names} together are read from plays and events, and the range has {row['facts']:,} of them; at most "
            f"{MAX_FACTS:,} are read. Ask for a shorter range."
        )
        raise limit_exceeded(message, "breakdownFacts", MAX_FACTS, row["facts"])
