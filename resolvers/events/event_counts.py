"""``eventCounts``: how many events of each type occurred, over time."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.access import ADMIN
from resolvers.arguments import IncludeArgument, NamesArgument, RangeArgument, TimezoneArgument, check_ids
from resolvers.context import Info
from resolvers.creators.totals import resolve_scope
from resolvers.event_enums import EventType
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import NO_VIEWS, Analytics
from resolvers.people.interaction_history import TypesArgument
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.series.rows import POINTS
from server.analytics.events.event_counts import Counted, check_interval, read_event_counts
from server.analytics.project_state import read_project_state
from server.analytics.query import ScopeQuery
from server.analytics.series.calendar import MAX_POINTS, Interval, date_of
from server.events.catalogue import CATALOGUE
from server.metrics.view_definitions import DEFAULT_DEFINITION

ByArgument: TypeAlias = Annotated[
    Interval, strawberry.argument(description="The length of each point: HOUR, DAY, WEEK or MONTH.")
]


@strawberry.type(description="Events of one type; custom events of one name.")
class EventCount:
    """A row of ``EventCountsPoint``."""

    type: EventType = strawberry.field(
        description="Type of event; VIEW is counted as VIEW_START, and COMPLETE as VIEW_COMPLETE."
    )
    name: str | None = strawberry.field(description="Name of the custom event; null for other types.")
    family: str = strawberry.field(description="Group of the type, such as `playback`.")
    count: Long = strawberry.field(description="Number of events.")

    @classmethod
    def rows(cls, events: Counted) -> list[Self]:
        """The types with events, most events first, then by name."""
        found = ((EventType(kind), name, count) for (kind, name), count in events.items())
        rows = [
            cls(type=kind, name=name, family=CATALOGUE[kind].family.value, count=count) for kind, name, count in found
        ]
        return sorted(rows, key=lambda row: (-row.count, row.type.value, row.name or ""))


@strawberry.type(description="Events by type, in one point or in the whole range.")
class EventCountsPoint:
    """A point of ``EventCounts``."""

    start: datetime = strawberry.field(description="When it begins, even if the range begins later.")
    end: datetime = strawberry.field(description="When it ends, even if the range ends earlier.")
    date: str = strawberry.field(description="Local date on which it begins, YYYY-MM-DD.")
    is_final: bool = strawberry.field(description="Whether it is over, and everything that was sent in it is counted.")
    total: Long = strawberry.field(description="Events of all requested types.")
    counts: list[EventCount] = strawberry.field(
        description="The types that occurred, most events first, then by name.", metadata=FieldMetadata(length=2)
    )

    @classmethod
    def from_events(cls, events: Counted, start: datetime, end: datetime, date: str, *, final: bool) -> Self:
        """The API type of the events of a span."""
        return cls(
            start=start,
            end=end,
            date=date,
            is_final=final,
            total=sum(events.values()),
            counts=EventCount.rows(events),
        )


@strawberry.type(description="Events by type over time, without gaps.")
class EventCountsAnalytics(Analytics):
    """The type of ``eventCounts``."""

    by: Interval = strawberry.field(description="The length of the points.")
    range: EffectiveRange = strawberry.field(
        description="The range covered. For all time, it begins with the first quarter-hour with an event, and ends "
        "now, or after the last one if clocks were ahead."
    )
    timezone: str = strawberry.field(description="The time zone of the points.")
    points: list[EventCountsPoint] = strawberry.field(
        description="Every hour, day, week or month of the timezone that overlaps the range, oldest first. At most the "
        f"newest {MAX_POINTS:,}; see `truncated`.",
        metadata=POINTS,
    )
    truncated: bool = strawberry.field(
        description=f"Whether the range has more than {MAX_POINTS:,} points; the oldest are left out."
    )
    totals: EventCountsPoint = strawberry.field(
        description="The whole range as one point, with what points that are left out count."
    )


@query_field(
    ADMIN,
    "How many events of each type occurred, by hour, day, week or month, also when raw events have expired. For "
    f"admins. {NO_VIEWS}",
    metadata=FieldMetadata(cost=100, moves=True),
)
async def event_counts(
    info: Info,
    by: ByArgument,
    *,
    types: TypesArgument = None,
    names: NamesArgument = None,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    include: IncludeArgument = None,
) -> EventCountsAnalytics:
    """The events of each type, for an admin."""
    check_interval(by)
    if names is not None:
        check_ids(names, "names")
    query = resolve_scope(
        info, None, time_range=time_range, timezone=timezone, definition=DEFAULT_DEFINITION, include=include
    )
    kinds = None if types is None else {kind.stored for kind in types}
    return await answer_event_counts(info, query, by, kinds, names)


async def answer_event_counts(
    info: Info,
    query: ScopeQuery,
    by: Interval,
    kinds: Collection[str] | None = None,
    names: Collection[str] | None = None,
) -> EventCountsAnalytics:
    """The events of each type over time.

    Args:
        info: The info of the answer's field.
        query: The query of the platform.
        by: The length of the points, which is not a minute.
        kinds: Stored names of the types; None for all.
        names: Names of custom events; None for all.
    """
    async with info.context.read() as connection:
        found = await read_event_counts(connection, query, by, kinds, names)
        state = await read_project_state(connection, query.project_id)
    zone, covered = query.zone, found.covered
    return EventCountsAnalytics(
        **project_fields(info, state, time_range=query.time_range),
        by=by,
        range=EffectiveRange.from_range(covered),
        timezone=query.timezone,
        points=[
            EventCountsPoint.from_events(
                point.events,
                point.start,
                point.end,
                date_of(by, point.start, zone).isoformat(),
                final=state.as_of is not None and min(point.end, covered.end) <= state.as_of,
            )
            for point in found.points
        ],
        truncated=found.truncated,
        totals=EventCountsPoint.from_events(
            found.totals,
            covered.start,
            covered.end,
            covered.start.astimezone(zone).date().isoformat(),
            final=covered.is_final(state.as_of),
        ),
    )
