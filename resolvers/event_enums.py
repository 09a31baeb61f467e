"""The enums of events in the schema. Import them from here, so that they are registered before they are used."""

from resolvers.enums import register_enum
from server.events.catalogue import CATALOGUE
from server.events.event_enums import (
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
register_enum(
    ContentType,
    "What kind of content it is.",
    {
        ContentType.VIDEO: "A video, such as an episode or a lesson.",
        ContentType.SHORT: "A short video of a feed that is swiped through.",
        ContentType.POST: "A post: text, with or without pictures.",
        ContentType.STORY: "A story: shown for a limited time, usually a day.",
        ContentType.STREAM: "A live stream.",
        ContentType.LISTING: "An offer in a marketplace, such as a flat or a car.",
        ContentType.IMAGE: "A picture or a gallery of pictures.",
        ContentType.AUDIO: "Music, a podcast or another recording without pictures.",
        ContentType.ARTICLE: "A text to read, such as a news article.",
        ContentType.PRODUCT: "A product of a shop.",
        ContentType.OTHER: "Any other kind.",
    },
)
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
register_enum(
    DeviceType,
    "The form of the device.",
    {
        DeviceType.MOBILE: "A phone.",
        DeviceType.TABLET: "A tablet.",
        DeviceType.DESKTOP: "A desktop computer or a laptop.",
        DeviceType.TV: "A television, a set-top box or a games console.",
    },
)
register_enum(
    PlatformType,
    "The platform that the app runs on.",
    {
        PlatformType.IOS: "The app for iPhone and iPad.",
        PlatformType.ANDROID: "The app for Android.",
        PlatformType.WEB: "A browser, on whatever device.",
    },
)
register_enum(
    AgeGroup,
    "Years of a viewer's age.",
    {
        AgeGroup.UNDER_13: "Younger than 13.",
        AgeGroup.AGE_13_17: "13 to 17, both included.",
        AgeGroup.AGE_18_24: "18 to 24, both included.",
        AgeGroup.AGE_25_34: "25 to 34, both included.",
        AgeGroup.AGE_35_44: "35 to 44, both included.",
        AgeGroup.AGE_45_54: "45 to 54, both included.",
        AgeGroup.AGE_55_64: "55 to 64, both included.",
        AgeGroup.AGE_65_PLUS: "65 or older.",
    },
)
register_enum(
    Gender,
    "A viewer's gender, as the viewer says.",
    {
        Gender.FEMALE: "A woman or a girl.",
        Gender.MALE: "A man or a boy.",
        Gender.NON_BINARY: "Neither only female nor only male.",
        Gender.OTHER: "A gender that the other values do not name. Leave the field out when the viewer does not say.",
    },
)
register_enum(
    NetworkType,
    "How the device is connected.",
    {
        NetworkType.WIFI: "Wi-Fi.",
        NetworkType.ETHERNET: "A cable.",
        NetworkType.CELLULAR: "Cellular, of a generation that is not known.",
        NetworkType.CELLULAR_2G: "Cellular, second generation: GPRS, EDGE.",
        NetworkType.CELLULAR_3G: "Cellular, third generation: UMTS, HSPA.",
        NetworkType.CELLULAR_4G: "Cellular, fourth generation: LTE.",
        NetworkType.CELLULAR_5G: "Cellular, fifth generation: NR.",
        NetworkType.OFFLINE: "Not at all; the event was kept on the device and sent later.",
        NetworkType.OTHER: "In any other way, such as by satellite.",
    },
)
register_enum(
    NetworkQuality,
    "How good the connection is. The app judges it: no limits are prescribed.",
    {
        NetworkQuality.EXCELLENT: "The best quality plays without waiting.",
        NetworkQuality.GOOD: "A high quality plays without waiting.",
        NetworkQuality.FAIR: "A reduced quality plays, or the viewer waits now and then.",
        NetworkQuality.POOR: "The lowest quality hardly plays, or the viewer waits often.",
    },
)
