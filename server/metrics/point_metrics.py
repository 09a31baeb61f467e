"""The metrics that every point of a series has: those that follow from counters, each by a name without a group."""

from dataclasses import dataclass
from inspect import Parameter, signature

from server.metrics.catalogue import CATALOGUE
from server.metrics.counters import Counts
from server.metrics.metric import Metric, Unit
from server.metrics.rates import seconds

_CALLED = {
    "watch_ms": "watch_time",
    "average_watch_ms": "average_watch_time",
    "completed_full": "completions",
    "swipe_aways": "swiped_away",
    "whatsapps": "whatsapp",
}
"""Metrics that are called something else in the API."""


@dataclass(frozen=True, slots=True)
class PointMetric:
    """One metric of a point.

    Attributes:
        name: Its field, in Python.
        metric: Its declaration.
    """

    name: str
    metric: Metric

    @property
    def field(self) -> str:
        """Its field in the API: ``viewsOrganic``."""
        first, *others = self.name.split("_")
        return first + "".join(word.capitalize() for word in others)

    @property
    def is_count(self) -> bool:
        """Whether it is a whole number."""
        return self.metric.unit is Unit.COUNT

    @property
    def has_profile(self) -> bool:
        """Whether it depends on the engagement profile; its value is that of the default one."""
        formula = self.metric.formula
        return formula is not None and "profile" in signature(formula).parameters

    @property
    def may_be_unknown(self) -> bool:
        """Whether it is None where nothing is known of it."""
        formula = self.metric.formula
        return formula is not None and signature(formula).return_annotation is not float

    def of_counts(self, counts: Counts) -> float | None:
        """Its value, in the unit of the API."""
        metric = self.metric
        value: float | None = metric.formula(counts) if metric.formula else getattr(counts, metric.name)
        return seconds(value) if metric.unit is Unit.MILLISECONDS and value is not None else value


def _is_of_counts(metric: Metric) -> bool:
    """Whether it is shown, and needs nothing but counters."""
    if not metric.field or metric.formula is None:
        return bool(metric.field) and metric.is_stored
    needed = [taken for taken in signature(metric.formula).parameters.values() if taken.default is Parameter.empty]
    return len(needed) == 1


POINT_METRICS = tuple(
    PointMetric(_CALLED.get(metric.name, metric.name), metric) for metric in CATALOGUE.values() if _is_of_counts(metric)
)
"""In the order of the catalogue."""
