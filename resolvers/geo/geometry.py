"""Points and boxes on the earth, in degrees (WGS 84)."""

from typing import Annotated, TypeAlias

import strawberry

from server.analytics.geo.geometry import Box
from server.storage.cells import Place


@strawberry.input(description="A point on the earth, in degrees (WGS 84).")
class PointInput:
    """A point as an argument."""

    latitude: float = strawberry.field(description="Degrees north, -90 to 90.")
    longitude: float = strawberry.field(description="Degrees east, -180 to 180.")

    def place(self) -> Place:
        """The point for ``server.analytics.geo``."""
        return Place(self.latitude, self.longitude)


@strawberry.input(
    description="An area between two latitudes and two longitudes, in degrees (WGS 84). A box whose west is greater "
    "than its east crosses the antimeridian."
)
class BoxInput:
    """A box as an argument."""

    south: float = strawberry.field(description="Southern edge: latitude, -90 to 90.")
    west: float = strawberry.field(description="Western edge: longitude, -180 to 180.")
    north: float = strawberry.field(description="Northern edge: latitude, -90 to 90.")
    east: float = strawberry.field(description="Eastern edge: longitude, -180 to 180.")

    def box(self) -> Box:
        """The box for ``server.analytics.geo``."""
        return Box(self.south, self.west, self.north, self.east)


@strawberry.type(description="A point on the earth, in degrees (WGS 84).")
class GeoPoint:
    """A point in an answer."""

    latitude: float = strawberry.field(description="Latitude in degrees north.")
    longitude: float = strawberry.field(description="Longitude in degrees east.")

    @classmethod
    def from_place(cls, place: Place) -> "GeoPoint":
        """The API type of a point."""
        return cls(latitude=place.latitude, longitude=place.longitude)


PointArgument: TypeAlias = Annotated[PointInput, strawberry.argument(description="The centre.")]
RadiusArgument: TypeAlias = Annotated[float, strawberry.argument(description="Radius in metres, up to 50,000.")]
