"""A range of what lists show of contents: whole days, which are added up already, and the quarter-hours around them."""

from datetime import UTC, date, datetime, time, timedelta

from server.analytics.ranges import TimeRange
from server.storage.sql import load_sql
from server.storage.statement import Source

_DAY = timedelta(days=1)


def split_days(time_range: TimeRange, days_until: date | None) -> dict[str, date | datetime]:
    """The parameters of statements that add up days: ``:first_day`` to ``:end_day``, and quarter-hours around them.

    Args:
        time_range: The range.
        days_until: Days (UTC) before it are added up; None if no day is.
    """
    start, end = time_range.start.astimezone(UTC), time_range.end_bucket.astimezone(UTC)
    first_day = start.date() if start == _midnight(start.date()) else start.date() + _DAY
    end_day = first_day if days_until is None else max(first_day, min(end.date(), days_until))
    days: dict[str, date | datetime] = {"first_day": first_day, "end_day": end_day}
    if first_day == end_day:
        return {**days, "start": start, "head_end": end, "tail_start": end, "end": end}
    return {**days, "start": start, "head_end": _midnight(first_day), "tail_start": _midnight(end_day), "end": end}


async def read_days(connection: Source, project_id: int, time_range: TimeRange) -> dict[str, date | datetime]:
    """The parts of a range as the connection's snapshot has them, as parameters of a statement."""
    days_until = await load_sql(__name__, "days_until").fetchval(connection, project=project_id)
    return split_days(time_range, days_until)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
