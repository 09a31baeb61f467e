"""The enums of events: upper case in GraphQL, either case in files, lower case in the database."""

from enum import StrEnum

from server.storage.event_words import WORD_CODES


class EventEnum(StrEnum):
    """A value of an event enum.

    Attributes:
        stored: The spelling in the database.
        code: The number that stands for it in the table of raw events.
    """

    stored: str
    code: int

    def __init__(self, value: str) -> None:
        self.stored = SYNONYMS.get(value, value).lower()
        self.code = WORD_CODES[self.stored]

    @classmethod
    def _missing_(cls, value: object) -> "EventEnum | None":
        return cls.__members__.get(value.upper()) if isinstance(value, str) else None


SYNONYMS = {"VIEW": "VIEW_START", "COMPLETE": "VIEW_COMPLETE"}
"""Types that are stored as another type with the same meaning."""


class EventType(EventEnum):
    """Type of event."""

    IMPRESSION = "IMPRESSION"
    VIEW_START = "VIEW_START"
    VIEW = "VIEW"
    VIEW_PROGRESS = "VIEW_PROGRESS"
    VIEW_COMPLETE = "VIEW_COMPLETE"
    COMPLETE = "COMPLETE"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    SEEK = "SEEK"
    SWIPE_AWAY = "SWIPE_AWAY"
    SKIP = "SKIP"
    LIKE = "LIKE"
    UNLIKE = "UNLIKE"
    COMMENT = "COMMENT"
    SHARE = "SHARE"
    SAVE = "SAVE"
    UNSAVE = "UNSAVE"
    DUET = "DUET"
    STITCH = "STITCH"
    SOUND_USE = "SOUND_USE"
    CLICK = "CLICK"
    CONTACT = "CONTACT"
    WHATSAPP = "WHATSAPP"
    BOOK_VIEWING = "BOOK_VIEWING"
    REPORT = "REPORT"
    NOT_INTERESTED = "NOT_INTERESTED"
    HIDE = "HIDE"
    FOLLOW = "FOLLOW"
    UNFOLLOW = "UNFOLLOW"
    ENGAGEMENT = "ENGAGEMENT"
    PURCHASE = "PURCHASE"
    REFUND = "REFUND"
    STREAM_START = "STREAM_START"
    STREAM_JOIN = "STREAM_JOIN"
    STREAM_LEAVE = "STREAM_LEAVE"
    STREAM_CHAT = "STREAM_CHAT"
    STREAM_GIFT = "STREAM_GIFT"
    STREAM_END = "STREAM_END"
    SESSION_START = "SESSION_START"
    SESSION_END = "SESSION_END"
    CUSTOM = "CUSTOM"


class ContentType(EventEnum):
    """Type of content."""

    VIDEO = "VIDEO"
    SHORT = "SHORT"
    POST = "POST"
    STORY = "STORY"
    STREAM = "STREAM"
    LISTING = "LISTING"
    IMAGE = "IMAGE"
    AUDIO = "AUDIO"
    ARTICLE = "ARTICLE"
    PRODUCT = "PRODUCT"
    OTHER = "OTHER"


class SourceType(EventEnum):
    """Where in the app the viewer came from."""

    FOR_YOU = "FOR_YOU"
    FEED = "FEED"
    FOLLOWING = "FOLLOWING"
    PROFILE = "PROFILE"
    HASHTAG = "HASHTAG"
    SEARCH = "SEARCH"
    DIRECT = "DIRECT"
    OTHER = "OTHER"


class DeviceType(EventEnum):
    """Type of device."""

    MOBILE = "MOBILE"
    TABLET = "TABLET"
    DESKTOP = "DESKTOP"
    TV = "TV"


class PlatformType(EventEnum):
    """Platform that the app runs on."""

    IOS = "IOS"
    ANDROID = "ANDROID"
    WEB = "WEB"


class AgeGroup(EventEnum):
    """Age group of a viewer, in years."""

    UNDER_13 = "UNDER_13"
    AGE_13_17 = "AGE_13_17"
    AGE_18_24 = "AGE_18_24"
    AGE_25_34 = "AGE_25_34"
    AGE_35_44 = "AGE_35_44"
    AGE_45_54 = "AGE_45_54"
    AGE_55_64 = "AGE_55_64"
    AGE_65_PLUS = "AGE_65_PLUS"


class Gender(EventEnum):
    """Gender of a viewer, as stated by the viewer."""

    FEMALE = "FEMALE"
    MALE = "MALE"
    NON_BINARY = "NON_BINARY"
    OTHER = "OTHER"


class NetworkType(EventEnum):
    """Type of network connection."""

    WIFI = "WIFI"
    ETHERNET = "ETHERNET"
    CELLULAR = "CELLULAR"
    CELLULAR_2G = "CELLULAR_2G"
    CELLULAR_3G = "CELLULAR_3G"
    CELLULAR_4G = "CELLULAR_4G"
    CELLULAR_5G = "CELLULAR_5G"
    OFFLINE = "OFFLINE"
    OTHER = "OTHER"


class NetworkQuality(EventEnum):
    """Quality of the connection, as judged by the app."""

    EXCELLENT = "EXCELLENT"
    GOOD = "GOOD"
    FAIR = "FAIR"
    POOR = "POOR"
