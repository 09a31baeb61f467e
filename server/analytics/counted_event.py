"""Lists of single events: counted events, newest first."""

from dataclasses import dataclass
from datetime import datetime

from server.analytics.pages import decode_cursor, encode_cursor


@dataclass(frozen=True, slots=True)
class CountedEvent:
    """One event.

    Attributes:
        key: The id that orders events with equal times: as the client sent it, or the canonical text of a UUID.
        event_id: The id as the client sent it.
        type: The stored type.
        content_id: The content, if the event is about one.
        occurred_at: Event time, corrected for the client's clock.
    """

    key: str
    event_id: str
    type: str
    content_id: str | None
    occurred_at: datetime

    @property
    def cursor(self) -> str:
        """The cursor of the event."""
        return encode_cursor(self.occurred_at, self.key)


def event_before(after: str | None) -> dict[str, object]:
    """The position in a list that ``after`` stands for, as parameters of its statement: time and key of an event.

    Raises:
        ViewpulseError: BAD_INPUT if ``after`` is not a cursor of such a list.
    """
    time, key = decode_cursor(after, datetime, str) or (None, "")
    return {"after_time": time, "after_key": key}
