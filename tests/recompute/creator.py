"""The expected answers of ``creatorAnalytics`` and ``myDashboard``."""

from tests.recompute import formulas
from tests.recompute.compared import compare_scope
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span
from tests.recompute.scope import scope, top_contents
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
    return {
        **scope(truth, creator_id, asked),
        "creatorId": creator_id,
        "contents": len(truth.owned(creator_id)),
        "topContents": top_contents(truth, creator_id, asked, TOP),
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
        "reactions": [
            {"reaction": kind, "count": counts[kind], "percentage": formulas.percent(counts[kind], total)}
            for kind in kinds
        ],
        "topContents": top_contents(truth, creator_id, asked, TOP),
        "comparison": compare_scope(truth, creator_id, asked, span, "PREVIOUS_PERIOD"),
        "LISTING": compare_scope(truth, creator_id, asked, span, "PREVIOUS_PERIOD", "LISTING"),
    }
