"""The kernel gives what trying all attempts gives, in all orders, however viewers are divided into buckets."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.funnels.kernel import FunnelOrder, FunnelOutcome, fold_funnel
from tests.unit.analytics.funnels.brute_force import Funnel, Reported, Row, reported
from tests.unit.analytics.funnels.stories import Viewers, as_reported, rows_of, rules_of

Case = tuple[Funnel, Viewers, int]


@st.composite
def funnels(draw: st.DrawFn) -> Funnel:
    order = draw(st.sampled_from(FunnelOrder)).value
    count = draw(st.integers(1, 5))
    window = draw(st.integers(0, 14))
    if order == "any":
        exclusions = ((0, count - 1),) * draw(st.integers(0, 2)) if count > 1 else ()
        return Funnel(order, count, window, exclusions=exclusions)
    between = range(1, count - 1)
    optional = frozenset(step for step in between if draw(st.integers(0, 2)) == 0)
    required = [step for step in range(count) if step not in optional]
    pairs = [(after, before) for after in required for before in required if after < before]
    return Funnel(
        order,
        count,
        window,
        optional,
        draw(st.dictionaries(st.integers(0, count - 1), st.integers(0, 8), max_size=count)),
        tuple(draw(st.lists(st.sampled_from(pairs), max_size=2))) if pairs else (),
    )


@st.composite
def histories(draw: st.DrawFn, funnel: Funnel) -> list[Row]:
    """Rows of one viewer: many of equal times, some that fit several steps or an exclusion, some that fit none.

    Steps that are repeated, of the same events, are steps that the same rows fit.
    """
    size = 8 if funnel.count < 5 else 6
    twin = draw(st.integers(0, funnel.count - 1) | st.none())
    gaps = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 5, 9]), min_size=1, max_size=size))
    fits = st.sampled_from([1, 1, 1, 1, 2, 2, 3, 0])
    excluded = st.integers(0, 5)
    time, rows = 0, []
    for gap in gaps:
        time += gap
        steps = {draw(st.integers(0, funnel.count - 1)) for _ in range(draw(fits))}
        steps |= {twin} if twin is not None and (twin + 1) % funnel.count in steps else set()
        exclusions = frozenset(number for number in range(len(funnel.exclusions)) if draw(excluded) == 0)
        rows.append(Row(time, frozenset(steps), exclusions))
    return rows


@st.composite
def cases(draw: st.DrawFn) -> Case:
    funnel = draw(funnels())
    viewers = draw(st.lists(histories(funnel), min_size=1, max_size=3))
    numbers = draw(st.lists(st.integers(-9, 9), min_size=len(viewers), max_size=len(viewers), unique=True))
    return funnel, dict(zip(numbers, viewers, strict=True)), draw(st.integers(0, 40))


def folded(case: Case) -> FunnelOutcome:
    funnel, viewers, as_of = case
    return fold_funnel(rows_of(viewers), rules_of(funnel), as_of)


@given(cases())
def test_the_reported_attempt_is_the_best_of_all(case: Case) -> None:
    funnel, viewers, as_of = case
    every = {viewer: reported(rows, funnel, as_of) for viewer, rows in sorted(viewers.items())}
    expected = {viewer: found for viewer, found in every.items() if found}
    outcome = folded(case)
    assert as_reported(outcome, viewers) == expected
    assert outcome.viewer.tolist() == list(expected)


@given(cases())
def test_buckets_of_viewers_add_up(case: Case) -> None:
    funnel, viewers, as_of = case
    apart: dict[int, Reported] = {}
    for viewer in sorted(viewers):
        bucket = {viewer: viewers[viewer]}
        apart |= as_reported(folded((funnel, bucket, as_of)), bucket)
    assert apart == as_reported(folded(case), viewers)


@given(cases(), st.integers(-(2**48), 2**48), st.integers(1, 2**40))
def test_times_may_be_any_distance_apart(case: Case, start: int, factor: int) -> None:
    """A unit of time may be a millisecond or 35 years: rows are compared, never packed."""
    funnel, viewers, as_of = case
    windows = {step: window * factor for step, window in funnel.step_windows.items()}
    longer = Funnel(funnel.order, funnel.count, funnel.window * factor, funnel.optional, windows, funnel.exclusions)
    apart = {
        viewer: [Row(start + row.time * factor, row.steps, row.exclusions) for row in rows]
        for viewer, rows in viewers.items()
    }
    outcome, expected = folded((longer, apart, start + as_of * factor)), folded(case)
    for column in ("viewer", "furthest", "rows", "is_open"):
        assert np.array_equal(getattr(outcome, column), getattr(expected, column))
