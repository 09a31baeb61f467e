"""The expected answers of ``eventDashboard``, without its funnels."""

from dataclasses import replace

from tests.recompute.compared import SKETCH_ERROR, compare_scope, compared_spans
from tests.recompute.comparison import Estimate
from tests.recompute.event_types import Counted, event_counts
from tests.recompute.formulas import percent
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, ceiling
from tests.recompute.revenue import Question, change, revenue
from tests.recompute.scope import PLATFORM
from tests.recompute.truth import Asked, Truth


def event_dashboard(truth: Truth, asked: Asked, span: Span, interval: str, first: int) -> Answer:
    """The dashboard of a range."""
    spans = compared_spans(span, truth.data.end)
    assert spans is not None
    sides = [replace(asked, start=start, end=ceiling(end)) for start, end in spans[:2]]
    m, sessions = truth.sums("platform", asked)[PLATFORM], _sessions(truth, asked)
    counted, value, baseline = (_types(truth, one) for one in (asked, *sides))
    total = sum(counted.values())
    series = event_counts(truth, asked, span, interval, None)
    rows = series["totals"]["counts"][:first]
    compared = compare_scope(truth, PLATFORM, asked, span, "PREVIOUS_PERIOD")
    sales = revenue(truth, Question({"platform": True}, asked, span, None), interval)
    del sales["series"]
    return {
        "totals": {
            "events": total,
            "viewers": {"count": Estimate(truth.reached(asked).get(PLATFORM, 0), SKETCH_ERROR), "estimated": True},
            "sessions": sessions,
            "views": m["views"],
            "watchTime": m["watch_ms"] / 1000,
            "previous": {
                **{name: compared[name] for name in ("range", "valueRange", "basis", "views", "watchTime")},
                "viewers": compared["uniqueViewers"],
                "events": change(sum(value.values()), sum(baseline.values())),
                "sessions": change(*(_sessions(truth, side) for side in sides)),
            },
        },
        "series": series,
        "topEvents": [
            {
                **row,
                "percentage": percent(row["count"], total),
                "previous": change(*(side.get((row["type"], row["name"]), 0) for side in (value, baseline))),
            }
            for row in rows
        ],
        "revenue": sales,
    }


def _types(truth: Truth, asked: Asked) -> Counted:
    counted: Counted = {}
    for row in truth.rows("event_types", zone="UTC", unit="month", **asked.parameters):
        key = (row["type"], row["name"])
        counted[key] = counted.get(key, 0) + row["events"]
    return counted


def _sessions(truth: Truth, asked: Asked) -> int:
    return truth.sessions(asked).get(PLATFORM, (0, 0))[0]
