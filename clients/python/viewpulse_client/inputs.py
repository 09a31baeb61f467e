"""What is sent to the server, and its enums, as the schema names them."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


AgeGroup: TypeAlias = Literal[
    "UNDER_13",
    "AGE_13_17",
    "AGE_18_24",
    "AGE_25_34",
    "AGE_35_44",
    "AGE_45_54",
    "AGE_55_64",
    "AGE_65_PLUS",
]
"""Age group of a viewer, in years."""


Baseline: TypeAlias = Literal["PREVIOUS_PERIOD", "CREATOR_AVERAGE", "PLATFORM_AVERAGE"]
"""What to compare with."""


BreakdownOrder: TypeAlias = Literal["VIEWS", "PLAYS", "WATCH_TIME", "ENGAGEMENT_EVENTS"]
"""What the rows of a breakdown are ordered by, most first; ties by views, plays, engagement events, then value."""


CalendarUnit: TypeAlias = Literal["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"]
"""A period of the calendar in the query's timezone."""


CatalogueSort: TypeAlias = Literal["RECENT", "TITLE"]
"""Order of the contents in the catalogue; ties by id."""


CohortPeriodLength: TypeAlias = Literal["DAY", "WEEK", "MONTH"]
"""How long a period of a cohort is."""


CohortStart: TypeAlias = Literal["FIRST_TIME", "RECURRING"]
"""Which starts put a viewer into a cohort."""


ComparisonBasis: TypeAlias = Literal["EQUAL_LENGTH", "SAME_LOCAL_TIME", "WHOLE_PERIOD"]
"""How a range and the one that it is compared with correspond."""


ConsentPolicy: TypeAlias = Literal["OFF", "REQUIRED", "REFUSE"]
"""What becomes of events of viewers who have not consented."""


ConsentPurpose: TypeAlias = Literal["ANALYTICS", "PRECISE_LOCATION"]
"""What a viewer can agree to, in a project that requires consent."""


ContentSort: TypeAlias = Literal[
    "RECENT",
    "VIEWS",
    "UNIQUE_VIEWERS",
    "WATCH_TIME",
    "AVERAGE_WATCH_TIME",
    "COMPLETION",
    "LIKES",
    "COMMENTS",
    "SHARES",
    "SAVES",
    "ENGAGEMENT",
    "QUALITY",
]
"""Order of the contents, by their numbers in the range; ties by id."""


ContentType: TypeAlias = Literal[
    "VIDEO",
    "SHORT",
    "POST",
    "STORY",
    "STREAM",
    "LISTING",
    "IMAGE",
    "AUDIO",
    "ARTICLE",
    "PRODUCT",
    "OTHER",
]
"""Type of content."""


CreatorsBy: TypeAlias = Literal["VIEWS", "WATCH_TIME", "LIKES", "COMMENTS", "SHARES", "SAVES", "FOLLOWS"]
"""What creators are sorted by, most first; ties by id."""


DeviceType: TypeAlias = Literal["MOBILE", "TABLET", "DESKTOP", "TV"]
"""Type of device."""


Dimension: TypeAlias = Literal[
    "COUNTRY",
    "REGION",
    "CITY",
    "DEVICE",
    "PLATFORM",
    "OS",
    "APP_VERSION",
    "SOURCE",
    "REFERRER",
    "CAMPAIGN",
    "NETWORK",
    "HOUR",
    "DAY",
    "WEEKDAY",
    "VIEWER_LOCAL_HOUR",
    "AGE_GROUP",
    "GENDER",
]
"""Dimension of a breakdown. VIEW_START, LIKE, COMMENT and SHARE events use their own attributes; plays use those of
their earliest event.
"""


EngagementProfile: TypeAlias = Literal["SOCIAL", "DISCOVERY", "LISTING"]
"""Which reactions an engagement rate counts. The default is the same everywhere."""


EngagementType: TypeAlias = Literal["VIEW", "SAVE", "SHARE", "CLICK", "SKIP", "COMPLETE"]
"""Interaction of a viewer with a content of a feed."""


ErasureState: TypeAlias = Literal["WAITING", "RUNNING", "FINISHED"]
"""How far an erasure is."""


