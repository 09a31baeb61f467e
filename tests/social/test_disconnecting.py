"""Disconnecting: the token goes at once, numbers stay or go, and a collection under way stores nothing more."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from server.access import Role
from server.demo.networks.instagram import LocalInstagram, Media, Owner
from server.errors import ViewpulseError
from server.social.accounts import REFUSED, disconnect_account, find_account
from server.social.links import link_post
from server.social.model import Account, AccountState, Network
from server.social.storing import Overtaken
from server.social.taking import Taker
from server.storage.database import Connection
from tests.integration.transport.api import Api
from tests.social.collection import Bench
from tests.social.serving import Held

OF_ACCOUNTS = """
SELECT table_name FROM information_schema.columns
WHERE table_schema = current_schema() AND column_name = 'account_id' AND table_name LIKE 'social%'
"""
DISCONNECT = """mutation ($numbers: SocialNumbers!) {
    disconnectSocialAccount(accountId: "instagram:1", numbers: $numbers) { accountId state stateReason }
}"""
LISTED = '{ socialWorkspace(workspaceId: "main") { accounts { accountId state } } }'
NUMBERS = '{ socialAccount(accountId: "instagram:1") { state metrics { followers { value } } } }'
RESUME = 'mutation { resumeSocialAccount(accountId: "instagram:1") { state } }'


@pytest.fixture
async def ada(bench: Bench, instagram: LocalInstagram) -> Account:
    """An account with numbers and a post, and another one that stays."""
    now = datetime.now(UTC)
    for number in ("1", "2"):
        media = [Media(f"m{number}", now - timedelta(hours=1), metrics={"likes": 3})]
        owner = instagram.add(Owner(number, f"name{number}", f"token{number}", followers=7, media=media))
        account = await bench.connect(Network.INSTAGRAM, owner.token, owner.external_id)
        for _ in range(2):  # what is read again is noted
            assert (await bench.collect(account)).code == "done"
        await link_post(bench.pool, 1, account.account_id, f"m{number}", content_id="c1", now=now)
    return await find_account(bench.pool, 1, "instagram:1")


async def rows_of(database: Connection, account_id: str) -> dict[str, int]:
    """The number of rows of an account in each table that has accounts."""
    tables = [row["table_name"] for row in await database.fetch(OF_ACCOUNTS)]
    assert len(tables) >= 7
    return {
        table: await database.fetchval(f"SELECT count(*) FROM {table} WHERE account_id = $1", account_id)
        for table in tables
    }


async def disconnect(bench: Bench, account_id: str, *, deletes: bool) -> Account:
    async with bench.pool.acquire() as connection:
        return await disconnect_account(connection, 1, account_id, deletes=deletes, now=datetime.now(UTC))


async def test_its_numbers_are_kept_without_its_token(
    bench: Bench, ada: Account, api: Api, database: Connection
) -> None:
    boss = api.token("boss", Role.ADMIN)
    before = await rows_of(database, ada.account_id)
    answer = await api.ask(DISCONNECT, {"numbers": "KEEP"}, authorization=boss)
    assert answer["data"]["disconnectSocialAccount"]["state"] == "DISCONNECTED"
    assert await rows_of(database, ada.account_id) == {**before, "social_tokens": 0}
    shown = await api.ask(NUMBERS, authorization=boss)
    assert shown["data"]["socialAccount"] == {"state": "DISCONNECTED", "metrics": {"followers": {"value": 7}}}
    assert await Taker(bench.settings, bench.pool).take(1, ada.account_id) is None
    refused = await api.ask(RESUME, authorization=boss)
    assert refused["errors"][0]["extensions"]["code"] == "BAD_INPUT"
    again = await bench.connect(Network.INSTAGRAM, "token1", "1")
    assert (await bench.collect(again)).code == "done"
    assert (await bench.account(again)).state is AccountState.CONNECTED


async def test_all_of_it_is_deleted_and_nothing_of_others(
    bench: Bench, ada: Account, api: Api, database: Connection
) -> None:
    boss = api.token("boss", Role.ADMIN)
    others = await rows_of(database, "instagram:2")
    assert all(await asyncio.gather(*(_has_rows(bench, table) for table in others))), "a table has no rows to delete"
    answer = await api.ask(DISCONNECT, {"numbers": "DELETE"}, authorization=boss)
    assert answer["data"]["disconnectSocialAccount"]["accountId"] == ada.account_id
    assert set((await rows_of(database, ada.account_id)).values()) == {0}
    assert await rows_of(database, "instagram:2") == others
    assert (await api.ask(NUMBERS, authorization=boss))["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    listed = await api.ask(LISTED, authorization=boss)
    assert [one["accountId"] for one in listed["data"]["socialWorkspace"]["accounts"]] == ["instagram:2"]
    with pytest.raises(ViewpulseError, match="There is no social account"):
        await disconnect(bench, ada.account_id, deletes=False)


async def _has_rows(bench: Bench, table: str) -> bool:
    found: bool = await bench.pool.fetchval(f"SELECT EXISTS (SELECT FROM {table} WHERE account_id = 'instagram:1')")
    return found


@pytest.mark.parametrize("deletes", [True, False])
async def test_a_collection_that_is_under_way_stores_nothing_more(
    bench: Bench, instagram: LocalInstagram, ada: Account, database: Connection, deletes: bool
) -> None:
    instagram.owners["1"].followers = 99
    taken = await Taker(bench.settings, bench.pool).take(1, ada.account_id)
    assert taken is not None
    with Held() as held:
        instagram.fail(held)  # the followers are on the way
        collecting = asyncio.create_task(bench.collector.collect(taken))
        await held.until_reached()
        await disconnect(bench, ada.account_id, deletes=deletes)
        left = await rows_of(database, ada.account_id)
    with pytest.raises(Overtaken):
        await collecting
    assert await rows_of(database, ada.account_id) == left
    assert left["social_tokens"] == 0
    assert left["social_accounts"] == (0 if deletes else 1)
    assert (await bench.values(ada)).get("followers") == (None if deletes else (7.0, "measured"))


async def test_an_expired_token_does_not_bring_it_back(bench: Bench, instagram: LocalInstagram, ada: Account) -> None:
    instagram.expired = {"token1"}
    taken = await Taker(bench.settings, bench.pool).take(1, ada.account_id)
    assert taken is not None
    with Held() as held:
        instagram.fail(held)
        collecting = asyncio.create_task(bench.collector.collect(taken))
        await held.until_reached()
        await disconnect(bench, ada.account_id, deletes=False)
    with pytest.raises(Overtaken):
        await collecting
    assert (await bench.account(ada)).state is AccountState.DISCONNECTED


async def test_commands_name_members_and_disconnect(
    bench: Bench, ada: Account, database: Connection, viewpulse: Callable[..., Awaitable[tuple[int, str]]]
) -> None:
    code, printed = await viewpulse("social", "members", "main", "u2", "u1")
    assert (code, "Workspace main has 2 members." in printed) == (0, True), printed
    rows = await database.fetch("SELECT user_id FROM social_members ORDER BY user_id")
    assert [row["user_id"] for row in rows] == ["u1", "u2"]
    code, printed = await viewpulse("social", "disconnect", ada.account_id, "--delete")
    assert (code, f"{ada.account_id} is disconnected; its numbers are deleted." in printed) == (0, True), printed
    assert set((await rows_of(database, ada.account_id)).values()) == {0}
    code, printed = await viewpulse("social", "disconnect", ada.account_id)
    assert (code, "There is no social account" in printed) == (1, True), printed


async def test_who_has_to_be_connected_again_is_neither_paused_nor_resumed(
    bench: Bench, api: Api, ada: Account
) -> None:
    await bench.pool.execute("UPDATE social_accounts SET state = 'needs_reconnect', reason = 'Session has expired.'")
    for field in ("pauseSocialAccount", "resumeSocialAccount"):
        document = f'mutation {{ {field}(accountId: "{ada.account_id}") {{ state }} }}'
        answer = await api.ask(document, authorization=api.token("boss", Role.ADMIN))
        [error] = answer["errors"]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", ["accountId"])
        assert error["message"] == REFUSED
    found = await bench.account(ada)
    assert (found.state, found.reason) == (AccountState.NEEDS_RECONNECT, "Session has expired.")
