"""The inputs of mutations with one purpose; each becomes an event of the catalogue."""

from server.consent import Purposes
from server.events.context import TrackWarning
from server.events.event_enums import EventEnum, EventType
from server.events.model import (
    Age,
    Device,
    Event,
    Id,
    Location,
    Network,
    Rejection,
    Sent,
    Source,
    Time,
    ViewData,
    WeekSeconds,
    decode_item,
    settled,
)


class EngagementType(EventEnum):
    """The six types of ``recordEngagementBatch``."""

    VIEW = "VIEW"
    SAVE = "SAVE"
    SHARE = "SHARE"
    CLICK = "CLICK"
    SKIP = "SKIP"
    COMPLETE = "COMPLETE"


class InteractionType(EventEnum):
    """The eight types of ``recordInteraction``."""

    IMPRESSION = "IMPRESSION"
    VIEW = "VIEW"
    SKIP = "SKIP"
    SAVE = "SAVE"
    SHARE = "SHARE"
    CONTACT = "CONTACT"
    WHATSAPP = "WHATSAPP"
    BOOK_VIEWING = "BOOK_VIEWING"


AGE = "Instead of `occurredAt`: seconds since then, by a clock that nobody sets; see EventInput."
"""The description of ``age`` outside of ``EventInput``."""


class ShortForm(Sent):
    """An input that stands for an event."""

    def event(self) -> Event:
        """The event."""
        raise NotImplementedError


class Reaction(ShortForm):
    """Interaction of a viewer with a content."""

    type: EventEnum
    content_id: Id
    id: Id | None = None
    user_id: Id | None = None
    session_id: Id | None = None
    play_id: Id | None = None
    occurred_at: Time | None = None
    age: Age | None = None
    watch_time: WeekSeconds | None = None
    completed: bool | None = None
    shared_to: str | None = None
    source: Source | None = None
    device: Device | None = None
    location: Location | None = None
    consent: Purposes | None = None

    def event(self) -> Event:
        """The event; its ``viewData`` and ``properties`` hold what the input says about watching and sharing."""
        view = None
        if self.watch_time is not None or self.completed:
            view = ViewData(total_watch_time=self.watch_time, completion_percent=100 if self.completed else None)
        return Event(
            type=EventType[self.type.name],
            id=self.id,
            content_id=self.content_id,
            user_id=self.user_id,
            session_id=self.session_id,
            play_id=self.play_id,
            occurred_at=self.occurred_at,
            age=self.age,
            view_data=view,
            source=self.source,
            device=self.device,
            location=self.location,
            consent=self.consent,
            properties={"sharedTo": self.shared_to} if self.shared_to else None,
        )


class Engagement(Reaction):
    """Interaction of a viewer with a content of a feed."""

    type: EngagementType


class ListingInteraction(Reaction):
    """Interaction of a viewer with a listing."""

    type: InteractionType


class SessionStart(ShortForm):
    """Start of a session."""

    id: Id | None = None
    session_id: Id | None = None
    user_id: Id | None = None
    occurred_at: Time | None = None
    age: Age | None = None
    source: Source | None = None
    device: Device | None = None
    location: Location | None = None
    network: Network | None = None
    consent: Purposes | None = None
    properties: dict[str, object] | None = None

    def event(self) -> Event:
        """A SESSION_START."""
        return Event(
            type=EventType.SESSION_START,
            id=self.id,
            session_id=self.session_id,
            user_id=self.user_id,
            occurred_at=self.occurred_at,
            age=self.age,
            source=self.source,
            device=self.device,
            location=self.location,
            network=self.network,
            consent=self.consent,
            properties=self.properties,
        )


def decode_short_form(raw: object, shape: type[ShortForm]) -> Event | Rejection:
    """The event for an item, or a rejection.

    Args:
        raw: The item, as for ``decode_event``.
        shape: The type of the input.
    """
    warnings: list[TrackWarning] = []
    said = decode_item(raw, shape, warnings)
    return said if isinstance(said, Rejection) else settled(said.event(), warnings, raw)
