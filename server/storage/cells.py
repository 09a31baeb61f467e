"""Cells of the earth's surface, as stored with events: the H3 grid, numbered as PostgreSQL's ``bigint``.

A cell of resolution 5 has about 250 km²: a town, not a house. Without consent, only the cell is stored.
"""

from typing import NamedTuple

from h3.api import basic_int as h3

CELL_RESOLUTION = 5
"""The resolution of the cells in events and roll-ups."""


class Place(NamedTuple):
    """A point on the earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float


def cell_of(latitude: float, longitude: float) -> int:
    """The stored cell that contains a point."""
    return int(h3.latlng_to_cell(latitude, longitude, CELL_RESOLUTION))


def centre_of(cell: int) -> Place:
    """The centre of a cell of any resolution."""
    return Place(*h3.cell_to_latlng(cell))


def boundary_of(cell: int) -> list[Place]:
    """The corners of a cell of any resolution, counterclockwise; where they cross the antimeridian the sign changes."""
    return [Place(*corner) for corner in h3.cell_to_boundary(cell)]
