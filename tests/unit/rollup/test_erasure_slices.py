"""A slice of an erasure is as large as the aggregator may wait for, unless small ones would take no less time."""

import pytest

from server.rollup.erasing import FIRST_SLICE, LEAST_SLICE, Slices
from server.rollup.removal import MAX_EVENTS, Removed
from server.rollup.slices import HELD_SECONDS


def following(*seen: tuple[int, float]) -> int:
    """The limit after slices of so many events and seconds."""
    slices = Slices()
    for removed, held_seconds in seen:
        slices.note(Removed(removed, removed, held_seconds=held_seconds))
    return slices.limit


@pytest.mark.parametrize(
    ("removed", "held_seconds", "expected"),
    [
        (400, HELD_SECONDS, 400),
        (400, 2 * HELD_SECONDS, 200),
        (400, HELD_SECONDS / 1.5, 600),
        (400, HELD_SECONDS / 100, 800),  # one slice may have been cheap by chance
        (400, 100 * HELD_SECONDS, LEAST_SLICE),
        (3, 0.0, 2 * FIRST_SLICE),
        (0, 0.0, FIRST_SLICE),
    ],
)
def test_the_second_slice_follows_from_the_first(removed: int, held_seconds: float, expected: int) -> None:
    assert following((removed, held_seconds)) == expected


def erased(events: int, fixed: float, each: float) -> tuple[int, float]:
    """How many slices an erasure takes, and its longest, if slices take that long."""
    slices, number, longest = Slices(), 0, 0.0
    while events:
        removed = min(events, slices.limit)
        seconds = fixed + each * removed
        slices.note(Removed(removed, removed, held_seconds=seconds))
        events, number, longest = events - removed, number + 1, max(longest, seconds)
    return number, longest


def test_slices_keep_the_aggregator_waiting_for_half_a_second_if_they_can() -> None:
    number, longest = erased(20_000, 0.1, 0.001)
    assert longest <= HELD_SECONDS + 0.01
    assert number == pytest.approx(20_000 / 400, abs=3)


def test_slices_that_take_long_however_few_events_they_have_become_large() -> None:
    number, longest = erased(100_000, 15.0, 0.0005)
    assert number <= 100_000 / MAX_EVENTS + 8
    assert longest <= 15.0 + 0.0005 * MAX_EVENTS
    number, longest = erased(100_000, 1.0, 0.005)  # where each event costs, a slice takes no more than twice as long
    assert longest <= 2.5
    assert number <= 600
