"""``contentAnalytics``: what it must answer."""

from collections.abc import Sequence

from tests.recompute import formulas, groups
from tests.recompute.breakdown import audience, breakdown, countries
from tests.recompute.comparison import ANYTHING, Within
from tests.recompute.groups import Answer
from tests.recompute.truth import Asked, Truth

FIRST = 10  # rows of a list, unless more are asked for
EXACT_PLAYS = 10_000  # more have an estimated median
BIN = 1.6  # of the histogram that medians are estimated by: how much wider each bin is than the one before


def content(truth: Truth, content_id: str, asked: Asked, zone: str, broken_down_by: Sequence[str] = ()) -> Answer:
    """All fields of a content.

    Args:
        truth: The recomputation.
        content_id: The content.
        asked: Definition, traffic and range.
        zone: Whose days and hours are meant.
        broken_down_by: Dimensions that are asked for, each by an alias of its own name.
    """
    m = truth.sums("content", asked)[content_id]
    unique, rewatches = truth.viewers(asked).get(content_id, (0, 0))
    median = truth.medians(asked).get(content_id)
    estimated = m["plays"] > EXACT_PLAYS
    return {
        **groups.shared(m),
        "revision": ANYTHING,
        "definition": asked.definition,
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
        "engagementRate": formulas.engagement_rate(m, "SOCIAL"),
        "audience": audience(truth, content_id, asked, FIRST),
        "countries": countries(truth, content_id, asked, FIRST),
        **{by: breakdown(truth, content_id, asked, zone, by, FIRST) for by in broken_down_by},
    }
