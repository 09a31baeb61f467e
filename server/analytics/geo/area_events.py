"""Events by location: near a point or inside a box, newest first."""

from collections.abc import Collection
from dataclasses import dataclass

from server.analytics.counted_event import AFTER_EVENT, EVENT_KEY, CountedEvent
from server.analytics.geo.geometry import Box, Circle, check_box, check_circle
from server.analytics.geo.h3_cover import cover
from server.analytics.ranges import TimeRange
from server.analytics.traffic import Traffic
from server.storage.cells import centre_of
from server.storage.pages import PagedList, each
from server.storage.sql import load_sql

MAX_CELLS = 500
"""Maximum number of cells of an area whose events are listed: about 125,000 km²."""

_WORLD = Box(-90, -180, 90, 180)


@dataclass(frozen=True, slots=True)
class AreaEvent(CountedEvent):
    """One event and its location.

    Attributes:
        latitude: Degrees north.
        longitude: Degrees east.
        precise: True: the exact point that was sent, with consent. False: the centre of its cell.
        distance: Metres from the requested point; None in a box.
    """

    latitude: float
    longitude: float
    precise: bool
    distance: float | None


@dataclass(frozen=True, slots=True)
class AreaFilter:
    """Which events of an area to list.

    Attributes:
        time_range: When they occurred.
        types: Stored names of the types; None for all.
        traffic: Which classes of traffic.
    """

    time_range: TimeRange
    types: Collection[str] | None
    traffic: Traffic


def area_events(project_id: int, shape: Circle | Box, wanted: AreaFilter) -> PagedList[AreaEvent]:
    """The counted events inside a circle or a box, edges included.

    An event without consent to its exact point is located at the centre of its cell, which is about 17 km across.

    Args:
        project_id: The viewer's project.
        shape: A circle of at most 50 km, or a box of at most 500 cells.
        wanted: Which events.

    Raises:
        ViewpulseError: BAD_INPUT for an invalid or too large shape.
    """
    if isinstance(shape, Circle):
        check_circle(shape)
        box, field = _WORLD, "radius"
        around: dict[str, float | None] = {**shape.centre._asdict(), "radius": shape.radius}
    else:
        check_box(shape)
        box, field = shape, "box"
        around = dict.fromkeys(("latitude", "longitude", "radius"))
    cells = cover(shape, MAX_CELLS, [field])
    centres = [centre_of(cell) for cell in cells]
    return PagedList(
        load=lambda direction: load_sql(__name__, "area_events", **direction),
        values={
            "project": project_id,
            "classes": wanted.traffic.classes,
            "start": wanted.time_range.start,
            "end": wanted.time_range.end_bucket,
            "cells": cells,
            "latitudes": [centre.latitude for centre in centres],
            "longitudes": [centre.longitude for centre in centres],
            "types": None if wanted.types is None else sorted(wanted.types),
            "south": box.south,
            "west": box.west,
            "north": box.north,
            "east": box.east,
            **around,
        },
        key=EVENT_KEY,
        after=AFTER_EVENT,
        make=each(lambda row: AreaEvent(**row)),
    )
