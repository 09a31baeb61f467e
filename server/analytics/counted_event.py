"""An event as lists of single events have it: counted, and the newest first."""

from dataclasses import dataclass
from datetime import datetime

from server.analytics.cursors import decode_cursor, encode_cursor


@dataclass(frozen=True, slots=True)
class CountedEvent:
    """One event.

    Attributes:
        key: The id that orders events of one time: as the client sent it; of a UUID the canonical text.
        subject: What it is stored under.
        event_id: The id as the client spells it.
        type: What happened, as stored.
        content_id: The content, if it is about one.
        occurred_at: When it happened, corrected for the client's clock.
    """

    key: str
    subject: str
    event_id: str
    type: str
    content_id: str | None
    occurred_at: datetime

    @property
    def cursor(self) -> str:
        """Where the list goes on after it."""
        return encode_cursor(self.occurred_at, self.key, self.subject)


def event_before(after: str | None) -> tuple[datetime | None, str, str]:
    """What a list of events goes on after, as its statement takes it: time, key and subject of an event.

    Raises:
        ViewpulseError: BAD_INPUT, when ``after`` is no cursor of such a list.
    """
    return decode_cursor(after, datetime, str, str) or (None, "", "")
