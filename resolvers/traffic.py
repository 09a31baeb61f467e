"""The classes of traffic that a caller asks for."""

import strawberry

from server.analytics.traffic import PEOPLE, Traffic


@strawberry.input(
    description="What counts beside people's traffic. Bots and self-views are kept, but left out unless included."
)
class TrafficInput:
    """How a caller widens an answer."""

    bots: bool = strawberry.field(default=False, description="Count viewers that are taken for bots.")
    self_views: bool = strawberry.field(default=False, description="Count what creators do on their own contents.")


def resolve_traffic(include: TrafficInput | None) -> Traffic:
    """The traffic asked for."""
    return PEOPLE if include is None else Traffic(include.bots, include.self_views)
