"""Histories as a reader writes them: `A`, `B`, ... fit steps 0, 1, ..., `!` fits exclusion 0, `.` fits nothing."""

from collections.abc import Sequence

import numpy as np

from server.analytics.funnels.kernel import (
    ExclusionRule,
    FunnelOrder,
    FunnelOutcome,
    FunnelRules,
    StepRule,
    ViewerRows,
    fold_funnel,
)
from tests.unit.analytics.funnels.brute_force import Funnel, Reported, Row

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


def history(story: str) -> list[Row]:
    """Rows from words such as `0A 5B 5!`: a time and what the row fits."""
    rows = []
    for word in story.split():
        time = word.rstrip("ABCDEFG!.")
        fits = word.removeprefix(time)
        steps = frozenset(ord(letter) - ord("A") for letter in fits if letter.isalpha())
        rows.append(Row(int(time), steps, frozenset({0} if "!" in fits else ())))
    return rows


def told(funnel: Funnel, story: str, as_of: int = 1000) -> Reported | None:
    """The outcome of one viewer."""
    viewers = {1: history(story)}
    return as_reported(fold_funnel(rows_of(viewers), rules_of(funnel), as_of), viewers).get(1)


def furthest(funnel: Funnel, stories: Sequence[str]) -> list[int]:
    """How far each viewer gets; 0: not entered."""
    every = [told(funnel, story) for story in stories]
    return [found.furthest if found else 0 for found in every]
