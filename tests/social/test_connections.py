"""Accounts are connected by the pages of the local networks: a real browser's way, and each way to cheat."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from server.app import create_app
from server.demo.networks.facebook import Page
from server.demo.networks.linkedin import Organization
from server.demo.networks.local import Fault
from server.demo.networks.tiktok_business import Business, LocalTikTokBusiness
from server.settings import Settings
from server.social.accounts import find_account
from server.social.model import MAX_OPENED, Network
from server.social.tokens import read_token
from server.storage.database import Connection
from tests.integration.transport.api import Api, served
from tests.social.browsing import (
    PAGE,
    SHOW,
    START,
    Browser,
    Networks,
    ask,
    assert_guarded,
    code_of,
    finish,
    shown,
    start,
    url_of,
)
from tests.social.collection import Bench
from tests.social.serving import CALLBACK, answering, waiting

HOUR = timedelta(hours=1)


EXPECTED = {
    Network.INSTAGRAM: ("17841", "ada.creates", "Ada.Creates", "token-ig", None, timedelta(days=60)),
    Network.FACEBOOK: ("100", "Ada Creates", "Ada Creates", "token-fb", None, None),
    Network.X: ("7", "ada", "ada", "token-x", "refresh-x", timedelta(hours=2)),
    Network.LINKEDIN: ("55", "company-55", "Ada Ltd", "token-li", "refresh-li", timedelta(days=60)),
    Network.TIKTOK: ("open-1", "ada", None, "token-tt", "refresh-tt", timedelta(hours=2)),
    Network.YOUTUBE: ("UC1", "@ada", "@Ada", "token-yt", "refresh-yt", timedelta(hours=1)),
    Network.PINTEREST: ("9", "ada", None, "token-pi", "refresh-pi", timedelta(days=30)),
}
"""Id, handle, name, access token, refresh token and lifetime of the account on each."""


@pytest.mark.parametrize("network", Network)
async def test_an_account_of_each_network_is_connected(
    api: Api, bench: Bench, networks: Networks, browser: Browser, network: Network, database: Connection
) -> None:
    external_id, handle, name, access, refresh, lifetime = EXPECTED[network]
    began = datetime.now(UTC)
    url = await url_of(api, network.name)
    connection_id = await browser.come_back(await browser.allow(url))
    found = await shown(api, connection_id)
    assert (found["state"], found["failure"], found["reason"]) == ("CHOOSE", None, None)
    assert (found["workspaceId"], found["network"]) == ("main", network.name)
    account_id = f"{network.value}:{external_id}"
    choice = {"accountId": account_id, "externalId": external_id, "handle": handle, "name": name, "workspaceId": None}
    assert found["choices"] == [choice]
    assert timedelta(minutes=9) < datetime.fromisoformat(found["expiresAt"]) - began < timedelta(minutes=11)
    assert await database.fetchval("SELECT count(*) FROM social_accounts") == 0, "nothing is stored before the choice"
    answer = await finish(api, connection_id, external_id)
    assert answer["data"]["finishSocialConnection"] == {
        "state": "CONNECTED",
        "choices": [{"accountId": account_id, "workspaceId": "main"}],
    }
    token = await read_token(bench.pool, bench.vault, 1, account_id)
    assert (token.access, token.refresh) == (access, refresh)
    if lifetime is None:
        assert token.expires_at is None
    else:
        assert token.expires_at is not None
        assert abs(token.expires_at - began - lifetime) < HOUR
    actions = [row["action"] for row in await database.fetch("SELECT action FROM audit_entries ORDER BY number")]
    assert actions[-2:] == ["startSocialConnection", "finishSocialConnection"]
    outcome = await bench.collect(await find_account(bench.pool, 1, account_id))
    assert outcome.code == "done", outcome


@pytest.mark.parametrize("network", Network)
async def test_who_does_not_allow_it_connects_nothing(
    api: Api, bench: Bench, networks: Networks, browser: Browser, network: Network
) -> None:
    address = await browser.allow(await url_of(api, network.name), account="")
    assert parse_qs(urlsplit(address).query)["error"] == ["access_denied"]
    connection_id = await browser.come_back(address)
    found = await shown(api, connection_id)
    assert (found["state"], found["failure"], found["choices"]) == ("FAILED", "DENIED", [])
    assert found["reason"] == "The user did not allow it."
    assert code_of(await finish(api, connection_id, "1")) == ("BAD_INPUT", ["id"])
    assert networks[network].calls("token") == 0


async def test_pages_of_several_pages_are_listed_and_some_chosen(
    api: Api, bench: Bench, networks: Networks, browser: Browser
) -> None:
    for number in range(101, 104):
        networks.facebook.add(Page(str(number), f"Page {number}", f"token-{number}", shown=number != 102))
    connection_id = await browser.come_back(await browser.allow(await url_of(api, "FACEBOOK")))
    choices = (await shown(api, connection_id))["choices"]
    assert [one["externalId"] for one in choices] == ["100", "101", "103"], "page 102 may not be read"
    assert code_of(await finish(api, connection_id, "100", "102")) == ("BAD_INPUT", ["externalIds", 1])
    assert code_of(await finish(api, connection_id)) == ("BAD_INPUT", ["externalIds"])
    assert await bench.pool.fetchval("SELECT count(*) FROM social_accounts") == 0, "all of them or none"
    answer = await finish(api, connection_id, "103", "100", "103")
    owners = {one["accountId"]: one["workspaceId"] for one in answer["data"]["finishSocialConnection"]["choices"]}
    assert owners == {"facebook:100": "main", "facebook:101": None, "facebook:103": "main"}
    for external_id, token in (("100", "token-fb"), ("103", "token-103")):
        assert (await read_token(bench.pool, bench.vault, 1, f"facebook:{external_id}")).access == token
    assert code_of(await finish(api, connection_id, "101")) == ("BAD_INPUT", ["id"]), "it is finished"
    assert (await shown(api, connection_id))["state"] == "CONNECTED"
    again = await browser.come_back(await browser.allow(await url_of(api, "FACEBOOK")))
    owners = {one["accountId"]: one["workspaceId"] for one in (await shown(api, again))["choices"]}
    assert owners == {"facebook:100": "main", "facebook:101": None, "facebook:103": "main"}


async def test_organizations_of_one_administrator_share_a_token(
    api: Api, bench: Bench, networks: Networks, browser: Browser
) -> None:
    networks.linkedin.add(Organization("56", "token-li", "refresh-li", followers=77, name="Ada Labs"))
    networks.linkedin.add(Organization("57", "another-token", "another", name="Somebody else"))
    connection_id = await browser.come_back(await browser.allow(await url_of(api, "LINKEDIN")))
    choices = (await shown(api, connection_id))["choices"]
    assert [(one["externalId"], one["name"]) for one in choices] == [("55", "Ada Ltd"), ("56", "Ada Labs")]
    assert "errors" not in await finish(api, connection_id, "56")
    account = await find_account(bench.pool, 1, "linkedin:56")
    assert (await bench.collect(account)).code == "done"
    assert (await bench.values(account))["followers"] == (77.0, "measured")


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("network", [Network.FACEBOOK, Network.LINKEDIN])
async def test_a_connection_says_whether_there_are_more_accounts_than_it_lists(
    api: Api, bench: Bench, networks: Networks, browser: Browser, network: Network, more: int
) -> None:
    for number in range(1_001, 1_000 + MAX_OPENED + more):  # one is there already
        if network is Network.FACEBOOK:
            networks.facebook.add(Page(str(number), f"Page {number}", f"token-{number}"))
        else:
            networks.linkedin.add(Organization(str(number), "token-li", "refresh-li", name=f"Company {number}"))
    connection_id = await browser.come_back(await browser.allow(await url_of(api, network.name)))
    found = await shown(api, connection_id)
    assert (len(found["choices"]), found["truncated"]) == (MAX_OPENED, bool(more))
    last = str(1_000 + MAX_OPENED - 1)
    assert found["choices"][-1]["externalId"] == last
    assert "errors" not in await finish(api, connection_id, last)
    assert await bench.pool.fetchval("SELECT external_id FROM social_accounts") == last


async def test_a_user_without_accounts_has_nothing_to_choose(
    api: Api, bench: Bench, networks: Networks, browser: Browser
) -> None:
    networks.facebook.pages[0].shown = False
    found = await shown(api, await browser.come_back(await browser.allow(await url_of(api, "FACEBOOK"))))
    assert (found["state"], found["failure"]) == ("FAILED", "NO_ACCOUNT")
    assert found["reason"] == "The user has no account of Facebook that can be read."


NOT_NOW = (
    ("token", answering(500, {"error": "server_error"}), "TRANSIENT"),
    ("token", answering(429, {"error": "slow_down"}), "TRANSIENT"),
    ("token", answering(200, ["something else"]), "TRANSIENT"),
    ("token", answering(401, {"error": "invalid_client"}), "CONTRACT_CHANGED"),
    ("token", answering(200, {"access_token": "a", "expires_in": "a secret that is no number"}), "CONTRACT_CHANGED"),
    ("token", answering(200, {"error": "invalid_grant"}), "AUTH_EXPIRED"),
    ("users/me", answering(401, {"title": "Unauthorized", "detail": "Unauthorized"}), "AUTH_EXPIRED"),
    ("users/me", answering(403, {"title": "Forbidden", "detail": "Forbidden"}), "PERMISSION_MISSING"),
    ("users/me", answering(402, {"title": "CreditsDepleted", "detail": "No credits."}), "BILLING_STOP"),
    ("users/me", answering(429, {"title": "Too Many Requests", "detail": "Too many"}), "THROTTLED"),
    ("users/me", answering(200, {"data": {"username": "no id"}}), "CONTRACT_CHANGED"),
    ("users/me", answering(200, {}), "NOT_FOUND"),
)


@pytest.mark.parametrize(("path", "fault", "failure"), NOT_NOW, ids=range(len(NOT_NOW)))
async def test_what_a_network_answers_instead_has_a_name(
    api: Api, bench: Bench, networks: Networks, browser: Browser, *, path: str, fault: Fault, failure: str
) -> None:
    address = await browser.allow(await url_of(api, "X"))
    networks.x.fail(fault, path=path)
    found = await shown(api, await browser.come_back(address))
    assert (found["state"], found["failure"], found["choices"]) == ("FAILED", failure, [])
    assert found["reason"]
    assert "secret" not in found["reason"] or "its id or its secret" in found["reason"]


async def test_a_network_that_hangs_does_not_hold_the_browser(
    api: Api, bench: Bench, networks: Networks, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.social.connections.EXCHANGE_SECONDS", 0.3)
    address = await browser.allow(await url_of(api, "X"))
    networks.x.fail(waiting(2), path="token")
    found = await shown(api, await browser.come_back(address))
    assert (found["failure"], found["reason"]) == ("TRANSIENT", "X took too long; try again.")


@pytest.mark.parametrize(
    ("said", "failure"),
    [("server_error", "TRANSIENT"), ("invalid_scope", "CONTRACT_CHANGED"), ("<b>odd</b>", "CONTRACT_CHANGED")],
)
async def test_an_error_of_the_page_has_a_name(
    api: Api, bench: Bench, networks: Networks, browser: Browser, said: str, failure: str
) -> None:
    state = parse_qs(urlsplit(await url_of(api, "X")).query)["state"][0]
    found = await shown(
        api,
        await browser.come_back(f"{CALLBACK}?{urlencode({'error': said, 'error_description': 'x', 'state': state})}"),
    )
    assert (found["state"], found["failure"]) == ("FAILED", failure)
    assert said not in found["reason"]


async def test_what_is_not_set_up_is_said(social: Settings, bench: Bench) -> None:
    for change, field in (
        ({"social_x_client_id": None}, ["network"]),
        ({"social_callback_url": None}, None),
        ({"social_keys": None}, None),
        ({"social_keys": SecretStr("no key")}, None),
        ({"social_return_origins": ["https://app.test:99999", "app.test"]}, ["returnTo"]),
        ({"social_return_origins": []}, ["returnTo"]),
    ):
        settings = social.model_copy(update=change)
        async with served(create_app(settings), settings) as api:
            assert code_of(await start(api, "X")) == ("BAD_INPUT", field), change
            assert code_of(await start(api, "X", return_to="https://evil.test:99999/"))[0] == "BAD_INPUT"
            page = await api.client.get("/social/callback?state=1&code=1")
            assert (page.status_code, "VIEWPULSE" in page.text) == (400, False)
    async with served(create_app(social), social) as api:
        answer = await ask(api, START, {"workspace": "none", "network": "X", "returnTo": PAGE})
        assert code_of(answer) == ("NOT_FOUND", ["workspaceId"])


async def test_without_redis_it_is_unavailable(social: Settings, bench: Bench) -> None:
    settings = social.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    async with served(create_app(settings), settings) as api:
        for answer in (await start(api, "X"), await ask(api, SHOW, {"id": "1"}), await finish(api, "1", "1")):
            assert code_of(answer)[0] == "UNAVAILABLE"
            assert answer["errors"][0]["extensions"]["retryable"]
        page = await api.client.get(f"/social/callback?state={'x' * 43}&code=1")
        assert page.status_code == 503
        assert "Redis is unavailable" in page.text
        assert_guarded(page)


async def test_a_business_account_of_tiktok_is_connected(
    api: Api, bench: Bench, tiktok_business: LocalTikTokBusiness, browser: Browser
) -> None:
    tiktok_business.add(Business("open-biz", "biz", "token-biz", "refresh-biz", followers=77))
    address = await browser.allow(await url_of(api, "TIKTOK", business=True))
    assert "auth_code" in parse_qs(urlsplit(address).query)
    connection_id = await browser.come_back(address)
    found = await shown(api, connection_id)
    assert (found["state"], found["reason"]) == ("CHOOSE", None)
    assert [(one["externalId"], one["handle"]) for one in found["choices"]] == [("open-biz", "biz")]
    assert "errors" not in await finish(api, connection_id, "open-biz")
    token = await read_token(bench.pool, bench.vault, 1, "tiktok:open-biz")
    assert (token.access, token.refresh, token.api) == ("token-biz", "refresh-biz", "business")
    account = await find_account(bench.pool, 1, "tiktok:open-biz")
    tiktok_business.expired = {token.access}
    assert (await bench.collect(account)).code == "done"
    assert (await bench.values(account))["followers"] == (77.0, "measured")
    assert (await browser.go(address)).status_code == 400, "a state is good for one request"


async def test_a_network_without_an_api_for_businesses_says_so(api: Api, bench: Bench) -> None:
    for network in ("X", "YOUTUBE", "INSTAGRAM"):
        assert code_of(await start(api, network, business=True)) == ("BAD_INPUT", ["business"])


async def test_the_way_back_may_end_with_a_slash(
    social: Settings, bench: Bench, networks: Networks, browser: Browser
) -> None:
    settings = social.model_copy(update={"social_callback_url": f"{CALLBACK}/"})
    networks.x.page.callbacks.add(f"{CALLBACK}/")
    async with served(create_app(settings), settings) as api:
        browser.api = api
        address = await browser.allow(await url_of(api, "X"))
        assert urlsplit(address).path == "/social/callback/"
        assert (await shown(api, await browser.come_back(address)))["state"] == "CHOOSE"


@pytest.mark.parametrize("network", [*Network, "business"])
async def test_a_wrong_secret_of_ours_is_no_fault_of_the_user(
    social: Settings,
    bench: Bench,
    networks: Networks,
    tiktok_business: LocalTikTokBusiness,
    browser: Browser,
    network: Network | str,
) -> None:
    tiktok_business.add(Business("open-biz", "biz", "token-biz"))
    is_business = network == "business"
    wrong = SecretStr("a-typo")
    names = [name for name in type(social).model_fields if name.startswith("social_") and name.endswith("_secret")]
    settings = social.model_copy(update=dict.fromkeys(names, wrong))
    async with served(create_app(settings), settings) as api:
        browser.api = api
        url = await url_of(api, "TIKTOK" if is_business else str(network).upper(), business=is_business)
        with capture_logs() as logs:
            found = await shown(api, await browser.come_back(await browser.allow(url)))
    assert (found["state"], found["failure"]) == ("FAILED", "CONTRACT_CHANGED")
    assert "its id or its secret is wrong" in found["reason"]
    [line] = [line for line in logs if line["event"] == "a social connection came back"]
    assert line["log_level"] == "error"


async def test_one_network_of_clients_cannot_flood_the_way_back(
    social: Settings, bench: Bench, networks: Networks, browser: Browser
) -> None:
    settings = social.model_copy(update={"limit_callbacks_per_network": 3, "client_address_header": "x-forwarded-for"})
    async with served(create_app(settings), settings) as api:
        browser.api = api
        address = await browser.allow(await url_of(api, "X"))
        path = address.removeprefix(CALLBACK.removesuffix("/social/callback"))

        async def from_(client: str, path: str = "/social/callback?state=guessed&code=1") -> httpx.Response:
            return await api.client.get(path, headers={"x-forwarded-for": client})

        assert [(await from_("198.51.100.7")).status_code for _ in range(3)] == [400] * 3
        refused = await from_("198.51.100.8", path)  # of the same network
        assert (refused.status_code, 1 <= int(refused.headers["retry-after"]) <= 20) == (429, True)
        assert "Too many requests come from your network" in refused.text
        assert_guarded(refused)
        assert (await from_("203.0.113.7", path)).status_code == 303, "the state is as good as before"
