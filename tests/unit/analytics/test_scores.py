"""Scores, for any counts and by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.scores import PerformanceRules, PerformanceScore, QualityScore, performance_score, quality_score
from server.metrics.counters import Counts
from server.settings import Settings

RULES = PerformanceRules.from_settings(Settings())
amounts = st.integers(min_value=0, max_value=10**12)
counted = st.builds(
    Counts,
    views=amounts,
    impressions=amounts,
    watch_ms=amounts,
    completed_full=amounts,
    likes=amounts,
    comments=amounts,
    shares=amounts,
    saves=amounts,
    skips=amounts,
)


def quality_parts(found: QualityScore) -> tuple[float, ...]:
    return found.completion_part, found.engagement_part, found.virality_part, found.watchability_part


def performance_parts(found: PerformanceScore) -> tuple[float, ...]:
    return found.view_through_part, found.average_watch_part, found.save_part, found.share_part, found.skip_part


@given(counted, amounts, amounts)
def test_quality_and_its_parts_lie_between_0_and_100(counts: Counts, rewatches: int, viewers: int) -> None:
    found = quality_score(counts, rewatches, viewers)
    parts = quality_parts(found)
    assert all(0 <= part <= 100 for part in parts)
    assert 0 <= found.score <= 100
    assert min(parts) - 1e-9 <= found.score <= max(parts) + 1e-9


@given(counted, st.floats(min_value=0, max_value=10))
def test_performance_and_its_parts_lie_between_0_and_100(counts: Counts, boost: float) -> None:
    found = performance_score(counts, replace(RULES, boost=boost))
    parts = performance_parts(found)
    assert all(0 <= part <= 100 for part in parts)
    assert 0 <= found.score <= 100


@given(counted)
def test_one_more_skip_never_raises_performance(counts: Counts) -> None:
    skipped = replace(counts, skips=counts.skips + 1)
    assert performance_score(skipped, RULES).score <= performance_score(counts, RULES).score


@given(counted, amounts, amounts)
def test_one_more_share_never_lowers_quality(counts: Counts, rewatches: int, viewers: int) -> None:
    shared = replace(counts, shares=counts.shares + 1)
    assert quality_score(shared, rewatches, viewers).score >= quality_score(counts, rewatches, viewers).score


@pytest.mark.parametrize(
    ("counts", "rewatches", "viewers", "parts", "score"),
    [
        (Counts(), 0, 0, (0, 0, 0, 0), 0),
        (Counts(likes=9, shares=9, completed_full=9), 0, 0, (0, 0, 0, 0), 0),
        (Counts(views=100, completed_full=50), 0, 100, (50, 0, 0, 0), 17.5),
        (Counts(views=100, completed_full=250), 0, 100, (100, 0, 0, 0), 35),
        (Counts(views=100, likes=5, comments=5), 0, 100, (0, 50, 0, 0), 15),
        (Counts(views=100, likes=90), 0, 100, (0, 100, 0, 0), 30),
        (Counts(views=200, shares=5), 0, 200, (0, 12.5, 50, 0), 13.75),
        (Counts(views=100), 15, 100, (0, 0, 0, 50), 7.5),
        (Counts(views=100), 90, 100, (0, 0, 0, 100), 15),
        (Counts(views=10, completed_full=10, likes=10, shares=10), 10, 5, (100, 100, 100, 100), 100),
    ],
)
def test_quality_scores_by_hand(
    counts: Counts, rewatches: int, viewers: int, parts: tuple[float, ...], score: float
) -> None:
    found = quality_score(counts, rewatches, viewers)
    assert quality_parts(found) == pytest.approx(parts)
    assert found.score == pytest.approx(score)


@pytest.mark.parametrize(
    ("counts", "boost", "parts", "score"),
    [
        (Counts(), 1, (0, 0, 0, 0, 0), 0),
        (Counts(impressions=50, skips=50), 1, (0, 0, 0, 0, 0), 0),
        (Counts(views=50, impressions=100), 1, (50, 0, 0, 0, 0), 15),
        (Counts(views=300, impressions=100), 1, (100, 0, 0, 0, 0), 30),
        (Counts(views=10, watch_ms=150_000), 1, (0, 50, 0, 0, 0), 12.5),
        (Counts(views=10, watch_ms=9_000_000), 1, (0, 100, 0, 0, 0), 25),
        (Counts(views=100, saves=5), 1, (0, 0, 50, 0, 0), 10),
        (Counts(views=200, shares=5), 1, (0, 0, 0, 50, 0), 7.5),
        (Counts(views=100, impressions=100, skips=50), 1, (100, 0, 0, 0, 50), 25),
        (Counts(views=100, skips=100), 1, (0, 0, 0, 0, 100), 0),
        (Counts(views=100, impressions=100, watch_ms=3_000_000, saves=10, shares=5), 1, (100, 100, 100, 100, 0), 90),
        (Counts(views=100, impressions=100, watch_ms=3_000_000, saves=10, shares=5), 2, (100, 100, 100, 100, 0), 100),
        (Counts(views=50, impressions=100), 2, (50, 0, 0, 0, 0), 30),
        (Counts(views=50, impressions=100), 0, (50, 0, 0, 0, 0), 0),
    ],
)
def test_performance_scores_by_hand(counts: Counts, boost: float, parts: tuple[float, ...], score: float) -> None:
    found = performance_score(counts, replace(RULES, boost=boost))
    assert performance_parts(found) == pytest.approx(parts)
    assert found.score == pytest.approx(score)


def test_performance_rules_take_every_setting() -> None:
    rules = PerformanceRules.from_settings(
        Settings(
            performance_watch_target=1,
            performance_save_cap=2,
            performance_share_cap=3,
            performance_view_through_weight=4,
            performance_watch_weight=5,
            performance_save_weight=6,
            performance_share_weight=7,
            performance_skip_weight=8,
            performance_boost=9,
        )
    )
    assert rules == PerformanceRules(
        watch_target=1, save_cap=2, share_cap=3, view_through=4, average_watch=5, saves=6, shares=7, skips=8, boost=9
    )
