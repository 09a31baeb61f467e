"""Rates and scores by the formulas of docs/definitions.md, over counts by the names of ``facts.sql``."""

from collections.abc import Mapping

Counts = Mapping[str, int]

PROFILES = {
    "SOCIAL": ("likes", "comment", "share"),
    "DISCOVERY": ("saves", "share", "click"),
    "LISTING": ("saves", "share", "contact", "whatsapp", "book_viewing"),
}
PERFORMANCE_TARGET = 30.0  # seconds of average watch time that are worth 100
PERFORMANCE_WEIGHTS = {
    "viewThrough": 0.30,
    "averageWatch": 0.25,
    "saveRate": 0.20,
    "shareRate": 0.15,
    "skipRate": -0.10,
}


def percent(part: float, whole: float) -> float:
    """Of nothing it is 0."""
    return 100 * part / whole if whole else 0.0


def clamp(score: float) -> float:
    """Within 0 and 100."""
    return min(100.0, max(0.0, score))


def engagements(m: Counts, profile: str) -> int:
    """Number of reactions of a profile."""
    return sum(m[name] for name in PROFILES[profile])


def engagement_rate(m: Counts, profile: str) -> float:
    """Reactions of a profile per view, percent."""
    return percent(engagements(m, profile), m["views"])


def engagement_score(m: Counts) -> float:
    """The engagement score, 0-100."""
    if not m["views"]:
        return 0.0
    points = m["full"] * 40 + m["saves"] * 30 + m["share"] * 20 + m["click"] * 10 - m["skips"] * 20
    return clamp(points / m["views"])


def quality_parts(m: Counts, unique_viewers: int, rewatches: int) -> dict[str, float]:
    """The parts of the quality score, each 0-100."""
    return {
        "retention": clamp(percent(m["full"], m["views"])),
        "engagement": clamp(percent(engagement_rate(m, "SOCIAL"), 20)),
        "virality": clamp(percent(percent(m["share"], m["views"]), 5)),
        "watchability": clamp(percent(percent(rewatches, unique_viewers), 30)),
    }


def quality_score(parts: Mapping[str, float]) -> float:
    """The quality score, 0-100."""
    return (
        parts["retention"] * 0.35 + parts["engagement"] * 0.30 + parts["virality"] * 0.20 + parts["watchability"] * 0.15
    )


def performance_parts(m: Counts, target: float = PERFORMANCE_TARGET) -> dict[str, float]:
    """The parts of the performance score, each 0-100."""
    views = m["views"]
    average = m["watch_ms"] / 1000 / views if views else 0.0
    return {
        "viewThrough": clamp(percent(views, m["impression"])),
        "averageWatch": clamp(percent(average, target)),
        "saveRate": clamp(percent(percent(m["saves"], views), 10)),
        "shareRate": clamp(percent(percent(m["share"], views), 5)),
        "skipRate": clamp(percent(m["skips"], views)),
    }


def performance_score(parts: Mapping[str, float], boost: float = 1.0) -> float:
    """The performance score, 0-100."""
    return min(100.0, clamp(sum(weight * parts[name] for name, weight in PERFORMANCE_WEIGHTS.items())) * boost)
