"""What a funnel asks of a viewer's rows, and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from server.analytics.viewer_runs import check_viewer_order

MAX_STEPS = 32
MAX_EXCLUSIONS = 32
MAX_ROWS = 2**31 // MAX_STEPS
"""Rows folded at a time: attempts, at most one for each row and step, are numbered with 32 bits."""

Integers = NDArray[np.int64]
Bits = NDArray[np.uint32]
Flags = NDArray[np.bool_]


class FunnelOrder(StrEnum):
    """How the steps of an attempt follow each other."""

    ORDERED = "ordered"
    """Each step after the one before it; other rows may stand between them."""
    STRICT = "strict"
    """The row of each step directly follows that of the step before it: no other row of the viewer between them."""
    ANY = "any"
    """All steps, whichever comes first."""


@dataclass(frozen=True, slots=True)
class ViewerRows:
    """Events of viewers, ordered by viewer, time and id: equally long arrays, one element for each row.

    Rows that fit no step and no exclusion change nothing in ORDERED and ANY, so leave them out. STRICT needs every row
    that must not stand between two steps: all events of the viewer, with `steps` 0 where they fit none.

    Attributes:
        viewer: A number of the viewer, ascending.
        time_ms: Unix milliseconds, ascending within a viewer. Of equal times, the row that stands first comes first.
        steps: Bit `i`: the row fits step `i`, counted from 0. A row may fit several steps; it fills at most one.
        exclusions: Bit `j`: the row fits exclusion `j`.
    """

    viewer: Integers
    time_ms: Integers
    steps: Bits
    exclusions: Bits

    def __post_init__(self) -> None:
        """Raises ValueError: the arrays are not equally long, too long, or not in order."""
        if len(self) > MAX_ROWS:
            raise ValueError(f"At most {MAX_ROWS:,} rows are folded at a time.")
        check_viewer_order(self.viewer, self.time_ms, self.steps, self.exclusions)

    def __len__(self) -> int:
        return len(self.viewer)


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step.

    Attributes:
        is_optional: Whether an attempt may go on without it.
        window_ms: Longest time since the step that the attempt did before it; None: only the funnel's window counts.
    """

    is_optional: bool = False
    window_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ExclusionRule:
    """Rows that end an attempt between two required steps.

    A row of the exclusion after that of step `after` ends the attempt, unless the row itself fills step `before`. What
    the attempt did until then counts; what follows needs a new attempt. A viewer is never removed.

    Attributes:
        after: Number of a step, counted from 0.
        before: Number of a later one.
    """

    after: int
    before: int


@dataclass(frozen=True, slots=True)
class FunnelRules:
    """A funnel.

    In ANY order, all steps are required and none has a window of its own, since none has a step before it. An exclusion
    is then always between the first and the last step: its rows fill no step, and no attempt reaches across them.

    Attributes:
        order: How steps follow each other.
        steps: 1-32 steps. The first and the last are required.
        window_ms: Longest time from the first row of an attempt to its last.
        exclusions: What ends an attempt, at most 32.
    """

    order: FunnelOrder
    steps: tuple[StepRule, ...]
    window_ms: int
    exclusions: tuple[ExclusionRule, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError: the rules contradict each other."""
        if not 0 < len(self.steps) <= MAX_STEPS:
            raise ValueError(f"A funnel has 1-{MAX_STEPS} steps.")
        if len(self.exclusions) > MAX_EXCLUSIONS:
            raise ValueError(f"A funnel has at most {MAX_EXCLUSIONS} exclusions.")
        if self.steps[0].is_optional or self.steps[-1].is_optional:
            raise ValueError("The first and the last step must not be optional.")
        if min(self.window_ms, *(step.window_ms or 0 for step in self.steps)) < 0:
            raise ValueError("A window must not be negative.")
        for exclusion in self.exclusions:
            if not 0 <= exclusion.after < exclusion.before < len(self.steps):
                raise ValueError("An exclusion is after one step and before a later one.")
            if self.steps[exclusion.after].is_optional or self.steps[exclusion.before].is_optional:
                raise ValueError("An exclusion is between required steps.")
        if self.order is FunnelOrder.ANY:
            self._check_any_order()

    def _check_any_order(self) -> None:
        if any(step.is_optional or step.window_ms is not None for step in self.steps):
            raise ValueError("In any order, steps are neither optional nor have a window of their own.")
        if any((exclusion.after, exclusion.before) != (0, len(self.steps) - 1) for exclusion in self.exclusions):
            raise ValueError("In any order, an exclusion is between the first and the last step.")


@dataclass(frozen=True, slots=True)
class FunnelOutcome:
    """The reported attempt of each viewer who made one, in the order of the rows.

    Reported is the attempt that gets furthest; of these the one that gets there first; of these the one that began
    last, so that time to convert is the shortest; of these the one whose rows, compared from the last to the first, are
    the latest. ORDERED, STRICT: a row for which several steps remain fills the required one, else the last of them.
    ANY: from the first row to the last, each fills the first step that leaves enough steps to the others.

    Attributes:
        viewer: As in the rows.
        furthest: ORDERED, STRICT: number of the last step that was done, counted from 1; optional steps that were
            skipped before it count as passed. ANY: how many steps were done. The number of all steps means: converted.
        rows: A line for each viewer, a column for each step: index of the row that filled it; -1: not done.
        is_open: INCOMPLETE, not dropped off: the viewer did not convert, but would by doing all missing steps at
            `as_of_ms`. It may be another attempt than the reported one that is still open.
    """

    viewer: Integers
    furthest: Integers
    rows: Integers
    is_open: Flags

    def __len__(self) -> int:
        return len(self.viewer)
