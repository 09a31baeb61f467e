"""Lists of single events: counted events, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from server.storage.pages import Key

EVENT_KEY: Mapping[str, Any] = MappingProxyType({"occurred_at": datetime, "key": str})
"""The sort key of such lists, for ``PagedList``."""
AFTER_EVENT: Mapping[str, Key] = MappingProxyType({"after_time": None, "after_key": ""})
"""The parameters of their statements that take the key of the event next to a page."""


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
