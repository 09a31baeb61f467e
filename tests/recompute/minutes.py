"""The expected points by minute of ``series`` and ``realtime``."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.recompute import groups
from tests.recompute.groups import Answer
from tests.recompute.truth import Asked, Truth

MINUTE = timedelta(minutes=1)
SHOWN = 180  # minutes
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def current_end(truth: Truth) -> datetime:
    """The end of the current minute."""
    return ceiling(truth.data.end)


def ceiling(moment: datetime) -> datetime:
    """The beginning of a minute, or the next one."""
    return moment + (EPOCH - moment) % MINUTE


def earliest(truth: Truth) -> datetime:
    """The first minute that is shown."""
    return current_end(truth) - SHOWN * MINUTE


def points(
    truth: Truth, by: str, name: str, asked: Asked, zone: str, covered: tuple[datetime, datetime]
) -> list[Answer]:
    """The minutes of a range that are shown: those that have begun, of the last three hours."""
    start, end = max(covered[0], earliest(truth)), min(covered[1], current_end(truth))
    happened, viewers = counted(truth, by, name, asked, start, ceiling(end))  # clocks may be ahead
    found = []
    while start < end:
        found.append(
            {
                "start": start.isoformat(),
                "end": (start + MINUTE).isoformat(),
                "date": start.astimezone(ZoneInfo(zone)).date().isoformat(),
                "isFinal": min(start + MINUTE, covered[1]) <= truth.as_of,
                **figures(happened[start], viewers.get(start, 0)),
            }
        )
        start += MINUTE
    return found


def figures(m: dict[str, int], viewers: int) -> Answer:
    """What a point has of its numbers."""
    return {**groups.point(m), "uniqueViewers": viewers, "sessions": None, "averageSessionDuration": None}


def counted(
    truth: Truth, by: str, name: str, asked: Asked, start: datetime, end: datetime
) -> tuple[dict[datetime, dict[str, int]], dict[datetime | None, int]]:
    """What happened in each minute, and the distinct viewers of each and (None) of all."""
    within = replace(asked, start=start, end=end)
    which: Mapping[str, Any] = {"by": by, "name": name, **within.parameters}
    happened: dict[datetime, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in truth.rows("minutes", **which):
        happened[row["begins"].replace(tzinfo=UTC)][row["metric"]] = row["amount"]
    viewers = {
        row["begins"] and row["begins"].replace(tzinfo=UTC): row["unique_viewers"]
        for row in truth.rows("minute_viewers", **which)
    }
    return happened, viewers
