"""The expected answers of ``compare``."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any
from zoneinfo import ZoneInfo

from tests.recompute import formulas
from tests.recompute.comparison import ANYTHING, Estimate
from tests.recompute.formulas import Counts
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, ceiling, earlier, floor, midnight
from tests.recompute.truth import Asked, Truth

NAMES = (
    "views",
    "uniqueViewers",
    "watchTime",
    "averageWatchTime",
    "completionRate",
    "engagementRate",
    "qualityScore",
    "engagementScore",
)
BASELINE_PROFILES = {"PREVIOUS_PERIOD": formulas.DEFAULT, "CREATOR_AVERAGE": "DISCOVERY", "PLATFORM_AVERAGE": "LISTING"}
"""The profile that is asked for with each baseline, so that each is asked for."""
SKETCH_ERROR = 0.05
Values = dict[str, Any]
UNKNOWN: Values = dict.fromkeys(NAMES)


def compare_content(truth: Truth, content_id: str, asked: Asked, span: Span, to: str) -> Answer:
    """A content compared with its own past, or with the average content of its creator or of the platform."""
    profile = BASELINE_PROFILES[to]
    own = _of_content(truth, content_id, asked, profile)
    if to == "PREVIOUS_PERIOD":
        spans = compared_spans(span, truth.data.end)
        if spans is None:
            return _compared(own, None, to, None, (None, None))
        own, before = (_of_content(truth, content_id, _within(asked, found), profile) for found in spans[:2])
        return _compared(own, before, to, spans[1], spans[0], spans[2])
    creator_id = truth.owners.get(content_id) if to == "CREATOR_AVERAGE" else ""
    scores = truth.scores(asked.definition)
    scored = [score for name, score in scores.items() if not creator_id or truth.owners.get(name) == creator_id]
    if creator_id is None:
        return _compared(own, UNKNOWN, to, (span.start, span.end))
    m = truth.sums("creator" if creator_id else "platform", asked)[creator_id]
    baseline = _average(m, len(scored), profile)
    baseline["qualityScore"] = fmean(scored) if scored and span.start is None else None
    return _compared(own, baseline, to, (span.start, span.end))


def compare_scope(truth: Truth, name: str, asked: Asked, span: Span, to: str, profile: str = "") -> Answer:
    """A creator or ('') the platform compared with its own past; or a creator with the average one."""
    profile = profile or BASELINE_PROFILES[to]
    own = _of_scope(truth, name, asked, profile)
    spans = compared_spans(span, truth.data.end)
    if to == "PREVIOUS_PERIOD" and spans is None:
        answer = _compared(own, None, to, None, (None, None))
    elif to == "PREVIOUS_PERIOD" and spans is not None:
        own, before = (_of_scope(truth, name, _within(asked, found), profile) for found in spans[:2])
        answer = _compared(own, before, to, spans[1], spans[0], spans[2])
    else:
        ever = Asked(asked.definition, asked.bots, asked.self_views)
        viewed = [creator for creator, m in truth.sums("creator", ever).items() if m["views"]]
        baseline = _average(truth.sums("platform", asked)[""], len(viewed), profile) | {"qualityScore": None}
        answer = _compared(own, baseline, to, (span.start, span.end))
    answer["uniqueViewers"] = _estimated(answer["uniqueViewers"])
    return answer


def _estimated(exact: Answer) -> Answer:
    """Two estimated numbers of viewers, and their difference."""
    value, base = exact["value"], exact["baseline"]
    loosened: Answer = {**exact, "value": Estimate(value, SKETCH_ERROR)}
    if base is not None:
        loosened["baseline"] = Estimate(base, SKETCH_ERROR)
        loosened["change"] = Estimate(exact["change"], 0, 2 + SKETCH_ERROR * (value + base))
        loosened["changePercent"] = ANYTHING
    return loosened


Hours = tuple[datetime, datetime]


def compared_spans(span: Span, now: datetime) -> tuple[Hours, Hours, str] | None:
    """The elapsed part of a range in whole quarter-hours, the same part of the period before, and how they compare."""
    if span.start is None or span.end is None:
        return None
    now = floor(now)
    if span.dates is None:
        end, length = max(span.start, min(floor(span.end), now)), floor(span.end) - span.start
        return (span.start, end), (span.start - length, end - length), "EQUAL_LENGTH"
    first, beyond = span.dates
    day_before = earlier(first, span.apart)
    assert day_before is not None, "the first of a month, or some days earlier"
    before, whole = midnight(day_before, span.zone), midnight(beyond, span.zone)
    if now >= whole:
        return (span.start, whole), (before, span.start), "WHOLE_PERIOD"
    if now <= span.start:
        return (span.start, span.start), (before, before), "SAME_LOCAL_TIME"
    clock = now.astimezone(ZoneInfo(span.zone))
    day = earlier(clock.date(), span.apart)
    if day is None:
        last = earlier(clock.date().replace(day=28), span.apart)
        assert last is not None, "every month has a 28th"
        same = midnight((last + timedelta(days=4)).replace(day=1), span.zone)
    else:
        same = datetime.combine(day, clock.time().replace(fold=clock.fold), clock.tzinfo).astimezone(UTC)
    return (span.start, now), (before, min(same, span.start)), "SAME_LOCAL_TIME"


def _written(span: tuple[datetime | None, datetime | None]) -> dict[str, str | None]:
    return {name: None if at is None else at.isoformat() for name, at in zip(("start", "end"), span, strict=True)}


def _within(asked: Asked, span: tuple[datetime, datetime]) -> Asked:
    start, end = span
    return Asked(asked.definition, asked.bots, asked.self_views, start, ceiling(end))


def _of_content(truth: Truth, content_id: str, asked: Asked, profile: str) -> Values:
    m = truth.sums("content", asked)[content_id]
    unique, rewatches = truth.viewers(asked).get(content_id, (0, 0))
    parts = formulas.quality_parts(m, unique, rewatches)
    return {
        "views": m["views"],
        "uniqueViewers": unique,
        "watchTime": m["watch_ms"] / 1000,
        **_rates(m, profile),
        "qualityScore": formulas.quality_score(parts),
    }


def _of_scope(truth: Truth, name: str, asked: Asked, profile: str) -> Values:
    m = truth.sums("creator" if name else "platform", asked)[name]
    return {
        "views": m["views"],
        "uniqueViewers": truth.reached(asked).get(name, 0),
        "watchTime": m["watch_ms"] / 1000,
        **_rates(m, profile),
        "qualityScore": None,
    }


def _average(m: Counts, contents: int, profile: str) -> Values:
    known = contents > 0
    return {
        "views": m["views"] / contents if known else None,
        "uniqueViewers": None,
        "watchTime": m["watch_ms"] / 1000 / contents if known else None,
        **_rates(m, profile),
    }


def _rates(m: Counts, profile: str) -> Values:
    views = m["views"]
    return {
        "averageWatchTime": m["watch_ms"] / 1000 / views if views else 0.0,
        "completionRate": formulas.percent(m["full"], views),
        "engagementRate": formulas.engagement_rate(m, profile),
        "engagementScore": formulas.engagement_score(m),
    }


def _compared(
    own: Values,
    baseline: Mapping[str, Any] | None,
    to: str,
    span: tuple[datetime | None, datetime | None] | None,
    own_span: tuple[datetime | None, datetime | None] | None = None,
    basis: str | None = None,
) -> Answer:
    answer: Answer = {
        "to": to,
        "range": span and _written(span),
        "valueRange": _written(own_span or span or (None, None)),
        "basis": basis,
    }
    for name in NAMES:
        value, base = own[name], None if baseline is None else baseline[name]
        change = None if value is None or base is None else float(value - base)
        answer[name] = {
            "value": None if value is None else float(value),
            "baseline": None if base is None else float(base),
            "change": change,
            "changePercent": 100 * change / base if change is not None and base else None,
        }
    return answer
