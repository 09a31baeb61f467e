"""Refuses breakdowns of a range that covers part of a day of which only a daily summary is left."""

from datetime import timedelta

from server.analytics.query import ContentQuery, ScopeQuery, subject_of
from server.analytics.ranges import TimeRange, floor_day
from server.analytics.raw_events import not_kept, read_raw_since
from server.storage.database import Connection
from server.storage.sql import load_sql

_DAY = timedelta(days=1)


async def require_whole_days(connection: Connection, query: ContentQuery | ScopeQuery) -> None:
    """Raises LIMIT_EXCEEDED if part of a day counts whose raw events have expired.

    Parts of days in which nothing was counted are no reason: nothing of them is missing.

    Args:
        connection: The snapshot that the answer is read from.
        query: Whose numbers, and the range.
    """
    if query.time_range is None or not (parts := _parts_of_days(query.time_range)):
        return
    since = await read_raw_since(connection, query.project_id)
    if since is None:
        return
    scope, which = subject_of(query)
    del which["classes"]
    for part in parts:
        if part.start >= since:
            continue
        sql = load_sql(__name__, f"{scope}_facts")
        [row] = await sql.fetch(connection, **which, start=part.start, end=part.end)
        if row["facts"]:
            message = (
                f"Raw events are kept since {since:%Y-%m-%d}; of days before that, countries, devices and the like are "
                "kept by whole days (UTC). Begin and end the range at midnight (UTC), or after that day."
            )
            raise not_kept(message, since, query.time_range.start)


def _parts_of_days(time_range: TimeRange) -> list[TimeRange]:
    """What a range covers of days (UTC) that it does not cover as a whole; at most two parts."""
    start, end = time_range.start, time_range.end_bucket
    first, last = floor_day(start), floor_day(end)
    if first == last:
        return [TimeRange(start, end)]
    parts = [TimeRange(start, first + _DAY)] if start > first else []
    return parts + ([TimeRange(last, end)] if end > last else [])
