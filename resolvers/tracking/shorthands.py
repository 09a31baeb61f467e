"""saveContent, shareContent, trackView and trackEngagement: mutations of one purpose, over the way of trackEvent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import TRACKING
from resolvers.arguments import ContentIdArgument
from resolvers.context import Info
from resolvers.event_enums import EventType
from resolvers.root_fields import mutation
from resolvers.scalars import JSONObject
from resolvers.tracking.track import TrackResult, track_one
from server.events.model import Event, Rejection, decode_event

IdArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(name="id", description="The client's own id of this event; sending it again is a DUPLICATE."),
]
UserArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The signed-in user; must agree with the token when one is sent."),
]
SessionArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The app's session. A guest without one is given one in the answer."),
]
TimeArgument: TypeAlias = Annotated[
    datetime | None, strawberry.argument(description="When it happened; the time of arrival when left out.")
]


@strawberry.input(description="A page or a content that was viewed.")
class ViewInput:
    """A view as an app that shows pages knows it."""

    content_id: strawberry.ID = strawberry.field(description="What was viewed.")
    id: strawberry.ID | None = strawberry.field(default=UNSET, description="The client's own id of this event.")
    user_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The signed-in user.")
    session_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The app's session.")
    occurred_at: datetime | None = strawberry.field(default=UNSET, description="When it was viewed.")
    dwell_time: float | None = strawberry.field(
        default=UNSET, description="Seconds the viewer stayed; `viewData.totalWatchTime` of the event."
    )
    scroll_depth: float | None = strawberry.field(
        default=UNSET, description="How far it was scrolled, 0-100; `viewData.completionPercent` of the event."
    )
    referrer: str | None = strawberry.field(default=UNSET, description="Address or screen before.")


@strawberry.input(description="Any other action of a viewer.")
class ActionInput:
    """A generic engagement."""

    action: str = strawberry.field(description="What was done, such as `poll_vote`.")
    target_type: str | None = strawberry.field(default=UNSET, description="Kind of what it was done to.")
    target_id: strawberry.ID | None = strawberry.field(default=UNSET, description="What it was done to.")
    metadata: JSONObject | None = strawberry.field(default=UNSET, description="Anything else, up to 4 KiB of JSON.")
    content_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The content it belongs to.")
    id: strawberry.ID | None = strawberry.field(default=UNSET, description="The client's own id of this event.")
    user_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The signed-in user.")
    session_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The app's session.")
    occurred_at: datetime | None = strawberry.field(default=UNSET, description="When it was done.")


@mutation(
    TRACKING,
    "Saves a content to the viewer's favourites, or takes it out. Tracks a SAVE or UNSAVE; needs the write key.",
)
async def save_content(
    info: Info,
    *,
    content_id: ContentIdArgument,
    saved: Annotated[bool, strawberry.argument(description="False takes it out.")] = True,
    event_id: IdArgument = None,
    user_id: UserArgument = None,
    session_id: SessionArgument = None,
    occurred_at: TimeArgument = None,
) -> TrackResult:
    """SAVE or UNSAVE."""
    event = {
        "type": EventType.SAVE if saved else EventType.UNSAVE,
        "contentId": content_id,
        "id": event_id,
        "userId": user_id,
        "sessionId": session_id,
        "occurredAt": occurred_at,
    }
    return await track_one(info.context, decode_event(event), {})


@mutation(TRACKING, "Tells that a content was shared, and where to. Tracks a SHARE; needs the write key.")
async def share_content(
    info: Info,
    *,
    content_id: ContentIdArgument,
    platform: Annotated[
        str | None,
        strawberry.argument(
            description="Where to, such as `whatsapp`; `sharedTo` of the event. Empty is the same as left out."
        ),
    ] = None,
    event_id: IdArgument = None,
    user_id: UserArgument = None,
    session_id: SessionArgument = None,
    occurred_at: TimeArgument = None,
) -> TrackResult:
    """SHARE."""
    event = {
        "type": EventType.SHARE,
        "contentId": content_id,
        "id": event_id,
        "userId": user_id,
        "sessionId": session_id,
        "occurredAt": occurred_at,
        "properties": {"sharedTo": platform} if platform else None,
    }
    return await track_one(info.context, decode_event(event), {"properties.sharedTo": "platform"})


@mutation(TRACKING, "Tells that something was viewed. Tracks a VIEW_START; needs the write key.")
async def track_view(
    info: Info, view: Annotated[ViewInput, strawberry.argument(description="What was viewed.")]
) -> TrackResult:
    """VIEW_START."""
    event = _event(
        EventType.VIEW_START,
        view,
        viewData={"totalWatchTime": view.dwell_time, "completionPercent": view.scroll_depth},
        source={"referrer": view.referrer},
    )
    names = {
        "viewData.totalWatchTime": "dwellTime",
        "viewData.completionPercent": "scrollDepth",
        "source.referrer": "referrer",
    }
    return await track_one(info.context, event, names, argument="view")


@mutation(TRACKING, "Tells of any other action. Tracks an ENGAGEMENT; needs the write key.")
async def track_engagement(
    info: Info, engagement: Annotated[ActionInput, strawberry.argument(description="What was done.")]
) -> TrackResult:
    """ENGAGEMENT."""
    properties = {
        "action": engagement.action,
        "targetType": engagement.target_type,
        "targetId": engagement.target_id,
        "metadata": engagement.metadata,
    }
    event = _event(EventType.ENGAGEMENT, engagement, properties=properties)
    names = {f"properties.{name}": name for name in properties}
    return await track_one(info.context, event, names, argument="engagement")


def _event(kind: EventType, said: ViewInput | ActionInput, **selection: object) -> Event | Rejection:
    """The event that an input tells of."""
    event = {
        "type": kind,
        "contentId": said.content_id,
        "id": said.id,
        "userId": said.user_id,
        "sessionId": said.session_id,
        "occurredAt": said.occurred_at,
        **selection,
    }
    return decode_event(_given(event))


def _given(event: Mapping[str, object]) -> dict[str, object]:
    """Without what was left out, nested objects included."""
    kept: dict[str, object] = {}
    for name, value in event.items():
        inner = _given(value) if isinstance(value, Mapping) and name != "metadata" else value
        if inner is not UNSET and inner is not None and inner != {}:
            kept[name] = inner
    return kept
