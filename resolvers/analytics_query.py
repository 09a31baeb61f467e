"""Turns the common arguments of root fields into the fields of an ``AnalyticsQuery``."""

from typing import Any

from resolvers.context import Info
from resolvers.ranges import RangeInput, resolve_compared, resolve_range
from resolvers.traffic import TrafficInput, resolve_traffic
from server.metrics.view_definitions import find_definition


def resolve_query(
    info: Info, *, time_range: RangeInput | None, timezone: str, definition: str, include: TrafficInput | None
) -> dict[str, Any]:
    """The fields of an ``AnalyticsQuery``. Raises BAD_INPUT with the path of the invalid argument."""
    now = info.context.services.now()
    return {
        "project_id": info.context.caller.project_id,
        "time_range": resolve_range(time_range, timezone, now),
        "timezone": timezone,
        "definition": find_definition(definition),
        "traffic": resolve_traffic(include),
        "now": now,
        "compared": resolve_compared(time_range, timezone, now),
    }