EventType: TypeAlias = Literal[
    "IMPRESSION",
    "VIEW_START",
    "VIEW",
    "VIEW_PROGRESS",
    "VIEW_COMPLETE",
    "COMPLETE",
    "PAUSE",
    "RESUME",
    "SEEK",
    "SWIPE_AWAY",
    "SKIP",
    "LIKE",
    "UNLIKE",
    "COMMENT",
    "SHARE",
    "SAVE",
    "UNSAVE",
    "DUET",
    "STITCH",
    "SOUND_USE",
    "CLICK",
    "CONTACT",
    "WHATSAPP",
    "BOOK_VIEWING",
    "REPORT",
    "NOT_INTERESTED",
    "HIDE",
    "FOLLOW",
    "UNFOLLOW",
    "ENGAGEMENT",
    "PURCHASE",
    "REFUND",
    "STREAM_START",
    "STREAM_JOIN",
    "STREAM_LEAVE",
    "STREAM_CHAT",
    "STREAM_GIFT",
    "STREAM_END",
    "SESSION_START",
    "SESSION_END",
    "CUSTOM",
]
"""Type of event. `eventVocabulary` lists what each type requires and forbids."""


FunnelOrder: TypeAlias = Literal["ORDERED", "STRICT", "ANY"]
"""In which order the steps of a funnel must happen."""


FunnelValueOf: TypeAlias = Literal["FIRST", "LAST", "STEP", "ALL"]
"""Of which event of a viewer's attempt the value is."""


FunnelViewersOf: TypeAlias = Literal["REACHED", "DROPPED", "INCOMPLETE"]
"""Which viewers of a step are listed."""


Gender: TypeAlias = Literal["FEMALE", "MALE", "NON_BINARY", "OTHER"]
"""Gender of a viewer, as stated by the viewer."""


InteractionType: TypeAlias = Literal[
    "IMPRESSION",
    "VIEW",
    "SKIP",
    "SAVE",
    "SHARE",
    "CONTACT",
    "WHATSAPP",
    "BOOK_VIEWING",
]
"""Interaction of a viewer with a listing."""


Interval: TypeAlias = Literal["MINUTE", "HOUR", "DAY", "WEEK", "MONTH"]
"""The length of the points of a series, by the clock and the calendar of the timezone."""


ItemStatus: TypeAlias = Literal["ACCEPTED", "DUPLICATE", "REJECTED"]
"""What became of one item."""


NetworkQuality: TypeAlias = Literal["EXCELLENT", "GOOD", "FAIR", "POOR"]
"""Quality of the connection, as judged by the app; no thresholds are prescribed."""


NetworkType: TypeAlias = Literal[
    "WIFI",
    "ETHERNET",
    "CELLULAR",
    "CELLULAR_2G",
    "CELLULAR_3G",
    "CELLULAR_4G",
    "CELLULAR_5G",
    "OFFLINE",
    "OTHER",
]
"""Type of network connection."""


NotCountedReason: TypeAlias = Literal["BOT", "SELF_VIEW", "DUPLICATE", "REJECTED"]
"""Why an event does not count by default."""


PlatformType: TypeAlias = Literal["IOS", "ANDROID", "WEB"]
"""Platform that the app runs on."""


Provenance: TypeAlias = Literal["MEASURED", "ESTIMATED", "UNAVAILABLE"]
"""Where a number comes from."""


Reaction: TypeAlias = Literal[
    "LIKE",
    "COMMENT",
    "SHARE",
    "SAVE",
    "CLICK",
    "DUET",
    "STITCH",
    "SOUND_USE",
    "FOLLOW",
    "CONTACT",
    "WHATSAPP",
    "BOOK_VIEWING",
]
"""Type of reaction."""


RetentionCurve: TypeAlias = Literal["PLAYS", "COVERAGE", "RELATIVE"]
"""Which value a retention curve shows for each part of a content."""


RetentionRule: TypeAlias = Literal["ON", "ON_OR_AFTER"]
"""When a viewer is retained in a period."""


RetentionSliceBy: TypeAlias = Literal["DEVICE", "PLATFORM", "SOURCE", "COUNTRY"]
"""Dimension that selects the plays of a curve. A play has the value of its earliest event."""


