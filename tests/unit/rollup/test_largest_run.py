"""How many events the next run may claim."""

import pytest

from server.rollup.aggregator import largest_run
from server.rollup.report import RunReport


@pytest.mark.parametrize(
    ("events", "seconds", "expected"),
    [
        (30_000, 10.0, 15_000),
        (100_000, 4.0, 100_000),
        (40, 0.065, 10_000),
        (10_000, 60.0, 10_000),
    ],
    ids=["five seconds of events", "a fast run: the setting", "a tiny run says little", "a slow run"],
)
def test_a_run_is_as_large_as_what_the_last_one_counts_in_five_seconds(
    events: int, seconds: float, expected: int
) -> None:
    assert largest_run(RunReport(events=events, seconds=seconds), limit=100_000) == expected


def test_the_setting_is_the_limit_even_below_ten_thousand() -> None:
    assert largest_run(RunReport(events=100, seconds=1.0), limit=1) == 1
