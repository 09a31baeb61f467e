"""When an event happened, by the server's clock (docs/definitions.md, "time")."""

from datetime import UTC, datetime, timedelta

from server.events.model import RejectionCode

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FUTURE_TOLERANCE = timedelta(hours=1)


def corrected_time(
    occurred_at: datetime | None, sent_at: datetime | None, received_at: datetime
) -> datetime | RejectionCode:
    """The moment an event happened, freed from the error of the client's clock.

    Args:
        occurred_at: By the client's clock; None: just now.
        sent_at: When the request left, by the same clock; None: the clock is trusted.
        received_at: When it arrived, by ours.

    Returns:
        ``received_at - (sent_at - occurred_at)``, or IN_FUTURE (more than an hour) or BEFORE_1970.
    """
    if occurred_at is None:
        return received_at
    moment = occurred_at
    if sent_at is not None:
        age = sent_at - occurred_at
        try:
            moment = received_at - age
        except OverflowError:
            return RejectionCode.IN_FUTURE if age < timedelta(0) else RejectionCode.BEFORE_1970
    if moment < EPOCH:
        return RejectionCode.BEFORE_1970
    if moment - received_at > FUTURE_TOLERANCE:
        return RejectionCode.IN_FUTURE
    return moment
