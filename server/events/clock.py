"""When an event happened, by the server's clock (docs/definitions.md, "time")."""

from datetime import UTC, date, datetime, timedelta

from server.events.model import RejectionCode

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FUTURE_TOLERANCE = timedelta(hours=1)
_NO_ERROR = timedelta(0)


def start_of(day: date) -> datetime:
    """The moment a day (UTC) begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def clock_error(sent_at: datetime | None, received_at: datetime, tolerance: timedelta) -> timedelta:
    """How far a client's clock is behind the server's; negative when it is ahead.

    The difference also holds the time that the request was on its way. That of a slow request must not be taken for an
    error, or what it brings would count after what was done later and arrived first.

    Args:
        sent_at: When the request left, by the client's clock; None: the clock is trusted.
        received_at: When it arrived, by ours.
        tolerance: What a difference may come from: requests that stall, clocks that are right but for a little.

    Returns:
        The difference; nothing, up to the tolerance.
    """
    if sent_at is None or abs(error := received_at - sent_at) <= tolerance:
        return _NO_ERROR
    return error


def corrected_time(
    occurred_at: datetime | None, error: timedelta, received_at: datetime, oldest: datetime = EPOCH
) -> datetime | RejectionCode:
    """The moment an event happened, freed from the error of the client's clock.

    Args:
        occurred_at: By the client's clock; None: just now.
        error: How far that clock is behind.
        received_at: When it arrived, by ours.
        oldest: Nothing that happened before is taken.

    Returns:
        ``occurred_at + error``, or IN_FUTURE (more than an hour) or TOO_OLD.
    """
    if occurred_at is None:
        return received_at
    moment = occurred_at
    if error:
        try:
            moment += error
        except OverflowError:
            return RejectionCode.IN_FUTURE if error > _NO_ERROR else RejectionCode.TOO_OLD
    if moment < oldest:
        return RejectionCode.TOO_OLD
    if moment - received_at > FUTURE_TOLERANCE:
        return RejectionCode.IN_FUTURE
    return moment
