"""``breakdown``: a content, a creator or the platform by country, device, hour and other dimensions."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple, Self, TypeAlias

import strawberry

from resolvers.access import OWN_SCOPE
from resolvers.arguments import (
    DefinitionArgument,
    IncludeArgument,
    RangeArgument,
    TimezoneArgument,
    check_first,
)
from resolvers.breakdowns import dimensions  # noqa: F401  # registers the enums
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import Analytics
from resolvers.pages import AfterArgument, PageInfo
from resolvers.parts import part
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.scope import resolve_scope_query
from resolvers.selection import selected_paths
from server.analytics.breakdowns.breakdown import BreakdownQuery, read_breakdown, read_state
from server.analytics.breakdowns.dimensions import Dimension, check_dimensions
from server.analytics.breakdowns.labels import label_of
from server.analytics.breakdowns.listing import (
    BreakdownResult,
    Listing,
    RowOrder,
    ValueCounts,
    offset_after,
    row_cursor,
)
from server.analytics.breakdowns.pairs import MAX_FACTS
from server.analytics.query import Scope
from server.errors import ErrorCode, ViewpulseError
from server.metrics import rates
from server.metrics.view_definitions import DEFAULT_DEFINITION

MAX_ROWS = 200
"""Rows of a page: enough for every hour of every weekday."""
ROWS = 24
"""Rows of a page, unless asked otherwise: as many as hours."""

ByArgument: TypeAlias = Annotated[
    list[Dimension],
    strawberry.argument(
        description="The dimension, or two. HOUR with DAY or WEEKDAY is read like one; other pairs are read from plays "
        f"and events, at most {MAX_FACTS:,} in the range, while raw events are kept; a view is an event and a play."
    ),
]
OrderArgument: TypeAlias = Annotated[
    RowOrder | None,
    strawberry.argument(
        description="The order of the rows. By default, hours, days and weekdays are in their own order, also HOUR "
        "with DAY or WEEKDAY; other values and pairs by views."
    ),
]
RowsArgument: TypeAlias = Annotated[
    int, strawberry.argument(description=f"Maximum number of rows, 1-{MAX_ROWS}: all hours of all weekdays are 168.")
]
MinimumViewsArgument: TypeAlias = Annotated[
    int,
    strawberry.argument(description="Views that a value needs to have a row; values with fewer are in `other`."),
]
_READ = FieldMetadata(cost=500, max_first=MAX_ROWS)
_LIVE = "Today, and past days with few events, are read from plays and events through indexes (ADR 9)."


@strawberry.type(description="Totals of all values that are not listed in `rows`.")
class BreakdownRest:
    """The metrics of a row, without its value."""

    views: Long = strawberry.field(description="Views by the requested definition.")
    percentage: float = strawberry.field(description="views / all views of the range * 100.")
    unique_viewers: Long = strawberry.field(
        description="Distinct viewers with such a view. Viewers come back: those of several rows are not their sum."
    )
    plays: Long = strawberry.field(description="Plays.")
    watch_time: float = strawberry.field(description="Seconds watched in those plays.")
    completions: Long = strawberry.field(description="Plays that were completed in full.")
    completion_rate: float = strawberry.field(description="completions / views * 100; 0 without views.")
    engagement_events: Long = strawberry.field(description="LIKE, COMMENT and SHARE events.")
    engagement_event_rate: float = strawberry.field(description="engagementEvents / views * 100; 0 without views.")

    @classmethod
    def from_counts(cls, counts: ValueCounts, result: BreakdownResult, **more: object) -> Self:
        """The metrics of one value, or of all values that are not listed."""
        return cls(
            views=counts.views,
            percentage=rates.percent(counts.views, result.views),
            unique_viewers=counts.unique_viewers,
            plays=counts.plays,
            watch_time=rates.seconds(counts.watch_ms),
            completions=counts.completed_full,
            completion_rate=rates.percent(counts.completed_full, counts.views),
            engagement_events=counts.engagement_events,
            engagement_event_rate=rates.percent(counts.engagement_events, counts.views),
            **more,
        )


@strawberry.type(description="Metrics of one value of a dimension, or of one pair of values of two.")
class BreakdownRow(BreakdownRest):
    """One row of a ``Breakdown``."""

    value: str | None = strawberry.field(description="The value; null if unknown.")
    label: str | None = strawberry.field(
        description="What to show for the value, in English: names of countries and weekdays, words instead of codes, "
        "such as `Germany`, `Monday`, `09:00`, `For you` and `18-24`; else the value. Null if it is unknown."
    )
    second_value: str | None = strawberry.field(
        description="The value of the second dimension; null if it is unknown, and with one dimension."
    )
    second_label: str | None = strawberry.field(description="What to show for the value of the second dimension.")

    @classmethod
    def from_row(cls, row: ValueCounts, result: BreakdownResult, by: Sequence[Dimension]) -> Self:
        """The API type of a row."""
        shown = [(value, label_of(dimension, value)) for dimension, value in zip(by, row.values, strict=True)]
        value, label = shown[0]
        second_value, second_label = shown[1] if len(shown) > 1 else (None, None)
        return cls.from_counts(
            row, result, value=value, label=label, second_value=second_value, second_label=second_label
        )


@strawberry.type(
    description="Metrics by one or two dimensions. `rows` and `other` add up to the views, plays, watch time, "
    "completions and engagement events of the range."
)
class Breakdown:
    """Some values of a dimension, and the total of the others."""

    by: list[Dimension] = strawberry.field(description="The dimensions.")
    rows: list[BreakdownRow] = strawberry.field(
        description="The values of the page. By HOUR, DAY, WEEKDAY and VIEWER_LOCAL_HOUR also those with nothing, in "
        "their own order, and HOUR with DAY or WEEKDAY by the first, then the second. Other values, and other pairs, "
        "only with something, most views first; ties by plays, engagement events, then value, null first."
    )
    other: BreakdownRest = strawberry.field(
        description="Totals of all values that are not on the page. Of a past day of a content, values beyond its top "
        "1,000 are always included here, unless two dimensions are read from plays and events."
    )
    page_info: PageInfo = strawberry.field(
        description="Information about the page. Cursors count rows: where rows change places in between, the next "
        "page may repeat or skip one."
    )
    unique_viewers_estimated: bool = strawberry.field(
        description="Whether `uniqueViewers` are estimates (HyperLogLog, standard error 1.6 %). By HOUR, DAY and "
        "WEEKDAY those of creators and of the platform are, of a content never. By other dimensions and pairs "
        "they are above 10,000 plays or views in the range, and once raw events have expired."
    )


@strawberry.type(description="A content, a creator or the platform by one or two dimensions.")
class BreakdownAnalytics(Breakdown, Analytics):
    """The type of ``breakdown``."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range, and of HOUR, DAY and WEEKDAY.")


