"""How finely the past is kept: by quarter-hour, before that by whole days (UTC), before that as one sum.

A question that would need more than is kept is refused with a reason; no answer leaves anything out.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from server.analytics.ranges import TimeRange
from server.errors import ViewpulseError, limit_exceeded
from server.settings import LEAST_QUARTER_DAYS
from server.storage.database import Connection

_YOUNG = timedelta(days=LEAST_QUARTER_DAYS)
"""So long quarter-hours are kept with any setting."""
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Pieces(Enum):
    """What the numbers of a range are divided by."""

    WHOLE = auto()
    """By nothing, or by what days have numbers of, such as countries."""
    DAYS = auto()
    """By local days, or longer parts of the calendar."""
    HOURS = auto()


def may_be_old(time_range: TimeRange | None, now: datetime) -> bool:
    """Whether a range, or all time if it is None, may begin before quarter-hours are kept."""
    return time_range is None or time_range.start < now - _YOUNG


async def require_tier(
    connection: Connection,
    project_id: int,
    time_range: TimeRange | None,
    now: datetime,
    *,
    pieces: Pieces = Pieces.WHOLE,
    zone: ZoneInfo | None = None,
) -> None:
    """Raises LIMIT_EXCEEDED if a question needs quarter-hours, or days, that are not kept any more.

    Args:
        connection: The snapshot that the answer is read from.
        project_id: The project.
        time_range: The range; None for all time.
        now: The time of the request.
        pieces: What its numbers are divided by.
        zone: The zone of local days; None: UTC.
    """
    if not may_be_old(time_range, now) or (time_range is None and pieces is Pieces.WHOLE):
        return
    row = await connection.fetchrow(
        """
        SELECT nullif(days_since, '-infinity') AS days_since, quarters_since FROM rollup_state
        WHERE project_id = $1 AND quarters_since > '-infinity'
        """,
        project_id,
    )
    if row is None:
        return
    days_since, quarters_since = row
    if days_since is not None and (time_range is None or time_range.start < days_since):
        asked = "the range must not begin before that" if time_range else "give a range that begins then or later"
        raise _refused(f"Numbers are kept by day since {days_since:%Y-%m-%d}; {asked}.", days_since, time_range)
    if _needs_quarters(time_range, quarters_since, pieces, zone):
        message = (
            f"Before {quarters_since:%Y-%m-%d}, numbers are kept by whole days (UTC). Begin and end the range at "
            "midnight (UTC), or after that day, and ask for parts of it by DAY in UTC at the finest."
        )
        raise _refused(message, quarters_since, time_range, "quartersSince")


def _refused(message: str, since: datetime, time_range: TimeRange | None, name: str = "daysSince") -> ViewpulseError:
    requested = None if time_range is None else int(time_range.start.timestamp())
    return limit_exceeded(message, name, int(since.timestamp()), requested)


def _needs_quarters(time_range: TimeRange | None, since: datetime, pieces: Pieces, zone: ZoneInfo | None) -> bool:
    if time_range is not None:
        if time_range.start >= since:
            return False
        bounds = (time_range.start, time_range.end_bucket)
        if any(bound < since and (bound - _EPOCH) % _DAY for bound in bounds):
            return True
    if pieces is Pieces.DAYS and zone is not None:
        return not _is_utc(zone, _months(since if time_range is None else time_range.start, since))
    return pieces is Pieces.HOURS


def _is_utc(zone: ZoneInfo, moments: Iterable[datetime]) -> bool:
    """Whether the days of a zone are those of UTC, as far as some moments tell."""
    return all(zone.utcoffset(moment) == timedelta(0) for moment in moments)


def _months(start: datetime, end: datetime) -> Iterable[datetime]:
    """A moment in each month of a range, and of the year before its end."""
    moment = min(start, end - timedelta(days=366))
    while moment < end:
        yield moment
        moment += timedelta(days=28)
