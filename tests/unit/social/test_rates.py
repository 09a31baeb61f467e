"""The engagement rate: one definition, in percent, the provenance of what it is made of, and nothing instead of 0."""

import pytest

from server.social.model import MetricValue, Provenance, estimated_value, unavailable_value
from server.social.rates import engagement_rates


def measured(values: dict[str, float | None], post_id: str = "p") -> list[MetricValue]:
    return [
        unavailable_value(name, "Hidden.", post_id=post_id)
        if value is None
        else MetricValue(name, value, name, post_id)
        for name, value in values.items()
    ]


@pytest.mark.parametrize(
    ("values", "rate", "provenance", "source"),
    [
        ({"likes": 5, "comments": 1, "reach": 100, "views": 3}, 6, "measured", "(likes + comments) / reach * 100"),
        ({"likes": 5, "saves": None, "reach": None, "impressions": 50}, 10, "measured", "(likes) / impressions * 100"),
        ({"likes": 0, "reach": 0, "views": 4}, 0, "measured", "(likes) / views * 100"),
        ({"likes": 5, "reach": 0}, None, "unavailable", ""),
        ({"likes": None, "comments": None, "reach": 10}, None, "unavailable", ""),
    ],
)  # fmt: skip
def test_the_rate_of_what_is_known(
    values: dict[str, float | None], rate: float | None, provenance: str, source: str
) -> None:
    [found] = engagement_rates(measured(values))
    assert (found.metric, found.post_id) == ("engagementRate", "p")
    assert found.value == pytest.approx(rate)
    assert (found.provenance.value, found.source) == (provenance, source)
    assert (found.reason is None) is (rate is not None)


def test_each_post_has_its_own_and_an_estimate_makes_it_one() -> None:
    reach = estimated_value("reach", 8, "About reach.", source="reach", post_id="q")
    found = engagement_rates([*measured({"likes": 2}, "q"), *measured({"likes": 3, "reach": 10}), reach])
    assert [(one.post_id, one.value, one.provenance, one.reason) for one in found] == [
        ("q", 25, Provenance.ESTIMATED, "About reach."),
        ("p", 30, Provenance.MEASURED, None),
    ]
    assert engagement_rates([]) == []


@pytest.mark.parametrize("kept", ["likes", "reach"])
def test_a_rate_stays_with_a_number_that_stays(kept: str) -> None:
    stays = unavailable_value(kept, "Not asked for.", post_id="p", keeps_known=True)
    numbers: dict[str, float | None] = {"likes": 5, "comments": 1, "reach": 100, "impressions": 200}
    [found] = engagement_rates([*measured({name: one for name, one in numbers.items() if name != kept}), stays])
    assert (found.value, found.reason, found.keeps_known) == (None, "Not asked for.", True)
