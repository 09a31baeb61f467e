"""The expected answers of ``velocity`` of a content, and of ``series`` of a content, a creator and the platform."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.recompute import groups, minutes
from tests.recompute.compared import Hours, compared_spans
from tests.recompute.comparison import Estimate
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, ceiling, midnight
from tests.recompute.scope import SKETCH_ERROR
from tests.recompute.truth import Asked, Truth, naive

HOURS = 24
HOUR = timedelta(hours=1)
INTERVALS = ("MINUTE", "HOUR", "DAY", "WEEK", "MONTH")
MAX_DAYS = {"DAY": 1, "WEEK": 7, "MONTH": 31}  # days


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
        "engagementsPerHour": sum(row["engagement"] for row in window) / HOURS,
        "sharesPerHour": sum(row["shares"] for row in window) / HOURS,
        "previousViewsPerHour": sum(row["views"] for row in before) / HOURS,
        "peakViewsPerHour": peak,
        "peakAt": (end - earliest * HOUR).isoformat() if peak else None,
        "trend": trend(views, sum(row["views"] for row in before)),
    }


def series(truth: Truth, by: str, name: str, asked: Asked, span: Span, interval: str, *, compare: bool) -> Answer:
    """A content, a creator or ('') the platform in a range; with ``compare``, also in the period before."""
    start, end = span.start, span.end
    if start is None or end is None:
        end = ceiling(truth.data.end)
        start = _first_bucket(truth, by, name, asked) or end
    spans = compared_spans(span, truth.data.end) if compare else None
    return {
        "by": interval,
        "timezone": span.zone,
        "truncated": interval == "MINUTE" and start < minutes.earliest(truth),
        "uniqueViewersEstimated": by != "content",
        "previous": None if spans is None else _before(truth, by, name, asked, span.zone, interval, spans),
        **_part(truth, by, name, asked, span.zone, interval, (start, end)),
    }


def _before(
    truth: Truth, by: str, name: str, asked: Asked, zone: str, interval: str, spans: tuple[Hours, Hours, str]
) -> Answer:
    value, before, basis = spans
    compared = _part(truth, by, name, asked, zone, interval, value)
    shown = _part(truth, by, name, asked, zone, interval, before)
    truncated = interval == "MINUTE" and before[0] < minutes.earliest(truth)
    return {
        **shown,
        "basis": basis,
        "truncated": truncated,
        "points": None if truncated else shown["points"],
        "valueRange": compared["range"],
        "valueTotals": compared["totals"],
    }


def _part(truth: Truth, by: str, name: str, asked: Asked, zone: str, interval: str, covered: Hours) -> Answer:
    start, end = covered
    within = Asked(asked.definition, asked.bots, asked.self_views, start, ceiling(end))
    if interval == "MINUTE":
        points = minutes.points(truth, by, name, within, zone, covered)
    else:
        points = _points(truth, by, name, within, zone, interval, end)
    seen = truth.viewers(within).get(name, (0, 0))[0] if by == "content" else truth.reached(within).get(name, 0)
    totals = {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "date": start.astimezone(ZoneInfo(zone)).date().isoformat(),
        "isFinal": end <= truth.as_of,
        **_figures(by, truth.sums(by, within)[name], seen, *truth.sessions(within).get(name, (0, 0))),
    }
    return {"range": {"start": start.isoformat(), "end": end.isoformat()}, "points": points, "totals": totals}


def _points(truth: Truth, by: str, name: str, within: Asked, zone: str, interval: str, end: datetime) -> list[Answer]:
    assert within.start is not None
    which = {"by": by, "name": name, "zone": zone, "unit": interval.lower(), **within.parameters}
    sums: dict[datetime, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in truth.rows("calendar", **which):
        sums[row["begins"]][row["metric"]] = row["amount"]
    viewers = {row["begins"]: row["unique_viewers"] for row in truth.rows("calendar_viewers", **which)}
    sessions = {row["begins"]: row for row in truth.rows("calendar_sessions", **which)} if by != "content" else {}
    points = []
    for first, begins, ends in units(within.start, ceiling(end), zone, interval):
        key = naive(begins)
        held = sessions.get(key, {"sessions": 0, "session_ms": 0})
        points.append(
            {
                "start": begins.isoformat(),
                "end": ends.isoformat(),
                "date": first.isoformat(),
                "isFinal": min(ends, end) <= truth.as_of,
                **_figures(by, sums[key], viewers.get(key, 0), held["sessions"], held["session_ms"]),
            }
        )
    return points


def _figures(by: str, m: dict[str, int], viewers: int, sessions: int, session_ms: int) -> Answer:
    figures = groups.point(m)
    if by == "content":
        return {**figures, "uniqueViewers": viewers, "sessions": None, "averageSessionDuration": None}
    return {
        **figures,
        "uniqueViewers": Estimate(viewers, SKETCH_ERROR),
        "sessions": sessions,
        "averageSessionDuration": session_ms / 1000 / sessions if sessions else 0.0,
    }


def units(start: datetime, end: datetime, zone: str, interval: str) -> Iterator[tuple[date, datetime, datetime]]:
    """Every hour, day, week or month of the zone that overlaps a range: its date, when it begins and when it ends."""
    if start >= end:
        return
    if interval == "HOUR":
        local = ZoneInfo(zone)
        offset = start.astimezone(local).utcoffset() or timedelta(0)
        moment = start - (start + offset - datetime(1970, 1, 1, tzinfo=UTC)) % HOUR
        while moment < end:
            yield moment.astimezone(local).date(), moment, moment + HOUR
            moment += HOUR
        return
    first = _first_of(interval, start.astimezone(ZoneInfo(zone)).date())
    while midnight(first, zone) < end:
        following = _first_of(interval, first + timedelta(days=MAX_DAYS[interval]))
        yield first, midnight(first, zone), midnight(following, zone)
        first = following


def _first_of(interval: str, day: date) -> date:
    """The first day of the day, week or month that holds a day."""
    if interval == "MONTH":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if interval == "WEEK" else day


class _Asking(dict[str, int]):
    """Counts that remember what was asked for."""

    def __missing__(self, name: str) -> int:
        self[name] = 1
        return 1


def _first_bucket(truth: Truth, by: str, name: str, asked: Asked) -> datetime | None:
    """The first quarter-hour in which anything was counted."""
    counted = _Asking()
    groups.point(counted)
    which: dict[str, Any] = {"by": by, "name": name, **asked.parameters}
    found = [truth.rows("first_bucket", metrics=list(counted), **which)[0]["first_bucket"]]
    if by != "content":
        rows = truth.rows("calendar_sessions", zone="UTC", unit="day", **which)
        found += [row["first_bucket"] for row in rows]
    known = [bucket for bucket in found if bucket is not None]
    return min(known).replace(tzinfo=UTC) if known else None
