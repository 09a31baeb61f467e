"""The expected answers of ``contentAnalytics``."""

from collections.abc import Mapping, Sequence

from tests.recompute import formulas, groups
from tests.recompute.breakdown import BREAKDOWNS, EVERY_BREAKDOWN, audience, breakdown
from tests.recompute.compared import compare_content
from tests.recompute.comparison import ANYTHING, Within
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span
from tests.recompute.retention import Curve, retention
from tests.recompute.scores import benchmarks, performance, quality
from tests.recompute.series import series, velocity
from tests.recompute.truth import Asked, Truth

BASELINES = ("PREVIOUS_PERIOD", "CREATOR_AVERAGE", "PLATFORM_AVERAGE")
FIRST = 10  # rows of a list, unless more are asked for
EXACT_PLAYS = 10_000  # more have an estimated median
BIN = 1.6  # of the histogram that medians are estimated by: how much wider each bin is than the one before


def counters(truth: Truth, content_id: str, asked: Asked) -> Answer:
    """The fields that follow from the counters of the range, and those without a range."""
    m = truth.sums("content", asked)[content_id]
    unique, rewatches = truth.viewers(asked).get(content_id, (0, 0))
    median = truth.medians(asked).get(content_id)
    estimated = m["plays"] > EXACT_PLAYS
    return {
        **groups.shared(m),
        "id": ANYTHING,
        "revision": ANYTHING,
        "contentId": content_id,
        "views": {**groups.views(m), "unique": unique},
        "watchTime": {
            **groups.watch_time(m),
            "median": Within(median / BIN, median * BIN) if estimated and median is not None else median,
            "medianEstimated": estimated,
        },
        "completions": m["full"],
        "rewatch": {
            "count": rewatches,
            "rate": formulas.percent(rewatches, unique),
            "loopPlays": m["loop_plays"],
        },
        "engagementScore": formulas.engagement_score(m),
        "engagementRate": formulas.engagement_rate(m),
        **{profile: formulas.engagement_rate(m, profile) for profile in formulas.PROFILES},
        "qualityScore": quality(truth, content_id, asked),
        "performanceScore": performance(truth, content_id, asked),
        "velocity": velocity(truth, content_id, asked),
        "socialPosts": [],  # of other data: tests/social/test_links.py
        "concurrentViewers": truth.watching("content", asked).get(content_id, 0),
    }


def made_of(
    truth: Truth, content_id: str, asked: Asked, span: Span, numbers: Sequence[int] = EVERY_BREAKDOWN
) -> Answer:
    """The audience, and some of the breakdowns, by their numbers."""
    return {
        "audience": audience(truth, "content", content_id, asked, FIRST),
        **{
            f"by{number}": breakdown(truth, "content", content_id, asked, span, BREAKDOWNS[number])
            for number in numbers
        },
    }


def beside(truth: Truth, content_id: str, asked: Asked, span: Span) -> Answer:
    """Series over time, and comparisons."""
    return {
        "byDay": series(truth, "content", content_id, asked, span, "DAY", compare=True),
        "benchmarks": benchmarks(truth, content_id, asked),
        **{to: compare_content(truth, content_id, asked, span, to) for to in BASELINES},
    }


def curves(truth: Truth, content_id: str, asked: Asked, wanted: Mapping[int, Curve]) -> Answer:
    """Retention curves by their numbers."""
    return {f"curve{number}": retention(truth, content_id, asked, curve) for number, curve in wanted.items()}
