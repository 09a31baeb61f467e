"""Whatever goes wrong while accounts are collected, no stored number is one that the network did not hold."""

from dataclasses import fields, is_dataclass
from random import Random
from typing import Any

import pytest

from server.demo.networks.local import LocalNetwork
from server.errors import ErrorCode, ViewpulseError
from server.social.model import AccountState, Network
from server.social.rates import ENGAGEMENT_RATE
from tests.drawing import thinned
from tests.social import serving
from tests.social.collection import Bench
from tests.social.test_facebook import cafe
from tests.social.test_instagram import ada
from tests.social.test_linkedin import acme
from tests.social.test_pinterest import ida
from tests.social.test_tiktok import kim
from tests.social.test_x import eve
from tests.social.test_youtube import bea

__all__ = ["acme", "ada", "bea", "cafe", "eve", "ida", "kim"]

OWNERS = {
    Network.INSTAGRAM: "ada",
    Network.FACEBOOK: "cafe",
    Network.X: "eve",
    Network.LINKEDIN: "acme",
    Network.TIKTOK: "kim",
    Network.YOUTUBE: "bea",
    Network.PINTEREST: "ida",
}
"""The fixture with an account of each network."""
FAULTS = (
    serving.a_page_of_a_proxy,
    serving.nothing,
    serving.a_cut_connection,
    serving.answering(500, {"message": "Something went wrong"}),
    serving.answering(503, {}),
    serving.answering(429, {"message": "Slow down"}, retry_after="1"),
    serving.answering(404, {"message": "There is no such thing"}),
    serving.answering(200, {"data": "of another form"}),
    serving.answering(200, []),
    serving.waiting(0.02),
)
ROUNDS = 4

Held = dict[tuple[str, str], tuple[float | None, str]]
"""The latest numbers, by post and metric, with their provenances."""


def grow(what: Any, by: int) -> None:
    """Adds to every number of an account, however it is kept; a negative one stands for none."""
    if isinstance(what, dict):
        for key, value in what.items():
            what[key] = value + by if _is_count(value) else value
            grow(value, by)
    elif isinstance(what, list | tuple):
        for value in what:
            grow(value, by)
    elif is_dataclass(what):
        for one in fields(what):
            value = getattr(what, one.name)
            if _is_count(value):
                setattr(what, one.name, value + by)
            grow(value, by)


def _is_count(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


async def held(bench: Bench, account_id: str) -> Held:
    rows = await bench.pool.fetch(
        "SELECT post_id, metric, value, provenance, reason FROM social_latest WHERE account_id = $1", account_id
    )
    assert all(row["value"] is not None or row["reason"] for row in rows)
    return {(row["post_id"], row["metric"]): (row["value"], row["provenance"]) for row in rows}


@pytest.mark.parametrize("seed", thinned(range(3), 3))
@pytest.mark.parametrize("network", OWNERS)
async def test_no_number_is_wrong_whatever_fails(
    bench: Bench, request: pytest.FixtureRequest, network: Network, seed: int
) -> None:
    random = Random(f"{network} {seed}")
    local: LocalNetwork = request.getfixturevalue(network.value)
    owner = request.getfixturevalue(OWNERS[network])
    account = await bench.connect(network, owner.token, getattr(owner, "external_id", None))
    assert (await bench.collect(account)).code == "done"
    paths = sorted({one.path for one in local.seen})
    before = await held(bench, account.account_id)
    grow(owner, 1000)

    outcomes, meanwhile = [], list[Held]()
    for _ in range(ROUNDS):
        for _ in range(random.randint(1, 12)):
            local.fail(random.choice(FAULTS), path=random.choice(paths))
        outcomes.append((await bench.collect(account)).code)
        meanwhile.append(await held(bench, account.account_id))
        local.faults.clear()
        await bench.forget_pauses()
        assert (await bench.account(account)).state is AccountState.CONNECTED, outcomes

    assert (await bench.collect(account)).code == "done", outcomes
    after = await held(bench, account.account_id)
    changed = [key for key, (value, _) in after.items() if value is not None and before.get(key) != after[key]]
    assert len(changed) > len(after) // 3, "most numbers have grown"
    for found in meanwhile:
        for key, (value, provenance) in found.items():
            if key[1] == ENGAGEMENT_RATE:
                continue  # of those of the other numbers that are there: test_rates
            assert value is None or (value, provenance) in (before.get(key), after.get(key)), (key, value, outcomes)


@pytest.mark.parametrize("network", OWNERS)
async def test_an_account_whose_network_answers_in_another_form_is_not_connected(
    bench: Bench, request: pytest.FixtureRequest, network: Network
) -> None:
    local: LocalNetwork = request.getfixturevalue(network.value)
    owner = request.getfixturevalue(OWNERS[network])
    # an object without the followers of an organization lacks that number only
    objects = () if network is Network.LINKEDIN else ({"data": "of another form"}, {"data": [7]})
    for body in ([], "text", *objects):
        local.fail(serving.answering(200, body), times=20)
        with pytest.raises(ViewpulseError) as refused:
            await bench.connect(network, owner.token, getattr(owner, "external_id", None))
        assert refused.value.code is ErrorCode.BAD_INPUT, body
        local.faults.clear()
    assert await bench.pool.fetchval("SELECT count(*) FROM social_accounts") == 0
