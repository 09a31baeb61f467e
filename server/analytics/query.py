"""What was asked: all that the parts of an answer need to read the same thing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from server.analytics.previous_period import Spans
from server.analytics.ranges import TimeRange
from server.analytics.traffic import Traffic
from server.metrics.view_definitions import ViewDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsQuery:
    """What is counted, whatever it is counted of.

    Attributes:
        project_id: The project of who asks.
        time_range: The range; None for all time.
        timezone: The zone that days and hours are of, by its IANA name.
        definition: What counts as a view.
        traffic: Which classes of traffic count.
        now: When it was asked; every part of the answer takes this moment.
        compared: What PREVIOUS_PERIOD compares; None for all time.
    """

    project_id: int
    time_range: TimeRange | None
    timezone: str
    definition: ViewDefinition
    traffic: Traffic
    now: datetime
    compared: Spans | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentQuery(AnalyticsQuery):
    """One question about one content, known or not."""

    content_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeQuery(AnalyticsQuery):
    """One question about all contents of a creator together, or, with None, of the platform."""

    creator_id: str | None
