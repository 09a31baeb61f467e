"""``creatorAnalytics`` and ``platformAnalytics``: what they must answer."""

from tests.recompute import formulas, groups
from tests.recompute.comparison import ANYTHING, Estimate
from tests.recompute.groups import Answer
from tests.recompute.truth import Asked, Truth

SKETCH_ERROR = 0.05  # three standard errors of a HyperLogLog of 4,096 registers (1.6 %)
PLATFORM = ""


def scope(truth: Truth, name: str, asked: Asked) -> Answer:
    """What creators and the platform have in common; the name is ``PLATFORM`` or a creator."""
    m = truth.sums("creator" if name else "platform", asked)[name]
    sessions, session_ms = truth.sessions(asked).get(name, (0, 0))
    return {
        **groups.shared(m),
        "revision": ANYTHING,
        "concurrentViewers": 0,  # all of it is long ago
        "definition": asked.definition,
        "views": groups.views(m),
        "uniqueViewers": {"count": Estimate(truth.reached(asked).get(name, 0), SKETCH_ERROR), "estimated": True},
        "watchTime": groups.watch_time(m),
        "averageCompletionRate": formulas.percent(m["full"], m["views"]),
        "engagements": formulas.engagements(m, "DISCOVERY"),
        "engagementRate": formulas.engagement_rate(m, "DISCOVERY"),
        "sessions": sessions,
        "averageSessionDuration": session_ms / 1000 / sessions if sessions else 0.0,
    }


def top_contents(truth: Truth, creator_id: str, asked: Asked, first: int) -> list[Answer]:
    """A creator's viewed contents, best engagement score first."""
    sums = truth.sums("content", asked)
    owned = [content for content in truth.contents.values() if content.creator_id == creator_id]
    viewed = [content for content in owned if sums[content.id]["views"]]
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
            "score": scores[content.id],
        }
        for content in viewed[:first]
    ]


def owned_contents(truth: Truth, creator_id: str) -> int:
    """Contents that the catalogue gives a creator, and those that only its events name."""
    seen = truth.sums("content", Asked(bots=True, self_views=True))
    owned = [content for content in truth.contents.values() if content.creator_id == creator_id]
    return sum(content.in_catalogue or content.id in seen for content in owned)
