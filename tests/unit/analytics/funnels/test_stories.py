"""Funnels by hand: what users of other products found wrong, and each rule once."""

import pytest

from server.analytics.funnels.kernel import fold_funnel
from server.errors import ViewpulseError
from tests.unit.analytics.funnels.brute_force import Funnel, Reported, Row
from tests.unit.analytics.funnels.stories import furthest, history, rows_of, rules_of, told

ORDERED = Funnel("ordered", 3, window=10)
STRICT = Funnel("strict", 3, window=10)
ANY = Funnel("any", 3, window=10)


def test_the_window_is_from_the_first_step_to_the_last() -> None:
    assert furthest(ORDERED, ["0A 5B 10C", "0A 5B 11C", "0A 10B 10C", "0A 11B"]) == [3, 2, 3, 1]


def test_a_later_entry_converts_where_the_first_one_is_too_old() -> None:
    assert told(ORDERED, "0A 8A 12B 15C") == Reported(3, (1, 2, 3), is_open=False)


def test_a_shorter_attempt_that_began_later_is_reported_with_its_own_time() -> None:
    assert told(ORDERED, "0A 1B 4A 5B 6C") == Reported(3, (2, 3, 4), is_open=False)


def test_of_equally_far_attempts_the_first_is_reported() -> None:
    assert told(ORDERED, "0A 1B 2C 3A 4B 5C") == Reported(3, (0, 1, 2), is_open=False)
    assert told(ORDERED, "0A 1B 30A 31B") == Reported(2, (0, 1, None), is_open=False)


def test_time_to_convert_is_never_longer_than_the_window() -> None:
    """The first A is 38 minutes before the last step; the attempt that converts took one minute."""
    minute = 60_000
    funnel = Funnel("ordered", 2, window=minute)
    assert told(funnel, f"0A {37 * minute}A {38 * minute}B") == Reported(2, (1, 2), is_open=False)


def test_steps_come_one_after_another() -> None:
    assert furthest(ORDERED, ["0B 1A 2C", "0C 1B 2A", "0A 1C 2B", "0B 0C"]) == [1, 1, 2, 0]


def test_of_equal_times_the_row_that_stands_first_comes_first() -> None:
    assert furthest(ORDERED, ["5A 5B 5C", "5A 5C 5B", "5B 5A 5C"]) == [3, 2, 1]
    assert furthest(STRICT, ["5A 5B 5C", "5A 5C 5B"]) == [3, 1]
    assert furthest(ANY, ["5C 5B 5A"]) == [3]


def test_a_row_fills_one_step_only() -> None:
    """A step that is repeated needs as many rows."""
    assert furthest(ORDERED, ["0ABC", "0ABC 1ABC", "0ABC 1ABC 2ABC"]) == [1, 2, 3]
    assert furthest(STRICT, ["0ABC 1ABC", "0ABC 1ABC 2ABC"]) == [2, 3]
    assert furthest(ANY, ["0ABC", "0ABC 1ABC", "0ABC 1ABC 2ABC"]) == [1, 2, 3]


def test_each_step_may_have_a_window_of_its_own() -> None:
    funnel = Funnel("ordered", 3, window=10, step_windows={1: 2, 2: 5})
    assert furthest(funnel, ["0A 2B 7C", "0A 3B", "0A 2B 8C", "0A 2B 4B 9C", "0A 1A 3B 8C"]) == [3, 1, 2, 2, 3]


def test_an_exclusion_ends_the_attempt_and_not_the_viewer() -> None:
    funnel = Funnel("ordered", 3, window=10, exclusions=((0, 1),))
    stories = ["0A 1! 2B 3C", "0A 1! 2A 3B 4C", "0! 1A 2B 3C", "0A 1B 2! 3C", "0A 1A 2! 3B"]
    assert furthest(funnel, stories) == [1, 3, 3, 3, 1]


def test_an_exclusion_reaches_over_several_steps() -> None:
    funnel = Funnel("ordered", 3, window=10, exclusions=((0, 2),))
    assert furthest(funnel, ["0A 1! 2B 3C", "0A 1B 2! 3C", "0A 1B 2C 3!"]) == [1, 2, 3]


