"""The expected answers of ``eventsNear``, ``eventsInBox`` and ``areaCounts``."""

from collections import Counter
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

import h3

from tests.recompute.boxes import Box, Point
from tests.recompute.comparison import Estimate
from tests.recompute.groups import Answer
from tests.recompute.people import moment
from tests.recompute.truth import Asked, Row, Truth

EARTH = 6_371_008.8  # mean radius, metres
COARSE = 5  # resolution of what is kept without consent
DISTANCE_ERROR = 1e-6  # of rounding; on a sphere, by definition


def distance(a: Point, b: Point) -> float:
    """Metres along the great circle."""
    (south, west), (north, east) = ([radians(degrees) for degrees in point] for point in (a, b))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH * asin(sqrt(chord))


@lru_cache(maxsize=2)
def placed(truth: Truth, asked: Asked, types: tuple[str, ...] | None = None) -> list[tuple[Point, Answer]]:
    """All events with a place, or those of some types, newest first."""
    rows = truth.rows("placed_events", **asked.parameters)
    return [(_point(row), _event(row)) for row in rows if types is None or row["type"] in types]


def near(
    truth: Truth, asked: Asked, centre: Point, radius: float, types: tuple[str, ...] | None = None
) -> list[Answer]:
    """Events within some metres of a point. None may lie so near the border that rounding decides."""
    found = []
    for point, event in placed(truth, asked, types):
        metres = distance(point, centre)
        assert abs(metres - radius) > DISTANCE_ERROR * radius, "choose another radius"
        if metres < radius:
            found.append({**event, "distance": Estimate(metres, DISTANCE_ERROR, slack=0.01)})
    return found


def inside(truth: Truth, asked: Asked, box: Box, types: tuple[str, ...] | None = None) -> list[Answer]:
    """Events inside a box."""
    return [{**event, "distance": None} for point, event in placed(truth, asked, types) if box.holds(point)]


def area_counts(truth: Truth, asked: Asked, resolution: int, first: int, box: Box | None = None) -> Answer:
    """Events and views by cell, of those that overlap a box if there is one; without what says which range."""
    events, views = (_wider(fine, resolution, box) for fine in _fine(truth, asked))
    cells = sorted(events, key=lambda cell: (-events[cell], int(cell, 16)))
    return {
        "resolution": resolution,
        "areas": [
            {
                "cell": cell,
                "centre": _degrees(h3.cell_to_latlng(cell)),
                "boundary": [_degrees(corner) for corner in h3.cell_to_boundary(cell)],
                "events": events[cell],
                "views": views[cell],
            }
            for cell in cells[:first]
        ],
        "cells": len(cells),
        "events": events.total(),
        "views": views.total(),
    }


@lru_cache(maxsize=2)
def _fine(truth: Truth, asked: Asked) -> tuple[Counter[str], Counter[str]]:
    """Events and views by the cell that stays of a place."""
    events, views = (truth.rows(name, **asked.parameters) for name in ("placed_events", "placed_views"))
    return Counter(map(_cell, events)), Counter(map(_cell, views))


def _wider(fine: Counter[str], resolution: int, box: Box | None) -> Counter[str]:
    found: Counter[str] = Counter()
    for cell, count in fine.items():
        found[h3.cell_to_parent(cell, resolution)] += count
    return Counter({cell: count for cell, count in found.items() if box is None or box.overlaps(cell)})


def _cell(row: Row) -> str:
    return str(h3.latlng_to_cell(row["latitude"], row["longitude"], COARSE))


def _point(row: Row) -> Point:
    if row["consent"]:
        return row["latitude"], row["longitude"]
    latitude, longitude = h3.cell_to_latlng(_cell(row))
    return latitude, longitude


def _event(row: Row) -> Answer:
    latitude, longitude = _point(row)
    return {
        "eventId": row["id"],
        "type": row["type"],
        "contentId": row["content_id"],
        "occurredAt": moment(row["occurred_at"]),
        "latitude": latitude,
        "longitude": longitude,
        "precise": row["consent"],
    }


def _degrees(point: Any) -> Answer:
    return {"latitude": point[0], "longitude": point[1]}
