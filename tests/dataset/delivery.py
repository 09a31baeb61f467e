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
    """One thing that was done, by the true clock.

    Attributes:
        at: When, in whole milliseconds.
        event: An EventInput without ``occurredAt``.
    """

    at: datetime
    event: Fields


@dataclass(slots=True)
class Delivery:
    """One request of an app.

    Attributes:
        received_at: When the server gets it.
        events: EventInputs, complete.
        sent_at: When it left, by the app's own clock, when the app says.
        token_user: The user of its token, when it has one.
        data_center: Whether it comes from a data centre.
    """

    received_at: datetime
    events: list[Fields]
    sent_at: datetime | None = None
    token_user: str | None = None
    data_center: bool = False


@dataclass(slots=True)
class Visit:
    """All that one device did in a row, before anything is sent.

    Attributes:
        actions: In the order of time.
        token_user: The user who was signed in by a token; the actions then name no user.
        data_center: Whether the device stands in a data centre.
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
    """An id as the app has it: a UUID, or now and then a text of its own that sorts in another way."""
    return f"own:{uuid[::-1]}" if uuid[-1] in "0123" else uuid
