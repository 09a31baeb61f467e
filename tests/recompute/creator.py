"""The expected answers of ``creatorAnalytics`` and ``myDashboard``."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.recompute import formulas
from tests.recompute.breakdown import audience
from tests.recompute.compared import compare_scope
from tests.recompute.comparison import Estimate
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, midnight
from tests.recompute.scope import SKETCH_ERROR, scope, top_contents
from tests.recompute.truth import Asked, Truth

TOP = 10
BASELINES = ("PREVIOUS_PERIOD", "PLATFORM_AVERAGE")
REACTIONS = {
    "LIKE": "likes",
    "COMMENT": "comment",
    "SHARE": "share",
    "SAVE": "saves",
    "CLICK": "click",
    "DUET": "duet",
    "STITCH": "stitch",
    "SOUND_USE": "sound_use",
    "FOLLOW": "follow",
    "CONTACT": "contact",
    "WHATSAPP": "whatsapp",
    "BOOK_VIEWING": "book_viewing",
}


def creator(truth: Truth, creator_id: str, asked: Asked, span: Span) -> Answer:
    """All fields of a creator, without those that repeat the arguments."""
    names = tuple(truth.owned(creator_id))
    return {
        **scope(truth, creator_id, asked),
        "creatorId": creator_id,
        "contents": len(names),
        "topContents": top_contents(truth, creator_id, asked, TOP),
        "audience": audience(truth, names, asked, span.zone, TOP),
        **{to: compare_scope(truth, creator_id, asked, span, to) for to in BASELINES},
    }


def dashboard(truth: Truth, creator_id: str, asked: Asked, span: Span) -> Answer:
    """A creator's period, without the overview."""
    m = truth.sums("creator", asked)[creator_id]
    counts = {kind: m[metric] for kind, metric in REACTIONS.items()}
    total = sum(counts.values())
    kinds = sorted(REACTIONS, key=lambda kind: (-counts[kind], list(REACTIONS).index(kind)))
    return {
        "creatorId": creator_id,
        "engagement": [
            {"reaction": kind, "count": counts[kind], "percentage": formulas.percent(counts[kind], total)}
            for kind in kinds
        ],
        "days": _days(truth, creator_id, asked, span),
        "topContents": top_contents(truth, creator_id, asked, TOP),
        "comparison": compare_scope(truth, creator_id, asked, span, "PREVIOUS_PERIOD"),
    }


def _days(truth: Truth, creator_id: str, asked: Asked, span: Span) -> list[Answer]:
    assert span.start is not None
    assert span.end_bucket is not None
    day = span.start.astimezone(ZoneInfo(span.zone)).date()
    found = []
    while (begins := midnight(day, span.zone)) < span.end_bucket:
        day += timedelta(days=1)
        start, end = max(begins, span.start), min(midnight(day, span.zone), span.end_bucket)
        within = Asked(asked.definition, asked.bots, asked.self_views, start, end)
        m = truth.sums("creator", within)[creator_id]
        viewers = truth.reached(within).get(creator_id, 0)
        found.append(
            {
                "start": begins.isoformat(),
                "views": m["views"],
                "uniqueViewers": {"count": Estimate(viewers, SKETCH_ERROR), "estimated": True},
                "plays": m["plays"],
                "watchTime": m["watch_ms"] / 1000,
                "completionRate": formulas.percent(m["full"], m["views"]),
                "engagements": formulas.engagements(m, "DISCOVERY"),
                "engagementRate": formulas.engagement_rate(m, "DISCOVERY"),
                "likes": m["likes"],
                "comments": m["comment"],
                "shares": m["share"],
                "sessions": truth.sessions(within).get(creator_id, (0, 0))[0],
            }
        )
    return found