def test_an_excluded_row_may_be_the_step_that_ends_the_exclusion() -> None:
    until_b, until_c = (Funnel("ordered", 3, window=10, exclusions=((0, before),)) for before in (1, 2))
    assert furthest(until_b, ["0A! 1B! 2C"]) == [3]
    assert furthest(until_c, ["0A 1B! 2C", "0A 1B 2C!"]) == [1, 3]
    strict = Funnel("strict", 3, window=10, exclusions=((0, 2),))
    assert furthest(strict, ["0A 1B! 2C", "0A 1B 2C!"]) == [1, 3]


def test_an_exclusion_in_any_order_separates_attempts() -> None:
    funnel = Funnel("any", 3, window=10, exclusions=((0, 2),))
    assert furthest(funnel, ["0A 1B 2! 3C", "0A 1! 2C 3A 4B", "0A 1B! 2C", "0!", "0A!"]) == [2, 3, 1, 0, 0]


def test_nothing_stands_between_the_steps_of_a_strict_funnel() -> None:
    stories = ["0A 1B 2C", "0A 1. 2B 3C", "0A 1B 1A 2C", "0. 0A 1B 2C 3.", "0A 0A 1B 2C", "0A 1! 2B"]
    assert furthest(STRICT, stories) == [3, 1, 2, 3, 3, 1]


def test_an_optional_step_may_be_left_out() -> None:
    funnel = Funnel("ordered", 3, window=10, optional=frozenset({1}))
    assert told(funnel, "0A 1C") == Reported(3, (0, None, 1), is_open=False)
    assert told(funnel, "0A 1B 2C") == Reported(3, (0, 1, 2), is_open=False)
    assert told(funnel, "0A 1B") == Reported(2, (0, 1, None), is_open=False)
    strict = Funnel("strict", 3, window=10, optional=frozenset({1}))
    assert furthest(strict, ["0A 1C", "0A 1B 2C", "0A 1. 2C"]) == [3, 3, 1]


@pytest.mark.parametrize("order", ["ordered", "strict"])
def test_a_row_fills_a_required_step_rather_than_an_optional_one(order: str) -> None:
    """As the entry, it leaves more of the window, and a new attempt is not ended by what excludes the old one."""
    funnel = Funnel(order, 3, window=10, optional=frozenset({1}))
    assert told(funnel, "0A 5AB 12C") == Reported(3, (1, None, 2), is_open=False)
    four = Funnel(order, 4, window=10, optional=frozenset({2}))
    assert told(four, "0A 1B 2BC 3D") == Reported(
        4, (0, 1, 2, 3) if order == "strict" else (0, 2, None, 3), is_open=False
    )


def test_a_row_fills_the_last_of_several_optional_steps() -> None:
    funnel = Funnel("ordered", 4, window=10, optional=frozenset({1, 2}))
    assert told(funnel, "0A 1B 2BC 3D") == Reported(4, (0, 1, 2, 3), is_open=False)


def test_in_any_order_furthest_says_how_many_steps_were_done_and_not_which() -> None:
    """A viewer who did only C has done one step, as has one who did only A."""
    assert furthest(ANY, ["0C", "0A", "0C 4A", "0B 5C 6A"]) == [1, 1, 2, 3]
    assert told(ANY, "0C 4A") == Reported(2, (1, None, 0), is_open=False)


def test_in_any_order_the_latest_rows_before_the_end_are_taken() -> None:
    assert told(ANY, "0A 1A 2B 3A") == Reported(2, (1, 2, None), is_open=False)
    assert told(ANY, "0A 1C 2A 3B") == Reported(3, (2, 3, 1), is_open=False)


def test_any_order_finds_enough_rows_for_steps_that_overlap() -> None:
    """Step A takes any row, B only some: a row that fits both must leave the other one free."""
    assert told(Funnel("any", 2, window=10), "0AB 1A") == Reported(2, (1, 0), is_open=False)
    assert told(Funnel("any", 2, window=10), "0A 1AB") == Reported(2, (0, 1), is_open=False)
    assert furthest(ANY, ["0ABC 1AB 2A", "0A 1AB 2ABC", "0AB 1AB 2AB"]) == [3, 3, 2]


def test_any_order_keeps_to_the_window() -> None:
    assert furthest(ANY, ["0C 5B 10A", "0C 5B 11A", "0C 11A 12B 22C"]) == [3, 2, 2]
    assert told(ANY, "0C 11A 12B") == Reported(2, (1, 2, None), is_open=False)


