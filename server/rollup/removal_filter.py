"""Which raw events are removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Removal:
    """The filter of a removal; at least one field is given, and an event must match all that are.

    Attributes:
        ids: Stored ids.
        content_id: The content.
        user_id: The user.
        session_id: The session.
        since: Events that occurred at or after this time.
        until: Events that occurred before this time.
    """

    ids: Sequence[str] | None = None
    content_id: str | None = None
    user_id: str | None = None
    session_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def values(self) -> dict[str, object]:
        """The parameters of the condition, without the project."""
        return {
            "ids": self.ids,
            "content": self.content_id,
            "user": self.user_id,
            "session": self.session_id,
            "start": self.since,
            "end": self.until,
        }
