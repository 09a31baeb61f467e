"""The enums of events in the schema. Import them from here, so that they are registered before they are used."""

from resolvers.enums import register_enum
from server.consent import ConsentPurpose
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
    "ConsentPurpose",
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
    "Type of event. `eventVocabulary` lists what each type requires and forbids.",
    {kind: entry.description for kind, entry in CATALOGUE.items()},
)
register_enum(
    ContentType,
    "Type of content.",
    {
        ContentType.VIDEO: "A video, such as an episode or a lesson.",
        ContentType.SHORT: "A short video in a feed that viewers swipe through.",
        ContentType.POST: "A post: text, with or without pictures.",
        ContentType.STORY: "A story: visible for a limited time, usually a day.",
        ContentType.STREAM: "A live stream.",
        ContentType.LISTING: "A marketplace listing, such as a flat or a car.",
        ContentType.IMAGE: "A picture or a gallery of pictures.",
        ContentType.AUDIO: "Music, a podcast or another recording without pictures.",
        ContentType.ARTICLE: "A text to read, such as a news article.",
        ContentType.PRODUCT: "A product in a shop.",
        ContentType.OTHER: "Any other type.",
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
        SourceType.SEARCH: "Search results.",
        SourceType.DIRECT: "A link or a message.",
        SourceType.OTHER: "Anywhere else.",
    },
)
register_enum(
    DeviceType,
    "Type of device.",
    {
        DeviceType.MOBILE: "A phone.",
        DeviceType.TABLET: "A tablet.",
        DeviceType.DESKTOP: "A desktop computer or a laptop.",
        DeviceType.TV: "A television, a set-top box or a games console.",
    },
)
register_enum(
    PlatformType,
    "Platform that the app runs on.",
    {
        PlatformType.IOS: "The app for iPhone and iPad.",
        PlatformType.ANDROID: "The app for Android.",
        PlatformType.WEB: "A browser, on any device.",
    },
)
register_enum(
    AgeGroup,
    "Age group of a viewer, in years.",
    {
        AgeGroup.UNDER_13: "Younger than 13.",
        AgeGroup.AGE_13_17: "13 to 17, inclusive.",
        AgeGroup.AGE_18_24: "18 to 24, inclusive.",
        AgeGroup.AGE_25_34: "25 to 34, inclusive.",
        AgeGroup.AGE_35_44: "35 to 44, inclusive.",
        AgeGroup.AGE_45_54: "45 to 54, inclusive.",
        AgeGroup.AGE_55_64: "55 to 64, inclusive.",
        AgeGroup.AGE_65_PLUS: "65 or older.",
    },
)
register_enum(
    Gender,
    "Gender of a viewer, as stated by the viewer.",
    {
        Gender.FEMALE: "A woman or a girl.",
        Gender.MALE: "A man or a boy.",
        Gender.NON_BINARY: "Neither exclusively female nor exclusively male.",
        Gender.OTHER: "A gender that the other values do not cover. Leave the field out if the viewer does not say.",
    },
)
register_enum(
    NetworkType,
    "Type of network connection.",
    {
        NetworkType.WIFI: "Wi-Fi.",
        NetworkType.ETHERNET: "A wired connection.",
        NetworkType.CELLULAR: "Cellular, unknown generation.",
        NetworkType.CELLULAR_2G: "Cellular, second generation: GPRS, EDGE.",
        NetworkType.CELLULAR_3G: "Cellular, third generation: UMTS, HSPA.",
        NetworkType.CELLULAR_4G: "Cellular, fourth generation: LTE.",
        NetworkType.CELLULAR_5G: "Cellular, fifth generation: NR.",
        NetworkType.OFFLINE: "Not connected; the event was kept on the device and sent later.",
        NetworkType.OTHER: "Any other connection, such as satellite.",
    },
)
register_enum(
    NetworkQuality,
    "Quality of the connection, as judged by the app; no thresholds are prescribed.",
    {
        NetworkQuality.EXCELLENT: "The best quality plays without buffering.",
        NetworkQuality.GOOD: "A high quality plays without buffering.",
        NetworkQuality.FAIR: "A reduced quality plays, or playback buffers occasionally.",
        NetworkQuality.POOR: "The lowest quality hardly plays, or playback buffers often.",
    },
)
register_enum(
    ConsentPurpose,
    "What a viewer can agree to, in a project that requires consent.",
    {
        ConsentPurpose.ANALYTICS: "What the viewer does is stored under its id; without, only without identity.",
        ConsentPurpose.PRECISE_LOCATION: "The exact coordinates of its events are kept.",
    },
)
