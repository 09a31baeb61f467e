"""Refuses questions about ranges of which quarter-hours, or days, are not kept any more."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from resolvers.context import Info
from resolvers.ranges import RangeInput, resolve_range
from server.analytics.kept_tiers import may_be_old, require_tier
from server.analytics.ranges import TimeRange

KEPT_APART = frozenset({"revenue", "socialAggregates"})
"""Questions about single sales, and about days of social networks, which are kept as they were."""


async def require_kept_range(info: Info, question: str, asked: Mapping[str, Any]) -> None:
    """Raises LIMIT_EXCEEDED if a question is about a part of a day that is kept as a whole.

    Args:
        info: The info of the field.
        question: Its name.
        asked: Its arguments, by their names in Python.
    """
    time_range = asked.get("time_range")
    if not isinstance(time_range, RangeInput) or question in KEPT_APART:
        return
    now = info.context.services.now()
    resolved = resolve_range(time_range, asked.get("timezone", "UTC"), now)
    if resolved is not None:
        await _require(info, resolved, now)


async def require_days(info: Info, since: date) -> None:
    """Raises LIMIT_EXCEEDED if some of the days (UTC) until now are not kept.

    Args:
        info: The info of the field.
        since: The first day.
    """
    now = info.context.services.now()
    await _require(info, TimeRange(datetime.combine(since, time(), UTC), now), now)


async def _require(info: Info, time_range: TimeRange, now: datetime) -> None:
    if may_be_old(time_range, now):
        async with info.context.read() as connection:
            await require_tier(connection, info.context.caller.project_id, time_range, now)
