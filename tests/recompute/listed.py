"""The expected answers of ``trending``, ``topContents``, lists of contents and creators, and ``platformStats``."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from tests.recompute import formulas
from tests.recompute.comparison import ANYTHING, Estimate
from tests.recompute.groups import Answer
from tests.recompute.ranges import ceiling
from tests.recompute.scope import SKETCH_ERROR
from tests.recompute.series import trend
from tests.recompute.truth import Asked, Truth

LEAST_VELOCITY = 100  # views per hour of what trends
LEAST_VIEWS = {"QUALITY": 10, "ENGAGEMENT": 10, "AVERAGE_WATCH_TIME": 10, "COMPLETION": 10} | dict.fromkeys(
    ("VIEWS", "UNIQUE_VIEWERS", "WATCH_TIME", "LIKES", "COMMENTS", "SHARES", "SAVES"), 1
)
SORTS = ("RECENT", *LEAST_VIEWS)
BY = {
    "VIEWS": "views",
    "WATCH_TIME": "watch_ms",
    "LIKES": "likes",
    "COMMENTS": "comment",
    "SHARES": "share",
    "SAVES": "saves",
    "FOLLOWS": "follow",
}
"""What creators are sorted by, and the metric."""
DAY = timedelta(hours=24)
DIGITS = 9  # of scores that are compared; what differs later is equal


def described(truth: Truth, name: str) -> Answer:
    """``ListedContent``: the catalogue fields of a content."""
    content = truth.contents[name]
    known = content.described if content.in_catalogue else {}
    return {
        "contentId": name,
        "type": known.get("type"),
        "title": known.get("title"),
        "caption": known.get("caption"),
        "thumbnail": known.get("thumbnail"),
        "creatorId": truth.owners.get(name),
    }


def trending(truth: Truth, ever: Asked, hours: int, first: int) -> Answer:
    """Contents with many and rising views; ``ever`` has the definition and traffic."""
    end = ceiling(truth.data.end)
    start = end - timedelta(hours=hours)
    over = Fraction((truth.data.end - start) // timedelta(milliseconds=1), 3_600_000)  # hours of it that have passed
    now = truth.sums("content", replace(ever, start=start, end=end))
    before = truth.sums("content", replace(ever, start=start - timedelta(hours=hours), end=start))
    quality = _quality(truth, ever)
    names = [
        name
        for name, m in now.items()
        if m["views"] >= LEAST_VELOCITY * over and 5 * m["views"] / over > Fraction(6 * before[name]["views"], hours)
    ]
    names.sort(key=lambda name: (-now[name]["views"], name))
    return {
        "asOf": truth.as_of.isoformat(),
        "id": ANYTHING,
        "revision": ANYTHING,
        "isFinal": False,
        "definition": ever.definition,
        "range": {"start": start.isoformat(), "end": truth.data.end.isoformat()},
        "minimumVelocity": LEAST_VELOCITY,
        "contents": [
            {
                **described(truth, name),
                "views": now[name]["views"],
                "velocity": float(now[name]["views"] / over),
                "previousVelocity": before[name]["views"] / hours,
                "trend": "RISING",
                "likes": now[name]["likes"],
                "shares": now[name]["share"],
                "qualityScore": quality[name],
            }
            for name in names[:first]
        ],
    }


def top_contents(truth: Truth, asked: Asked, by: str, least_views: int) -> list[Answer]:
    """All contents of a ranking, in order."""
    sums, quality = truth.sums("content", asked), _quality(truth, asked)
    worth = _sort_values(truth, asked, quality)[by]
    names = [name for name, m in sums.items() if m["views"] >= least_views]
    names.sort(key=lambda name: (-worth(name), name))
    return [measured(truth, name, asked, quality[name]) | _velocity(truth, name, asked) for name in names]


def creator_contents(
    truth: Truth,
    creator_id: str,
    asked: Asked,
    sort: str,
    search: str | None = None,
    types: Sequence[str] | None = None,
) -> list[Answer]:
    """The contents of a creator of some types, with a text in their title or as their id, in order."""
    quality = _quality(truth, asked)
    worth = _sort_values(truth, asked, quality)[sort]
    names = sorted(truth.owned(creator_id), key=lambda name: (-worth(name), name))
    found = [_creator_content(truth, name, asked, quality[name]) for name in names]
    if types is not None:
        found = [content for content in found if content["type"] in types]
    if search is not None:
        found = [
            content
            for content in found
            if search.lower() in (content["title"] or "").lower() or search == content["contentId"]
        ]
    return found


def several(truth: Truth, names: Sequence[str], asked: Asked) -> Answer:
    """Some contents, in this order, and all of them together, without the range itself."""
    quality, different = _quality(truth, asked), sorted(set(names))
    m: dict[str, int] = defaultdict(int)
    for name in different:
        for metric, amount in truth.sums("content", asked)[name].items():
            m[metric] += amount
    [together] = truth.rows("viewers_together", contents=different, **asked.parameters)
    seconds = m["watch_ms"] / 1000
    return {
        "id": ANYTHING,
        "revision": ANYTHING,
        "contents": [_creator_content(truth, name, asked, quality[name]) for name in names],
        "totals": {
            "views": m["views"],
            "uniqueViewers": together["unique_viewers"],
            "watchTime": seconds,
            "averageWatchTime": seconds / m["views"] if m["views"] else 0.0,
            "completionRate": formulas.percent(m["full"], m["views"]),
            "likes": m["likes"],
            "comments": m["comment"],
            "shares": m["share"],
            "saves": m["saves"],
            "engagementRate": formulas.engagement_rate(m, "SOCIAL"),
            "engagementScore": formulas.engagement_score(m),
        },
    }


def creators(truth: Truth, asked: Asked, by: str, search: str | None = None) -> list[Answer]:
    """The creators that a text finds, in order."""
    sums, profiles = truth.sums("creator", asked), {one["id"]: one for one in truth.data.entities.profiles}
    rows = truth.query("SELECT DISTINCT creator_id FROM events WHERE creator_id IS NOT NULL")
    names = {row["creator_id"] for row in rows} | {*profiles}
    if search is not None:
        shown = {name: profiles.get(name, {}).get("name") or "" for name in names}
        names = {name for name in names if search == name or search.lower() in shown[name].lower()}
    return [
        {
            "creatorId": name,
            "name": profiles.get(name, {}).get("name"),
            "picture": profiles.get(name, {}).get("picture"),
            "views": sums[name]["views"],
            "plays": sums[name]["plays"],
            "watchTime": sums[name]["watch_ms"] / 1000,
            "completions": sums[name]["full"],
            "likes": sums[name]["likes"],
            "comments": sums[name]["comment"],
            "shares": sums[name]["share"],
            "saves": sums[name]["saves"],
            "follows": sums[name]["follow"],
        }
        for name in sorted(names, key=lambda name: (-sums[name][BY[by]], name))
    ]


def platform_stats(truth: Truth, asked: Asked) -> Answer:
    """The totals of the project; no event is waiting."""
    m = truth.sums("platform", asked)[""]
    timeout = truth.as_of.replace(tzinfo=None) - timedelta(minutes=30)
    [held] = truth.query(
        "SELECT count(DISTINCT content_id) AS contents, count(DISTINCT creator_id) AS creators FROM events"
    )
    sessions = truth.rows("session_rows", definition=asked.definition)
    unfinished = [row for row in sessions if row["closed_at"] is None or row["closed_at"] < row["last_at"]]
    return {
        "asOf": truth.as_of.isoformat(),
        "id": ANYTHING,
        "revision": ANYTHING,
        "isFinal": False,
        "definition": asked.definition,
        "contents": held["contents"],
        "cataloguedContents": sum(content.in_catalogue for content in truth.contents.values()),
        "creators": held["creators"],
        "views": m["views"],
        "plays": m["plays"],
        "watchTime": m["watch_ms"] / 1000,
        "uniqueViewers": {"count": Estimate(truth.reached(asked)[""], SKETCH_ERROR), "estimated": True},
        "sessions": truth.sessions(asked)[""][0],
        "openSessions": sum(row["last_at"] > timeout for row in unfinished),
        "staleScores": 0,
        "pendingBatches": 0,
        "pendingEvents": 0,
        "lag": 0.0,
    }


def _quality(truth: Truth, asked: Asked) -> dict[str, float]:
    """The quality score of every content."""
    sums, seen = truth.sums("content", asked), truth.viewers(asked)
    return {
        name: formulas.quality_score(formulas.quality_parts(sums[name], *seen.get(name, (0, 0))))
        for name in truth.contents
    }


def _velocity(truth: Truth, name: str, asked: Asked) -> Answer:
    end = truth.data.end + (datetime(1970, 1, 1, tzinfo=UTC) - truth.data.end) % timedelta(minutes=15)
    now = truth.sums("content", replace(asked, start=end - DAY, end=end))[name]["views"]
    before = truth.sums("content", replace(asked, start=end - 2 * DAY, end=end - DAY))[name]["views"]
    return {"velocity": now / 24, "previousVelocity": before / 24, "trend": trend(now, before)}


def _published(truth: Truth, name: str) -> datetime:
    content = truth.contents[name]
    if content.in_catalogue:
        return datetime.fromisoformat(content.described["publishedAt"])
    return truth.first_moments[name]


def _sort_values(truth: Truth, asked: Asked, quality: dict[str, float]) -> dict[str, Callable[[str], float]]:
    """What ranks a content, by what lists are sorted by."""
    sums, seen = truth.sums("content", asked), truth.viewers(asked)
    return {
        "RECENT": lambda name: _published(truth, name).timestamp(),
        "QUALITY": lambda name: round(quality[name], DIGITS),
        "ENGAGEMENT": lambda name: round(formulas.engagement_score(sums[name]), DIGITS),
        "VIEWS": lambda name: sums[name]["views"],
        "UNIQUE_VIEWERS": lambda name: seen.get(name, (0, 0))[0],
        "WATCH_TIME": lambda name: sums[name]["watch_ms"],
        "AVERAGE_WATCH_TIME": lambda name: sums[name]["watch_ms"] / (sums[name]["views"] or math.inf),
        "COMPLETION": lambda name: formulas.percent(sums[name]["full"], sums[name]["views"]),
        "LIKES": lambda name: sums[name]["likes"],
        "COMMENTS": lambda name: sums[name]["comment"],
        "SHARES": lambda name: sums[name]["share"],
        "SAVES": lambda name: sums[name]["saves"],
    }


def measured(truth: Truth, name: str, asked: Asked, quality: float) -> Answer:
    """``MeasuredContent``: what lists show of a content."""
    m = truth.sums("content", asked)[name]
    seconds = m["watch_ms"] / 1000
    return {
        **described(truth, name),
        "views": m["views"],
        "uniqueViewers": truth.viewers(asked).get(name, (0, 0))[0],
        "watchTime": seconds,
        "averageWatchTime": seconds / m["views"] if m["views"] else 0.0,
        "completionRate": formulas.percent(m["full"], m["views"]),
        "likes": m["likes"],
        "comments": m["comment"],
        "shares": m["share"],
        "saves": m["saves"],
        "engagementRate": formulas.engagement_rate(m),
        "engagementScore": formulas.engagement_score(m),
        "qualityScore": quality,
    }


def _creator_content(truth: Truth, name: str, asked: Asked, quality: float) -> Answer:
    content = truth.contents[name]
    return {
        **measured(truth, name, asked, quality),
        "publishedAt": _published(truth, name).isoformat() if content.in_catalogue else None,
        "duration": content.duration if content.in_catalogue else None,
    }
