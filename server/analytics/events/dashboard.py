"""What happened on the platform in several ranges, of all events and of each type, for ``eventDashboard``."""

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


class PlatformActivity:
    """Reads what happened, in one snapshot; the types of a range once, however many parts show them.

    Args:
        query: The query of the platform.
    """

    def __init__(self, query: ScopeQuery) -> None:
        self._query = query
        self._types: dict[TimeRange, Counted] = {}

    async def read(self, connection: Connection, time_range: TimeRange, *, viewers: bool) -> Activity:
        """What happened in a range, as ``eventCounts`` and ``platformAnalytics`` count it.

        Args:
            connection: Inside the snapshot.
            time_range: The range.
            viewers: Whether distinct viewers are requested.
        """
        counted = await self.types(connection, time_range)
        scope = await read_scope(connection, replace(self._query, time_range=time_range), viewers=viewers)
        return Activity(sum(counted.values()), scope)

    async def types(self, connection: Connection, time_range: TimeRange) -> Counted:
        """The events of each type in a range, as ``eventCounts`` counts them; arguments as those of ``read``."""
        if time_range not in self._types:
            asked = replace(self._query, time_range=time_range)
            found = await read_event_counts(connection, asked, Interval.MONTH, None)  # the fewest points
            self._types[time_range] = found.totals
        return self._types[time_range]
