"""Breaks a content's metrics down by dimension, and describes its audience."""

from typing import Annotated, Self, TypeAlias

import strawberry
from strawberry.utils.str_converters import to_camel_case

from resolvers.arguments import FirstArgument, check_first
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.parts import part
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics.contents.breakdown import BreakdownResult, Dimension, ValueCounts, read_breakdown, read_values
from server.analytics.query import ContentQuery
from server.metrics import rates

DIMENSIONS = {
    Dimension.COUNTRY: "`location.country`: ISO 3166-1 alpha-2, in capitals.",
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

_READ_LIVE = "Today, and past days with few events, are read from plays and events through indexes (ADR 9)."

ByArgument: TypeAlias = Annotated[Dimension, strawberry.argument(description="The dimension.")]


@strawberry.type(description="Totals of all values that are not listed in `rows`.")
class BreakdownRest:
    """The metrics of a row, without its value."""

    views: Long = strawberry.field(description="Views by the requested definition.")
    percentage: float = strawberry.field(description="views / all views of the range * 100.")
    unique_viewers: Long = strawberry.field(description="Distinct viewers with such a view.")
    unique_viewers_estimated: bool = strawberry.field(
        description="Whether `uniqueViewers` is an estimate with a standard error of 1.6 %: above 10,000 plays or "
        "views in the range, but never by HOUR, DAY or WEEKDAY."
    )
    plays: Long = strawberry.field(description="Plays.")
    watch_time: float = strawberry.field(description="Seconds watched in those plays.")
    completion_rate: float = strawberry.field(description="Fully completed plays / views * 100; 0 without views.")
    engagement_events: Long = strawberry.field(description="LIKE, COMMENT and SHARE events.")
    engagement_event_rate: float = strawberry.field(description="engagementEvents / views * 100; 0 without views.")

    @classmethod
    def from_counts(cls, counts: ValueCounts, result: BreakdownResult, **more: object) -> Self:
        """The metrics of one value, or of all values that are not listed."""
        return cls(
            views=counts.views,
            percentage=rates.percent(counts.views, result.views),
            unique_viewers=counts.unique_viewers,
            unique_viewers_estimated=result.estimated,
            plays=counts.plays,
            watch_time=rates.seconds(counts.watch_ms),
            completion_rate=rates.percent(counts.completed_full, counts.views),
            engagement_events=counts.engagement_events,
            engagement_event_rate=rates.percent(counts.engagement_events, counts.views),
            **more,
        )


@strawberry.type(description="Metrics of one value of a dimension.")
class BreakdownRow(BreakdownRest):
    """One row of a ``Breakdown``."""

    value: str | None = strawberry.field(description="The value; null if unknown.")


@strawberry.type(
    description="Metrics of a content by one dimension. `rows` and `other` add up to the content's views, plays, "
    "watch time, completions and engagement events in the range."
)
class Breakdown:
    """The type of ``breakdown``: the top values of a dimension, and the total of the others."""

    by: Dimension = strawberry.field(description="The dimension.")
    rows: list[BreakdownRow] = strawberry.field(
        description="The top values, most views first; ties by plays, engagement events, then value."
    )
    other: BreakdownRest = strawberry.field(
        description="Totals of all other values. For a past day, values beyond its top 1,000 are always included here."
    )

    @classmethod
    def from_result(cls, by: Dimension, result: BreakdownResult) -> Self:
        """The API type of a breakdown."""
        rows = [BreakdownRow.from_counts(row, result, value=row.value) for row in result.rows]
        return cls(by=by, rows=rows, other=BreakdownRest.from_counts(result.other, result))


@strawberry.type(description="Views of one segment of an audience.")
class AudienceShare:
    """One segment of an ``Audience``."""

    value: str | None = strawberry.field(description="The value; null if unknown.")
    views: Long = strawberry.field(description="Views by the requested definition.")
    percentage: float = strawberry.field(description="views / all views of the range * 100.")


@strawberry.type(description="Who watches, where and on which devices; most views first.")
class Audience:
    """The type of ``audience``: shares of views by age group, gender, country, city, device and platform."""

    age_groups: list[AudienceShare] = strawberry.field(description="By age group, as currently known.")
    genders: list[AudienceShare] = strawberry.field(description="By gender, as currently known.")
    countries: list[AudienceShare] = strawberry.field(description="By country.")
    cities: list[AudienceShare] = strawberry.field(description="By city and its country, such as `Zürich, CH`.")
    devices: list[AudienceShare] = strawberry.field(description="By device type.")
    platforms: list[AudienceShare] = strawberry.field(description="By platform.")

    @classmethod
    def from_results(cls, found: dict[Dimension, BreakdownResult]) -> Self:
        """The API type of an audience; dimensions that were not selected are empty."""
        return cls(**{name: _shares(found.get(by)) for name, by in _AUDIENCE.items()})


_AUDIENCE = {
    "age_groups": Dimension.AGE_GROUP,
    "genders": Dimension.GENDER,
    "countries": Dimension.COUNTRY,
    "cities": Dimension.CITY,
    "devices": Dimension.DEVICE,
    "platforms": Dimension.PLATFORM,
}


def selected_audience(info: Info) -> list[Dimension]:
    """The dimensions of an ``Audience`` that the caller selected."""
    paths = selected_paths(info)
    return [by for name, by in _AUDIENCE.items() if to_camel_case(name) in paths]


@strawberry.type(description="Views from one country.")
class CountryViews:
    """One row of ``countries``."""

    country: str = strawberry.field(description="ISO 3166-1 alpha-2 code, in capitals.")
    views: Long = strawberry.field(description="Views from the country.")
    percentage: float = strawberry.field(description="views / all views of the content * 100.")


@strawberry.type
class ContentBreakdowns:
    """The ``breakdown``, ``audience`` and ``countries`` fields of ``ContentAnalytics``."""

    query: strawberry.Private[ContentQuery]

    @part(description=f"The content's metrics by one dimension. {_READ_LIVE}", metadata=FieldMetadata(cost=500))
    async def breakdown(self, info: Info, by: ByArgument, first: FirstArgument = 10) -> Breakdown:
        """The top values of a dimension, and the total of the others."""
        check_first(first)
        paths = selected_paths(info)
        viewers = any(path.partition(".")[2].startswith("uniqueViewers") for path in paths)
        async with info.context.read() as connection:
            result = await read_breakdown(connection, self.query, by, first, viewers=viewers)
        return Breakdown.from_result(by, result)

    @part(description=f"Who watches, where and on which devices. {_READ_LIVE}", metadata=FieldMetadata(cost=1000))
    async def audience(self, info: Info, first: FirstArgument = 10) -> Audience:
        """The top values of each selected dimension."""
        check_first(first)
        async with info.context.read() as connection:
            found = await read_values(connection, self.query, [self.query.content_id], selected_audience(info), first)
        return Audience.from_results(found)

    @part(description=f"Countries with the most views. {_READ_LIVE}", metadata=FieldMetadata(cost=500))
    async def countries(self, info: Info, first: FirstArgument = 10) -> list[CountryViews]:
        """The top known countries, most views first."""
        check_first(first)
        async with info.context.read() as connection:
            # one more: unknown may be among the first
            result = await read_breakdown(connection, self.query, Dimension.COUNTRY, first + 1, viewers=False)
        return [
            CountryViews(country=row.value, views=row.views, percentage=rates.percent(row.views, result.views))
            for row in result.rows
            if row.value is not None and row.views > 0
        ][:first]


def _shares(result: BreakdownResult | None) -> list[AudienceShare]:
    if result is None:
        return []
    return [
        AudienceShare(value=row.value, views=row.views, percentage=rates.percent(row.views, result.views))
        for row in result.rows
        if row.views > 0
    ]
