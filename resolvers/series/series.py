"""``series``: a content, a creator or the platform by minute, hour, day, week or month."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, NamedTuple, TypeAlias

import strawberry

from resolvers.access import OWN_SCOPE
from resolvers.arguments import DefinitionArgument, IncludeArgument, RangeArgument, TimezoneArgument
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata, LiveDependency
from resolvers.metrics import Analytics
from resolvers.parts import part
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scope import resolve_scope_query
from resolvers.selection import selected_paths
from resolvers.series.point import PLAIN_METRICS, Point
from resolvers.series.rows import POINTS, POINTS_BEFORE
from server.analytics.previous_period import ComparisonBasis, Spans
from server.analytics.query import ContentQuery, Scope
from server.analytics.ranges import TimeRange
from server.analytics.series.calendar import MAX_POINTS, Interval, date_of
from server.analytics.series.minutes import MAX_MINUTES, read_minute_series
from server.analytics.series.series import SeriesQuery, SeriesResult, SeriesSelection, read_series
from server.live.subjects import minute_subject
from server.metrics.point_metrics import PointMetric
from server.metrics.view_definitions import DEFAULT_DEFINITION
from server.storage.database import Connection

register_enum(
    Interval,
    "The length of the points of a series, by the clock and the calendar of the timezone.",
    {
        Interval.MINUTE: f"Minutes, those of the last {MAX_MINUTES // 60} hours up to now; without `sessions`.",
        Interval.HOUR: "Hours; one that is repeated when clocks are set back is two points.",
        Interval.DAY: "Days, of 23 and 25 hours where clocks are changed.",
        Interval.WEEK: "Weeks, from Monday.",
        Interval.MONTH: "Months.",
    },
)

ByArgument: TypeAlias = Annotated[Interval, strawberry.argument(description="The length of each point.")]
CompareArgument: TypeAlias = Annotated[
    bool, strawberry.argument(description="Whether to read `previous`, the period before.")
]
COST = 500
_READ = FieldMetadata(
    cost=COST, moves=True, shows=LiveDependency(minute_subject, "by", frozenset({Interval.MINUTE.name}))
)
_PREVIOUS, _VALUE_TOTALS = "previous.", "previous.valueTotals"


@strawberry.type(description="The period before that of a series, as PREVIOUS_PERIOD of `compare` takes it.")
class PreviousSeries:
    """The overlay of a ``Series``."""

    range: EffectiveRange = strawberry.field(
        description="The period before: of a range that is not over, as much as is over of it in whole quarter-hours."
    )
    value_range: EffectiveRange = strawberry.field(
        description="What it is compared with, equally long and equally complete: the part of the series' range that "
        "is over, in whole quarter-hours. The series itself ends now."
    )
    basis: ComparisonBasis = strawberry.field(description="How `range` and `valueRange` correspond.")
    points: list[Point] | None = strawberry.field(
        description="Its points, oldest first, without gaps. To lay them over those of the series, pair them by index: "
        "the first with the first. There may be fewer or more, as months differ in length. By MINUTE, null unless all "
        f'lie in the last {MAX_MINUTES // 60} hours, as those before `last: "1h"` do: older ones are not known.',
        metadata=POINTS_BEFORE,
    )
    truncated: bool = strawberry.field(
        description="Whether `range` has more points: as many of the oldest are left out as the series leaves out, and "
        f"what is newer than the {MAX_POINTS:,} that follow. By MINUTE, whether its points are unknown."
    )
    totals: Point = strawberry.field(description="`range` as one point. Compare it with `valueTotals`.")
    value_totals: Point = strawberry.field(
        description="`valueRange` as one point. The totals of the series count what came since, too."
    )


@strawberry.type(description="Numbers over time, without gaps.")
class Series:
    """The points of a range, and its totals."""

    by: Interval = strawberry.field(description="The length of the points.")
    range: EffectiveRange = strawberry.field(
        description="The range covered. For all time, it begins with the first quarter-hour in which anything was "
        "counted, and ends now, or after the last one if clocks were ahead."
    )
    timezone: str = strawberry.field(description="The time zone of the points.")
    points: list[Point] = strawberry.field(
        description="Every minute, hour, day, week or month of the timezone that overlaps the range, oldest first: the "
        f"first and the last count only their part of it. At most the newest {MAX_POINTS:,}; see `truncated`.",
        metadata=POINTS,
    )
    truncated: bool = strawberry.field(
        description=f"Whether the range has more than {MAX_POINTS:,} points, or, by MINUTE, begins before the minutes "
        "that are kept; the oldest are left out."
    )
    totals: Point = strawberry.field(
        description="The whole range as one point, with what points that are left out count."
    )
    unique_viewers_estimated: bool = strawberry.field(
        description="Whether `uniqueViewers` are estimates (HyperLogLog, standard error 1.6 %), as of creators and of "
        "the platform, or exact, as of contents."
    )
    previous: PreviousSeries | None = strawberry.field(
        description="The period before, for comparison. Null unless `compare` asks for it, and for all time."
    )


@strawberry.type(description="A content, a creator or the platform over time.")
class SeriesAnalytics(Series, Analytics):
    """The type of ``series``."""


@strawberry.type
class WithSeries(Analytics):
    """The ``series`` field of ``ContentAnalytics``, ``CreatorAnalytics`` and ``PlatformAnalytics``."""

    query: strawberry.Private[SeriesQuery]

    @part(
        description="The metrics over time, without gaps; as the question `series` of the same range.", metadata=_READ
    )
    async def series(self, info: Info, by: ByArgument, *, compare: CompareArgument = False) -> Series:
        """The points of the answer's range."""
        reading = await _read(info, self.query, by, compare=compare)
        return Series(**reading.fields(self.as_of))


