"""The time between the beginnings of two runs."""

from hypothesis import given
from hypothesis import strategies as st

from server.rollup.pace import LATEST, MARGIN, Pace


def paced(interval: float, *seconds: float) -> float:
    pace = Pace(interval)
    for one in seconds:
        pace.note(one)
    return pace.seconds


def test_the_first_runs_begin_an_interval_apart() -> None:
    assert paced(1.0) == 1.0


def test_the_next_run_begins_earlier_by_a_little_more_than_the_longest_of_the_latest_took() -> None:
    assert paced(1.0, 0.1, 0.3, 0.2) == 1 - 0.3 * MARGIN


def test_a_long_run_is_forgotten_after_a_while() -> None:
    assert paced(1.0, 0.4, *[0.1] * (LATEST - 1)) == 1 - 0.4 * MARGIN
    assert paced(1.0, 0.4, *[0.1] * LATEST) == 1 - 0.1 * MARGIN


def test_runs_never_begin_closer_than_half_of_the_interval() -> None:
    assert paced(1.0, 30.0) == 0.5


@given(st.floats(0.05, 60), st.floats(0, 0.5))
def test_an_event_that_just_missed_a_run_is_counted_within_the_interval(interval: float, share: float) -> None:
    took = interval * share
    assert paced(interval, took) + took <= interval * (1 + 1e-9)
