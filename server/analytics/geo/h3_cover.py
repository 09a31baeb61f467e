"""The H3 cells that cover a shape: found from the largest cells down, so that the work depends only on the result."""

from collections.abc import Iterator, Sequence

from h3.api import basic_int as h3

from server.analytics.geo.geometry import Box, Shape
from server.errors import ErrorCode, ViewpulseError
from server.storage.cells import CELL_RESOLUTION, boundary_of, centre_of

_REACH = 1.25
"""No point of a stored cell is further from the centre of its ancestor than 1.14 average edges of the ancestor."""


def cover(shape: Shape, most: int, field: Sequence[str]) -> list[int]:
    """The stored cells that may contain a point of a shape; includes a few cells around it.

    Args:
        shape: The shape.
        most: Maximum number of cells.
        field: Path of the argument for the error message.

    Raises:
        ViewpulseError: BAD_INPUT if there are more cells.
    """
    cells: list[int] = []
    for cell in _near(shape, CELL_RESOLUTION):
        cells.append(cell)
        if len(cells) > most:
            raise ViewpulseError(ErrorCode.BAD_INPUT, "The area is too large; ask for a smaller one.", field=field)
    return cells


def cells_of_box(box: Box, resolution: int, most: int) -> list[int]:
    """The cells of a resolution that overlap a box, as drawn on a map with straight lines.

    Raises:
        ViewpulseError: BAD_INPUT if there are more than ``most``.
    """
    cornered = {int(h3.latlng_to_cell(*corner, resolution)) for corner in box.corners}
    cells: list[int] = []
    for cell in _near(box, resolution):
        if cell in cornered or _reaches_into(cell, box):
            cells.append(cell)
        if len(cells) > most:
            raise ViewpulseError(
                ErrorCode.BAD_INPUT,
                f"The box covers more than {most:,} cells; use a smaller box or a lower `resolution`.",
                field=["box"],
            )
    return cells


def stored_spans(cells: Sequence[int]) -> list[tuple[int, int]]:
    """First and last number of the stored cells inside some cells of one resolution."""
    return [_span(cell) for cell in h3.compact_cells(cells)]


EVERYWHERE = [(0, 2**63 - 1)]
"""The span of all stored cells."""


def _span(cell: int) -> tuple[int, int]:
    below = (1 << (45 - 3 * h3.get_resolution(cell))) - 1  # bits of the finer resolutions
    unused = (1 << (45 - 3 * CELL_RESOLUTION)) - 1
    stored = cell & ~(15 << 52) | CELL_RESOLUTION << 52
    return stored & ~below | unused, stored


def _near(shape: Shape, resolution: int) -> Iterator[int]:
    """The cells of a resolution whose surroundings touch a shape."""
    waiting = sorted(h3.get_res0_cells(), reverse=True)
    while waiting:
        cell = waiting.pop()
        level = h3.get_resolution(cell)
        reach = _REACH * h3.average_hexagon_edge_length(level, unit="m")
        if shape.distance(centre_of(cell)) > reach:
            continue
        if level == resolution:
            yield cell
        else:
            waiting += sorted(h3.cell_to_children(cell, level + 1), reverse=True)


def _reaches_into(cell: int, box: Box) -> bool:
    """Whether an edge of a cell crosses a box; for a cell that contains a pole, whether the box reaches the cell."""
    corners = boundary_of(cell)
    for pole in (90.0, -90.0):
        if cell == h3.latlng_to_cell(pole, 0.0, h3.get_resolution(cell)):
            rim = min(abs(corner.latitude) for corner in corners)
            return (box.north if pole > 0 else -box.south) >= rim
    eastward = [(corner.longitude - box.west) % 360 for corner in corners]  # 0 is the box's western side
    if max(eastward) - min(eastward) > 180:  # the cell lies across that side
        eastward = [degrees - 360 if degrees > 180 else degrees for degrees in eastward]
    points = list(zip(eastward, (corner.latitude for corner in corners), strict=True))
    return any(
        _crosses(one, other, box, around)
        for one, other in zip(points, points[1:] + points[:1], strict=True)
        for around in (0, 360)
    )


def _crosses(one: tuple[float, float], other: tuple[float, float], box: Box, around: int) -> bool:
    """Whether a straight line crosses a box (Liang and Barsky), counted from its western side plus ``around``."""
    entry, leave = 0.0, 1.0
    bounds = ((around, around + box.width), (box.south, box.north))
    for begin, end, (low, high) in zip(one, other, bounds, strict=True):
        if begin == end:
            if not low <= begin <= high:
                return False
            continue
        first, last = sorted(((low - begin) / (end - begin), (high - begin) / (end - begin)))
        entry, leave = max(entry, first), min(leave, last)
    return entry <= leave
