"""The enums of events in the schema. Import them from here, so that they are registered before they are used."""

import strawberry

from resolvers.enums import register_enum
from server.events.catalogue import CATALOGUE
from server.events.words import (
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

__all__ = [
    "AgeGroup",
    "ContentType",
    "DeviceType",
    "EventType",
    "Gender",
    "NetworkQuality",
    "NetworkType",
    "PlatformType",
    "SourceType",
]

register_enum(
    EventType,
    "What happened. `eventVocabulary` says what each type requires and forbids.",
    {kind: entry.description for kind, entry in CATALOGUE.items()},
)
strawberry.enum(ContentType, description="What kind of content it is.")
register_enum(
    SourceType,
    "Where in the app the viewer came from.",
    {
        SourceType.FOR_YOU: "A feed of recommendations.",
        SourceType.FEED: "The main feed.",
        SourceType.FOLLOWING: "A feed of the creators that the viewer follows.",
        SourceType.PROFILE: "A creator's profile.",
        SourceType.HASHTAG: "The contents of a hashtag.",
        SourceType.SEARCH: "What a search found.",
        SourceType.DIRECT: "A link or a message.",
        SourceType.OTHER: "Anywhere else.",
    },
)
strawberry.enum(DeviceType, description="The form of the device.")
strawberry.enum(PlatformType, description="The platform that the app runs on.")
strawberry.enum(AgeGroup, description="Years of a viewer's age.")
strawberry.enum(Gender, description="A viewer's gender, as the viewer says.")
register_enum(
    NetworkType,
    "How the device is connected.",
    {
        NetworkType.CELLULAR: "Cellular, of a generation that is not known.",
        NetworkType.OFFLINE: "Not at all.",
    },
)
strawberry.enum(NetworkQuality, description="How good the connection is, as the app judges it.")
