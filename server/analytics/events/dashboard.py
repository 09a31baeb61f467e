"""What happened on the platform in a range, of all events and of each type, for ``eventDashboard``."""

from dataclasses import dataclass, replace

from server.analytics.creators.totals import ScopeResult, read_scope
from server.analytics.events.event_counts import Counted, read_event_counts
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange
from server.analytics.series.calendar import Interval
from server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Activity:
    """What happened in a range.

    Attributes:
        events: Events of all types.
        scope: The counters of all contents, sessions, and distinct viewers if they are requested.
    """

    events: int
    scope: ScopeResult


async def read_activity(
    connection: Connection, query: ScopeQuery, time_range: TimeRange | None, *, viewers: bool
) -> Activity:
    """What happened in a range, as ``eventCounts`` and ``platformAnalytics`` count it.

    Args:
        connection: Inside a snapshot.
        query: The query of the platform; its own range does not matter.
        time_range: The range.
        viewers: Whether distinct viewers are requested.
    """
    counted = await read_types(connection, query, time_range)
    scope = await read_scope(connection, replace(query, time_range=time_range), viewers=viewers)
    return Activity(sum(counted.values()), scope)


async def read_types(connection: Connection, query: ScopeQuery, time_range: TimeRange | None) -> Counted:
    """The events of each type in a range, as ``eventCounts`` counts them; arguments as those of ``read_activity``."""
    asked = replace(query, time_range=time_range)
    found = await read_event_counts(connection, asked, Interval.MONTH, None)  # the fewest points
    return found.totals
