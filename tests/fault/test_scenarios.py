"""Under each fault, no acknowledged event is lost, none is counted twice, and nothing appears that nobody sent.

`make soak` plays the same scenarios for longer.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.fault.deployment import Deployment, deployed
from tests.fault.scenarios.playing import SCENARIOS, Outcome, play

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
    assert outcome.overdue == ""
    assert outcome.rounds == scenario.quick


def test_a_rebuild_finds_no_difference_after_all_of_them(deployment: Deployment) -> None:
    assert deployment.rebuild() == ""


async def test_a_part_that_is_started_again_or_ends_is_noticed(deployment: Deployment) -> None:
    worker = deployment.worker
    for harm in (worker.restart, worker.kill):
        with pytest.raises(AssertionError, match="worker"):
            async with deployment.all_stay_up():
                harm()
    with pytest.raises(AssertionError, match="not all run"):
        async with deployment.all_stay_up():
            pass
    worker.launch()


@pytest.mark.parametrize(
    ("usual", "healed", "is_late", "is_overdue"),
    [
        (0.2, [1.0, 4.9], False, False),
        (0.2, [14.0], True, False),
        (0.2, [1.0, 16.0], True, True),
        (2.0, [16.0], True, False),
    ],
)
def test_seconds_to_serve_again_that_no_load_explains_are_a_failure(
    usual: float, healed: list[float], *, is_late: bool, is_overdue: bool
) -> None:
    promised = replace(SCENARIOS["kill-backend"], heals_within=5.0)
    outcome = Outcome(promised, 1, 20.0, None, healed, 0, usual=usual)

    assert outcome.is_late is is_late
    assert bool(outcome.overdue) is is_overdue
    assert Outcome(replace(promised, heals_within=None), 1, 20.0, None, [99.0], 0).overdue == ""
