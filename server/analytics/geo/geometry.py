"""Shapes on the earth: circles and boxes, in degrees (WGS 84), distances in metres."""

import math
from dataclasses import dataclass
from typing import Protocol

from h3.api import basic_int as h3

from server.errors import ErrorCode, ViewpulseError
from server.storage.cells import Place

MAX_RADIUS = 50_000.0
_NORTHERNMOST, _EASTERNMOST = 90.0, 180.0


class Shape(Protocol):
    """A part of the earth's surface."""

    def distance(self, place: Place) -> float:
        """Metres from a place to the nearest point of the shape; 0 inside."""
        ...


@dataclass(frozen=True, slots=True)
class Circle:
    """All places within ``radius`` metres of a point."""

    centre: Place
    radius: float

    def distance(self, place: Place) -> float:
        """Metres from a place to the circle's edge; 0 inside."""
        return max(0.0, distance(self.centre, place) - self.radius)


@dataclass(frozen=True, slots=True)
class Box:
    """The area between two latitudes and, going east from ``west``, two longitudes; it may cross the antimeridian."""

    south: float
    west: float
    north: float
    east: float

    @property
    def width(self) -> float:
        """Degrees from ``west`` to ``east``, going east."""
        return self.east - self.west if self.west <= self.east else self.east - self.west + 360

    @property
    def corners(self) -> list[Place]:
        """Its four corners."""
        return [
            Place(latitude, longitude) for latitude in (self.south, self.north) for longitude in (self.west, self.east)
        ]

    def distance(self, place: Place) -> float:
        """Metres from a place to the nearest point of the box; 0 inside."""
        if (place.longitude - self.west) % 360 <= self.width:
            nearest = Place(min(max(place.latitude, self.south), self.north), place.longitude)
            return distance(place, nearest)
        return min(self._distance_to_side(place, longitude) for longitude in (self.west, self.east))

    def _distance_to_side(self, place: Place, longitude: float) -> float:
        """Metres to the part of a meridian between the two latitudes."""
        apart = math.radians(place.longitude - longitude)
        foot = math.degrees(
            math.atan2(math.sin(math.radians(place.latitude)), math.cos(math.radians(place.latitude)) * math.cos(apart))
        )
        ends = (self.south, self.north, min(max(foot, self.south), self.north))
        return min(distance(place, Place(latitude, longitude)) for latitude in ends)


def distance(one: Place, other: Place) -> float:
    """Metres between two places over the sphere that H3 uses (haversine), as ``distance_m`` in SQL."""
    return float(h3.great_circle_distance(one, other, unit="m"))


def check_place(place: Place, field: str) -> None:
    """Raises BAD_INPUT unless latitude and longitude are valid."""
    for name, value, limit in (
        ("latitude", place.latitude, _NORTHERNMOST),
        ("longitude", place.longitude, _EASTERNMOST),
    ):
        if not abs(value) <= limit:
            raise ViewpulseError(
                ErrorCode.BAD_INPUT, f"`{name}` must be between -{limit:g} and {limit:g}.", field=[field, name]
            )


def check_circle(circle: Circle) -> None:
    """Raises BAD_INPUT unless the centre is valid and the radius is more than 0 and at most 50 km."""
    check_place(circle.centre, "point")
    if not 0 < circle.radius <= MAX_RADIUS:
        raise ViewpulseError(
            ErrorCode.BAD_INPUT, f"`radius` must be more than 0 and at most {MAX_RADIUS:,.0f} metres.", field=["radius"]
        )


def check_box(box: Box) -> None:
    """Raises BAD_INPUT unless all four sides are valid and the south lies south of the north."""
    for name, value, limit in (
        ("south", box.south, _NORTHERNMOST),
        ("north", box.north, _NORTHERNMOST),
        ("west", box.west, _EASTERNMOST),
        ("east", box.east, _EASTERNMOST),
    ):
        if not abs(value) <= limit:
            raise ViewpulseError(
                ErrorCode.BAD_INPUT, f"`{name}` must be between -{limit:g} and {limit:g}.", field=["box", name]
            )
    if box.south >= box.north:
        raise ViewpulseError(ErrorCode.BAD_INPUT, "`south` must be less than `north`.", field=["box", "south"])
    if box.west == box.east:
        raise ViewpulseError(
            ErrorCode.BAD_INPUT,
            "`west` and `east` must differ; use -180 and 180 for all longitudes.",
            field=["box", "west"],
        )
