"""The question ``funnel``, as an API process hands it to a worker, and its answer."""

from datetime import datetime
from enum import StrEnum

import msgspec

from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.event_conditions import Condition
from server.analytics.funnels.rules import FunnelOrder

MAX_STEPS = 16
MAX_EXCLUSIONS = 8


class ViewersOf(StrEnum):
    """Which viewers of a step are listed."""

    REACHED = "REACHED"
    DROPPED = "DROPPED"
    INCOMPLETE = "INCOMPLETE"


class ValueOf(StrEnum):
    """Of which event of a viewer a breakdown takes the value."""

    FIRST = "FIRST"
    LAST = "LAST"
    STEP = "STEP"
    ALL = "ALL"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a funnel.

    Attributes:
        condition: The events that do it.
        optional: Whether later steps count without it.
        window_ms: Milliseconds within which it must follow the step before; None: as long as the funnel's window.
    """

    condition: Condition
    optional: bool = False
    window_ms: int | None = None


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """Events that end an attempt when they happen between two steps.

    Attributes:
        condition: The events.
        after: The step after which they count, from 1.
        before: The step before which they count.
    """

    condition: Condition
    after: int
    before: int


class FunnelForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a funnel consists of, whatever range it is asked for.

    Attributes:
        order: In which order the steps must happen.
        window_ms: Milliseconds from the first step within which all others must happen.
        steps: The steps, 1 to ``MAX_STEPS``.
        exclusions: Events that end an attempt.
    """

    order: FunnelOrder
    window_ms: int
    steps: list[Step]
    exclusions: list[Exclusion] = []


class FunnelQuestion(FunnelForm, frozen=True, kw_only=True):
    """A funnel of a range.

    Attributes:
        project_id: The project.
        start: Start of the range.
        end: Its end; events at or after it do not count.
        classes: The classes of traffic that count.
    """

    project_id: int
    start: datetime
    end: datetime
    classes: list[int]


class ViewerPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the viewers behind a number of a funnel.

    Attributes:
        funnel: The funnel.
        step: The step, from 1.
        kind: Which of its viewers.
        size: Maximum number of viewers.
        place: The number of the viewer next to the page; None: the first page, or the last.
        is_backwards: Whether the page is before that viewer, not after it.
        revision: The revision that the numbers show; that of the page, if the worker still has their answer.
    """

    funnel: FunnelQuestion
    step: int
    kind: ViewersOf
    size: int
    place: int | None = None
    is_backwards: bool = False
    revision: int | None = None


class FunnelBreakdownQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A funnel by the values of a dimension.

    Attributes:
        funnel: The funnel.
        dimension: The dimension.
        of: Of which event the value is.
        step: The step, from 1, if the value is that of a step.
        timezone: The time zone of hours and days.
        first: Maximum number of values that are told one by one.
    """

    funnel: FunnelQuestion
    dimension: Dimension
    of: ValueOf
    step: int
    timezone: str
    first: int