Role: TypeAlias = Literal["USER", "CREATOR", "ADMIN", "OPERATOR"]
"""What a user may see and do, by the claim `role` of the token."""


SchemaState: TypeAlias = Literal["ACTIVE", "DEPRECATED", "RETIRED"]
"""Whether events of a schema version are accepted."""


SessionAction: TypeAlias = Literal["START", "END"]
"""What happens to a session."""


SocialAccountSort: TypeAlias = Literal[
    "FOLLOWERS",
    "FOLLOWING",
    "PROFILE_VIEWS",
    "WEBSITE_CLICKS",
    "EMAIL_CLICKS",
    "IMPRESSIONS",
    "REACH",
]
"""Order of accounts: the largest latest number first. Accounts without one come last; ties by id."""


SocialAccountState: TypeAlias = Literal["CONNECTED", "NEEDS_RECONNECT", "PAUSED", "BILLING_STOP", "DISCONNECTED"]
"""Whether a social account is collected."""


SocialConnectionFailure: TypeAlias = Literal[
    "DENIED",
    "NO_ACCOUNT",
    "AUTH_EXPIRED",
    "PERMISSION_MISSING",
    "THROTTLED",
    "QUOTA_EXHAUSTED",
    "BILLING_STOP",
    "METRIC_UNSUPPORTED",
    "CONTRACT_CHANGED",
    "NOT_FOUND",
    "TRANSIENT",
]
"""Why a connection failed."""


SocialConnectionState: TypeAlias = Literal["CHOOSE", "CONNECTED", "FAILED"]
"""How far a connection is whose user came back from the network."""


SocialFormulaKind: TypeAlias = Literal["ACCOUNT", "POST"]
"""Whose numbers a custom metric is computed from."""


SocialGrain: TypeAlias = Literal["MOMENT", "DAY"]
"""What a number is about."""


SocialNetwork: TypeAlias = Literal["INSTAGRAM", "FACEBOOK", "X", "LINKEDIN", "TIKTOK", "YOUTUBE", "PINTEREST"]
"""A social network."""


SocialNumbers: TypeAlias = Literal["KEEP", "DELETE"]
"""What becomes of the numbers of a social account that is disconnected."""


SocialOutcome: TypeAlias = Literal[
    "DONE",
    "ABANDONED",
    "AUTH_EXPIRED",
    "PERMISSION_MISSING",
    "THROTTLED",
    "QUOTA_EXHAUSTED",
    "BILLING_STOP",
    "METRIC_UNSUPPORTED",
    "CONTRACT_CHANGED",
    "NOT_FOUND",
    "TRANSIENT",
]
"""How the collection of a social account ended."""


SocialPostKind: TypeAlias = Literal["POST", "STORY", "REEL"]
"""What an account published."""


SocialPostSort: TypeAlias = Literal[
    "RECENT",
    "LIKES",
    "COMMENTS",
    "SHARES",
    "SAVES",
    "IMPRESSIONS",
    "REACH",
    "VIEWS",
    "WATCH_TIME",
    "COMPLETION_RATE",
    "ENGAGEMENT_RATE",
]
"""Order of posts: the newest first, or the largest latest number first. Posts without one come last; ties by id."""


SoldBy: TypeAlias = Literal["CONTENT", "CREATOR", "PRODUCT", "CAMPAIGN", "PAYMENT_METHOD"]
"""What sales are listed by."""


SoldOrder: TypeAlias = Literal["GROSS", "NET", "REFUNDS", "GIFTS", "ORDERS", "BUYERS", "SPEND"]
"""The order of the rows, the largest first; ties by value."""


SourceType: TypeAlias = Literal["FOR_YOU", "FEED", "FOLLOWING", "PROFILE", "HASHTAG", "SEARCH", "DIRECT", "OTHER"]
"""Where in the app the viewer came from."""


StreamAction: TypeAlias = Literal["START", "JOIN", "LEAVE", "CHAT", "GIFT", "END"]
"""What happens in a live stream."""


TopBy: TypeAlias = Literal[
    "QUALITY",
    "ENGAGEMENT",
    "VIEWS",
    "UNIQUE_VIEWERS",
    "WATCH_TIME",
    "AVERAGE_WATCH_TIME",
    "COMPLETION",
    "LIKES",
    "COMMENTS",
    "SHARES",
    "SAVES",
]
"""What contents are ranked by; ties by id."""


