"""EventInput: field for field what ``server.events.model.Event`` carries; a test keeps the two alike."""

from datetime import datetime

import strawberry
from strawberry.types.unset import UNSET

from resolvers.event_enums import (
    AgeGroup,
    ContentType,
    DeviceType,
    EventType,
    Gender,
    NetworkQuality,
    NetworkType,
    PlatformType,
    SourceType,
)
from resolvers.items import as_sent
from resolvers.scalars import JSONObject


@strawberry.input(description="A part of the content that was watched, in seconds from its beginning.")
class SectionInput:
    """Sections that overlap were watched more than once."""

    start: float = strawberry.field(description="Where it begins.")
    end: float = strawberry.field(description="Where it ends.")


@strawberry.input(description="How it was watched. Durations and positions are seconds.")
class ViewDataInput:
    """The state of a play, as the player reports it."""

    watch_time: float | None = strawberry.field(default=UNSET, description="Seconds watched since the last report.")
    total_watch_time: float | None = strawberry.field(
        default=UNSET, description="Seconds watched in this play so far. The larger of it and the increments counts."
    )
    position: float | None = strawberry.field(default=UNSET, description="Seconds from the beginning.")
    duration: float | None = strawberry.field(
        default=UNSET, description="Seconds the content lasts; the catalogue's when left out."
    )
    completion_percent: float | None = strawberry.field(default=UNSET, description="How much of it was seen, 0-100.")
    is_rewatch: bool | None = strawberry.field(default=UNSET, description="The viewer has seen it before.")
    loop_count: int | None = strawberry.field(default=UNSET, description="Loops in this play so far.")
    sections: list[SectionInput] | None = strawberry.field(default=UNSET, description="Parts that were watched.")


@strawberry.input(description="Where in the app, and through what, the viewer came to the content.")
class SourceInput:
    """Where a view came from."""

    type: SourceType | None = strawberry.field(default=UNSET, description="Which part of the app.")
    referrer: str | None = strawberry.field(default=UNSET, description="Address or screen before.")
    entry_point: str | None = strawberry.field(default=UNSET, description="Notification, deep link, widget …")
    campaign: str | None = strawberry.field(default=UNSET, description="Campaign that led there.")


@strawberry.input(description="What it was watched on.")
class DeviceInput:
    """A device."""

    type: DeviceType | None = strawberry.field(default=UNSET, description="Form of the device.")
    platform: PlatformType | None = strawberry.field(default=UNSET, description="Platform of the app.")
    model: str | None = strawberry.field(default=UNSET, description="Model, as the system names it.")
    os: str | None = strawberry.field(default=UNSET, description="Operating system.")
    os_version: str | None = strawberry.field(default=UNSET, description="Its version.")
    app_version: str | None = strawberry.field(default=UNSET, description="The app's version.")
    screen_width: int | None = strawberry.field(default=UNSET, description="Pixels.")
    screen_height: int | None = strawberry.field(default=UNSET, description="Pixels.")
    user_agent: str | None = strawberry.field(
        default=UNSET,
        description="The user agent of the viewer's app, when a server sends for it. It tells a bot, instead of the "
        "server's own user agent and network; it is not stored.",
    )


@strawberry.input(description="Where the viewer is.")
class LocationInput:
    """A place."""

    country: str | None = strawberry.field(default=UNSET, description="ISO 3166-1 alpha-2 code.")
    country_name: str | None = strawberry.field(default=UNSET, description="The country's name.")
    region: str | None = strawberry.field(default=UNSET, description="State or region.")
    city: str | None = strawberry.field(default=UNSET, description="City.")
    timezone: str | None = strawberry.field(default=UNSET, description="IANA name of the device's zone.")
    latitude: float | None = strawberry.field(default=UNSET, description="WGS 84 degrees.")
    longitude: float | None = strawberry.field(default=UNSET, description="WGS 84 degrees.")
    precise_consent: bool | None = strawberry.field(
        default=UNSET,
        description="The viewer agreed to a precise place; without it only the coarse H3 cell of the "
        "coordinates is kept (resolution 5, about 250 km²).",
    )


@strawberry.input(description="How the device was connected.")
class NetworkInput:
    """A connection."""

    type: NetworkType | None = strawberry.field(default=UNSET, description="Kind of connection.")
    quality: NetworkQuality | None = strawberry.field(default=UNSET, description="Its quality.")


@strawberry.input(description="What the app knows of the viewer. The latest event that says something counts.")
class ViewerTraitsInput:
    """A viewer."""

    age_group: AgeGroup | None = strawberry.field(default=UNSET, description="Years of age.")
    gender: Gender | None = strawberry.field(default=UNSET, description="Gender, as the viewer says.")


@as_sent
@strawberry.input(description="One thing that happened in an app.")
class EventInput:
    """Decoded by ``decode_event``."""

    type: EventType = strawberry.field(description="What happened.")
    id: strawberry.ID | None = strawberry.field(
        default=UNSET,
        description="The client's own id of the event, UUIDv7 recommended; sending it again is a DUPLICATE. "
        "Made by the server when left out, and then a retry counts twice.",
    )
    content_id: strawberry.ID | None = strawberry.field(default=UNSET, description="What it happened to.")
    content_type: ContentType | None = strawberry.field(default=UNSET, description="Kind of that content.")
    creator_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Who made that content; what the catalogue says counts before."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The signed-in user; must agree with the token when one is sent."
    )
    session_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The app's session. A guest without one is given one in the answer."
    )
    play_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="One viewing. Without it, all that a session does with a content is one play."
    )
    occurred_at: datetime | None = strawberry.field(
        default=UNSET, description="When it happened, by the client's clock; the time of arrival when left out."
    )
    schema_version: str | None = strawberry.field(default=UNSET, description="Version of the event's schema.")
    view_data: ViewDataInput | None = strawberry.field(default=UNSET, description="How it was watched.")
    source: SourceInput | None = strawberry.field(default=UNSET, description="Where the viewer came from.")
    device: DeviceInput | None = strawberry.field(default=UNSET, description="What it was watched on.")
    location: LocationInput | None = strawberry.field(default=UNSET, description="Where the viewer is.")
    network: NetworkInput | None = strawberry.field(default=UNSET, description="How the device was connected.")
    viewer: ViewerTraitsInput | None = strawberry.field(default=UNSET, description="What is known of the viewer.")
    properties: JSONObject | None = strawberry.field(default=UNSET, description="Anything else, up to 4 KiB of JSON.")
