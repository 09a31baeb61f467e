"""``Point``: what was counted in a minute, an hour, a day or longer, with a field for each metric of the catalogue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self, TypeVar

import strawberry

from resolvers.arguments import ProfileArgument
from resolvers.scalars import Long
from server.analytics.series.series import Figures
from server.metrics import rates
from server.metrics.catalogue import described
from server.metrics.counters import Counts
from server.metrics.point_metrics import POINT_METRICS, PointMetric
from server.metrics.rates import DEFAULT_PROFILE, per, seconds

Kind = TypeVar("Kind", bound=type)
PLAIN_METRICS = tuple(metric for metric in POINT_METRICS if not metric.has_profile)
"""Those whose fields take no argument."""


def _with_metrics(kind: Kind) -> Kind:
    """Adds a field for each metric that follows from counters alone; only those that were selected get a value."""
    for metric in PLAIN_METRICS:
        value: Any = Long if metric.is_count else float
        kind.__annotations__[metric.name] = value | None if metric.may_be_unknown else value
        setattr(kind, metric.name, strawberry.field(description=metric.metric.description, default=None))
    return kind


@strawberry.type(
    description="What was counted in a span of time. Likes, saves, plays and what plays report count when the like was "
    "given or the play began."
)
@_with_metrics
class Point:
    """One point of a series, or the whole range as one."""

    start: datetime = strawberry.field(
        description="When the minute, or the local hour, day, week or month, began, even if the range began later."
    )
    end: datetime = strawberry.field(description="When it ends (exclusive), even if the range ends earlier.")
    date: str = strawberry.field(description="Its first day in the timezone, such as `2026-03-29`.")
    is_final: bool = strawberry.field(
        description="Whether its part of the range is past and counted. Late events may still correct it."
    )
    unique_viewers: Long = strawberry.field(
        default=None,
        description="Distinct viewers with a view. Viewers come back: those of several points are not their sum.",
    )
    sessions: Long | None = strawberry.field(
        default=None,
        description="Sessions that began in it: of a creator, within its contents. Null for a content, and for a "
        "minute: sessions are not kept by them.",
    )
    average_session_duration: float | None = strawberry.field(
        default=None,
        description="Mean seconds from the first to the last event of those sessions; 0 without sessions. Null where "
        "`sessions` is.",
    )
    counts: strawberry.Private[Counts]

    @strawberry.field(description=described("engagement_rate"))
    def engagement_rate(self, profile: ProfileArgument = DEFAULT_PROFILE) -> float:
        """The engagement rate of one profile, in percent."""
        return rates.engagement_rate(self.counts, profile)

    @classmethod
    def from_figures(
        cls,
        figures: Figures,
        selected: Sequence[PointMetric],
        *,
        start: datetime,
        end: datetime,
        date: str,
        is_final: bool,
    ) -> Self:
        """The API type of what was counted.

        Args:
            figures: The numbers.
            selected: The plain metrics that the caller selected.
            start: When it began.
            end: When it ends.
            date: Its first local day.
            is_final: Whether it is past and counted.
        """
        sessions, session_ms = figures.sessions, figures.session_ms
        values: dict[str, Any] = {metric.name: metric.of_counts(figures.counts) for metric in selected}
        return cls(
            start=start,
            end=end,
            date=date,
            is_final=is_final,
            unique_viewers=figures.viewers or 0,
            sessions=sessions,
            average_session_duration=None
            if sessions is None or session_ms is None
            else seconds(per(session_ms, sessions)),
            counts=figures.counts,
            **values,
        )
