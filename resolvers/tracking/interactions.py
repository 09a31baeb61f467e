"""``recordEngagementBatch``, ``recordInteraction`` and ``recordInteractions``: short forms to track interactions."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import TRACKING
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.items import as_sent
from resolvers.root_fields import mutation_field
from resolvers.selection import selected_paths
from resolvers.tracking.event_input import DeviceInput, LocationInput, SourceInput
from resolvers.tracking.track import (
    ContextArgument,
    SentAtArgument,
    TrackPayload,
    TrackResult,
    selects_counted,
    track_batch,
    track_one,
)
from server.consent import CARRIED, ConsentPurpose
from server.events.catalogue import CATALOGUE
from server.events.event_enums import EventType
from server.events.model import Event, Rejection
from server.events.short_forms import (
    AGE,
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
"""The names of event fields in these inputs."""


register_enum(
    EngagementType,
    "Interaction of a viewer with a content of a feed.",
    {kind: CATALOGUE[EventType[kind.name]].description for kind in EngagementType},
)
register_enum(
    InteractionType,
    "Interaction of a viewer with a listing.",
    {kind: CATALOGUE[EventType[kind.name]].description for kind in InteractionType},
)


@strawberry.input
class Doing:
    """The fields that both inputs share."""

    content_id: strawberry.ID = strawberry.field(description="Id of the content.")
    id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Event id from the client; sending it again is a DUPLICATE."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of the signed-in user; must match the token if one is sent."
    )
    session_id: strawberry.ID | None = strawberry.field(
        default=UNSET,
        description="Session id, made by the app before its first event: a guest is known by it. The answer contains a "
        "new one for guests who send none.",
    )
    play_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Id of one play, as in EventInput.")
    occurred_at: datetime | None = strawberry.field(
        default=UNSET,
        description="When it occurred, by the client's clock; the time of arrival when neither it nor `age` is sent.",
    )
    age: float | None = strawberry.field(default=UNSET, description=AGE)
    watch_time: float | None = strawberry.field(
        default=UNSET, description="Seconds watched in this play so far; `viewData.totalWatchTime` of the event."
    )
    completed: bool | None = strawberry.field(
        default=UNSET, description="True: watched to the end; `viewData.completionPercent` 100 of the event."
    )
    shared_to: str | None = strawberry.field(
        default=UNSET, description="Target of a SHARE; only with SHARE. An empty value is treated as left out."
    )
    source: SourceInput | None = strawberry.field(default=UNSET, description="Where the viewer came from.")
    device: DeviceInput | None = strawberry.field(default=UNSET, description="The device.")
    location: LocationInput | None = strawberry.field(default=UNSET, description="Location of the viewer.")
    consent: list[ConsentPurpose] | None = strawberry.field(default=UNSET, description=CARRIED)


@as_sent
@strawberry.input(description="Interaction of a viewer with a content of a feed.")
class EngagementInput(Doing):
    """One item of ``recordEngagementBatch``; decoded as an ``Engagement``."""

    type: EngagementType = strawberry.field(description="Type of interaction.")


@as_sent
@strawberry.input(description="Interaction of a viewer with a listing.")
class InteractionInput(Doing):
    """One item of ``recordInteraction(s)``; decoded as a ``ListingInteraction``."""

    type: InteractionType = strawberry.field(description="Type of interaction.")


_engagement = partial(decode_short_form, shape=Engagement)
_interaction = partial(decode_short_form, shape=ListingInteraction)


async def _track(
    info: Info,
    sent: Sequence[object],
    decode: Callable[[object], Event | Rejection],
    *,
    argument: str,
    shared: object,
    sent_at: datetime | None,
) -> TrackPayload:
    return await track_batch(
        info.context,
        sent,
        decode,
        NAMES,
        argument=argument,
        shared=shared,
        sent_at=sent_at,
        asks_counted=selects_counted(selected_paths(info)),
    )


@mutation_field(
    TRACKING,
    "Tracks 1-100 interactions with contents of a feed; each has its own result. Requires the write key.",
    items="engagements",
)
async def record_engagement_batch(
    info: Info,
    engagements: Annotated[list[EngagementInput], strawberry.argument(description="The interactions, 1-100.")],
    context: ContextArgument = None,
    sent_at: SentAtArgument = None,
) -> TrackPayload:
    """Tracks a batch of interactions with listings."""
    return await _track(info, engagements, _engagement, argument="engagements", shared=context, sent_at=sent_at)


@mutation_field(TRACKING, "Tracks one interaction with a listing. Requires the write key.")
async def record_interaction(
    info: Info,
    interaction: Annotated[InteractionInput, strawberry.argument(description="The interaction.")],
) -> TrackResult:
    """Tracks one interaction with a listing."""
    return await track_one(info, _interaction(interaction), NAMES, argument="interaction")


@mutation_field(
    TRACKING,
    "Tracks 1-100 interactions with listings; each has its own result. Requires the write key.",
    items="interactions",
)
async def record_interactions(
    info: Info,
    interactions: Annotated[list[InteractionInput], strawberry.argument(description="The interactions, 1-100.")],
    context: ContextArgument = None,
    sent_at: SentAtArgument = None,
) -> TrackPayload:
    """Tracks a batch of interactions with listings."""
    return await _track(info, interactions, _interaction, argument="interactions", shared=context, sent_at=sent_at)
