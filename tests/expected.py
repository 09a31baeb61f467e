"""What the API must answer: the oracle's numbers in the shape of the GraphQL types, formulas written out again."""

from datetime import datetime
from typing import Any

import pytest

from tests.oracle import Oracle

SKETCH_ERROR = 0.05  # three standard errors of a HyperLogLog of 4,096 registers (1.6 %)


def _rate(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def _shared(m: dict[str, Any], rewarded: tuple[str, ...]) -> dict[str, Any]:
    views, plays = m["views"], m["plays"]
    weighted = (
        m["completed_full"] + 0.75 * m["completed_over75"] + 0.5 * m["completed_over50"] + 0.25 * m["completed_over25"]
    )
    return {
        "plays": plays,
        "impressions": {
            "total": m["impressions"],
            "feedViews": m["feed_impressions"],
            "swipedAway": m["swipe_aways"],
        },
        "completion": {
            **{name: m[f"completed_{name}"] for name in ("full", "over75", "over50", "over25", "under25")},
            "weightedRate": _rate(weighted, plays),
            "rate": _rate(m["completed_full"], views),
        },
        "engagement": {
            **{name: m[name] for name in ("likes", "comments", "shares", "saves", "duets", "stitches", "follows")},
            "soundUses": m["sound_uses"],
            **{f"{name}Events": m[f"{name}_events"] for name in ("like", "unlike", "save", "unsave")},
            "rate": _rate(m["likes"] + m["comments"] + m["shares"], views),
        },
        "negative": {
            "notInterested": m["not_interested"],
            "reports": m["reports"],
            "hides": m["hides"],
            "unfollows": m["unfollows"],
        },
        "interactions": {
            "clicks": m["clicks"],
            "skips": m["skips"],
            "contacts": m["contacts"],
            "whatsapp": m["whatsapps"],
            "bookViewings": m["book_viewings"],
        },
        "devices": {name: m[f"views_{name}"] for name in ("mobile", "tablet", "desktop", "tv")},
        "platforms": {name: m[f"views_{name}"] for name in ("ios", "android", "web")},
        "engagementRate": _rate(sum(m[name] for name in rewarded), views),
    }


def _views(m: dict[str, Any]) -> dict[str, int]:
    sources = ("organic", "following", "profile", "hashtag", "search", "direct", "other")
    return {"total": m["views"], **{name: m[f"views_{name}"] for name in sources}}


def _watch_time(m: dict[str, Any]) -> dict[str, float]:
    return {
        "total": m["watch_ms"] / 1000,
        "average": m["watch_ms"] / 1000 / m["views"] if m["views"] else 0.0,
    }


def _score(m: dict[str, Any]) -> float:
    if not m["views"]:
        return 0.0
    points = 40 * m["completed_full"] + 30 * m["saves"] + 20 * m["shares"] + 10 * m["clicks"] - 20 * m["skips"]
    return float(min(100, max(0, points / m["views"])))


def content(oracle: Oracle, content_id: str, start: datetime | None = None, end: datetime | None = None) -> Any:
    """``contentAnalytics``."""
    m = oracle.content(content_id, start, end)
    median = m["median_watch_ms"]
    return {
        **_shared(m, ("likes", "comments", "shares")),
        "contentId": content_id,
        "views": {**_views(m), "unique": m["unique_viewers"]},
        "watchTime": {**_watch_time(m), "median": None if median is None else median / 1000, "medianEstimated": False},
        "completions": m["completed_full"],
        "engagementScore": _score(m),
        "rewatch": {
            "count": m["rewatches"],
            "rate": _rate(m["rewatches"], m["unique_viewers"]),
            "loopPlays": m["loop_plays"],
        },
        "countries": [
            {"country": country, "views": views, "percentage": _rate(views, m["views"])}
            for country, views in oracle.countries(content_id, start, end)[:10]
        ],
    }


def _audience(m: dict[str, Any]) -> dict[str, Any]:
    discovery = ("saves", "shares", "clicks")
    return {
        **_shared(m, discovery),
        "views": _views(m),
        "watchTime": _watch_time(m),
        "averageCompletionRate": _rate(m["completed_full"], m["views"]),
        "engagements": sum(m[name] for name in discovery),
        "sessions": m["sessions"],
        "averageSessionDuration": m["session_ms"] / 1000 / m["sessions"] if m["sessions"] else 0.0,
    }


def creator(oracle: Oracle, creator_id: str, start: datetime | None = None, end: datetime | None = None) -> Any:
    """``creatorAnalytics``, without topContents, which needs the catalogue."""
    return {"creatorId": creator_id, **_audience(oracle.creator(creator_id, start, end))}


def platform(oracle: Oracle, start: datetime | None = None, end: datetime | None = None) -> Any:
    """``platformAnalytics``."""
    return _audience(oracle.platform(start, end))


def session(oracle: Oracle, session_id: str) -> Any:
    """``sessionAnalytics``."""
    m = oracle.session(session_id)
    assert m is not None
    duration = (m["last_event_at"] - m["first_event_at"]).total_seconds()
    plain = ("events", "views", "plays", "completions", "impressions", "likes", "saves", "comments", "shares", "clicks")
    return {
        "sessionId": session_id,
        "userId": m["user_id"],
        "duration": duration,
        "contentsViewed": m["contents_viewed"],
        "skips": m["skips"],
        **{name: m[name] for name in plain},
        "watchTime": _watch_time(m),
        "engagementRate": _rate(m["saves"] + m["shares"] + m["clicks"], m["views"]),
    }


def differences(answer: Any, wanted: Any, path: str = "") -> list[str]:
    """Where an answer differs from what is wanted; fields that are not wanted are not compared."""
    if isinstance(wanted, dict):
        return [
            found
            for name, value in wanted.items()
            for found in differences(answer[name], value, f"{path}.{name}" if path else name)
        ]
    if isinstance(wanted, list):
        if len(answer) != len(wanted):
            return [f"{path}: {len(answer)} instead of {len(wanted)}"]
        return [
            found
            for number, value in enumerate(wanted)
            for found in differences(answer[number], value, f"{path}[{number}]")
        ]
    same = answer == pytest.approx(wanted, rel=1e-9, abs=1e-6) if isinstance(wanted, float) else answer == wanted
    return [] if same else [f"{path}: {answer!r} instead of {wanted!r}"]


def viewers_within_error(answer: dict[str, Any], exact: int) -> bool:
    """Whether an estimate of unique viewers is as good as promised."""
    found = answer["uniqueViewers"]["count"]
    return bool(abs(found - exact) <= max(SKETCH_ERROR * exact, 0 if exact < 50 else 1))
