"""What a post had and gained in a period: gaps, publications, refusals, estimates, and what is no longer kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.social.aggregates import NOT_THEN, Cell
from server.social.metrics import NOT_YET
from server.social.model import Account, AccountState, Network, PostKind, Provenance
from server.social.post_series import FROM_THE_FIRST, NO_BEFORE, NOT_KEPT, NOT_PUBLISHED, Change, KeptPost, PostSeries
from server.social.rates import ENGAGEMENT_RATE
from server.social.reading import StoredPost

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OWNER = Account(1, "main", "tiktok:1", Network.TIKTOK, "1", "", AccountState.CONNECTED, None, NOON)
OLD = StoredPost("p", PostKind.POST, "", "", NOON - 99 * HOUR, NOON, None, {})
POST = KeptPost(OLD, OWNER, NOON - 50 * HOUR, None)
NEW = KeptPost(replace(OLD, published_at=NOON + HOUR / 2), OWNER, NOON - 50 * HOUR, None)


def seen(first: float, last: float, value: float | None, reason: str | None = None) -> Change:
    """A number that collections found from one hour after noon to another one."""
    provenance = Provenance.MEASURED if reason is None else Provenance.ESTIMATED
    return Change(NOON + first * HOUR, NOON + last * HOUR, value, provenance if value is not None else NONE, reason)


NONE = Provenance.UNAVAILABLE


def series(*changes: Change, of: KeptPost = POST) -> PostSeries:
    return PostSeries.from_changes(of, {"likes": changes} if changes else {})


def value(found: PostSeries, hour: int, length: int = 1) -> Cell:
    return found.value("likes", NOON + hour * HOUR, NOON + (hour + length) * HOUR)


def gain(found: PostSeries, hour: int, length: int = 1) -> Cell:
    start = NOON + hour * HOUR
    return found.gain("likes", start, start + length * HOUR, start - HOUR)


def test_the_last_number_of_a_period_is_its_value_and_the_difference_its_gain() -> None:
    found = series(seen(-0.5, -0.5, 10), seen(0.2, 0.2, 12), seen(0.9, 0.9, 17), seen(1.5, 1.5, 16))
    assert (value(found, 0), gain(found, 0)) == (
        Cell(17, Provenance.MEASURED, None),
        Cell(7, Provenance.MEASURED, None),
    )
    assert gain(found, 1).value == -1  # likes are taken back
    assert gain(found, 0, 2).value == 6


def test_what_does_not_change_is_known_in_between_and_gains_nothing() -> None:
    found = series(seen(-0.5, 3.5, 10))
    for hour in range(4):
        assert (value(found, hour).value, gain(found, hour).value) == (10, 0)
    assert (value(found, 4), gain(found, 4)) == (Cell(None, NONE, NOT_THEN),) * 2


def test_what_came_in_a_gap_counts_where_it_is_found_and_says_so() -> None:
    found = series(seen(-0.5, 0.5, 10), seen(4.5, 4.5, 30))
    assert (value(found, 2), gain(found, 2)) == (Cell(None, NONE, NOT_THEN),) * 2
    late = gain(found, 4)
    assert (value(found, 4).value, late.value, late.provenance) == (30, 20, Provenance.ESTIMATED)
    assert late.reason == "The number before is of 2026-11-20T12:30Z, so some of it may have come before this time."
    assert gain(found, 0, 5) == Cell(20, Provenance.MEASURED, None)


def test_a_post_begins_with_nothing_if_its_account_was_collected_then() -> None:
    found = series(seen(0.75, 0.75, 4), seen(1.5, 1.5, 9), of=NEW)
    assert (value(found, -1), gain(found, -1)) == (Cell(None, NONE, NOT_PUBLISHED),) * 2
    assert (value(found, 0), gain(found, 0)) == (Cell(4, Provenance.MEASURED, None),) * 2
    assert gain(found, 1).value == 5
    assert gain(series(seen(3.5, 3.5, 4), of=NEW), 3).provenance is Provenance.ESTIMATED  # it was found late
    for of in (POST, replace(NEW, collected_since=NOON + 2 * HOUR), replace(NEW, collected_since=None)):
        assert gain(series(seen(0.75, 0.75, 4), of=of), 0) == Cell(None, NONE, NO_BEFORE)


def test_what_came_after_the_first_number_counts_and_says_so() -> None:
    found = series(seen(0.2, 0.2, 10), seen(0.4, 0.4, 12), seen(0.9, 0.9, 17))
    assert gain(found, 0) == Cell(7, Provenance.ESTIMATED, FROM_THE_FIRST)
    assert gain(series(seen(0.2, 0.9, 10)), 0) == Cell(None, NONE, NO_BEFORE)


def test_a_refusal_has_its_reason_and_hides_no_gain() -> None:
    found = series(seen(-0.5, -0.5, 10), seen(0.2, 0.2, 12), seen(0.9, 1.9, None, "Refused."), seen(2.5, 2.5, 20))
    assert (value(found, 0), gain(found, 0).value) == (Cell(None, NONE, "Refused."), 2)
    assert (value(found, 1), gain(found, 1)) == (Cell(None, NONE, "Refused."),) * 2
    assert (gain(found, 2).value, gain(found, 2).provenance) == (8, Provenance.ESTIMATED)


def test_an_estimate_makes_its_gain_one() -> None:
    found = series(seen(-0.5, -0.5, 10, "Rounded."), seen(0.5, 0.5, 20), seen(1.5, 1.5, 30, "Rounded."))
    assert gain(found, 0) == gain(found, 1) == Cell(10, Provenance.ESTIMATED, "Rounded.")
    assert value(found, 0) == Cell(20, Provenance.MEASURED, None)


def test_what_is_no_longer_kept_is_not_known() -> None:
    cut = replace(POST, kept_since=NOON + HOUR)
    found = series(seen(0.9, 2.5, 20), seen(3.5, 3.5, 21), of=cut)
    assert (value(found, 0), gain(found, 0)) == (Cell(None, NONE, NOT_KEPT),) * 2
    assert (value(found, 1).value, gain(found, 1).value, gain(found, 3).value) == (20, 0, 1)
    assert gain(found, 0, 2) == Cell(None, NONE, NOT_KEPT)  # it began before
    assert gain(found, 0, 4) == Cell(1, Provenance.ESTIMATED, FROM_THE_FIRST)


def test_a_post_of_before_a_cut_gains_nothing_that_came_before() -> None:
    old = replace(NEW, post=replace(NEW.post, published_at=NOON - 40 * HOUR), collected_since=NOON - 50 * HOUR)
    cut = replace(old, kept_since=NOON + HOUR)
    found = series(seen(0.9, 2.5, 1000), seen(3.5, 3.5, 1001), of=cut)
    assert gain(found, 0, 4) == Cell(1, Provenance.ESTIMATED, FROM_THE_FIRST)
    assert gain(found, 0, 2) == Cell(None, NONE, NOT_KEPT)
    assert gain(found, 3) == Cell(1, Provenance.MEASURED, None)
    whole = replace(cut, post=replace(cut.post, published_at=NOON + 0.5 * HOUR))
    assert gain(series(seen(0.9, 2.5, 1000), of=whole), 0, 2) == Cell(1000, Provenance.MEASURED, None)


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        ("likes", NOT_YET),
        (ENGAGEMENT_RATE, NOT_YET),
        ("impressions", "TikTok does not publish it."),
        ("saves", "TikTok publishes it through its Business API only."),
    ],
)
def test_what_was_never_collected_says_why(metric: str, reason: str) -> None:
    assert series().value(metric, NOON, NOON + HOUR) == Cell(None, NONE, reason)
    assert series().gain(metric, NOON, NOON + HOUR, NOON - HOUR) == Cell(None, NONE, reason)
