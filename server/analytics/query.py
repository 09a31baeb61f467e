"""Queries: the common input of all parts of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from server.analytics.previous_period import Spans
from server.analytics.ranges import TimeRange
from server.analytics.traffic import Traffic
from server.metrics.view_definitions import ViewDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsQuery:
    """The common fields of queries.

    Attributes:
        project_id: The viewer's project.
        time_range: The range; None for all time.
        timezone: IANA name of the time zone of days and hours.
        definition: What counts as a view.
        traffic: Which classes of traffic count.
        now: The time of the request; every part of the answer uses it.
        compared: The ranges of PREVIOUS_PERIOD; None for all time.
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
    """A query of one content, known or not."""

    content_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeQuery(AnalyticsQuery):
    """A query of all contents of a creator together, or, with None, of the platform."""

    creator_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralQuery(AnalyticsQuery):
    """A query of several contents, known or not."""

    content_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class SeveralContents:
    """Several contents that a caller may see.

    Attributes:
        content_ids: Their ids, as asked for.
        creator_id: Whose they all are; None for an admin, who may see those of several creators.
    """

    content_ids: Sequence[str]
    creator_id: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose numbers are asked for: those of a content, of a creator, or, with neither, of the platform."""

    content_id: str | None = None
    creator_id: str | None = None