@pytest.mark.parametrize(("funnel", "end"), [(ORDERED, 10), (STRICT, 10), (ANY, 15)])
def test_whose_window_is_open_is_incomplete_and_did_not_drop_off(funnel: Funnel, end: int) -> None:
    """In any order, B may also be the first step of an attempt, whose window ends later."""
    for as_of, is_open in ((end, True), (end + 1, False)):
        assert told(funnel, "0A 5B", as_of) == Reported(2, (0, 1, None), is_open=is_open)
    assert told(funnel, "0A 5B 6C", 6) == Reported(3, (0, 1, 2), is_open=False)


def test_any_attempt_that_can_still_convert_keeps_a_viewer_open() -> None:
    """The furthest attempt is over, a later one is not."""
    assert told(ORDERED, "0A 1B 30A", 35) == Reported(2, (0, 1, None), is_open=True)


def test_an_attempt_that_cannot_continue_is_not_open() -> None:
    by_step = Funnel("ordered", 3, window=100, step_windows={1: 5})
    assert [told(by_step, "0A", as_of) for as_of in (5, 6)] == [
        Reported(1, (0, None, None), is_open=is_open) for is_open in (True, False)
    ]
    excluded = Funnel("ordered", 3, window=100, exclusions=((0, 1),))
    assert told(excluded, "0A 1!", 2) == Reported(1, (0, None, None), is_open=False)
    assert told(excluded, "0A 1! 2A", 2) == Reported(1, (0, None, None), is_open=True)
    assert told(STRICT, "0A 1.", 2) == Reported(1, (0, None, None), is_open=False)
    assert told(Funnel("any", 3, 10, exclusions=((0, 2),)), "0A 1!", 2) == Reported(1, (0, None, None), is_open=False)


@pytest.mark.parametrize("step_windows", [{1: 9, 2: 3}, {1: 3, 2: 9}])
def test_an_optional_step_and_the_one_after_it_both_keep_an_attempt_open(step_windows: dict[int, int]) -> None:
    funnel = Funnel("ordered", 3, window=100, optional=frozenset({1}), step_windows=step_windows)
    assert [told(funnel, "0A", as_of) for as_of in (9, 10)] == [
        Reported(1, (0, None, None), is_open=is_open) for is_open in (True, False)
    ]


def test_each_viewer_who_entered_has_one_outcome() -> None:
    """So a number and the list behind it, both made of the outcomes, agree."""
    viewers = {number: history(story) for number, story in enumerate(["0A 1B 2C", "0A 1B", "50A 55B", "50A", "0B"])}
    outcome = fold_funnel(rows_of(viewers), rules_of(ORDERED), as_of_ms=58)
    assert outcome.viewer.tolist() == [0, 1, 2, 3]
    assert (outcome.furthest.tolist(), outcome.is_open.tolist()) == ([3, 2, 2, 1], [False, False, True, True])
    assert (outcome.rows >= 0).sum(axis=0).tolist() == [4, 3, 1]


def test_a_funnel_of_one_step_counts_who_did_it() -> None:
    for order in ("ordered", "strict", "any"):
        assert told(Funnel(order, 1, window=0), "3. 4A 5A") == Reported(1, (1,), is_open=False)


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
def test_32_steps_are_done_by_32_rows(order: str) -> None:
    funnel = Funnel(order, 32, window=31)
    viewers = {1: [Row(step, frozenset({step})) for step in range(32)]}
    outcome = fold_funnel(rows_of(viewers), rules_of(funnel), 31)
    assert (outcome.furthest.tolist(), outcome.rows.tolist()) == ([32], [list(range(32))])


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
def test_without_rows_or_entries_there_is_no_outcome(order: str) -> None:
    funnel = Funnel(order, 3, window=10)
    for viewers in ({}, {1: history("0. 1.")}):
        outcome = fold_funnel(rows_of(viewers), rules_of(funnel), 10)
        assert (len(outcome), outcome.rows.shape) == (0, (0, 3))


def test_any_order_refuses_steps_that_overlap_in_too_many_ways() -> None:
    """Rows that only get narrower, such as watch positions, are few ways; all pairs of 16 steps are too many."""
    nested = [Row(step, frozenset(range(step + 1))) for step in range(32)]
    pairs = [Row(0, frozenset({one, other})) for one in range(16) for other in range(one)]
    outcome = fold_funnel(rows_of({1: nested}), rules_of(Funnel("any", 32, window=31)), 31)
    assert outcome.furthest.tolist() == [32]
    with pytest.raises(ViewpulseError, match="overlap in more than 128 ways"):
        fold_funnel(rows_of({1: pairs}), rules_of(Funnel("any", 32, window=31)), 31)
