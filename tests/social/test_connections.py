"""Accounts are connected by the pages of the local networks: a real browser's way, and each way to cheat."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from redis.asyncio import Redis

from server.access import Role
from server.app import create_app
from server.demo.networks.facebook import LocalFacebook, Page
from server.demo.networks.instagram import LocalInstagram, Owner
from server.demo.networks.linkedin import LocalLinkedIn, Organization
from server.demo.networks.local import Fault, LocalNetwork
from server.demo.networks.pinterest import LocalPinterest, Pinner
from server.demo.networks.tiktok import LocalTikTok, User
from server.demo.networks.x import LocalX, Member
from server.demo.networks.youtube import Channel, LocalYouTube
from server.settings import Settings
from server.social.accounts import find_account
from server.social.connection_store import MAX_STARTED
from server.social.model import Network
from server.social.redis_keys import SocialKeys
from server.social.tokens import read_token
from server.storage.database import Connection
from tests.integration.transport.api import Api, served
from tests.social.browsing import (
    CALLBACK,
    FINISH,
    PAGE,
    SHOW,
    START,
    Browser,
    ask,
    code_of,
    connection_in,
    finish,
    shown,
    start,
    url_of,
)
from tests.social.collection import Bench
from tests.social.serving import answering, waiting

HOUR = timedelta(hours=1)


@dataclass
class Networks:
    """The local networks, with one account on each."""

    instagram: LocalInstagram
    facebook: LocalFacebook
    x: LocalX
    linkedin: LocalLinkedIn
    tiktok: LocalTikTok
    youtube: LocalYouTube
    pinterest: LocalPinterest

    def __post_init__(self) -> None:
        self.instagram.add(Owner("17841", "ada.creates", "token-ig"))
        self.facebook.add(Page("100", "Ada Creates", "token-fb"))
        self.x.add(Member("7", "ada", "token-x", "refresh-x"))
        self.linkedin.add(Organization("55", "token-li", "refresh-li", name="Ada Ltd"))
        self.tiktok.add(User("open-1", "ada", "token-tt", "refresh-tt"))
        self.youtube.add(Channel("UC1", "@ada", "token-yt", "refresh-yt"))
        self.pinterest.add(Pinner("9", "ada", "token-pi", "refresh-pi"))

    def __getitem__(self, network: Network) -> LocalNetwork:
        found: LocalNetwork = getattr(self, network.value)
        return found


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


@pytest.fixture
def networks(
    instagram: LocalInstagram,
    facebook: LocalFacebook,
    x: LocalX,
    linkedin: LocalLinkedIn,
    tiktok: LocalTikTok,
    youtube: LocalYouTube,
    pinterest: LocalPinterest,
) -> Networks:
    return Networks(instagram, facebook, x, linkedin, tiktok, youtube, pinterest)


@pytest.fixture
async def browser(api: Api) -> AsyncIterator[Browser]:
    async with Browser(api) as browser:
        yield browser


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


async def test_a_user_without_accounts_is_told_so(api: Api, bench: Bench, networks: Networks, browser: Browser) -> None:
    networks.facebook.pages[0].shown = False
    found = await shown(api, await browser.come_back(await browser.allow(await url_of(api, "FACEBOOK"))))
    assert (found["state"], found["failure"]) == ("FAILED", "NO_ACCOUNT")
    assert found["reason"] == "The user has no account of Facebook that can be read."


async def test_a_state_is_good_for_one_browser_once(
    api: Api, bench: Bench, networks: Networks, browser: Browser
) -> None:
    address = await browser.allow(await url_of(api, "X"))
    assert (await browser.api.client.head(address.replace(CALLBACK, "/social/callback"))).status_code == 405
    answers = await asyncio.gather(*(browser.go(address) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [303, 400, 400, 400, 400]
    assert networks.x.calls("/oauth2/token") == 1
    assert (await browser.go(address)).status_code == 400
    [back] = [answer for answer in answers if answer.status_code == 303]
    assert (await shown(api, connection_in(back.headers["location"])))["state"] == "CHOOSE"


async def test_a_code_of_one_browser_is_of_no_use_with_the_state_of_another(
    api: Api, bench: Bench, networks: Networks, browser: Browser
) -> None:
    for network, refuses in ((networks.x, "verifier"), (networks.tiktok, "verifier"), (networks.youtube, "verifier")):
        name = next(one for one in Network if networks[one] is network).name
        stolen = parse_qs(urlsplit(await browser.allow(await url_of(api, name))).query)["code"][0]
        own = parse_qs(urlsplit(await browser.allow(await url_of(api, name))).query)["state"][0]
        found = await shown(api, await browser.come_back(f"{CALLBACK}?{urlencode({'code': stolen, 'state': own})}"))
        assert (found["state"], found["failure"]) == ("FAILED", "AUTH_EXPIRED"), refuses
        assert "code" in found["reason"]
        assert stolen not in found["reason"]


@pytest.mark.parametrize("network", Network)
async def test_a_code_is_exchanged_once(
    api: Api, bench: Bench, networks: Networks, browser: Browser, network: Network
) -> None:
    used = await browser.allow(await url_of(api, network.name))
    await browser.come_back(used)
    code = parse_qs(urlsplit(used).query)["code"][0]
    state = parse_qs(urlsplit(await url_of(api, network.name)).query)["state"][0]
    found = await shown(api, await browser.come_back(f"{CALLBACK}?{urlencode({'code': code, 'state': state})}"))
    assert (found["state"], found["failure"]) == ("FAILED", "AUTH_EXPIRED")


FORGED = (
    "",
    "?state=",
    "?code=1",
    f"?state={'x' * 43}&code=1",
    f"?state={'x' * 20_000}&code=1",
    "?state=a&state=b&code=1",
    "?state=%00&code=1",
    "?state=%F0%9F%92%A9&code=%3Cscript%3E",
    "?state=<script>alert(1)</script>&code=1&error=<script>",
)


@pytest.mark.parametrize("query", FORGED, ids=range(len(FORGED)))
async def test_a_forged_state_leads_nowhere(api: Api, bench: Bench, query: str) -> None:
    answer = await api.client.get(f"/social/callback{query}")
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "script" not in answer.text
    assert "Return to your application" in answer.text
    assert_guarded(answer)


def assert_guarded(answer: httpx.Response) -> None:
    headers = answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "set-cookie" not in headers


async def test_two_parameters_of_one_name_are_refused_before_the_state_is_used(
    api: Api, bench: Bench, networks: Networks, browser: Browser
) -> None:
    address = await browser.allow(await url_of(api, "X"))
    assert (await browser.go(f"{address}&code=another")).status_code == 400
    answer = await browser.go(address)
    assert answer.status_code == 303
    assert_guarded(answer)


async def test_only_who_began_sees_and_finishes(api: Api, bench: Bench, networks: Networks, browser: Browser) -> None:
    connection_id = await browser.come_back(await browser.allow(await url_of(api, "X")))
    unknown = await ask(api, SHOW, {"id": "x" * 43})
    for who, more in (("another-admin", {}), ("boss", {"project": 2})):
        seen = await ask(api, SHOW, {"id": connection_id}, who, **more)
        assert seen["errors"][0]["message"] == unknown["errors"][0]["message"]
        assert code_of(seen) == code_of(unknown) == ("NOT_FOUND", ["id"])
    assert code_of(await finish(api, connection_id, "7", user="another-admin")) == ("NOT_FOUND", ["id"])
    assert code_of(await finish(api, "x" * 43, "7")) == ("NOT_FOUND", ["id"])
    for wrong in ("", "x" * 129):
        assert code_of(await ask(api, SHOW, {"id": wrong})) == ("BAD_INPUT", ["id"])
    state = parse_qs(urlsplit(await url_of(api, "X")).query)["state"][0]
    assert code_of(await ask(api, SHOW, {"id": state})) == ("NOT_FOUND", ["id"]), "who began does not know the id"


@pytest.mark.parametrize("role", [Role.USER, Role.CREATOR])
async def test_only_admins_connect(api: Api, bench: Bench, role: Role) -> None:
    await bench.pool.execute("INSERT INTO social_members (project_id, workspace_id, user_id) VALUES (1, 'main', 'u')")
    answers = [
        await start(api, "X", user="u", role=role),
        await ask(api, SHOW, {"id": "1"}, "u", role=role),
        await ask(api, FINISH, {"id": "1", "chosen": ["1"]}, "u", role=role),
    ]
    assert [code_of(answer)[0] for answer in answers] == ["FORBIDDEN"] * 3


ELSEWHERE = (
    "https://evil.test/",
    "https://app.test.evil.test/",
    "https://app.test@evil.test/",
    "https://app.test:443@evil.test/",
    "https://evil.test\\@app.test/",
    "https://evil.test\\.app.test/",
    "https://app.test:8443/",
    "http://app.test/",
    "//app.test/",
    "/accounts",
    "javascript:alert(1)//https://app.test/",
    "data:text/html,https://app.test/",
    "https://app.test/#fragment",
    "https://app.test/\r\nset-cookie: a=b",
    "https://app.test/ a",
    " https://app.test/",
    "https://app.test/\u202e",
    "https://xn--.app.test:99999/",
    "https://[::1/",
    "",
    "https://app.test/" + "x" * 2000,
)


@pytest.mark.parametrize("address", ELSEWHERE, ids=range(len(ELSEWHERE)))
async def test_a_browser_returns_to_our_pages_only(api: Api, bench: Bench, address: str) -> None:
    assert code_of(await start(api, "X", return_to=address)) == ("BAD_INPUT", ["returnTo"])


@pytest.mark.parametrize("address", ["https://app.test", "https://APP.test:443/?a=b&c=d", "https://app.test/x;y=1"])
async def test_pages_of_ours_are_accepted_however_they_are_written(api: Api, bench: Bench, address: str) -> None:
    assert "errors" not in await start(api, "X", return_to=address)


async def test_what_expires_is_not_found(
    api: Api, bench: Bench, networks: Networks, browser: Browser, social: Settings
) -> None:
    first = await browser.come_back(await browser.allow(await url_of(api, "X")))
    address = await browser.allow(await url_of(api, "X"))
    kept = await kept_in_redis(social)
    lives = [left for name, (left, _) in kept.items() if ":started:" in name or ":returned:" in name]
    assert len(lives) == 2
    assert all(0 < left <= 600_000 for left in lives)
    await expire(social)
    assert (await browser.go(address)).status_code == 400
    assert code_of(await ask(api, SHOW, {"id": first})) == ("NOT_FOUND", ["id"])
    assert code_of(await finish(api, first, "7")) == ("NOT_FOUND", ["id"])


async def test_nothing_in_redis_can_be_read_or_used(
    api: Api, bench: Bench, networks: Networks, browser: Browser, social: Settings
) -> None:
    url = await url_of(api, "X")
    connection_id = await browser.come_back(await browser.allow(await url_of(api, "X")))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    kept = await kept_in_redis(social)
    everything = b"".join(name.encode() + content for name, (_, content) in kept.items())
    assert len(kept) == 3, sorted(kept)
    for secret in (asked["state"], connection_id, "token-x", "refresh-x", "boss", "ada", "verifier", PAGE):
        assert secret.encode() not in everything
    await finish(api, connection_id, "7")
    assert len(await kept_in_redis(social)) == 3


async def test_a_project_starts_so_many_at_a_time(
    api: Api, bench: Bench, networks: Networks, browser: Browser, social: Settings
) -> None:
    address = await browser.allow(await url_of(api, "X"))
    for _ in range(MAX_STARTED - 1):
        assert "errors" not in await start(api, "X")
    for _ in range(3):
        answer = await start(api, "YOUTUBE")
        assert code_of(answer)[0] == "LIMIT_EXCEEDED"
        limit = answer["errors"][0]["extensions"]["limit"]
        assert limit == {"name": "socialConnections", "allowed": MAX_STARTED}
    assert len([name for name in await kept_in_redis(social) if ":started:" in name]) == MAX_STARTED
    await browser.come_back(address)
    assert "errors" not in await start(api, "X"), "one has come back"
    assert code_of(await start(api, "X"))[0] == "LIMIT_EXCEEDED"
    await expire(social)
    assert "errors" not in await start(api, "X")


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
        ({"social_return_origins": []}, ["returnTo"]),
    ):
        settings = social.model_copy(update=change)
        async with served(create_app(settings), settings) as api:
            assert code_of(await start(api, "X")) == ("BAD_INPUT", field), change
            assert (await api.client.get("/social/callback?state=1&code=1")).status_code == 400
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


async def kept_in_redis(social: Settings) -> dict[str, tuple[int, bytes]]:
    """What is kept of connections: how long still, in milliseconds, and the content, by name."""
    async with Redis.from_url(social.redis_url) as redis:
        found = {}
        prefix = SocialKeys(social.redis_url, social.database_url).prefix
        async for name in redis.scan_iter(f"{prefix}*"):
            if b":started" in name or b":returned" in name:
                content = await redis.dump(name)
                found[name.decode()] = (await redis.pttl(name), content or b"")
        return found


async def expire(social: Settings) -> None:
    """Lets time pass for what is kept of connections."""
    async with Redis.from_url(social.redis_url) as redis:
        await redis.delete(*await kept_in_redis(social))
