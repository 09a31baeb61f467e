import pytest

from server.rollup.erasing import FIRST_SLICE, LEAST_SLICE, next_slice
from server.rollup.removal import MAX_EVENTS, Removed
from server.rollup.slices import HELD_SECONDS


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
        (MAX_EVENTS, 0.001, MAX_EVENTS),
    ],
)
def test_a_slice_is_as_large_as_the_last_one_was_fast(removed: int, held_seconds: float, expected: int) -> None:
    assert next_slice(Removed(removed, removed, held_seconds=held_seconds)) == expected
