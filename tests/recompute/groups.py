"""Groups of fields that several analytics types share, in the shape of GraphQL."""

from collections.abc import Sequence
from typing import Any

from tests.recompute.comparison import ANYTHING
from tests.recompute.formulas import Counts, engagement_rate, engagement_score, percent

Answer = dict[str, Any]


SOURCES = ("organic", "following", "profile", "hashtag", "search", "direct", "other")
DEVICES = ("mobile", "tablet", "desktop", "tv")
PLATFORMS = ("ios", "android", "web")


def views(m: Counts) -> Answer:
    """``Views``."""
    return {"total": m["views"], **_with_rows(m, SOURCES)}


def watch_time(m: Counts) -> Answer:
    """``WatchTime``, in seconds."""
    seconds = m["watch_ms"] / 1000
    return {"total": seconds, "average": seconds / m["views"] if m["views"] else 0.0}


def completion(m: Counts) -> Answer:
    """``Completion``."""
    weighted = m["full"] + 0.75 * m["over75"] + 0.5 * m["over50"] + 0.25 * m["over25"]
    return {
        **{name: m[name] for name in ("full", "over75", "over50", "over25", "under25")},
        "weightedRate": percent(weighted, m["plays"]),
        "rate": percent(m["full"], m["views"]),
    }


def engagement(m: Counts) -> Answer:
    """``Engagement``."""
    return {
        "likes": m["likes"],
        "comments": m["comment"],
        "shares": m["share"],
        "saves": m["saves"],
        "duets": m["duet"],
        "stitches": m["stitch"],
        "soundUses": m["sound_use"],
        "follows": m["follow"],
        "likeEvents": m["like"],
        "unlikeEvents": m["unlike"],
        "saveEvents": m["save"],
        "unsaveEvents": m["unsave"],
    }


def shared(m: Counts) -> Answer:
    """The groups that contents, creators and the platform have in common."""
    return {
        "plays": m["plays"],
        "averagePlaybackRate": m["rate_weighted_ms"] / m["rated_watch_ms"] if m["rated_watch_ms"] else None,
        "impressions": {"total": m["impression"], "feedViews": m["feed_views"], "swipedAway": m["swipe_away"]},
        "completion": completion(m),
        "engagement": engagement(m),
        "negative": {
            "notInterested": m["not_interested"],
            "reports": m["report"],
            "hides": m["hide"],
            "unfollows": m["unfollow"],
        },
        "interactions": {
            "clicks": m["click"],
            "skips": m["skips"],
            "contacts": m["contact"],
            "whatsapp": m["whatsapp"],
            "bookViewings": m["book_viewing"],
        },
        "devices": _with_rows(m, DEVICES, rest=True),
        "platforms": _with_rows(m, PLATFORMS, rest=True),
    }


def point(m: Counts) -> Answer:
    """The metrics of a ``Point``: those of the groups by names of their own."""
    found = shared(m)
    completed, time = found["completion"], watch_time(m)
    flat = {
        **{f"views{name.capitalize()}": m[f"views_{name}"] for name in (*SOURCES, *DEVICES, *PLATFORMS)},
        **{
            name: amount
            for group in ("engagement", "negative", "interactions")
            for name, amount in found[group].items()
        },
        **{name: value for name, value in found.items() if not isinstance(value, dict)},
    }
    return {
        **flat,
        "views": m["views"],
        "watchTime": time["total"],
        "averageWatchTime": time["average"],
        "loopPlays": m["loop_plays"],
        "completions": completed["full"],
        **{f"completed{name.capitalize()}": completed[name] for name in ("over75", "over50", "over25", "under25")},
        "completionRate": completed["rate"],
        "weightedCompletionRate": completed["weightedRate"],
        "impressions": found["impressions"]["total"],
        "feedImpressions": found["impressions"]["feedViews"],
        "swipedAway": found["impressions"]["swipedAway"],
        "engagementRate": engagement_rate(m),
        "LISTING": engagement_rate(m, "LISTING"),
        "engagementScore": engagement_score(m),
    }


def _with_rows(m: Counts, names: Sequence[str], *, rest: bool = False) -> Answer:
    """Views by some values, by name and as rows with percentages; with ``rest``, also those of no value."""
    counts: dict[str | None, float] = {name.upper(): m[f"views_{name}"] for name in names}
    if rest:
        counts[None] = m["views"] - sum(counts.values())
    rows = [
        {
            "value": value,
            "label": None if value is None else ANYTHING,
            "views": amount,
            "percentage": percent(amount, m["views"]),
        }
        for value, amount in counts.items()
    ]
    return {**{name: m[f"views_{name}"] for name in names}, "rows": rows}
