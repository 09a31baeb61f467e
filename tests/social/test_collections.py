"""What is said of collections: how far they are, how they ended, and which accounts are not collected."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.access import Role
from server.demo.networks.instagram import LocalInstagram, Media, Owner, error
from server.doctor import examine
from server.social.collections import KEPT_COLLECTIONS, Ended
from server.social.failures import FAILURES
from server.social.model import Account, Network
from server.social.taking import Taker
from tests.integration.transport.api import Api
from tests.social import serving
from tests.social.collection import Bench

COLLECTIONS = """{ socialCollections(workspaceId: "main") { accounts {
    accountId state collectedAt dueAt collections { startedAt endedAt duration outcome detail calls posts postsDue }
} } }"""
LIVE = f"subscription {COLLECTIONS}"


@pytest.fixture
async def ada(bench: Bench, instagram: LocalInstagram) -> Account:
    media = [Media(f"m{number}", datetime.now(UTC) - timedelta(hours=1), metrics={"likes": 3}) for number in range(3)]
    owner = instagram.add(Owner("1", "ada", "token", media=media))
    return await bench.connect(Network.INSTAGRAM, owner.token, owner.external_id)


async def shown(api: Api) -> dict[str, Any]:
    answer = await api.ask(COLLECTIONS, authorization=api.token("boss", Role.ADMIN))
    assert "errors" not in answer, answer
    [account] = answer["data"]["socialCollections"]["accounts"]
    assert isinstance(account, dict)
    return account


def test_an_outcome_is_done_or_lost_or_one_of_the_failures() -> None:
    assert set(Ended) == {"done", "abandoned", *(failure.code for failure in FAILURES)}


async def test_a_collection_says_how_far_it_is_and_how_it_ended(
    bench: Bench, instagram: LocalInstagram, ada: Account, api: Api
) -> None:
    assert (await shown(api))["collections"] == []
    with serving.Held("POST") as held:  # the batch with the numbers of posts
        instagram.fail(held, times=50)
        collecting = asyncio.create_task(bench.collect(ada))
        await held.until_reached()
        account = await shown(api)
        [running] = account["collections"]
        assert (running["endedAt"], running["duration"], running["outcome"]) == (None, None, None)
        assert (running["posts"], running["postsDue"], running["calls"] > 3) == (0, 3, True)
    outcome = await collecting
    account = await shown(api)
    [ended] = account["collections"]
    assert (ended["outcome"], ended["detail"]) == ("DONE", None)
    assert (ended["posts"], ended["postsDue"], ended["calls"]) == (3, 3, outcome.calls)
    assert ended["startedAt"] == running["startedAt"]
    lasted = datetime.fromisoformat(ended["endedAt"]) - datetime.fromisoformat(ended["startedAt"])
    assert ended["duration"] == pytest.approx(lasted.total_seconds(), abs=1e-3)
    assert ended["duration"] > 0
    assert datetime.fromisoformat(account["dueAt"]) == outcome.due_at


async def test_failures_and_lost_workers_are_named_and_only_the_last_are_kept(
    bench: Bench, instagram: LocalInstagram, ada: Account, api: Api
) -> None:
    brief = bench.settings.model_copy(update={"social_lease": 0.05})
    assert await Taker(brief, bench.pool).take(1, ada.account_id) is not None  # and then its worker is killed
    await asyncio.sleep(0.1)
    instagram.fail(serving.answering(403, error(80002, "(#80002) There have been too many calls.")))
    assert (await bench.collect(ada)).code == "throttled"
    newest, oldest = (await shown(api))["collections"]
    assert (newest["outcome"], newest["detail"]) == ("THROTTLED", "(#80002) There have been too many calls.")
    assert (oldest["outcome"], oldest["calls"]) == ("ABANDONED", 0)
    await bench.forget_pauses()
    for _ in range(KEPT_COLLECTIONS):
        assert (await bench.collect(ada)).code == "done"
    kept = (await shown(api))["collections"]
    assert [one["outcome"] for one in kept] == ["DONE"] * KEPT_COLLECTIONS


async def test_the_doctor_says_which_accounts_are_not_collected(bench: Bench, ada: Account) -> None:
    async def found() -> dict[str, str]:
        findings = [one for one in await examine(bench.settings) if one.what == "Social accounts"]
        assert not any(one.fails for one in findings)  # the processes are well
        return {one.found: one.advice for one in findings}

    assert await found() == {"1 account is collected": ""}
    await bench.pool.execute("UPDATE social_accounts SET since = since - interval '4 hours'")
    [(said, advice)] = (await found()).items()
    assert said == "1 account not collected for long, by project: 1 instagram:1"
    assert advice.startswith("Start `viewpulse worker` with VIEWPULSE_SOCIAL_KEYS")
    await bench.pool.execute("UPDATE social_accounts SET state = 'needs_reconnect', reason = 'Session has expired.'")
    await bench.pool.execute(
        "INSERT INTO social_accounts SELECT project_id, 'x:' || n, workspace_id, 'x', '7', '', 'billing_stop', 'Pay.',"
        " since, due_at FROM social_accounts, generate_series(1, 7) AS n"
    )
    (reconnect, how), (pay, _) = (await found()).items()
    assert reconnect == "1 account to be connected again, by project: 1 instagram:1 (Session has expired.)"
    assert "viewpulse social connect" in how
    assert pay.startswith("7 accounts stopped until their network is paid, by project: 1 x:1 (Pay.), 1 x:2 (Pay.)")
    assert pay.endswith("1 x:5 (Pay.) and 2 more")
