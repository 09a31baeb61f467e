"""What a content's numbers are made of: any dimension, and its audience."""

from typing import Annotated, Self, TypeAlias

import strawberry
from strawberry.utils.str_converters import to_camel_case

from resolvers.arguments import FirstArgument, check_first
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.scalars import Long
from resolvers.selection import selected_paths
from server.analytics import rates
from server.analytics.contents.breakdown import BreakdownResult, Dimension, ValueCounts, read_breakdown, read_values
from server.analytics.query import ContentQuery

DIMENSIONS = {
    Dimension.COUNTRY: "`location.country`: ISO 3166-1 alpha-2, in capitals.",
    Dimension.CITY: "`location.city`, with its country: `Zürich, CH`.",
    Dimension.DEVICE: "`device.type`: MOBILE …",
    Dimension.PLATFORM: "`device.platform`: IOS …",
    Dimension.OS: "`device.os`.",
    Dimension.APP_VERSION: "`device.appVersion`.",
    Dimension.SOURCE: "`source.type`: FOR_YOU …",
    Dimension.REFERRER: "`source.referrer`, its first 256 characters.",
    Dimension.CAMPAIGN: "`source.campaign`.",
    Dimension.NETWORK: "`network.type`: WIFI …",
    Dimension.HOUR: "Hour of the day, 0-23, in the query's timezone.",
    Dimension.DAY: "Day, YYYY-MM-DD, in the query's timezone.",
    Dimension.WEEKDAY: "Weekday, 1-7 from Monday, in the query's timezone.",
    Dimension.VIEWER_LOCAL_HOUR: "Hour of the day, 0-23, in the viewer's own `location.timezone`.",
    Dimension.AGE_GROUP: "The viewer's age group as it is known now: AGE_18_24 …",
    Dimension.GENDER: "The viewer's gender as it is known now: FEMALE …",
}

register_enum(
    Dimension,
    "What a content is broken down by. VIEW_START, LIKE, COMMENT and SHARE events go by what they say themselves, "
    "plays by what their earliest event says.",
    DIMENSIONS,
)

_READ_LIVE = "Today and closed days with few events are read from plays and events through indexes (ADR 9)."

ByArgument: TypeAlias = Annotated[Dimension, strawberry.argument(description="What to break down by.")]


@strawberry.type(description="What all values beyond the first count together.")
class BreakdownRest:
    """The numbers of a row, without a value."""

    views: Long = strawberry.field(description="Views by the definition asked for.")
    percentage: float = strawberry.field(description="views / all views of the range * 100.")
    unique_viewers: Long = strawberry.field(description="Distinct viewers with such a view.")
    unique_viewers_estimated: bool = strawberry.field(
        description="Whether that is an estimate, with a standard error of 1.6 %: beyond 10,000 plays or views in the "
        "range, but never by HOUR, DAY or WEEKDAY."
    )
    plays: Long = strawberry.field(description="Plays.")
    watch_time: float = strawberry.field(description="Seconds watched in those plays.")
    completion_rate: float = strawberry.field(description="Plays completed in full / views * 100; 0 without views.")
    engagement_events: Long = strawberry.field(description="LIKE, COMMENT and SHARE events.")
    engagement_rate: float = strawberry.field(description="engagementEvents / views * 100; 0 without views.")

    @classmethod
    def of(cls, counts: ValueCounts, facts: BreakdownResult, **more: object) -> Self:
        """The numbers of one value, or of the rest."""
        return cls(
            views=counts.views,
            percentage=rates.percent(counts.views, facts.views),
            unique_viewers=counts.unique_viewers,
            unique_viewers_estimated=facts.estimated,
            plays=counts.plays,
            watch_time=rates.seconds(counts.watch_ms),
            completion_rate=rates.percent(counts.completed_full, counts.views),
            engagement_events=counts.engagement_events,
            engagement_rate=rates.percent(counts.engagement_events, counts.views),
            **more,
        )


@strawberry.type(description="What one value of a dimension counts.")
class BreakdownRow(BreakdownRest):
    """One row."""

    value: str | None = strawberry.field(description="The value; null: not known.")


