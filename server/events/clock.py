"""Event time by the server's clock (docs/definitions.md, "Event time")."""

from datetime import UTC, date, datetime, timedelta

from server.events.model import RejectionCode

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FUTURE_TOLERANCE = timedelta(hours=1)
AGE_TOLERANCE = timedelta(hours=1)
"""Largest difference between the times that an age gives two attempts: one travelled longer, the clock drifts."""
_NO_ERROR = timedelta(0)


def start_of(day: date) -> datetime:
    """The moment a day (UTC) begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def clock_error(sent_at: datetime | None, received_at: datetime, tolerance: timedelta) -> timedelta:
    """How far a client's clock is behind the server's; negative when it is ahead.

    The difference includes the time the request took. A slow request must not be mistaken for a wrong clock, or its
    events would count after later ones that arrived first.

    Args:
        sent_at: The client's clock when it sent the request; None: the clock is trusted.
        received_at: The server's clock when the request arrived.
        tolerance: Largest difference that may come from slow requests and small clock errors.

    Returns:
        The difference; zero if it is within the tolerance.
    """
    if sent_at is None or abs(error := received_at - sent_at) <= tolerance:
        return _NO_ERROR
    return error


def corrected_time(
    occurred_at: datetime | None, error: timedelta, received_at: datetime, oldest: datetime = EPOCH
) -> datetime | RejectionCode:
    """Event time, corrected for the error of the client's clock.

    Args:
        occurred_at: The time by the client's clock; None: just now.
        error: How far that clock is behind.
        received_at: The server's clock when the event arrived.
        oldest: Events before this time are rejected.

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


def time_of_age(
    age: float, received_at: datetime, *, oldest: datetime = EPOCH, kept_days: int = 0
) -> datetime | RejectionCode:
    """Event time of an event that says how old it is.

    Another attempt gives another time. So that it is recognised all the same, an event is EXPIRED already when the raw
    event of an earlier attempt might have expired.

    Args:
        age: Seconds between the event and its arrival.
        received_at: The server's clock when the event arrived.
        oldest: Events before this time are rejected.
        kept_days: Whole days (UTC) before today whose raw events are kept; 0: all.

    Returns:
        ``received_at - age``, or TOO_OLD or EXPIRED.
    """
    moment = received_at - timedelta(seconds=age)
    if moment < oldest:
        return RejectionCode.TOO_OLD
    if kept_days:
        today = start_of((received_at + AGE_TOLERANCE).astimezone(UTC).date())  # or, by another process, soon
        if moment < today - timedelta(days=kept_days) + AGE_TOLERANCE:
            return RejectionCode.EXPIRED
    return moment
