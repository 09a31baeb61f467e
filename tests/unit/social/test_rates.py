"""The engagement rate: one definition, the provenance of what it is made of, and nothing instead of 0."""

from datetime import UTC, datetime, timedelta

import pytest

from server.social.model import Grain, Provenance
from server.social.rates import engagement_rate
from server.social.reading import StoredValue

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def stored(metric: str, value: float | None, *, estimated: bool = False, age: int = 0) -> StoredValue:
    provenance = Provenance.ESTIMATED if estimated else Provenance.MEASURED
    if value is None:
        provenance = Provenance.UNAVAILABLE
    reason = None if provenance is Provenance.MEASURED else f"About {metric}."
    at = NOW - timedelta(hours=age)
    return StoredValue(metric, Grain.MOMENT, at, value, provenance, reason, metric, "v1", at)


@pytest.mark.parametrize(
    ("values", "rate", "provenance", "source"),
    [
        ({"likes": 5, "comments": 1, "reach": 100, "views": 3}, 0.06, "measured", "(likes + comments) / reach"),
        ({"likes": 5, "saves": None, "reach": None, "impressions": 50}, 0.1, "measured", "(likes) / impressions"),
        ({"likes": 0, "reach": 0, "views": 4}, 0.0, "measured", "(likes) / views"),
        ({"likes": 5, "reach": 0}, None, "unavailable", ""),
        ({"likes": None, "comments": None, "reach": 10}, None, "unavailable", ""),
    ],
)  # fmt: skip
def test_the_rate_of_what_is_known(
    values: dict[str, float | None], rate: float | None, provenance: str, source: str
) -> None:
    found = engagement_rate({name: stored(name, value) for name, value in values.items()})
    assert found is not None
    assert (found.value, found.provenance, found.source) == (rate, provenance, source)
    assert (found.reason is None) is (rate is not None)


def test_an_estimate_makes_the_rate_one_and_the_oldest_number_dates_it() -> None:
    values = [stored("likes", 2, age=3), stored("reach", 8, estimated=True), stored("views", 1, age=9)]
    found = engagement_rate({one.metric: one for one in values})
    assert found is not None
    assert (found.value, found.provenance, found.reason) == (0.25, Provenance.ESTIMATED, "About reach.")
    assert found.collected_at == NOW - timedelta(hours=3)
    assert engagement_rate({}) is None
