"""``EventInput``: the same fields as ``server.events.model.Event``; a test compares the two."""

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


@strawberry.input(description="A section of the content that was watched, in seconds from its beginning.")
class SectionInput:
    """A watched section. Overlapping sections were watched more than once."""

    start: float = strawberry.field(description="Start of the section.")
    end: float = strawberry.field(description="End of the section.")


@strawberry.input(description="Playback data. Durations and positions are in seconds.")
class ViewDataInput:
    """The state of a play, as the player reports it."""

    watch_time: float | None = strawberry.field(default=UNSET, description="Seconds watched since the last report.")
    total_watch_time: float | None = strawberry.field(
        default=UNSET,
        description="Seconds watched in this play so far. The larger of this and the sum of the increments counts.",
    )
    position: float | None = strawberry.field(default=UNSET, description="Position in seconds from the beginning.")
    duration: float | None = strawberry.field(
        default=UNSET, description="Duration of the content in seconds; the catalogue's when left out."
    )
    completion_percent: float | None = strawberry.field(
        default=UNSET, description="Percentage of the content that was seen, 0-100."
    )
    is_rewatch: bool | None = strawberry.field(
        default=UNSET, description="True if the viewer has seen the content before."
    )
    loop_count: int | None = strawberry.field(default=UNSET, description="Loops in this play so far.")
    playback_rate: float | None = strawberry.field(
        default=UNSET, description="Playback rate during `watchTime`: 1 is normal, 1.5 is faster; 0-16."
    )
    sections: list[SectionInput] | None = strawberry.field(default=UNSET, description="Sections that were watched.")


@strawberry.input(description="Where in the app, and through what, the viewer came to the content.")
class SourceInput:
    """The source of a view."""

    type: SourceType | None = strawberry.field(default=UNSET, description="Area of the app.")
    referrer: str | None = strawberry.field(default=UNSET, description="Address or screen before this one.")
    entry_point: str | None = strawberry.field(
        default=UNSET, description="Medium, such as a notification, deep link or widget."
    )
    campaign: str | None = strawberry.field(default=UNSET, description="Name of the campaign.")


@strawberry.input(description="The device.")
class DeviceInput:
    """The device of a viewer."""

    type: DeviceType | None = strawberry.field(default=UNSET, description="Type of device.")
    platform: PlatformType | None = strawberry.field(default=UNSET, description="Platform of the app.")
    model: str | None = strawberry.field(default=UNSET, description="Model, as the system names it.")
    os: str | None = strawberry.field(default=UNSET, description="Operating system.")
    os_version: str | None = strawberry.field(default=UNSET, description="Version of the operating system.")
    app_version: str | None = strawberry.field(default=UNSET, description="Version of the app.")
    screen_width: int | None = strawberry.field(default=UNSET, description="Pixels.")
    screen_height: int | None = strawberry.field(default=UNSET, description="Pixels.")
    user_agent: str | None = strawberry.field(
        default=UNSET,
        description="User agent of the viewer's app, when a server sends the event. Bot detection uses it instead of "
        "the sending server's own user agent and network address; it is not stored.",
    )


@strawberry.input(description="Location of the viewer.")
class LocationInput:
    """The location of a viewer."""

    country: str | None = strawberry.field(default=UNSET, description="ISO 3166-1 alpha-2 code.")
    country_name: str | None = strawberry.field(default=UNSET, description="Name of the country.")
    region: str | None = strawberry.field(default=UNSET, description="State or region.")
    city: str | None = strawberry.field(default=UNSET, description="City.")
    timezone: str | None = strawberry.field(default=UNSET, description="IANA name of the device's time zone.")
    latitude: float | None = strawberry.field(default=UNSET, description="WGS 84 degrees.")
    longitude: float | None = strawberry.field(default=UNSET, description="WGS 84 degrees.")
    precise_consent: bool | None = strawberry.field(
        default=UNSET,
        description="True if the viewer consented to a precise location. Without consent, only the H3 cell of the "
        "coordinates is kept (resolution 5, about 250 km²).",
    )


@strawberry.input(description="The network connection of the device.")
class NetworkInput:
    """The network connection of a device."""

    type: NetworkType | None = strawberry.field(default=UNSET, description="Type of connection.")
    quality: NetworkQuality | None = strawberry.field(default=UNSET, description="Quality of the connection.")


@strawberry.input(description="What the app knows about the viewer. The latest event that reports a value counts.")
class ViewerTraitsInput:
    """Attributes of a viewer."""

    age_group: AgeGroup | None = strawberry.field(default=UNSET, description="Age group, in years.")
    gender: Gender | None = strawberry.field(default=UNSET, description="Gender, as stated by the viewer.")


@as_sent
@strawberry.input(description="One event that occurred in an app.")
class EventInput:
    """One event as clients send it; decoded by ``decode_event``."""

    type: EventType = strawberry.field(description="Type of event.")
    id: strawberry.ID | None = strawberry.field(
        default=UNSET,
        description="Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left "
        "out, the server creates one, and a retry counts twice.",
    )
    content_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Id of the content.")
    content_type: ContentType | None = strawberry.field(default=UNSET, description="Type of the content.")
    creator_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of the content's creator; the catalogue takes precedence."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of the signed-in user; must match the token if one is sent."
    )
    session_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of the app's session. The answer contains a new one for guests who send none."
    )
    play_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of one play. Without it, all events of a session on a content are one play."
    )
    occurred_at: datetime | None = strawberry.field(
        default=UNSET, description="When the event occurred, by the client's clock; the time of arrival when left out."
    )
    schema_version: str | None = strawberry.field(default=UNSET, description="Version of the event's schema.")
    view_data: ViewDataInput | None = strawberry.field(default=UNSET, description="Playback data.")
    source: SourceInput | None = strawberry.field(default=UNSET, description="Where the viewer came from.")
    device: DeviceInput | None = strawberry.field(default=UNSET, description="The device.")
    location: LocationInput | None = strawberry.field(default=UNSET, description="Location of the viewer.")
    network: NetworkInput | None = strawberry.field(default=UNSET, description="Network connection of the device.")
    viewer: ViewerTraitsInput | None = strawberry.field(default=UNSET, description="Known attributes of the viewer.")
    properties: JSONObject | None = strawberry.field(
        default=UNSET, description="Additional properties, up to 4 KiB of JSON."
    )
