"""recordEngagementBatch, recordInteraction and recordInteractions: short names for tracking what viewers do."""

from datetime import datetime
from functools import partial
from typing import Annotated, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import TRACKING
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.items import as_sent, judge
from resolvers.root_fields import mutation
from resolvers.tracking.event_input import DeviceInput, LocationInput, SourceInput
from resolvers.tracking.track import TrackPayload, TrackResult, track_as, track_one
from server.events.catalogue import CATALOGUE
from server.events.event_enums import EventType
from server.events.short_forms import (
    Engagement,
    EngagementType,
    InteractionType,
    ListingInteraction,
    decode_short_form,
)

NAMES = {
    "viewData.totalWatchTime": "watchTime",
    "viewData.completionPercent": "completed",
    "properties.sharedTo": "sharedTo",
}
"""What the fields of an event are called here."""


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


@as_sent
@strawberry.input(description="What a viewer did with a content of a feed.")
class EngagementInput(Doing):
    """Decoded as an ``Engagement``."""

    type: EngagementType = strawberry.field(description="What was done.")


@as_sent
@strawberry.input(description="What a viewer did with a listing.")
class InteractionInput(Doing):
    """Decoded as a ``ListingInteraction``."""

    type: InteractionType = strawberry.field(description="What was done.")


_engagement = partial(decode_short_form, shape=Engagement)
_interaction = partial(decode_short_form, shape=ListingInteraction)

SentAtArgument: TypeAlias = Annotated[
    datetime | None, strawberry.argument(description="The client's clock at sending, as of `trackEvents`.")
]


@mutation(TRACKING, "Tracks 1-100 engagements with contents of a feed, each with its own answer. Needs the write key.")
async def record_engagement_batch(
    info: Info,
    engagements: Annotated[list[EngagementInput], strawberry.argument(description="What was done; 1-100.")],
    sent_at: SentAtArgument = None,
) -> TrackPayload:
    """A batch."""
    items = judge(engagements, _engagement)
    return TrackPayload.of(await track_as(info.context, items, NAMES, argument="engagements", sent_at=sent_at))


@mutation(TRACKING, "Tracks one interaction with a listing. Needs the write key.")
async def record_interaction(
    info: Info,
    interaction: Annotated[InteractionInput, strawberry.argument(description="What was done.")],
) -> TrackResult:
    """One."""
    return await track_one(info.context, _interaction(interaction), NAMES, argument="interaction")


@mutation(TRACKING, "Tracks 1-100 interactions with listings, each with its own answer. Needs the write key.")
async def record_interactions(
    info: Info,
    interactions: Annotated[list[InteractionInput], strawberry.argument(description="What was done; 1-100.")],
    sent_at: SentAtArgument = None,
) -> TrackPayload:
    """A batch."""
    items = judge(interactions, _interaction)
    return TrackPayload.of(await track_as(info.context, items, NAMES, argument="interactions", sent_at=sent_at))
