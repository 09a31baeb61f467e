"""The expected answers of ``creatorAnalytics`` and ``platformAnalytics``."""

from tests.recompute import formulas, groups
from tests.recompute.breakdown import audience
from tests.recompute.comparison import ANYTHING, Estimate
from tests.recompute.groups import Answer
from tests.recompute.truth import Asked, Truth

SKETCH_ERROR = 0.05  # three standard errors of a HyperLogLog of 4,096 registers (1.6 %)
PLATFORM = ""
AUDIENCE_ROWS = 10


def scope(truth: Truth, name: str, asked: Asked) -> Answer:
    """What creators and the platform have in common; the name is ``PLATFORM`` or a creator."""
    by = "creator" if name else "platform"
    m = truth.sums(by, asked)[name]
    sessions, session_ms = truth.sessions(asked).get(name, (0, 0))
    return {
        **groups.shared(m),
        "id": ANYTHING,
        "revision": ANYTHING,
        "audience": audience(truth, by, name, asked, AUDIENCE_ROWS),
        "concurrentViewers": truth.watching(by, asked).get(name, 0),
        "definition": asked.definition,
        "views": groups.views(m),
        "uniqueViewers": {"count": Estimate(truth.reached(asked).get(name, 0), SKETCH_ERROR), "estimated": True},
        "watchTime": groups.watch_time(m),
        "engagements": formulas.engagements(m, formulas.DEFAULT),
        "engagementRate": formulas.engagement_rate(m),
        **{f"engagements_{profile}": formulas.engagements(m, profile) for profile in formulas.PROFILES},
        **{f"engagementRate_{profile}": formulas.engagement_rate(m, profile) for profile in formulas.PROFILES},
        "sessions": sessions,
        "averageSessionDuration": session_ms / 1000 / sessions if sessions else 0.0,
    }


def top_contents(truth: Truth, creator_id: str, asked: Asked, first: int) -> list[Answer]:
    """A creator's viewed contents, best engagement score first."""
    sums = truth.sums("content", asked)
    viewed = [truth.contents[name] for name in truth.owned(creator_id) if sums[name]["views"]]
    scores = {content.id: formulas.engagement_score(sums[content.id]) for content in viewed}
    viewed.sort(key=lambda content: (-scores[content.id], -sums[content.id]["views"], content.id))
    return [
        {
            "contentId": content.id,
            "title": content.described["title"] if content.in_catalogue else None,
            "thumbnail": content.described["thumbnail"] if content.in_catalogue else None,
            "views": sums[content.id]["views"],
            "watchTime": sums[content.id]["watch_ms"] / 1000,
            "completionRate": formulas.percent(sums[content.id]["full"], sums[content.id]["views"]),
            "engagementScore": scores[content.id],
        }
        for content in viewed[:first]
    ]
