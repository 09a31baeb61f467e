"""Collections that a member asks for: at once, but not one after another."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from server.access import Role
from server.demo.networks.instagram import LocalInstagram, Owner
from server.settings import Settings
from server.social.collecting import Collector
from server.social.commands import collect
from server.social.model import Account, Network
from server.social.taking import Taker
from tests.integration.monitoring.scraping import monitored
from tests.integration.transport.api import Api
from tests.social import serving
from tests.social.collection import Bench

SPACING = timedelta(minutes=5)
WANTS = {
    "account": 'mutation { collectSocialAccount(accountId: "instagram:1") { state } }',
    "workspace": 'mutation { collectSocialWorkspace(workspaceId: "main") { state } }',
}
LATER = serving.answering(500, {"error": {"message": "Later", "type": "OAuthException", "code": 2}})


@pytest.fixture
async def api(social: Settings, bench: Bench) -> AsyncIterator[Api]:
    """The API and the collector with the spacing of the settings."""
    spaced = social.model_copy(update={"social_spacing": Settings().social_spacing})
    bench.collector = Collector(spaced, bench.pool, bench.client, bench.vault)
    async with monitored(spaced) as (found, _):
        yield found


@pytest.fixture
async def ada(bench: Bench, instagram: LocalInstagram) -> Account:
    owner = instagram.add(Owner("1", "ada", "token", media=[]))
    return await bench.connect(Network.INSTAGRAM, owner.token, owner.external_id)


async def want(api: Api, document: str) -> None:
    assert "errors" not in await api.ask(document, authorization=api.token("boss", Role.ADMIN))


async def times(bench: Bench) -> tuple[datetime, datetime]:
    """When the account is due, and when its last collection began."""
    row = await bench.pool.fetchrow("SELECT due_at, started_at FROM social_accounts")
    assert row is not None
    return row["due_at"], row["started_at"]


@pytest.mark.parametrize("of", WANTS)
async def test_a_collection_is_not_repeated_at_once(api: Api, bench: Bench, ada: Account, of: str) -> None:
    await bench.collect(ada)
    for _ in range(3):
        await want(api, WANTS[of])
        due_at, started_at = await times(bench)
        assert due_at == started_at + SPACING
        assert await Taker(bench.settings, bench.pool).take_due(10) == []
    await bench.pool.execute("UPDATE social_accounts SET started_at = now() - interval '5 minutes'")
    await want(api, WANTS[of])
    [taken] = await Taker(bench.settings, bench.pool).take_due(10)
    assert taken.reads_all


@pytest.mark.parametrize("of", WANTS)
async def test_a_collection_that_is_asked_for_during_another_waits_as_long(
    api: Api, bench: Bench, instagram: LocalInstagram, ada: Account, of: str
) -> None:
    with serving.Held() as held:
        instagram.fail(held)
        collecting = asyncio.create_task(bench.collect(ada))
        await held.until_reached()
        await want(api, WANTS[of])
    await collecting
    due_at, started_at = await times(bench)
    assert due_at == started_at + SPACING
    assert await bench.pool.fetchval("SELECT wanted_at FROM social_accounts") is not None, "with all posts, then"


@pytest.mark.parametrize("of", WANTS)
async def test_a_collection_that_failed_is_not_repeated_at_once_either(
    api: Api, bench: Bench, instagram: LocalInstagram, ada: Account, of: str
) -> None:
    instagram.fail(LATER, times=20)
    assert (await bench.collect(ada)).code == "transient"
    instagram.faults.clear()
    due_at, started_at = await times(bench)
    await want(api, WANTS[of])
    assert await Taker(bench.settings, bench.pool).take_due(10) == []
    assert (await times(bench))[0] == min(due_at, started_at + SPACING)
    assert await Taker(bench.settings, bench.pool).take(1, ada.account_id, SPACING) is None
    await bench.pool.execute("UPDATE social_accounts SET started_at = now() - interval '5 minutes'")
    await want(api, WANTS[of])
    assert len(await Taker(bench.settings, bench.pool).take_due(10)) == 1


async def test_nobody_delays_a_collection_by_asking_for_it(api: Api, bench: Bench, ada: Account) -> None:
    await bench.collect(ada)
    soon = datetime.now(UTC) + timedelta(minutes=1)
    await bench.pool.execute("UPDATE social_accounts SET due_at = $1", soon)
    await want(api, WANTS["account"])
    assert (await times(bench))[0] == soon


async def test_the_command_keeps_the_distance_unless_it_is_forced(
    social: Settings, bench: Bench, instagram: LocalInstagram, ada: Account
) -> None:
    spaced = social.model_copy(update={"social_spacing": Settings().social_spacing})
    for forces, collected in ((False, True), (False, False), (True, True)):
        before = len(instagram.seen)
        [(_, outcome)] = await collect(spaced, 1, "main", None, forces=forces)
        assert ((outcome is not None), len(instagram.seen) > before) == (collected, collected)
