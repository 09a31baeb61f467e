from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.storage.sketches import estimate, merge
from tests.drawing import drawn


@pytest.mark.parametrize("viewers", [0, 1, 7, 8, 9, 100, 383])
def test_small_audiences_are_counted_exactly(viewers: int) -> None:
    assert estimate(merge([], (f"u{number}" for number in range(viewers)))) == viewers


@pytest.mark.parametrize("viewers", [1_000, 20_000, 200_000])
def test_large_audiences_are_estimated_within_five_percent(viewers: int) -> None:
    assert estimate(merge([], map(str, range(viewers)))) == pytest.approx(viewers, rel=0.05)


@settings(max_examples=drawn(30))
@given(
    size=st.sampled_from([0, 1, 8, 9, 60, 300, 384, 385, 386, 900, 3000]),
    random=st.randoms(use_true_random=False),
    parts=st.integers(1, 5),
)
def test_the_same_viewers_give_the_same_bytes_in_any_order_and_grouping(size: int, random: object, parts: int) -> None:
    viewers = [f"u{number}" for number in range(size)]
    whole = merge([], viewers)
    random.shuffle(viewers)  # type: ignore[attr-defined]
    cuts = [0, *sorted(random.randint(0, size) for _ in range(parts)), size]  # type: ignore[attr-defined]
    pieces = [merge([], viewers[max(0, start - 3) : end]) for start, end in pairwise(cuts)]
    assert merge(pieces) == whole
    grown = merge([])
    for start, end in pairwise(cuts):
        grown = merge([grown], viewers[start:end])
    assert grown == whole


def test_text_beyond_ascii_is_a_viewer_too() -> None:
    assert estimate(merge([], ["ü", "u", "日本", "ü"])) == 3