@strawberry.type(
    description="A content by one dimension. `rows` and `other` add up to the views, plays, watch time, completions "
    "and engagement events of the content in the range."
)
class Breakdown:
    """The first values and the rest."""

    by: Dimension = strawberry.field(description="The dimension.")
    rows: list[BreakdownRow] = strawberry.field(
        description="The first values, most views first; ties by plays, engagement events, then value."
    )
    other: BreakdownRest = strawberry.field(
        description="All other values together. On a past day, those beyond the first 1,000 values are always here."
    )

    @classmethod
    def of(cls, by: Dimension, facts: BreakdownResult) -> Self:
        """The answer."""
        rows = [BreakdownRow.of(row, facts, value=row.value) for row in facts.rows]
        return cls(by=by, rows=rows, other=BreakdownRest.of(facts.other, facts))


@strawberry.type(description="Views of one part of an audience.")
class AudienceShare:
    """One value."""

    value: str | None = strawberry.field(description="The value; null: not known.")
    views: Long = strawberry.field(description="Views by the definition asked for.")
    percentage: float = strawberry.field(description="views / all views of the range * 100.")


@strawberry.type(description="Who watches, where and on what; most views first.")
class Audience:
    """Shares by each of the dimensions of an audience."""

    age_groups: list[AudienceShare] = strawberry.field(description="By age group, as it is known now.")
    genders: list[AudienceShare] = strawberry.field(description="By gender, as it is known now.")
    countries: list[AudienceShare] = strawberry.field(description="By country.")
    cities: list[AudienceShare] = strawberry.field(description="By city, named with its country: `Zürich, CH`.")
    devices: list[AudienceShare] = strawberry.field(description="By form of device.")
    platforms: list[AudienceShare] = strawberry.field(description="By platform of the app.")

    @classmethod
    def of(cls, found: dict[Dimension, BreakdownResult]) -> Self:
        """The answer; a dimension that was not read is empty."""
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
    """One of the countries of a content's views."""

    country: str = strawberry.field(description="ISO 3166-1 alpha-2 code, in capitals.")
    views: Long = strawberry.field(description="Views from there.")
    percentage: float = strawberry.field(description="views / all views of the content * 100.")


@strawberry.type
class ContentBreakdowns:
    """The fields of ``ContentAnalytics`` that tell what its numbers are made of."""

    query: strawberry.Private[ContentQuery]

    @strawberry.field(description=f"The content by any dimension. {_READ_LIVE}", metadata=FieldMetadata(cost=500))
    async def breakdown(self, info: Info, by: ByArgument, first: FirstArgument = 10) -> Breakdown:
        """The first values of a dimension, and the rest."""
        check_first(first)
        paths = selected_paths(info)
        viewers = any(path.partition(".")[2].startswith("uniqueViewers") for path in paths)
        async with info.context.read() as connection:
            facts = await read_breakdown(connection, self.query, by, first, viewers=viewers)
        return Breakdown.of(by, facts)

    @strawberry.field(description=f"Who watches, where and on what. {_READ_LIVE}", metadata=FieldMetadata(cost=1000))
    async def audience(self, info: Info, first: FirstArgument = 10) -> Audience:
        """The first values of each dimension."""
        check_first(first)
        async with info.context.read() as connection:
            found = await read_values(connection, self.query, [self.query.content_id], selected_audience(info), first)
        return Audience.of(found)

    @strawberry.field(
        description=f"Countries that most views came from. {_READ_LIVE}", metadata=FieldMetadata(cost=500)
    )
    async def countries(self, info: Info, first: FirstArgument = 10) -> list[CountryViews]:
        """The first known countries, most views first."""
        check_first(first)
        async with info.context.read() as connection:
            # one more: unknown may be among the first
            facts = await read_breakdown(connection, self.query, Dimension.COUNTRY, first + 1, viewers=False)
        return [
            CountryViews(country=row.value, views=row.views, percentage=rates.percent(row.views, facts.views))
            for row in facts.rows
            if row.value is not None and row.views > 0
        ][:first]


def _shares(facts: BreakdownResult | None) -> list[AudienceShare]:
    if facts is None:
        return []
    return [
        AudienceShare(value=row.value, views=row.views, percentage=rates.percent(row.views, facts.views))
        for row in facts.rows
        if row.views > 0
    ]
