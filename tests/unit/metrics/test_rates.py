"""The arithmetic, for any counts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.metrics import rates
from server.metrics.counters import Counts
from server.metrics.rates import EngagementProfile

amounts = st.integers(min_value=0, max_value=2**53)
reactions = st.builds(
    Counts,
    views=amounts,
    completed_full=amounts,
    likes=amounts,
    comments=amounts,
    shares=amounts,
    saves=amounts,
    clicks=amounts,
    skips=amounts,
    contacts=amounts,
    whatsapps=amounts,
    book_viewings=amounts,
)


@st.composite
def completed_plays(draw: st.DrawFn) -> Counts:
    buckets = [draw(st.integers(min_value=0, max_value=10**9)) for _ in range(5)]
    return Counts(
        plays=sum(buckets),
        completed_full=buckets[0],
        completed_over75=buckets[1],
        completed_over50=buckets[2],
        completed_over25=buckets[3],
        completed_under25=buckets[4],
    )


@given(reactions)
def test_the_engagement_score_lies_between_0_and_100(counts: Counts) -> None:
    assert 0 <= rates.engagement_score(counts) <= 100


@given(reactions)
def test_one_more_skip_never_raises_the_engagement_score(counts: Counts) -> None:
    skipped = Counts(
        views=counts.views,
        completed_full=counts.completed_full,
        saves=counts.saves,
        shares=counts.shares,
        clicks=counts.clicks,
        skips=counts.skips + 1,
    )
    assert rates.engagement_score(skipped) <= rates.engagement_score(counts)


@given(completed_plays())
def test_the_weighted_completion_rate_lies_between_0_and_100(counts: Counts) -> None:
    assert 0 <= rates.weighted_completion_rate(counts) <= 100


@given(st.integers(min_value=1, max_value=10**9))
def test_the_weighted_completion_rate_of_complete_plays_is_100(plays: int) -> None:
    assert rates.weighted_completion_rate(Counts(plays=plays, completed_full=plays)) == 100


@given(reactions, st.sampled_from(EngagementProfile))
def test_a_rate_is_the_profiles_reactions_per_hundred_views(counts: Counts, profile: EngagementProfile) -> None:
    rate = rates.engagement_rate(counts, profile)
    if counts.views == 0:
        assert rate == 0
    else:
        assert math.isclose(rate * counts.views, rates.engagements(counts, profile) * 100, abs_tol=1e-6)


@pytest.mark.parametrize("profile", EngagementProfile)
def test_every_rate_over_nothing_is_0(profile: EngagementProfile) -> None:
    without_views = Counts(likes=3, saves=2, shares=1, completed_full=4, clicks=5, watch_ms=1000)
    assert rates.engagement_rate(without_views, profile) == 0
    assert rates.completion_rate(without_views) == 0
    assert rates.weighted_completion_rate(without_views) == 0
    assert rates.average_watch_ms(without_views) == 0
    assert rates.engagement_score(without_views) == 0
    assert rates.rewatch_rate(3, 0) == 0


def test_each_profile_counts_its_own_reactions() -> None:
    counts = Counts(
        likes=1, comments=10, shares=100, saves=1000, clicks=10**4, contacts=10**5, whatsapps=10**6, book_viewings=10**7
    )
    assert rates.engagements(counts, EngagementProfile.SOCIAL) == 111
    assert rates.engagements(counts, EngagementProfile.DISCOVERY) == 11_100
    assert rates.engagements(counts, EngagementProfile.LISTING) == 11_101_100


def test_the_engagement_score_weighs_each_part_as_promised() -> None:
    def score(**counts: int) -> float:
        return rates.engagement_score(Counts(views=100, **counts))

    assert score(completed_full=50) == 20
    assert score(saves=50) == 15
    assert score(shares=50) == 10
    assert score(clicks=50) == 5
    assert score(completed_full=50, skips=50) == 10
