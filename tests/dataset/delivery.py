"""Events from an app to the server, and the requests that carry them."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

Fields = dict[str, Any]
MAX_EVENTS = 100  # of one request


@dataclass(slots=True)
class Action:
    """One action, at its true time.

    Attributes:
        at: Its time, in whole milliseconds.
        event: An EventInput without ``occurredAt``.
    """

    at: datetime
    event: Fields


@dataclass(slots=True)
class Delivery:
    """One request of an app.

    Attributes:
        received_at: When it arrives at the server.
        events: The complete EventInputs.
        sent_at: When it was sent, by the app's clock; None if the app does not send it.
        token_user: The user of its token, if it has one.
        data_center: Whether it comes from a data centre.
    """

    received_at: datetime
    events: list[Fields]
    sent_at: datetime | None = None
    token_user: str | None = None
    data_center: bool = False


@dataclass(slots=True)
class Visit:
    """Consecutive actions on one device, before they are sent.

    Attributes:
        actions: The actions, in order of time.
        token_user: The user of the token; the actions then name no user.
        data_center: Whether the device is in a data centre.
    """

    actions: list[Action] = field(default_factory=list)
    token_user: str | None = None
    data_center: bool = False


def event_id(random: Random, at: datetime) -> str:
    """A UUIDv7 of the moment."""
    noise = random.getrandbits(74)
    milliseconds = int(at.timestamp() * 1000)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | (noise >> 62) << 64 | 2 << 62 | noise & (1 << 62) - 1))


def spelled(uuid: str) -> str:
    """An id as apps make it: a UUID, or sometimes another text, which sorts differently."""
    return f"own:{uuid[::-1]}" if uuid[-1] in "0123" else uuid