Trend: TypeAlias = Literal["RISING", "DECLINING", "STABLE"]
"""Trend of the views in a window compared with the window before."""


ViewerKind: TypeAlias = Literal["USER", "GUEST"]
"""What the id of a viewer identifies. A user and a guest's session may have the same id; they are different viewers."""


WeekStart: TypeAlias = Literal["MONDAY", "SUNDAY"]
"""The first day of a week."""


class BetweenInput(TypedDict):
    """From `start` up to, but not including, `end`; widened to whole quarter-hours. With two dates, whole local
    days.
    """

    start: str
    """First moment of the range (inclusive)."""
    end: str
    """End of the range (exclusive)."""


class BoxInput(TypedDict):
    """An area between two latitudes and two longitudes, in degrees (WGS 84). A box whose west is greater than its
    east crosses the antimeridian.
    """

    south: float
    """Southern edge: latitude, -90 to 90."""
    west: float
    """Western edge: longitude, -180 to 180."""
    north: float
    """Northern edge: latitude, -90 to 90."""
    east: float
    """Eastern edge: longitude, -180 to 180."""


class CalendarInput(TypedDict):
    """A whole period of the calendar, even if it is not over."""

    unit: CalendarUnit
    """The kind of period."""
    back: int
    """Which one: 0 is the current one, 1 the one before it (last month), and so on, to 1970."""


class CampaignSpendInput(TypedDict):
    """What a campaign cost on a day; replaces what was declared for that campaign, day and currency."""

    campaign: str
    """The campaign, as `source.campaign` of events names it; 1-128 characters."""
    day: str
    """The day, YYYY-MM-DD; questions take it as a day of their own time zone."""
    currency: str
    """ISO 4217 code, such as EUR."""
    amount: str
    """What it cost, in major units, as a decimal with up to four places, such as "12.50"."""


class ConsentSubjectInput(TypedDict):
    """Whose consent it is. Exactly one of the fields must be given."""

    userId: NotRequired[str | None]
    """A user."""
    sessionId: NotRequired[str | None]
    """A guest, by the session id that its app sends with its events."""


class ContentInput(TypedDict):
    """Catalogue entry of one content. A field that is left out or null keeps its stored value."""

    id: str
    """Your app's own id of the content."""
    type: NotRequired[ContentType | None]
    """Type of content."""
    creatorId: NotRequired[str | None]
    """Id of the creator; the signed-in creator when left out."""
    title: NotRequired[str | None]
    """Title for lists; up to 500 characters."""
    caption: NotRequired[str | None]
    """Caption for lists; up to 5,000 characters."""
    thumbnail: NotRequired[str | None]
    """URL of a thumbnail."""
    duration: NotRequired[float | None]
    """Duration in seconds; used for events that do not report one."""
    publishedAt: NotRequired[str | None]
    """When the content was published."""


class ContextInput(TypedDict):
    """What all events of a batch share, so that it is sent once. A field of an event replaces the whole field of the
    same name here: with a `device` of its own, an event has nothing of this one; with null, it is unknown.
    """

    userId: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    sessionId: NotRequired[str | None]
    """Id of the app's session."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """


class CreatorInput(TypedDict):
    """Profile of one creator. A field that is left out keeps its stored value; null or a blank text withdraws it.
    Without a name and a picture there is no profile.
    """

    id: str
    """Your app's own id of the creator."""
    name: NotRequired[str | None]
    """Name to show; up to 200 characters."""
    picture: NotRequired[str | None]
    """URL of a picture."""


class DeviceInput(TypedDict):
    """The device."""

    type: NotRequired[DeviceType | None]
    """Type of device."""
    platform: NotRequired[PlatformType | None]
    """Platform of the app."""
    model: NotRequired[str | None]
    """Model, as the system names it."""
    os: NotRequired[str | None]
    """Operating system."""
    osVersion: NotRequired[str | None]
    """Version of the operating system."""
    appVersion: NotRequired[str | None]
    """Version of the app."""
    sdk: NotRequired[str | None]
    """Library that sends the events, such as `viewpulse-web/1.4.0`."""
    screenWidth: NotRequired[int | None]
    """Pixels."""
    screenHeight: NotRequired[int | None]
    """Pixels."""
    userAgent: NotRequired[str | None]
    """User agent of the viewer's app, when a server sends the event. Bot detection uses it instead of the sending
    server's own user agent and network address; it is not stored.
    """


