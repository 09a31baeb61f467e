"""The expected answers of ``eventCounts``."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, ceiling
from tests.recompute.series import units
from tests.recompute.truth import Asked, Truth, naive

INTERVALS = ("HOUR", "DAY", "WEEK", "MONTH")
FAMILIES = {
    "exposure": ("IMPRESSION", "SWIPE_AWAY", "SKIP"),
    "playback": ("VIEW_START", "VIEW_PROGRESS", "VIEW_COMPLETE", "PAUSE", "RESUME", "SEEK"),
    "negative": ("REPORT", "NOT_INTERESTED", "HIDE"),
    "creator": ("FOLLOW", "UNFOLLOW"),
    "commerce": ("PURCHASE", "REFUND"),
    "session": ("SESSION_START", "SESSION_END"),
    "custom": ("CUSTOM",),
}
FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}
Counted: TypeAlias = dict[tuple[str, str | None], int]


def event_counts(
    truth: Truth,
    asked: Asked,
    span: Span,
    interval: str,
    types: Collection[str] | None,
    names: Collection[str] | None = None,
) -> Answer:
    """Events of each type over time, of some types and names or of all."""
    start, end = span.start, span.end
    if start is None or end is None:
        end = ceiling(truth.data.end)
        first = truth.query(
            "SELECT min(bucket) AS bucket FROM classed WHERE traffic IN (SELECT unnest($classes))",
            {"classes": asked.classes},
        )[0]["bucket"]
        start = first.replace(tzinfo=UTC)
    within = {"zone": span.zone, "unit": interval.lower(), **asked.parameters}
    found: dict[datetime, Counted] = defaultdict(dict)
    totals: Counted = defaultdict(int)
    for row in truth.rows("event_types", **within):
        if (types is None or row["type"] in types) and (names is None or row["name"] in names):
            found[row["begins"]][row["type"], row["name"]] = row["events"]
            totals[row["type"], row["name"]] += row["events"]
    return {
        "by": interval,
        "timezone": span.zone,
        "range": {"start": start.isoformat(), "end": end.isoformat()},
        "truncated": False,
        "points": [
            _point(begins, ends, first.isoformat(), min(ends, end) <= truth.as_of, found.get(naive(begins), {}))
            for first, begins, ends in units(start, ceiling(end), span.zone, interval)
        ],
        "totals": _point(
            start, end, start.astimezone(ZoneInfo(span.zone)).date().isoformat(), end <= truth.as_of, totals
        ),
    }


def _point(start: datetime, end: datetime, date: str, is_final: bool, events: Counted) -> Answer:
    return {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "date": date,
        "isFinal": is_final,
        "total": sum(events.values()),
        "counts": [
            {"type": kind, "name": name, "family": _family(kind), "count": count}
            for (kind, name), count in sorted(events.items(), key=lambda item: (-item[1], item[0][0], item[0][1] or ""))
        ],
    }


def _family(kind: str) -> str:
    return "stream" if kind.startswith("STREAM_") else FAMILY.get(kind, "engagement")
