"""``audience``: who watches a content, a creator's contents or the platform, where and on which devices."""

from typing import Self

import strawberry
from strawberry.utils.str_converters import to_camel_case

from resolvers.arguments import FirstArgument, check_first
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import ViewsShare
from resolvers.parts import part
from resolvers.selection import selected_paths
from server.analytics.breakdowns.breakdown import BreakdownQuery, read_audience
from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.breakdowns.labels import label_of
from server.analytics.breakdowns.listing import BreakdownResult
from server.metrics import rates


@strawberry.type(description="Who watches, where and on which devices; most views first.")
class Audience:
    """The type of ``audience``: shares of views by age group, gender, country, city, device and platform."""

    age_groups: list[ViewsShare] = strawberry.field(description="By age group, as currently known.")
    genders: list[ViewsShare] = strawberry.field(description="By gender, as currently known.")
    countries: list[ViewsShare] = strawberry.field(description="By country.")
    cities: list[ViewsShare] = strawberry.field(description="By city and its country, such as `Zürich, CH`.")
    devices: list[ViewsShare] = strawberry.field(description="By device type.")
    platforms: list[ViewsShare] = strawberry.field(description="By platform.")

    @classmethod
    def from_results(cls, found: dict[Dimension, BreakdownResult]) -> Self:
        """The API type of an audience; dimensions that were not selected are empty."""
        return cls(**{name: _shares(by, found[by]) if by in found else [] for name, by in _AUDIENCE.items()})


_AUDIENCE = {
    "age_groups": Dimension.AGE_GROUP,
    "genders": Dimension.GENDER,
    "countries": Dimension.COUNTRY,
    "cities": Dimension.CITY,
    "devices": Dimension.DEVICE,
    "platforms": Dimension.PLATFORM,
}


@strawberry.type
class WithAudience:
    """The ``audience`` field of ``ContentAnalytics``, ``CreatorAnalytics`` and ``PlatformAnalytics``."""

    query: strawberry.Private[BreakdownQuery]

    @part(
        description="Who watches, where and on which devices. Today, and past days with few events, are read from "
        "plays and events through indexes (ADR 9).",
        metadata=FieldMetadata(cost=1000),
    )
    async def audience(self, info: Info, first: FirstArgument = 10) -> Audience:
        """The top values of each selected dimension."""
        check_first(first)
        paths = selected_paths(info)
        dimensions = [by for name, by in _AUDIENCE.items() if to_camel_case(name) in paths]
        async with info.context.read() as connection:
            found = await read_audience(connection, self.query, dimensions, first)
        return Audience.from_results(found)


def _shares(by: Dimension, result: BreakdownResult) -> list[ViewsShare]:
    return [
        ViewsShare(
            value=value,
            label=label_of(by, value),
            views=row.views,
            percentage=rates.percent(row.views, result.views),
        )
        for row in result.rows
        if row.views > 0
        for value in row.values
    ]
