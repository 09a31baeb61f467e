"""The kernel gives what trying all attempts gives, in all orders, however viewers are divided into buckets."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.funnels.kernel import (
    ExclusionRule,
    FunnelOrder,
    FunnelOutcome,
    FunnelRules,
    StepRule,
    ViewerRows,
    fold_funnel,
)
from tests.unit.analytics.funnels.brute_force import Funnel, Reported, Row, reported

Viewers = dict[int, list[Row]]


def rows_of(viewers: Viewers) -> ViewerRows:
    every = [(viewer, row) for viewer in sorted(viewers) for row in viewers[viewer]]
    return ViewerRows(
        np.array([viewer for viewer, _ in every], np.int64),
        np.array([row.time for _, row in every], np.int64),
        np.array([sum(1 << step for step in row.steps) for _, row in every], np.uint32),
        np.array([sum(1 << number for number in row.exclusions) for _, row in every], np.uint32),
    )


def rules_of(funnel: Funnel) -> FunnelRules:
    return FunnelRules(
        FunnelOrder(funnel.order),
        tuple(StepRule(step in funnel.optional, funnel.step_windows.get(step)) for step in range(funnel.count)),
        funnel.window,
        tuple(ExclusionRule(after, before) for after, before in funnel.exclusions),
    )


def as_reported(outcome: FunnelOutcome, viewers: Viewers) -> dict[int, Reported]:
    """The outcome with rows numbered within their viewers."""
    first, found = {}, {}
    total = 0
    for viewer in sorted(viewers):
        first[viewer] = total
        total += len(viewers[viewer])
    for place, viewer in enumerate(outcome.viewer.tolist()):
        filled = tuple(None if row < 0 else row - first[viewer] for row in outcome.rows[place].tolist())
        found[viewer] = Reported(int(outcome.furthest[place]), filled, bool(outcome.is_open[place]))
    return found


def expected(viewers: Viewers, funnel: Funnel, as_of: int) -> dict[int, Reported]:
    every = {viewer: reported(rows, funnel, as_of) for viewer, rows in sorted(viewers.items())}
    return {viewer: found for viewer, found in every.items() if found}


@st.composite
def funnels(draw: st.DrawFn, orders: Sequence[str] = tuple(FunnelOrder)) -> Funnel:
    order = draw(st.sampled_from(orders))
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
    """Rows of one viewer, in order: many of equal times, some that fit several steps or an exclusion, some that fit none."""
    size = 8 if funnel.count < 5 else 6
    gaps = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 5, 9]), min_size=1, max_size=size))
    fits = st.sampled_from([1, 1, 1, 1, 2, 2, 3, 0])
    excluded = st.integers(0, 5)
    time, rows = 0, []
    for gap in gaps:
        time += gap
        steps = frozenset(draw(st.integers(0, funnel.count - 1)) for _ in range(draw(fits)))
        exclusions = frozenset(number for number in range(len(funnel.exclusions)) if draw(excluded) == 0)
        rows.append(Row(time, steps, exclusions))
    return rows


@st.composite
def cases(draw: st.DrawFn) -> tuple[Funnel, Viewers, int]:
    funnel = draw(funnels())
    viewers = draw(st.lists(histories(funnel), min_size=1, max_size=3))
    numbers = draw(st.lists(st.integers(0, 9), min_size=len(viewers), max_size=len(viewers), unique=True))
    return funnel, dict(zip(numbers, viewers, strict=True)), draw(st.integers(0, 40))


@given(cases())
def test_the_reported_attempt_is_the_best_of_all(case: tuple[Funnel, Viewers, int]) -> None:
    funnel, viewers, as_of = case
    outcome = fold_funnel(rows_of(viewers), rules_of(funnel), as_of)
    assert as_reported(outcome, viewers) == expected(viewers, funnel, as_of)
