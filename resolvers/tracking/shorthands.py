"""``saveContent``, ``shareContent``, ``trackView`` and ``trackEngagement``: short forms of ``trackEvent``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry
from strawberry.types.unset import UNSET

from resolvers.access import TRACKING
from resolvers.arguments import ContentIdArgument
from resolvers.context import Info
from resolvers.event_enums import EventType
from resolvers.root_fields import mutation_field
from resolvers.scalars import JSONObject
from resolvers.tracking.track import ConsentArgument, TrackResult, track_one
from server.consent import CARRIED, ConsentPurpose
from server.events.model import Event, Rejection, decode_event
from server.events.short_forms import AGE

IdArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(name="id", description="Event id from the client; sending it again is a DUPLICATE."),
]
UserArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Id of the signed-in user; must match the token if one is sent."),
]
SessionArgument: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="Session id, made by the app before its first event: a guest is known by it. The answer contains a "
        "new one for guests who send none."
    ),
]
TimeArgument: TypeAlias = Annotated[
    datetime | None,
    strawberry.argument(description="When it occurred; the time of arrival when neither it nor `age` is sent."),
]
AgeArgument: TypeAlias = Annotated[float | None, strawberry.argument(description=AGE)]


@strawberry.input(description="View of a page or content.")
class ViewInput:
    """The argument of ``trackView``, with the names that apps with pages use."""

    content_id: strawberry.ID = strawberry.field(description="Id of the content that was viewed.")
    id: strawberry.ID | None = strawberry.field(default=UNSET, description="Event id from the client.")
    user_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Id of the signed-in user.")
    session_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Id of the app's session.")
    occurred_at: datetime | None = strawberry.field(default=UNSET, description="When it was viewed.")
    age: float | None = strawberry.field(default=UNSET, description=AGE)
    consent: list[ConsentPurpose] | None = strawberry.field(default=UNSET, description=CARRIED)
    dwell_time: float | None = strawberry.field(
        default=UNSET, description="Seconds the viewer stayed; `viewData.totalWatchTime` of the event."
    )
    scroll_depth: float | None = strawberry.field(
        default=UNSET, description="How far the viewer scrolled, 0-100; `viewData.completionPercent` of the event."
    )
    referrer: str | None = strawberry.field(default=UNSET, description="Address or screen before this one.")


@strawberry.input(description="Any other action of a viewer.")
class ActionInput:
    """The argument of ``trackEngagement``."""

    action: str = strawberry.field(description="Name of the action, such as `poll_vote`.")
    target_type: str | None = strawberry.field(default=UNSET, description="Type of the object that was acted on.")
    target_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Id of the object that was acted on.")
    metadata: JSONObject | None = strawberry.field(
        default=UNSET, description="Additional properties, up to 4 KiB of JSON."
    )
    content_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of the content that the action belongs to."
    )
    id: strawberry.ID | None = strawberry.field(default=UNSET, description="Event id from the client.")
    user_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Id of the signed-in user.")
    session_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Id of the app's session.")
    occurred_at: datetime | None = strawberry.field(default=UNSET, description="When the action occurred.")
    age: float | None = strawberry.field(default=UNSET, description=AGE)
    consent: list[ConsentPurpose] | None = strawberry.field(default=UNSET, description=CARRIED)


@mutation_field(
    TRACKING,
    "Adds a content to the viewer's saved contents, or removes it. Tracks a SAVE or UNSAVE. Requires the write key.",
)
async def save_content(
    info: Info,
    *,
    content_id: ContentIdArgument,
    saved: Annotated[bool, strawberry.argument(description="True saves the content, false removes it.")] = True,
    event_id: IdArgument = None,
    user_id: UserArgument = None,
    session_id: SessionArgument = None,
    occurred_at: TimeArgument = None,
    age: AgeArgument = None,
    consent: ConsentArgument = None,
) -> TrackResult:
    """Tracks a SAVE or UNSAVE."""
    event = {
        "type": EventType.SAVE if saved else EventType.UNSAVE,
        "contentId": content_id,
        "id": event_id,
        "userId": user_id,
        "sessionId": session_id,
        "occurredAt": occurred_at,
        "age": age,
        "consent": consent,
    }
    return await track_one(info, decode_event(event), {})


@mutation_field(TRACKING, "Records that a content was shared, and where to. Tracks a SHARE. Requires the write key.")
async def share_content(
    info: Info,
    *,
    content_id: ContentIdArgument,
    platform: Annotated[
        str | None,
        strawberry.argument(
            description="Target, such as `whatsapp`; `sharedTo` of the event. An empty value is treated as left out."
        ),
    ] = None,
    event_id: IdArgument = None,
    user_id: UserArgument = None,
    session_id: SessionArgument = None,
    occurred_at: TimeArgument = None,
    age: AgeArgument = None,
    consent: ConsentArgument = None,
) -> TrackResult:
    """Tracks a SHARE."""
    event = {
        "type": EventType.SHARE,
        "contentId": content_id,
        "id": event_id,
        "userId": user_id,
        "sessionId": session_id,
        "occurredAt": occurred_at,
        "age": age,
        "consent": consent,
        "properties": {"sharedTo": platform} if platform else None,
    }
    return await track_one(info, decode_event(event), {"properties.sharedTo": "platform"})


@mutation_field(TRACKING, "Records a view. Tracks a VIEW_START. Requires the write key.")
async def track_view(
    info: Info, view: Annotated[ViewInput, strawberry.argument(description="The view.")]
) -> TrackResult:
    """Tracks a VIEW_START."""
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
    return await track_one(info, event, names, argument="view")


@mutation_field(TRACKING, "Records any other action. Tracks an ENGAGEMENT. Requires the write key.")
async def track_engagement(
    info: Info, engagement: Annotated[ActionInput, strawberry.argument(description="The action.")]
) -> TrackResult:
    """Tracks an ENGAGEMENT."""
    properties = {
        "action": engagement.action,
        "targetType": engagement.target_type,
        "targetId": engagement.target_id,
        "metadata": engagement.metadata,
    }
    event = _event(EventType.ENGAGEMENT, engagement, properties=properties)
    names = {f"properties.{name}": name for name in properties}
    return await track_one(info, event, names, argument="engagement")


def _event(kind: EventType, said: ViewInput | ActionInput, **selection: object) -> Event | Rejection:
    """The event that an input describes."""
    event = {
        "type": kind,
        "contentId": said.content_id,
        "id": said.id,
        "userId": said.user_id,
        "sessionId": said.session_id,
        "occurredAt": said.occurred_at,
        "age": said.age,
        "consent": said.consent,
        **selection,
    }
    return decode_event(_given(event))


def _given(event: Mapping[str, object]) -> dict[str, object]:
    """The object without absent fields, nested objects included."""
    kept: dict[str, object] = {}
    for name, value in event.items():
        inner = _given(value) if isinstance(value, Mapping) and name != "metadata" else value
        if inner is not UNSET and inner is not None and inner != {}:
            kept[name] = inner
    return kept