class EventConditionInput(TypedDict):
    """Events that match all fields that are given, of which there must be one."""

    types: NotRequired[Sequence[EventType] | None]
    """One of these types."""
    names: NotRequired[Sequence[str] | None]
    """Custom events of one of these names."""
    contentId: NotRequired[str | None]
    """About this content."""
    creatorId: NotRequired[str | None]
    """About a content of this creator, or about the creator, as a FOLLOW is."""
    properties: NotRequired[Mapping[str, Any] | None]
    """With these properties, and perhaps others: `{productId: "p1"}`. Up to 8."""
    watched: NotRequired[WatchedInput | None]
    """That the viewer has watched so much; instead of all other conditions."""


class EventFilterInput(TypedDict):
    """Selects events. At least one field is required; an event must match all fields that are given."""

    ids: NotRequired[Sequence[str] | None]
    """Event ids, as they were sent; 1 to 1,000."""
    contentId: NotRequired[str | None]
    """Id of the content."""
    userId: NotRequired[str | None]
    """Id of the user."""
    sessionId: NotRequired[str | None]
    """Id of the session."""
    since: NotRequired[str | None]
    """Events that occurred at or after this time."""
    until: NotRequired[str | None]
    """Events that occurred before this time."""


class EventInput(TypedDict):
    """One event that occurred in an app."""

    type: EventType
    """Type of event."""
    id: NotRequired[str | None]
    """Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the
    server creates one, and a retry counts twice.
    """
    name: NotRequired[str | None]
    """Name of a custom event, as it is registered; only of the type CUSTOM."""
    contentId: NotRequired[str | None]
    """Id of the content."""
    contentType: NotRequired[ContentType | None]
    """Type of the content."""
    creatorId: NotRequired[str | None]
    """Id of the content's creator; the catalogue takes precedence."""
    userId: NotRequired[str | None]
    """Id of the signed-in user; must match the token if one is sent."""
    sessionId: NotRequired[str | None]
    """Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for
    guests who send none.
    """
    playId: NotRequired[str | None]
    """Id of one play. Without it, all events of a session id on a content are one play."""
    occurredAt: NotRequired[str | None]
    """When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent."""
    age: NotRequired[float | None]
    """Instead of `occurredAt`: seconds between the event and this attempt to send it, by a clock that nobody sets
    and that runs while the device sleeps; measured again for each attempt. The event occurred so long before it
    arrived.
    """
    schemaVersion: NotRequired[str | None]
    """Version of the event's schema; see `schemaVersions`."""
    viewData: NotRequired[ViewDataInput | None]
    """Playback data."""
    source: NotRequired[SourceInput | None]
    """Where the viewer came from."""
    device: NotRequired[DeviceInput | None]
    """The device."""
    location: NotRequired[LocationInput | None]
    """Location of the viewer."""
    network: NotRequired[NetworkInput | None]
    """Network connection of the device."""
    viewer: NotRequired[ViewerTraitsInput | None]
    """Known attributes of the viewer."""
    consent: NotRequired[Sequence[ConsentPurpose] | None]
    """What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to
    nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to.
    """
    properties: NotRequired[Mapping[str, Any] | None]
    """Additional properties, up to 4 KiB of JSON."""


class EventsFilterInput(TypedDict):
    """Which events to list. An event must match all fields that are given."""

    types: NotRequired[Sequence[EventType] | None]
    """One of these types."""
    family: NotRequired[str | None]
    """A type of this family, such as `commerce`; see `eventVocabulary`."""
    names: NotRequired[Sequence[str] | None]
    """Custom events of one of these names."""
    contentId: NotRequired[str | None]
    """About this content."""
    userId: NotRequired[str | None]
    """Of this user."""
    sessionId: NotRequired[str | None]
    """Of this session."""
    properties: NotRequired[Mapping[str, Any] | None]
    """With these properties, and perhaps others: `{orderId: "o1"}`. Up to 8 of them; values are compared as JSON."""


