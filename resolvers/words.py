"""The enums of events in the schema. Import them from here, so that they are registered before they are used."""

from typing import Any, cast

import strawberry

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

strawberry.enum(EventType, description="What happened. `eventVocabulary` says what each type requires and forbids.")
strawberry.enum(ContentType, description="What kind of content it is.")
strawberry.enum(SourceType, description="Where in the app the viewer came from.")
strawberry.enum(DeviceType, description="The form of the device.")
strawberry.enum(PlatformType, description="The platform that the app runs on.")
strawberry.enum(AgeGroup, description="Years of a viewer's age.")
strawberry.enum(Gender, description="A viewer's gender, as the viewer says.")
strawberry.enum(NetworkType, description="How the device is connected.")
strawberry.enum(NetworkQuality, description="How good the connection is, as the app judges it.")

for _value in cast("Any", EventType).__strawberry_definition__.values:
    _value.description = CATALOGUE[EventType[_value.name]].description
