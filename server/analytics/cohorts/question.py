"""The questions ``retention`` and ``cohorts``, as an API process hands them to a worker, and their answer."""

from datetime import datetime
from enum import StrEnum

import msgspec

from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.cohorts.triangle import DAY_MS, CohortStart, ReturnRule
from server.analytics.event_conditions import Condition

MAX_COHORTS = 100
MAX_PERIODS = 60
MAX_VALUES = 1000
"""Values that viewers may be grouped by."""
AMOUNTS = ("watch_ms", "revenue")
"""What is added up: milliseconds watched, and what was paid and not given back, in minor units; columns of the rows."""


class PeriodLength(StrEnum):
    """How long a period is; also the value of a ``CalendarUnit``."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


ROLLING_MS = {PeriodLength.DAY: DAY_MS, PeriodLength.WEEK: 7 * DAY_MS, PeriodLength.MONTH: 30 * DAY_MS}
"""How long a period is that begins with a viewer's own start."""


class Grouping(msgspec.Struct, frozen=True, kw_only=True):
    """What groups viewers, as it is at their start: a dimension, or else a property.

    Attributes:
        dimension: The dimension.
        property: The property, by its name.
        first: Maximum number of groups that are told one by one.
    """

    dimension: Dimension | None = None
    property: str | None = None
    first: int


class CohortsQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Cohorts, and what they do in each period.

    Attributes:
        project_id: The project.
        bounds_ms: Unix milliseconds: when the period of each cohort begins, and when that of the last ends.
        starts: The events that put a viewer into a cohort.
        returns: The events that are a return.
        start: Which starts count.
        rule: When a viewer is retained.
        length: How long a period is.
        is_rolling: Whether periods begin with each viewer's own start.
        timezone: The time zone of hours and days of a dimension.
        periods: How many periods are followed.
        classes: The classes of traffic that count.
        has_amounts: Whether watch time and revenue are added up.
        currency: The currency of the revenue; None: no revenue.
        grouping: What groups viewers; None: the period of their start.
    """

    project_id: int
    bounds_ms: list[int]
    starts: Condition
    returns: Condition
    start: CohortStart
    rule: ReturnRule
    length: PeriodLength
    is_rolling: bool
    timezone: str
    periods: int
    classes: list[int]
    has_amounts: bool = False
    currency: str | None = None
    grouping: Grouping | None = None


class CohortFound(msgspec.Struct, frozen=True, kw_only=True):
    """A cohort. Of each period, None means that it has not begun for any of its viewers.

    Attributes:
        value: What its viewers have in common, as the API spells it; None: unknown, several, or the period.
        size: Its viewers.
        retained: How many of them were retained, by period.
        is_open: Whether a period is not over for all of them.
        amounts: The sums of each of `AMOUNTS`, by period; empty if they were not asked for.
    """

    value: str | None
    size: int
    retained: list[int | None]
    is_open: list[bool]
    amounts: dict[str, list[int | None]]


class CohortsFound(msgspec.Struct, frozen=True, kw_only=True):
    """The answer.

    Attributes:
        revision: The project's revision that it shows.
        as_of: Up to when events are counted.
        cohorts: Each period's, oldest first; or each value's, most viewers first.
        means: Of each period: retained viewers per viewer, over all cohorts for which it is over; None: for none.
        values: How many values there are.
        rest: The viewers of all other values together; None if viewers are grouped by their period.
    """

    revision: int
    as_of: datetime | None
    cohorts: list[CohortFound]
    means: list[float | None]
    values: int
    rest: CohortFound | None