@query_field(
    OWN_SCOPE,
    "A content, a creator or the platform over time: by minute, hour, day, week or month, without gaps. For the "
    "content's creator, that creator, or an admin.",
    metadata=_READ,
)
async def series(
    info: Info,
    target: Scope,
    by: ByArgument,
    *,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    compare: CompareArgument = False,
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> SeriesAnalytics:
    """The points of a range, for whom may see them."""
    query = resolve_scope_query(
        info, target, time_range=time_range, timezone=timezone, definition=definition, include=include
    )
    reading = await _read(info, query, by, compare=compare, with_state=True)
    as_of, revision = reading.own.as_of, reading.own.revision
    info.context.note_revision(revision)
    return SeriesAnalytics(
        as_of=as_of,
        revision=revision,
        is_final=query.time_range is not None and query.time_range.is_final(as_of),
        definition=query.definition.name,
        **reading.fields(as_of),
    )


class _Before(NamedTuple):
    """What was read for an overlay.

    Attributes:
        spans: Both ranges.
        baseline: The period before.
        value: The totals of what it is compared with.
    """

    spans: Spans
    baseline: SeriesResult
    value: SeriesResult


class Reading(NamedTuple):
    """What was read for a series.

    Attributes:
        query: The query.
        by: The length of the points.
        paths: What the caller selected.
        own: The range.
        before: The period before, and what it is compared with; None if it was not requested.
    """

    query: SeriesQuery
    by: Interval
    paths: Collection[str]
    own: SeriesResult
    before: _Before | None = None

    def fields(self, as_of: datetime | None) -> dict[str, Any]:
        """The fields of a ``Series``."""
        return {
            "by": self.by,
            "range": EffectiveRange.from_range(self.own.covered),
            "timezone": self.query.timezone,
            "truncated": self.own.truncated,
            "unique_viewers_estimated": not isinstance(self.query, ContentQuery),
            "previous": self.before and self._previous(self.before, as_of),
            "points": self.points(self.own, "points", as_of),
            "totals": self.totals(self.own, "totals", as_of),
        }

    def _previous(self, before: _Before, as_of: datetime | None) -> PreviousSeries:
        return PreviousSeries(
            range=EffectiveRange.from_range(before.spans.baseline),
            value_range=EffectiveRange.from_range(before.spans.value),
            basis=before.spans.basis,
            points=None
            if before.baseline.points is None
            else self.points(before.baseline, f"{_PREVIOUS}points", as_of),
            truncated=before.baseline.truncated,
            totals=self.totals(before.baseline, f"{_PREVIOUS}totals", as_of),
            value_totals=self.totals(before.value, _VALUE_TOTALS, as_of),
        )

    def points(self, result: SeriesResult, path: str, as_of: datetime | None) -> list[Point]:
        """The known points of a period, which are selected at ``path``; events are counted up to ``as_of``."""
        metrics = self._metrics(path)
        return [
            Point.from_figures(
                point.figures,
                metrics,
                start=point.start,
                end=point.end,
                date=date_of(self.by, point.start, self.query.zone).isoformat(),
                is_final=as_of is not None and min(point.end, result.covered.end) <= as_of,
            )
            for point in result.points or ()
        ]

    def totals(self, result: SeriesResult, path: str, as_of: datetime | None) -> Any:
        """A period as one point, which is selected at ``path``; None if it was not."""
        covered = result.covered
        return result.totals and Point.from_figures(
            result.totals,
            self._metrics(path),
            start=covered.start,
            end=covered.end,
            date=covered.start.astimezone(self.query.zone).date().isoformat(),
            is_final=covered.is_final(as_of),
        )

    def _metrics(self, path: str) -> list[PointMetric]:
        return [metric for metric in PLAIN_METRICS if f"{path}.{metric.field}" in self.paths]


async def _read(info: Info, query: SeriesQuery, by: Interval, *, compare: bool, with_state: bool = False) -> Reading:
    """Reads the selected parts of a series.

    Args:
        info: The info of its field.
        query: The query.
        by: The length of the points.
        compare: Whether the period before is requested.
        with_state: Whether ``as_of`` and the revision are, too.
    """
    paths = selected_paths(info)
    spans = query.compared if compare and "previous" in paths else None
    compared = SeriesSelection(totals=_VALUE_TOTALS in paths, total_viewers=f"{_VALUE_TOTALS}.uniqueViewers" in paths)
    is_over = spans is not None and spans.value == query.time_range  # then its own totals are compared
    selection = selection_of(paths).with_totals(SeriesSelection(totals=with_state))
    async with info.context.read() as connection:
        own = await _read_part(connection, query, by, selection.with_totals(compared) if is_over else selection)
        if spans is None:
            return Reading(query, by, paths, own)
        earlier, value = (replace(query, time_range=span) for span in (spans.baseline, spans.value))
        baseline = await _read_part(connection, earlier, by, selection_of(paths, _PREVIOUS), over=own.covered)
        compared_with = own if is_over else await _read_part(connection, value, by, compared)
    return Reading(query, by, paths, own, _Before(spans, baseline, compared_with))


async def _read_part(
    connection: Connection,
    query: SeriesQuery,
    by: Interval,
    selection: SeriesSelection,
    *,
    over: TimeRange | None = None,
) -> SeriesResult:
    if by is Interval.MINUTE:
        return await read_minute_series(connection, query, selection, whole=over is not None)
    return await read_series(connection, query, by, selection, over=over)


def selection_of(paths: Collection[str], prefix: str = "") -> SeriesSelection:
    """The parts of a period that are selected.

    Args:
        paths: Dotted names of the selected fields.
        prefix: Where the period is among them.
    """
    return SeriesSelection(
        points=f"{prefix}points" in paths,
        point_viewers=f"{prefix}points.uniqueViewers" in paths,
        totals=f"{prefix}totals" in paths,
        total_viewers=f"{prefix}totals.uniqueViewers" in paths,
    )