class FunnelExclusionInput(TypedDict):
    """Events that end an attempt between two steps: what was done until then counts, what follows needs a new
    attempt.
    """

    types: NotRequired[Sequence[EventType] | None]
    """One of these types."""
    names: NotRequired[Sequence[str] | None]
    """Custom events of one of these names."""
    contentId: NotRequired[str | None]
    """About this content."""
    creatorId: NotRequired[str | None]
    """About a content of this creator, or about the creator, as a FOLLOW is."""
    properties: NotRequired[Mapping[str, Any] | None]
    """With these properties, and perhaps others: `{productId: "p1"}`. Up to 8."""
    watched: NotRequired[WatchedInput | None]
    """That the viewer has watched so much; instead of all other conditions."""
    after: int
    """Number of the step after which they count, from 1."""
    before: NotRequired[int | None]
    """Number of the step before which they count; by default, the last."""


class FunnelStepInput(TypedDict):
    """Which events do a step. An event must match all fields that are given, of which there must be one."""

    types: NotRequired[Sequence[EventType] | None]
    """One of these types."""
    names: NotRequired[Sequence[str] | None]
    """Custom events of one of these names."""
    contentId: NotRequired[str | None]
    """About this content."""
    creatorId: NotRequired[str | None]
    """About a content of this creator, or about the creator, as a FOLLOW is."""
    properties: NotRequired[Mapping[str, Any] | None]
    """With these properties, and perhaps others: `{productId: "p1"}`. Up to 8."""
    watched: NotRequired[WatchedInput | None]
    """That the viewer has watched so much; instead of all other conditions."""
    name: NotRequired[str | None]
    """A name, repeated in the answer; up to 100 characters."""
    optional: bool
    """Whether the next steps count without it. Not for the first and the last step."""
    within: NotRequired[str | None]
    """Longest time since the step that was done before it. By default, only `window` counts."""


class LocationInput(TypedDict):
    """Location of the viewer."""

    country: NotRequired[str | None]
    """ISO 3166-1 alpha-2 code."""
    countryName: NotRequired[str | None]
    """Name of the country."""
    region: NotRequired[str | None]
    """State or region."""
    city: NotRequired[str | None]
    """City."""
    timezone: NotRequired[str | None]
    """IANA name of the device's time zone."""
    latitude: NotRequired[float | None]
    """WGS 84 degrees."""
    longitude: NotRequired[float | None]
    """WGS 84 degrees."""
    preciseConsent: NotRequired[bool | None]
    """True if the viewer consented to a precise location. Without consent, only the H3 cell of the coordinates is
    kept (resolution 5, about 250 km²).
    """


class NetworkInput(TypedDict):
    """The network connection of the device."""

    type: NotRequired[NetworkType | None]
    """Type of connection."""
    quality: NotRequired[NetworkQuality | None]
    """Quality of the connection."""


class OfInput(TypedDict):
    """What is asked about. Exactly one of the fields must be given."""

    contentId: NotRequired[str | None]
    """A content, by your app's own id. For its creator, or an admin."""
    creatorId: NotRequired[str | None]
    """All contents of a creator together. For that creator, or an admin."""
    platform: NotRequired[bool | None]
    """`true`: all contents of the platform together. For admins."""


class PointInput(TypedDict):
    """A point on the earth, in degrees (WGS 84)."""

    latitude: float
    """Degrees north, -90 to 90."""
    longitude: float
    """Degrees east, -180 to 180."""


class RangeInput(TypedDict):
    """A time range. Exactly one of the fields must be given."""

    last: NotRequired[str | None]
    """The hours, days of 24 hours, or weeks up to now: `"24h"`, `"7d"`, `"4w"`; at most 5 years. Starts on the
    quarter-hour at or before that time.
    """
    days: NotRequired[int | None]
    """Local days until now, today included: 7 are today and the whole 6 days before it. 1-1830."""
    weeks: NotRequired[int | None]
    """Local weeks (from Monday) until now, with the current one. 1-261."""
    months: NotRequired[int | None]
    """Local months until now, with the current one. 1-60."""
    calendar: NotRequired[CalendarInput | None]
    """The current day, week, month, quarter or year, or an earlier one: the whole period."""
    between: NotRequired[BetweenInput | None]
    """Explicit bounds: dates or times; at most 5 years."""


