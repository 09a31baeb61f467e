"""Ways to cheat when accounts are connected, each with a real browser's requests; and what is kept meanwhile."""

import asyncio
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from server.access import Role
from server.settings import Settings
from server.social.connection_store import MAX_STARTED, ConnectionStore
from server.social.model import Network
from server.social.redis_keys import SocialKeys
from tests.integration.transport.api import Api
from tests.social.browsing import (
    FINISH,
    PAGE,
    SHOW,
    Browser,
    Networks,
    ask,
    assert_guarded,
    code_of,
    connection_in,
    expire,
    finish,
    kept_in_redis,
    shown,
    start,
    url_of,
)
from tests.social.collection import Bench
from tests.social.serving import CALLBACK


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


async def test_two_parameters_of_one_name_are_refused_before_the_state_is_used(
    api: Api, bench: Bench, networks: Networks, browser: Browser
) -> None:
    address = await browser.allow(await url_of(api, "X"))
    assert (await browser.go(f"{address}&code=another")).status_code == 400
    answer = await browser.go(address)
    assert answer.status_code == 303
    assert_guarded(answer)


async def test_only_who_began_sees_and_finishes(api: Api, bench: Bench, networks: Networks, browser: Browser) -> None:
    await bench.pool.execute("INSERT INTO projects (project_id, name) VALUES (2, 'two')")
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
    keys = SocialKeys(social.redis_url, social.database_url)
    finished = await ConnectionStore(keys, bench.vault).find(connection_id)
    await keys.aclose()
    assert finished is not None
    assert [(one.access, one.refresh) for one in finished.choices] == [(None, None)], "no token is kept any longer"


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
