"""The dimensions of a breakdown and the orders of its rows, in the schema."""

from resolvers.enums import register_enum
from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.breakdowns.listing import RowOrder

DIMENSIONS = {
    Dimension.COUNTRY: "`location.country`: ISO 3166-1 alpha-2, in capitals.",
    Dimension.REGION: "`location.region` with its country, such as `Bavaria, DE`.",
    Dimension.CITY: "`location.city` with its country, such as `Zürich, CH`.",
    Dimension.DEVICE: "`device.type`, such as MOBILE.",
    Dimension.PLATFORM: "`device.platform`, such as IOS.",
    Dimension.OS: "`device.os`.",
    Dimension.APP_VERSION: "`device.appVersion`.",
    Dimension.SOURCE: "`source.type`, such as FOR_YOU.",
    Dimension.REFERRER: "`source.referrer`, its first 256 characters.",
    Dimension.CAMPAIGN: "`source.campaign`.",
    Dimension.NETWORK: "`network.type`, such as WIFI.",
    Dimension.HOUR: "Hour of the day, 0-23, in the query's timezone.",
    Dimension.DAY: "Day, YYYY-MM-DD, in the query's timezone.",
    Dimension.WEEKDAY: "Day of the week in the query's timezone: 1 is Monday, 7 is Sunday.",
    Dimension.VIEWER_LOCAL_HOUR: "Hour of the day, 0-23, in the viewer's own `location.timezone`.",
    Dimension.AGE_GROUP: "The viewer's age group as currently known, such as AGE_18_24.",
    Dimension.GENDER: "The viewer's gender as currently known, such as FEMALE.",
}

register_enum(
    Dimension,
    "Dimension of a breakdown. VIEW_START, LIKE, COMMENT and SHARE events use their own attributes; plays use those "
    "of their earliest event.",
    DIMENSIONS,
)
register_enum(
    RowOrder,
    "What the rows of a breakdown are ordered by, most first; ties by views, plays, engagement events, then value.",
    {
        RowOrder.VIEWS: "Number of views.",
        RowOrder.PLAYS: "Number of plays.",
        RowOrder.WATCH_TIME: "Watch time.",
        RowOrder.ENGAGEMENT_EVENTS: "Number of LIKE, COMMENT and SHARE events.",
    },
    name="BreakdownOrder",
)
