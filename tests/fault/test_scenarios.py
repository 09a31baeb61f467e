"""Under each fault, no acknowledged event is lost, none is counted twice, and nothing appears that nobody sent.

`make soak` plays the same scenarios for longer.
"""

import asyncio
from collections.abc import Iterator

import pytest

from tests.fault.deployment import Deployment, deployed
from tests.fault.scenarios.playing import SCENARIOS, play

SEED = 20_261_130
QUICK = [found.name for found in SCENARIOS.values() if found.quick]


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """Shared: each scenario leaves it as it was, and its ledger has the events of all."""
    with deployed(VIEWPULSE_AGGREGATION_INTERVAL="0.1") as deployment:
        yield deployment


@pytest.mark.parametrize("name", QUICK)
def test_nothing_is_lost_nothing_counted_twice_and_nothing_invented(deployment: Deployment, name: str) -> None:
    scenario = SCENARIOS[name]

    outcome = asyncio.run(play(scenario, deployment, SEED, scenario.quick, is_long=False))

    assert outcome.problems == []
    assert outcome.rounds == scenario.quick


def test_a_rebuild_finds_no_difference_after_all_of_them(deployment: Deployment) -> None:
    assert deployment.rebuild() == ""
