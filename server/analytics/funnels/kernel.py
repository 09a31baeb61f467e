"""Folds the rows of viewers into the outcome of a funnel: pure numpy, no loop over rows or viewers."""

from server.analytics.funnels import any_order, in_order
from server.analytics.funnels.rules import (
    ExclusionRule,
    FunnelOrder,
    FunnelOutcome,
    FunnelRules,
    StepRule,
    ViewerRows,
)

__all__ = ["ExclusionRule", "FunnelOrder", "FunnelOutcome", "FunnelRules", "StepRule", "ViewerRows", "fold_funnel"]


def fold_funnel(rows: ViewerRows, rules: FunnelRules, as_of_ms: int) -> FunnelOutcome:
    """How far each viewer gets.

    An attempt fills the first step with one row of the viewer and further steps with later rows, one row for each step,
    within the windows, and is not continued after an exclusion. A viewer may make many attempts, which may overlap;
    `FunnelOutcome` says which one is reported.

    Args:
        rows: All rows of some viewers. Outcomes of disjoint sets of viewers add up to that of all.
        rules: The funnel.
        as_of_ms: Unix milliseconds: until when the rows are complete.

    Returns:
        One outcome for each viewer who did the first step, or in ANY order any step.

    Raises:
        ValueError: ANY order, and rows fit several steps in more than 128 different combinations.
    """
    fold = any_order.fold if rules.order is FunnelOrder.ANY else in_order.fold
    return fold(rows, rules, as_of_ms)
