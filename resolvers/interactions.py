"""recordEngagementBatch, recordInteraction and recordInteractions: short names for tracking what viewers do."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeAlias, cast

import strawberry
from strawberry.types.arguments import InputContext
from strawberry.types.unset import UNSET

from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.event_input import DeviceInput, LocationInput, SourceInput
from resolvers.tracking import TrackPayload, TrackResult, track_as, track_one
from server.events.catalogue import CATALOGUE
from server.events.model import Event, Rejection, decode_event
from server.events.words import EventType

NAMES = {
    "viewData.totalWatchTime": "watchTime",
    "viewData.completionPercent": "completed",
    "properties.sharedTo": "sharedTo",
}
"""What the fields of an event are called here."""


class EngagementType(StrEnum):
    """The six of ``recordEngagementBatch``."""

    VIEW = "VIEW"
    SAVE = "SAVE"
    SHARE = "SHARE"
    CLICK = "CLICK"
    SKIP = "SKIP"
    COMPLETE = "COMPLETE"


class InteractionType(StrEnum):
    """The eight of ``recordInteraction``."""

    IMPRESSION = "IMPRESSION"
    VIEW = "VIEW"
    SKIP = "SKIP"
    SAVE = "SAVE"
    SHARE = "SHARE"
    CONTACT = "CONTACT"
    WHATSAPP = "WHATSAPP"
    BOOK_VIEWING = "BOOK_VIEWING"


register_enum(
    EngagementType,
    "What a viewer did with a content of a feed.",
    {kind: CATALOGUE[EventType[kind.name]].description for kind in EngagementType},
)
register_enum(
    InteractionType,
    "What a viewer did with a listing.",
    {kind: CATALOGUE[EventType[kind.name]].description for kind in InteractionType},
)


@strawberry.input
class Doing:
    """What both inputs carry beside the type."""

    content_id: strawberry.ID = strawberry.field(description="The content.")
    id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The client's own id of this event; sending it again is a DUPLICATE."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The signed-in user; must agree with the token when one is sent."
    )
    session_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The app's session. A guest without one is given one in the answer."
    )
    play_id: strawberry.ID | None = strawberry.field(default=UNSET, description="One viewing, as in EventInput.")
    occurred_at: datetime | None = strawberry.field(
        default=UNSET, description="When it happened, by the client's clock; the time of arrival when left out."
    )
    watch_time: float | None = strawberry.field(
        default=UNSET, description="Seconds watched in this viewing so far; `viewData.totalWatchTime` of the event."
    )
    completed: bool | None = strawberry.field(
        default=UNSET, description="True: watched to the end; `viewData.completionPercent` 100 of the event."
    )
    shared_to: str | None = strawberry.field(
        default=UNSET, description="Where it was shared to; of a SHARE only. Empty is the same as left out."
    )
    source: SourceInput | None = strawberry.field(default=UNSET, description="Where the viewer came from.")
    device: DeviceInput | None = strawberry.field(default=UNSET, description="What it was watched on.")
    location: LocationInput | None = strawberry.field(default=UNSET, description="Where the viewer is.")


@strawberry.input(description="What a viewer did with a content of a feed.")
class EngagementInput(Doing):
    """What the resolvers receive is not this class but the decoded event, or the reason why it is none."""

    type: EngagementType = strawberry.field(description="What was done.")


@strawberry.input(description="What a viewer did with a listing.")
class InteractionInput(Doing):
    """What the resolvers receive is not this class but the decoded event, or the reason why it is none."""

    type: InteractionType = strawberry.field(description="What was done.")


def _decode(_cls: type, value: Mapping[str, Any], _context: InputContext) -> Event | Rejection:
    event = {name: one for name, one in value.items() if name not in {"watchTime", "completed", "sharedTo"}}
    view = {
        "totalWatchTime": value.get("watchTime"),
        "completionPercent": 100 if value.get("completed") else None,
    }
    if any(one is not None for one in view.values()):
        event["viewData"] = view
    if value.get("sharedTo"):
        event["properties"] = {"sharedTo": value["sharedTo"]}
    return decode_event({**event, "type": value["type"].value})


cast("Any", EngagementInput).__strawberry_definition__.from_input = _decode
cast("Any", InteractionInput).__strawberry_definition__.from_input = _decode

SentAtArgument: TypeAlias = Annotated[
    datetime | None, strawberry.argument(description="The client's clock at sending, as of `trackEvents`.")
]


@strawberry.type
class InteractionMutation:
    """Short names of single types; the way and the answers are those of ``trackEvents``."""

    @strawberry.mutation(
        description="Tracks 1-100 engagements with contents of a feed, each with its own answer. Needs the write key."
    )
    async def record_engagement_batch(
        self,
        info: Info,
        engagements: Annotated[list[EngagementInput], strawberry.argument(description="What was done; 1-100.")],
        sent_at: SentAtArgument = None,
    ) -> TrackPayload:
        """A batch."""
        items = cast("list[Event | Rejection]", engagements)
        return TrackPayload.of(await track_as(info.context, items, NAMES, argument="engagements", sent_at=sent_at))

    @strawberry.mutation(description="Tracks one interaction with a listing. Needs the write key.")
    async def record_interaction(
        self,
        info: Info,
        interaction: Annotated[InteractionInput, strawberry.argument(description="What was done.")],
    ) -> TrackResult:
        """One."""
        item = cast("Event | Rejection", interaction)
        return await track_one(info.context, item, NAMES, argument="interaction")

    @strawberry.mutation(
        description="Tracks 1-100 interactions with listings, each with its own answer. Needs the write key."
    )
    async def record_interactions(
        self,
        info: Info,
        interactions: Annotated[list[InteractionInput], strawberry.argument(description="What was done; 1-100.")],
        sent_at: SentAtArgument = None,
    ) -> TrackPayload:
        """A batch."""
        items = cast("list[Event | Rejection]", interactions)
        return TrackPayload.of(await track_as(info.context, items, NAMES, argument="interactions", sent_at=sent_at))
