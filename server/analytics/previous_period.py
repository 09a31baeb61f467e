"""PREVIOUS_PERIOD: two ranges to compare, equally long and equally complete."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.analytics.local_days import LocalDays
from server.analytics.ranges import TimeRange, floor_quarter


class ComparisonBasis(StrEnum):
    """What the two ranges have in common."""

    EQUAL_LENGTH = "equal_length"
    SAME_LOCAL_TIME = "same_local_time"
    WHOLE_PERIOD = "whole_period"


@dataclass(frozen=True, slots=True)
class Spans:
    """Two ranges in whole quarter-hours, since counters are kept by these.

    Attributes:
        value: The part of the requested range that is over; empty if none of it is.
        baseline: The range to compare it with.
        basis: What they have in common.
    """

    value: TimeRange
    baseline: TimeRange
    basis: ComparisonBasis


def spans_of(asked: TimeRange | LocalDays, now: datetime) -> Spans:
    """A range and the one before it; of both, as much as is over of the range now."""
    return _of_days(asked, now) if isinstance(asked, LocalDays) else _of_length(asked, now)


def _of_length(time_range: TimeRange, now: datetime) -> Spans:
    """The range one length of it earlier, which for ``last`` is the equally long time right before."""
    end = floor_quarter(time_range.end)
    over = max(time_range.start, min(end, floor_quarter(now)))
    earlier = time_range.start - (end - time_range.start)
    return Spans(
        TimeRange(time_range.start, over),
        TimeRange(earlier, earlier + (over - time_range.start)),
        ComparisonBasis.EQUAL_LENGTH,
    )


def _of_days(days: LocalDays, now: datetime) -> Spans:
    """As many days, weeks, months, quarters or years right before: all of them, or up to the same local time.

    On Wednesday at 12:07, this week is compared from Monday to Wednesday noon, with the same days of the week before.
    """
    whole, before, over = days.time_range(now), days.start_before, floor_quarter(now)
    if not days.ends_now and whole.end <= over:
        return Spans(whole, TimeRange(before, whole.start), ComparisonBasis.WHOLE_PERIOD)
    end = before if over <= whole.start else max(before, min(days.moment_before(over), whole.start))
    value = TimeRange(whole.start, max(over, whole.start))
    return Spans(value, TimeRange(before, end), ComparisonBasis.SAME_LOCAL_TIME)
