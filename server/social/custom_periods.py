"""The metrics that projects define, of a period: their formulas over the sums of the period."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from server.social.aggregates import OF_ACCOUNT, OF_POSTS, Aggregate, Asked
from server.social.custom_metrics import CustomMetric, FormulaKind
from server.social.formulas import Computed
from server.social.metrics import ACCOUNT_METRICS, GAINED, STATES
from server.social.model import Provenance

NEVER_ADDED_UP = "It is never added up, so a period has none."
_SUBJECTS = {FormulaKind.ACCOUNT: OF_ACCOUNT, FormulaKind.POST: OF_POSTS}
_OF_PERIODS: Collection[Asked] = {
    *((OF_ACCOUNT, name) for name in ACCOUNT_METRICS),
    *((OF_POSTS, name) for name in GAINED),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """What a formula takes of a metric in a period: the total, or of a state the last number.

    Attributes:
        value: The number; None if there is none.
        provenance: Where it comes from.
        reason: Why it is not measured; None if it is.
    """

    value: float | None
    provenance: Provenance
    reason: str | None


def asked_by(metrics: Iterable[CustomMetric]) -> set[Asked]:
    """What has to be read of a period, so that some metrics can be computed."""
    named = {(_SUBJECTS[metric.kind], name) for metric in metrics for name in metric.formula.metrics}
    return {one for one in named if one in _OF_PERIODS}


def compute_period(metric: CustomMetric, found: Mapping[Asked, Aggregate]) -> Computed[Sum]:
    """A metric of a period; there is none if one of its sums is missing.

    Args:
        metric: The metric.
        found: What the period has of all that ``asked_by`` names.
    """
    subject = _SUBJECTS[metric.kind]
    return metric.formula.compute({name: _sum(found.get((subject, name)), name) for name in metric.formula.metrics})


def _sum(found: Aggregate | None, name: str) -> Sum:
    if found is None:
        return Sum(None, Provenance.UNAVAILABLE, NEVER_ADDED_UP)
    value = found.last if name in STATES else found.total
    if value is None:
        known = found.provenance is not Provenance.UNAVAILABLE  # people, of one account
        return Sum(None, Provenance.UNAVAILABLE, NEVER_ADDED_UP if known else found.reason)
    reason = found.reason_of_numbers  # formulas take no growth
    return Sum(value, Provenance.MEASURED if reason is None else Provenance.ESTIMATED, reason)
