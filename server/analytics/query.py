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

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """Start (inclusive) and end (exclusive) of the range in quarter-hours; None for all time."""
        return (self.time_range.start, self.time_range.end_bucket) if self.time_range else (None, None)


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


def subject_of(query: ContentQuery | ScopeQuery) -> tuple[str, dict[str, object]]:
    """Whose numbers a query asks for, as the names of its statements begin, and the parameters that say so."""
    which: dict[str, object] = {"project": query.project_id, "classes": query.traffic.classes}
    if isinstance(query, ContentQuery):
        return "content", {**which, "content": query.content_id}
    if query.creator_id is None:
        return "platform", which
    return "creator", {**which, "creator": query.creator_id}
