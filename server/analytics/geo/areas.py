"""Events and views by H3 cell, most events first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from server.analytics.geo.geometry import Box, check_box
from server.analytics.geo.h3_cover import EVERYWHERE, cells_of_box, stored_spans
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.ranges import TimeRange
from server.analytics.traffic import Traffic
from server.errors import ErrorCode, ViewpulseError
from server.metrics.view_definitions import ViewDefinition
from server.storage.cells import CELL_RESOLUTION, Place, boundary_of, centre_of
from server.storage.database import Connection

MAX_CELLS = 1_000
"""Maximum number of cells that a box may overlap."""

_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AreaCount:
    """The counts of one cell.

    Attributes:
        cell: Number of the cell.
        events: Events located in it.
        views: Views in it, by the requested definition.
    """

    cell: int
    events: int
    views: int

    @property
    def centre(self) -> Place:
        """The cell's centre."""
        return centre_of(self.cell)

    @property
    def boundary(self) -> list[Place]:
        """The cell's corners."""
        return boundary_of(self.cell)


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """The cells with the most events, and the sums over all cells.

    Attributes:
        state: The project's state in the snapshot.
        areas: The cells, most events first; ties by number.
        cells: Number of cells with events.
        events: Events in all of those cells.
        views: Views in all of those cells.
    """

    state: ProjectState
    areas: list[AreaCount]
    cells: int
    events: int
    views: int


@dataclass(frozen=True, slots=True)
class AreaCountQuery:
    """A query of counts by area.

    Attributes:
        resolution: Resolution of the cells: 0 (4,000,000 km²) to 5 (250 km²); each step divides the area by about
            seven.
        box: Only cells that overlap it, each counted in full; None for all cells.
        time_range: The range; None for all time.
        definition: What counts as a view.
        traffic: Which classes of traffic count.
    """

    resolution: int
    box: Box | None
    time_range: TimeRange | None
    definition: ViewDefinition
    traffic: Traffic


async def read_area_counts(connection: Connection, project_id: int, query: AreaCountQuery, *, first: int) -> AreaCounts:
    """Events and views by cell; the cost depends on the requested cells and days, not on the number of events.

    Args:
        connection: Inside a snapshot.
        project_id: The viewer's project.
        query: The query.
        first: Maximum number of cells.

    Raises:
        ViewpulseError: BAD_INPUT for an invalid resolution or box, or one of too many cells.
    """
    resolution, box, time_range = query.resolution, query.box, query.time_range
    if not 0 <= resolution <= CELL_RESOLUTION:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"`resolution` is 0-{CELL_RESOLUTION}.", field=["resolution"])
    spans = EVERYWHERE
    if box is not None:
        check_box(box)
        spans = stored_spans(cells_of_box(box, resolution, MAX_CELLS))
    days, selection = ([None], []) if time_range is None else split_range(time_range)
    rows = await load_metrics_sql(__name__, "area_counts", query.definition.prefix).fetch(
        connection,
        project=project_id,
        classes=query.traffic.classes,
        resolution=resolution,
        days=days,
        part_starts=[start for start, _ in selection],
        part_ends=[end for _, end in selection],
        first_cells=[first_cell for first_cell, _ in spans],
        last_cells=[last_cell for _, last_cell in spans],
        limit=first,
    )
    state = await read_project_state(connection, project_id)
    areas = [AreaCount(row["area"], row["events"], row["views"]) for row in rows]
    if not rows:
        return AreaCounts(state, [], 0, 0, 0)
    return AreaCounts(state, areas, rows[0]["all_areas"], rows[0]["all_events"], rows[0]["all_views"])


def split_range(time_range: TimeRange) -> tuple[list[datetime | None], list[tuple[datetime, datetime]]]:
    """The whole UTC days of a range, and the rest of the range at both ends, each within one day."""
    days: list[datetime | None] = []
    selection: list[tuple[datetime, datetime]] = []
    for start, end in _by_day(time_range.start.astimezone(UTC), time_range.end_bucket.astimezone(UTC)):
        if end - start == _DAY:
            days.append(start)
        else:
            selection.append((start, end))
    return days, selection


def _by_day(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    while start < end:
        midnight = start - (start - _EPOCH) % _DAY + _DAY
        yield start, min(midnight, end)
        start = midnight
