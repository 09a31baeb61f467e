"""The expected answers of ``velocity``, ``hourly`` and ``daily`` of a content."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, ceiling, midnight
from tests.recompute.truth import Asked, Row, Truth, naive

HOURS = 24
HOUR = timedelta(hours=1)


def trend(now: float, before: float) -> str:
    """RISING above 1.2 times the earlier velocity, DECLINING below 0.8 times, else STABLE."""
    if now > 1.2 * before:
        return "RISING"
    return "DECLINING" if now < 0.8 * before else "STABLE"


def velocity(truth: Truth, content_id: str, asked: Asked) -> Answer:
    """The 24 hours up to the next quarter-hour, and the 24 before."""
    end = ceiling(truth.data.end)
    hours = truth.hours(asked, end).get(content_id, [])
    window = [row for row in hours if row["hours_back"] <= HOURS]
    before = [row for row in hours if row["hours_back"] > HOURS]
    views = sum(row["views"] for row in window)
    peak = max((row["views"] for row in window), default=0)
    earliest = max((row["hours_back"] for row in window if row["views"] == peak), default=0)
    return {
        "viewsPerHour": views / HOURS,
        "engagementPerHour": sum(row["engagement"] for row in window) / HOURS,
        "sharesPerHour": sum(row["shares"] for row in window) / HOURS,
        "previousViewsPerHour": sum(row["views"] for row in before) / HOURS,
        "peakViewsPerHour": peak,
        "peakAt": (end - earliest * HOUR).isoformat() if peak else None,
        "trend": trend(views, sum(row["views"] for row in before)),
    }


def hourly(truth: Truth, content_id: str, asked: Asked, span: Span) -> list[Answer]:
    """Every hour of the zone's clock that overlaps the range."""
    found = _calendar(truth, content_id, asked, span.zone, "hour")
    start, end = _bounds(truth, content_id, span)
    if start is None:
        return []
    offset = start.astimezone(ZoneInfo(span.zone)).utcoffset() or timedelta(0)
    moment = start - (start + offset - datetime(1970, 1, 1, tzinfo=UTC)) % HOUR
    points = []
    while moment < end:
        row = found.get(naive(moment))
        engagement = row["likes"] + row["comments"] + row["shares"] if row else 0
        points.append({"start": _written(moment, span), "views": row["views"] if row else 0, "engagement": engagement})
        moment += HOUR
    return points


def daily(truth: Truth, content_id: str, asked: Asked, span: Span) -> list[Answer]:
    """Every day of the zone that overlaps the range."""
    found = _calendar(truth, content_id, asked, span.zone, "day")
    start, end = _bounds(truth, content_id, span)
    if start is None:
        return []
    day = start.astimezone(ZoneInfo(span.zone)).date()
    points = []
    while midnight(day, span.zone) < end:
        begins = midnight(day, span.zone)
        row = found.get(naive(begins), {})
        points.append(
            {
                "date": day.isoformat(),
                "start": _written(begins, span),
                "uniqueViewers": row.get("unique_viewers") or 0,
                "watchTime": row.get("watch_ms", 0) / 1000,
                **{name: row.get(name, 0) for name in ("views", "likes", "comments", "shares")},
            }
        )
        day += timedelta(days=1)
    return points


def _calendar(truth: Truth, content_id: str, asked: Asked, zone: str, unit: str) -> dict[datetime, Row]:
    rows = truth.rows("calendar", content_id=content_id, zone=zone, unit=unit, **asked.parameters)
    return {row["begins"]: row for row in rows}


def _bounds(truth: Truth, content_id: str, span: Span) -> tuple[datetime | None, datetime]:
    """The range; of all time, from the first event to now."""
    if span.start is not None and span.end_bucket is not None:
        return span.start, span.end_bucket
    return truth.first_buckets.get(content_id), ceiling(truth.data.end)


def _written(moment: datetime, span: Span) -> str:
    return moment.isoformat()