class RetentionSlice(TypedDict):
    """Restricts the curve to the plays, views and viewers of one value."""

    by: RetentionSliceBy
    """The dimension."""
    value: NotRequired[str | None]
    """The value, as in `breakdown`: an enum value of the dimension or a two-letter country code; null: plays whose
    value is unknown.
    """


class SalesOfInput(TypedDict):
    """Whose sales are asked about. Exactly one of the fields must be given."""

    contentId: NotRequired[str | None]
    """A content that something was bought from. For its creator, or an admin."""
    creatorId: NotRequired[str | None]
    """A creator: sales from its contents, and those that name only it. For that creator, or an admin."""
    productId: NotRequired[str | None]
    """A product. For admins."""
    campaign: NotRequired[str | None]
    """A campaign, as `source.campaign` of events names it. For admins."""
    platform: NotRequired[bool | None]
    """`true`: all sales. For admins."""


class SectionInput(TypedDict):
    """A section of the content that was watched, in seconds from its beginning."""

    start: float
    """Start of the section."""
    end: float
    """End of the section."""


class SocialOfInput(TypedDict):
    """A workspace or an account of social networks. Exactly one of the fields must be given."""

    workspaceId: NotRequired[str | None]
    """All accounts of a workspace together."""
    accountId: NotRequired[str | None]
    """An account, such as `instagram:17841400000000000`."""


class SourceInput(TypedDict):
    """Where in the app, and through what, the viewer came to the content."""

    type: NotRequired[SourceType | None]
    """Area of the app."""
    referrer: NotRequired[str | None]
    """Address or screen before this one."""
    entryPoint: NotRequired[str | None]
    """Medium, such as a notification, deep link or widget."""
    campaign: NotRequired[str | None]
    """Name of the campaign."""


class TrafficInput(TypedDict):
    """Additional traffic to count. Bots and self-views are stored, but not counted unless included."""

    bots: bool
    """Count viewers that are classified as bots."""
    selfViews: bool
    """Count creators' activity on their own contents."""


class ViewDataInput(TypedDict):
    """Playback data. Durations and positions are in seconds."""

    watchTime: NotRequired[float | None]
    """Seconds watched since the last report."""
    totalWatchTime: NotRequired[float | None]
    """Seconds watched in this play so far. The larger of this and the sum of the increments counts."""
    position: NotRequired[float | None]
    """Position in seconds from the beginning."""
    duration: NotRequired[float | None]
    """Seconds of the content; the catalogue's when left out."""
    completionPercent: NotRequired[float | None]
    """Percentage of the content that was seen, 0-100."""
    isRewatch: NotRequired[bool | None]
    """True if the viewer has seen the content before."""
    loopCount: NotRequired[int | None]
    """Loops in this play so far."""
    playbackRate: NotRequired[float | None]
    """Playback rate during `watchTime`: 1 is normal; 0-16."""
    sections: NotRequired[Sequence[SectionInput] | None]
    """Sections watched."""


class ViewerClassInput(TypedDict):
    """Whether a viewer is a bot."""

    id: str
    """The user's id, or a guest's session id."""
    kind: NotRequired[ViewerKind | None]
    """What the id identifies. If left out, the item applies to the user and to the guest's session with that id."""
    bot: NotRequired[bool | None]
    """True or false overrides what the events show; null lets the events decide."""


class ViewerTraitsInput(TypedDict):
    """What the app knows about the viewer. The latest event that reports a value counts."""

    ageGroup: NotRequired[AgeGroup | None]
    """Age group, in years."""
    gender: NotRequired[Gender | None]
    """Gender, as stated by the viewer."""


class WatchedInput(TypedDict):
    """How much of a content a viewer must have watched. Without `contentId` and `creatorId`: any."""

    percent: float
    """Percent of the content, above 0 and up to 100. The moment is that of the first event which reports that so
    much was watched: by its position, its completion or its own sections, or VIEW_COMPLETE.
    """
    contentId: NotRequired[str | None]
    """Of this content."""
    creatorId: NotRequired[str | None]
    """Of any content of this creator."""
