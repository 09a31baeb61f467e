"""Where an event happened: the precise point with the viewer's consent only, the coarse cell always."""

from typing import NamedTuple

from server.events.model import Location
from server.storage.cells import cell_of


class StoredPlace(NamedTuple):
    """What is stored of coordinates.

    Attributes:
        latitude: WGS 84 degrees; None without consent.
        longitude: The same.
        cell: The cell that holds the point; None without coordinates.
    """

    latitude: float | None
    longitude: float | None
    cell: int | None


NO_PLACE = StoredPlace(None, None, None)


def stored_place(location: Location) -> StoredPlace:
    """What is stored of a location's coordinates: the point itself only with ``preciseConsent``."""
    latitude, longitude = location.latitude, location.longitude
    if latitude is None or longitude is None:
        return NO_PLACE
    cell = cell_of(latitude, longitude)
    return StoredPlace(latitude, longitude, cell) if location.precise_consent else StoredPlace(None, None, cell)
