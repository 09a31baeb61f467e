"""Places and shapes on the earth, in degrees (WGS 84)."""

from typing import Annotated, TypeAlias

import strawberry

from server.analytics.geo.geometry import Box
from server.storage.cells import Place


@strawberry.input(description="A point on the earth, in degrees (WGS 84).")
class PointInput:
    """What a caller sends."""

    latitude: float = strawberry.field(description="Degrees north, -90 to 90.")
    longitude: float = strawberry.field(description="Degrees east, -180 to 180.")

    def place(self) -> Place:
        """The point."""
        return Place(self.latitude, self.longitude)


@strawberry.input(
    description="All places between two latitudes and, going east, two longitudes, in degrees (WGS 84). A box whose "
    "west is greater than its east crosses the antimeridian."
)
class BoxInput:
    """What a caller sends."""

    south: float = strawberry.field(description="The least latitude, -90 to 90.")
    west: float = strawberry.field(description="The longitude where it begins, -180 to 180.")
    north: float = strawberry.field(description="The greatest latitude, -90 to 90.")
    east: float = strawberry.field(description="The longitude where it ends, -180 to 180.")

    def box(self) -> Box:
        """The box."""
        return Box(self.south, self.west, self.north, self.east)


@strawberry.type(description="A point on the earth, in degrees (WGS 84).")
class GeoPoint:
    """What an answer holds."""

    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")

    @classmethod
    def of(cls, place: Place) -> "GeoPoint":
        """The point of a place."""
        return cls(latitude=place.latitude, longitude=place.longitude)


PointArgument: TypeAlias = Annotated[PointInput, strawberry.argument(description="The point.")]
RadiusArgument: TypeAlias = Annotated[float, strawberry.argument(description="Metres around it, up to 50,000.")]
