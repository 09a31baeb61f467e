"""Where the days, weeks or months of a zone begin."""

from datetime import datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from server.analytics.local_days import CalendarUnit, first_day
from server.analytics.ranges import midnight
from server.times import to_milliseconds


class WeekStart(IntEnum):
    """The first day of a week, as ``date.weekday`` counts."""

    MONDAY = 0
    SUNDAY = 6


def period_bounds(
    unit: CalendarUnit, zone: ZoneInfo, start: datetime, end: datetime, week_start: int = WeekStart.MONDAY
) -> NDArray[np.int64]:
    """The bounds of all periods that contain a moment of a range, so that those at its ends are whole.

    A period lasts from one local midnight to another, whatever the clocks do in between. A day that the zone skipped is
    no period.

    Args:
        unit: What a period is.
        zone: The zone.
        start: The first moment of the range.
        end: Its end, which is later and does not belong to it.
        week_start: The first day of a week; 0 is Monday.

    Returns:
        Unix milliseconds, ascending: when each period begins, and when the last one ends.
    """
    day = start.astimezone(zone).date()
    is_week = unit is CalendarUnit.WEEK
    day = day - timedelta(days=(day.weekday() - week_start) % 7) if is_week else first_day(unit, day)
    moments = [midnight(day, zone)]
    while moments[-1] < end:
        day = day + timedelta(days=7) if is_week else first_day(unit, day, -1)
        moments.append(midnight(day, zone))
    return np.unique([to_milliseconds(moment) for moment in moments])
