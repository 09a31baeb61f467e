"""Rules and rows that contradict themselves are refused."""

import numpy as np
import pytest

from server.analytics.funnels.rules import (
    MAX_ROWS,
    ExclusionRule,
    FunnelOrder,
    FunnelRules,
    StepRule,
    ViewerRows,
)

STEP, OPTIONAL = StepRule(), StepRule(is_optional=True)


@pytest.mark.parametrize(
    ("order", "steps", "window_ms", "exclusions", "message"),
    [
        (FunnelOrder.ORDERED, (), 1, (), "1-32 steps"),
        (FunnelOrder.ORDERED, (STEP,) * 33, 1, (), "1-32 steps"),
        (FunnelOrder.ORDERED, (STEP,) * 2, 1, (ExclusionRule(0, 1),) * 33, "at most 32 exclusions"),
        (FunnelOrder.ORDERED, (OPTIONAL, STEP), 1, (), "must not be optional"),
        (FunnelOrder.ORDERED, (STEP, OPTIONAL), 1, (), "must not be optional"),
        (FunnelOrder.ORDERED, (STEP, STEP), -1, (), "must not be negative"),
        (FunnelOrder.ORDERED, (STEP, StepRule(window_ms=-1)), 1, (), "must not be negative"),
        (FunnelOrder.ORDERED, (STEP, STEP), 1, (ExclusionRule(1, 1),), "before a later one"),
        (FunnelOrder.ORDERED, (STEP, STEP), 1, (ExclusionRule(-1, 1),), "before a later one"),
        (FunnelOrder.ORDERED, (STEP, STEP), 1, (ExclusionRule(0, 2),), "before a later one"),
        (FunnelOrder.STRICT, (STEP, OPTIONAL, STEP), 1, (ExclusionRule(0, 1),), "between required steps"),
        (FunnelOrder.STRICT, (STEP, OPTIONAL, STEP), 1, (ExclusionRule(1, 2),), "between required steps"),
        (FunnelOrder.ANY, (STEP, OPTIONAL, STEP), 1, (), "neither optional"),
        (FunnelOrder.ANY, (STEP, StepRule(window_ms=0)), 1, (), "window of their own"),
        (FunnelOrder.ANY, (STEP,) * 3, 1, (ExclusionRule(0, 1),), "between the first and the last step"),
    ],
)
def test_contradictory_rules_are_refused(
    order: FunnelOrder,
    steps: tuple[StepRule, ...],
    window_ms: int,
    exclusions: tuple[ExclusionRule, ...],
    message: str,
) -> None:
    with pytest.raises(ValueError, match=message):
        FunnelRules(order, steps, window_ms, exclusions)


@pytest.mark.parametrize(("viewer", "time_ms"), [([2, 1], [0, 1]), ([1, 1], [1, 0])])
def test_rows_out_of_order_are_refused(viewer: list[int], time_ms: list[int]) -> None:
    bits = np.zeros(2, np.uint32)
    with pytest.raises(ValueError, match="ordered by viewer and time"):
        ViewerRows(np.array(viewer), np.array(time_ms), bits, bits)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        ViewerRows(np.zeros(2, np.int64), np.zeros(2, np.int64), np.zeros(2, np.uint32), np.zeros(1, np.uint32))


def test_more_rows_than_attempts_can_be_numbered_are_refused() -> None:
    """One value that is seen so many times takes no memory."""
    numbers = np.broadcast_to(np.int64(0), MAX_ROWS + 1)
    bits = np.broadcast_to(np.uint32(0), MAX_ROWS + 1)
    with pytest.raises(ValueError, match="At most 67,108,864 rows"):
        ViewerRows(numbers, numbers, bits, bits)
