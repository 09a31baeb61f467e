"""Boxes on a map of straight lines, and the cells that overlap them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import h3

Point = tuple[float, float]  # latitude and longitude


@dataclass(frozen=True, slots=True)
class Box:
    """From south to north, and eastward from west to east, which may cross the 180th degree."""

    south: float
    west: float
    north: float
    east: float

    @property
    def sent(self) -> dict[str, float]:
        """The argument of the API."""
        return asdict(self)

    @property
    def width(self) -> float:
        """Degrees from west to east."""
        return (self.east - self.west) % 360

    def holds(self, point: Point) -> bool:
        """Whether the box contains a point."""
        latitude, longitude = point
        return self.south <= latitude <= self.north and (longitude - self.west) % 360 <= self.width

    def overlaps(self, cell: str) -> bool:
        """Whether anything of a cell is left after clipping it to the box."""
        corners = h3.cell_to_boundary(cell)
        first = corners[0][1]
        # One copy of the cell for each turn around the earth that may meet the box; none of them is torn.
        whole = [(latitude, first + (longitude - first + 180) % 360 - 180) for latitude, longitude in corners]
        return any(self._cut([(y, x - self.west + turn) for y, x in whole]) for turn in (-360, 0, 360, 720))

    def _cut(self, polygon: list[Point]) -> list[Point]:
        sides: tuple[Callable[[Point], float], ...] = (
            lambda point: point[0] - self.south,
            lambda point: self.north - point[0],
            lambda point: point[1],
            lambda point: self.width - point[1],
        )
        for depth in sides:
            polygon = _part(polygon, depth)
        return polygon


def _part(polygon: list[Point], depth: Callable[[Point], float]) -> list[Point]:
    """What is left of a polygon where the depth is 0 or more."""
    left: list[Point] = []
    for one, other in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        before, after = depth(one), depth(other)
        if before >= 0:
            left.append(one)
        if before * after < 0:
            share = before / (before - after)
            left.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])))
    return left
