"""The ``include`` argument: classes of traffic that are counted in addition to normal viewers."""

import strawberry

from server.analytics.traffic import PEOPLE, Traffic


@strawberry.input(
    description="Additional traffic to count. Bots and self-views are stored, but not counted unless included."
)
class TrafficInput:
    """The ``include`` argument."""

    bots: bool = strawberry.field(default=False, description="Count viewers that are classified as bots.")
    self_views: bool = strawberry.field(default=False, description="Count creators' activity on their own contents.")


def resolve_traffic(include: TrafficInput | None) -> Traffic:
    """The requested classes of traffic."""
    return PEOPLE if include is None else Traffic(include.bots, include.self_views)
