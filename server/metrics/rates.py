"""The arithmetic of the metrics: pure functions of exact counts.

Rates and shares are percentages (0-100, more where an action can happen more than once per view), never fractions
(ADR 50). A rate over nothing is 0.
"""

from enum import StrEnum

from server.metrics.counters import Counts
from server.metrics.listed_counts import ListedCounts

FULL_SCORE = 100.0


class EngagementProfile(StrEnum):
    """The reactions that an engagement rate counts: for short videos, a discovery feed or marketplace listings."""

    SOCIAL = "social"
    DISCOVERY = "discovery"
    LISTING = "listing"


DEFAULT_PROFILE = EngagementProfile.SOCIAL
"""The profile of every engagement rate that is asked for without one."""


def percent(part: float, whole: float) -> float:
    """``part / whole`` in percent; 0 over nothing."""
    return part / whole * 100 if whole > 0 else 0.0


def per(total: float, count: float) -> float:
    """``total / count``, 0 over nothing: watch time per view, or session time per session."""
    return total / count if count > 0 else 0.0


def seconds(milliseconds: float) -> float:
    """Milliseconds as seconds, the unit of the API."""
    return milliseconds / 1000


def social_engagements(counts: ListedCounts) -> int:
    """Number of reactions of the profile for short videos, which lists show."""
    return counts.likes + counts.comments + counts.shares


def engagements(counts: Counts, profile: EngagementProfile) -> int:
    """Number of reactions of a profile."""
    match profile:
        case EngagementProfile.SOCIAL:
            return social_engagements(counts)
        case EngagementProfile.DISCOVERY:
            return counts.saves + counts.shares + counts.clicks
        case EngagementProfile.LISTING:
            return counts.saves + counts.shares + counts.contacts + counts.whatsapps + counts.book_viewings


def engagement_rate(counts: Counts, profile: EngagementProfile = DEFAULT_PROFILE) -> float:
    """Reactions of a profile per view, in percent."""
    return percent(engagements(counts, profile), counts.views)


def social_engagement_rate(counts: ListedCounts) -> float:
    """Reactions of the profile for short videos per view, in percent."""
    return percent(social_engagements(counts), counts.views)


def completion_rate(counts: ListedCounts) -> float:
    """Full completions per view, in percent."""
    return percent(counts.completed_full, counts.views)


def weighted_completion_rate(counts: Counts) -> float:
    """Weighted completion, as short-video platforms count it: plays, weighted by bucket / plays, in percent."""
    weight = (
        counts.completed_full
        + counts.completed_over75 * 0.75
        + counts.completed_over50 * 0.5
        + counts.completed_over25 * 0.25
    )
    return percent(weight, counts.plays)


def average_watch_ms(counts: ListedCounts) -> float:
    """Milliseconds watched per view."""
    return per(counts.watch_ms, counts.views)


def average_playback_rate(counts: Counts) -> float | None:
    """Rate of playback, weighted by watch time; None if no rate is known."""
    return counts.rate_weighted_ms / counts.rated_watch_ms if counts.rated_watch_ms else None


def rewatch_rate(rewatches: int, unique_viewers: int) -> float:
    """Rewatches per unique viewer, in percent."""
    return percent(rewatches, unique_viewers)


def engagement_score(counts: ListedCounts) -> float:
    """clamp((completions*40 + saves*30 + shares*20 + clicks*10 - skips*20) / views, 0, 100); 0 without views."""
    points = (
        counts.completed_full * 40 + counts.saves * 30 + counts.shares * 20 + counts.clicks * 10 - counts.skips * 20
    )
    return min(max(per(points, counts.views), 0.0), FULL_SCORE)
