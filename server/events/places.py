"""The stored location of an event: the exact point only with the viewer's consent, the coarse cell always."""

from typing import NamedTuple

from server.events.model import Location
from server.storage.cells import cell_of


class StoredPlace(NamedTuple):
    """What is stored of coordinates.

    Attributes:
        latitude: WGS 84 degrees; None without consent.
        longitude: WGS 84 degrees; None without consent.
        cell: The cell that contains the point; None without coordinates.
    """

    latitude: float | None
    longitude: float | None
    cell: int | None


NO_PLACE = StoredPlace(None, None, None)


def stored_place(location: Location, *, asks_later: bool = False) -> StoredPlace:
    """What is stored of a location's coordinates; the point itself only with ``preciseConsent``.

    Args:
        location: The location.
        asks_later: The project requires consent: the statement that stores the event decides about the point.
    """
    latitude, longitude = location.latitude, location.longitude
    if latitude is None or longitude is None:
        return NO_PLACE
    cell = cell_of(latitude, longitude)
    is_kept = asks_later or location.precise_consent
    return StoredPlace(latitude, longitude, cell) if is_kept else StoredPlace(None, None, cell)
