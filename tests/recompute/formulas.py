"""Rates and scores by the formulas of docs/definitions.md, over counts by the names of ``facts.sql``."""

from collections.abc import Mapping

Counts = Mapping[str, int]

PROFILES = {
    "SOCIAL": ("likes", "comment", "share"),
    "DISCOVERY": ("saves", "share", "click"),
    "LISTING": ("saves", "share", "contact", "whatsapp", "book_viewing"),
}
DEFAULT = "SOCIAL"
"""The profile of whatever is asked for without one."""
PERFORMANCE_TARGET = 30.0  # seconds of average watch time that are worth 100
PERFORMANCE_WEIGHTS = {
    "viewThrough": 0.30,
    "averageWatch": 0.25,
    "save": 0.20,
    "share": 0.15,
    "skip": -0.10,
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


def engagement_rate(m: Counts, profile: str = DEFAULT) -> float:
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
        "completionPart": clamp(percent(m["full"], m["views"])),
        "engagementPart": clamp(percent(engagement_rate(m, "SOCIAL"), 20)),
        "viralityPart": clamp(percent(percent(m["share"], m["views"]), 5)),
        "watchabilityPart": clamp(percent(percent(rewatches, unique_viewers), 30)),
    }


def quality_score(parts: Mapping[str, float]) -> float:
    """The quality score, 0-100."""
    weights = {"completionPart": 0.35, "engagementPart": 0.30, "viralityPart": 0.20, "watchabilityPart": 0.15}
    return sum(weight * parts[name] for name, weight in weights.items())


def performance_parts(m: Counts, target: float = PERFORMANCE_TARGET) -> dict[str, float]:
    """The parts of the performance score, each 0-100."""
    views = m["views"]
    average = m["watch_ms"] / 1000 / views if views else 0.0
    return {
        "viewThroughPart": clamp(percent(views, m["impression"])),
        "averageWatchPart": clamp(percent(average, target)),
        "savePart": clamp(percent(percent(m["saves"], views), 10)),
        "sharePart": clamp(percent(percent(m["share"], views), 5)),
        "skipPart": clamp(percent(m["skips"], views)),
    }


def performance_score(parts: Mapping[str, float], boost: float = 1.0) -> float:
    """The performance score, 0-100."""
    return min(100.0, clamp(sum(weight * parts[f"{name}Part"] for name, weight in PERFORMANCE_WEIGHTS.items())) * boost)
