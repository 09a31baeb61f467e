from hypothesis import given
from hypothesis import strategies as st

from server.analytics.contents.retention import PARTS, averages, grouped

DIVISORS = [points for points in range(1, PARTS + 1) if PARTS % points == 0]
parts = st.lists(st.integers(0, 10**9), min_size=PARTS, max_size=PARTS)


@given(parts=parts, points=st.sampled_from(DIVISORS))
def test_points_share_all_parts_among_them(parts: list[int], points: int) -> None:
    found = grouped(parts, points)
    assert len(found) == points
    assert sum(found) == sum(parts)


def test_neighbours_go_together() -> None:
    assert grouped(range(PARTS), 4) == [sum(range(start, start + 50)) for start in (0, 50, 100, 150)]


@given(points=st.sampled_from(DIVISORS), duration_ms=st.integers(1, 10**8), views=st.integers(1, 10**6))
def test_what_every_view_watched_once_is_one_everywhere(points: int, duration_ms: int, views: int) -> None:
    watched = [duration_ms * views] * PARTS
    assert averages(watched, points, duration_ms, views) == [1.0] * points


@given(parts=parts, points=st.sampled_from(DIVISORS))
def test_without_views_all_is_zero(parts: list[int], points: int) -> None:
    assert averages(parts, points, 60_000, 0) == [0.0] * points