@strawberry.type
class WithBreakdown:
    """The ``breakdown`` field of ``ContentAnalytics``, ``CreatorAnalytics`` and ``PlatformAnalytics``."""

    query: strawberry.Private[BreakdownQuery]

    @part(
        description=f"The metrics by one or two dimensions; as the question `breakdown` of the same range. {_LIVE}",
        metadata=_READ,
    )
    async def breakdown(
        self,
        info: Info,
        by: ByArgument,
        *,
        order: OrderArgument = None,
        first: RowsArgument = ROWS,
        after: AfterArgument = None,
        minimum_views: MinimumViewsArgument = 0,
    ) -> Breakdown:
        """A page of the values of one or two dimensions."""
        asked = _Asked(by, order, first, after, minimum_views)
        listing = asked.listing()
        async with info.context.read() as connection:
            result = await read_breakdown(connection, self.query, by, listing, viewers=_shows_viewers(info))
        return Breakdown(**asked.fields(listing, result))


@query_field(
    OWN_SCOPE,
    "A content, a creator or the platform by one or two dimensions, such as country, device or hour. For the content's "
    f"creator, that creator, or an admin. {_LIVE}",
    metadata=_READ,
)
async def breakdown(
    info: Info,
    target: Scope,
    by: ByArgument,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    order: OrderArgument = None,
    first: RowsArgument = ROWS,
    after: AfterArgument = None,
    minimum_views: MinimumViewsArgument = 0,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> BreakdownAnalytics:
    """A page of the values of one or two dimensions, for whom may see them."""
    asked = _Asked(by, order, first, after, minimum_views)
    listing = asked.listing()
    query = resolve_scope_query(
        info, target, time_range=time_range, timezone=timezone, definition=definition, include=include
    )
    async with info.context.read() as connection:
        result = await read_breakdown(connection, query, by, listing, viewers=_shows_viewers(info))
        as_of, revision = await read_state(connection, query)
    info.context.note_revision(revision)
    return BreakdownAnalytics(
        as_of=as_of,
        revision=revision,
        is_final=query.time_range is not None and query.time_range.is_final(as_of),
        definition=query.definition.name,
        range=EffectiveRange.from_range(query.time_range),
        timezone=query.timezone,
        **asked.fields(listing, result),
    )


class _Asked(NamedTuple):
    """The arguments that say which rows are requested."""

    by: Sequence[Dimension]
    order: RowOrder | None
    first: int
    after: str | None
    minimum_views: int

    def listing(self) -> Listing:
        """The requested rows. Raises BAD_INPUT with the path of the invalid argument."""
        check_dimensions(self.by)
        check_first(self.first, MAX_ROWS)
        if self.minimum_views < 0:
            raise ViewpulseError(ErrorCode.BAD_INPUT, "`minimumViews` is at least 0.", field=["minimumViews"])
        return Listing(self.first, self.order, offset_after(self.after, self.by, self.order), self.minimum_views)

    def fields(self, listing: Listing, result: BreakdownResult) -> dict[str, Any]:
        """The fields of a ``Breakdown``."""
        before, count = listing.offset, len(result.rows)
        cursors = [row_cursor(self.by, self.order, number) for number in (before + 1, before + count)] if count else []
        return {
            "by": self.by,
            "rows": [BreakdownRow.from_row(row, result, self.by) for row in result.rows],
            "other": BreakdownRest.from_counts(result.other, result),
            "page_info": PageInfo(
                has_next_page=result.has_more,
                has_previous_page=self.after is not None,
                start_cursor=cursors[0] if cursors else None,
                end_cursor=cursors[1] if cursors else None,
            ),
            "unique_viewers_estimated": result.estimated,
        }


def _shows_viewers(info: Info) -> bool:
    return not selected_paths(info).isdisjoint(("rows.uniqueViewers", "other.uniqueViewers", "uniqueViewersEstimated"))
