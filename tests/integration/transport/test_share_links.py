"""Share links over HTTP and sockets: what they open and refuse, whose pages may embed them, and how they end."""

import asyncio
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import pytest_asyncio
from graphql import FieldNode, OperationDefinitionNode, OperationType, parse
from structlog.testing import capture_logs

from resolvers.documents import load_documents
from resolvers.schema import ROOT_FIELDS
from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.share_links import AUDIENCE, CLOCKS_DIFFER, TYPE
from server.storage import share_links
from server.storage.database import Pool
from server.transport import socket_watch
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket

CREATE = load_documents()["dashboard/CreateShareLink.graphql"]
REVOKE = load_documents()["dashboard/RevokeShareLink.graphql"]
LIST = load_documents()["dashboard/ShareLinks.graphql"]
SERIES = "query ($of: OfInput!, $range: RangeInput) { series(of: $of, by: DAY, range: $range) { totals { views } } }"
COMPARED = "query ($of: OfInput!) { series(of: $of, by: DAY, range: {days: 7}, compare: true) { totals { views } } }"
NOW = "query ($of: OfInput!) { realtime(of: $of) { concurrentViewers } }"
BREAKDOWN = "query ($of: OfInput!) { breakdown(of: $of, by: [COUNTRY]) { rows { views } } }"
LISTS = "query { topContents { nodes { contentId } } trending { contents { contentId } } }"
LIVE = "subscription ($of: OfInput!) { realtime(of: $of) { revision totals { views } } }"
CONTENT, CREATOR, PLATFORM = {"contentId": "v1"}, {"creatorId": "creator-1"}, {"platform": True}
OPENED = {"series", "realtime", "breakdown"}
OF_PLATFORM = {"topContents", "trending"}
BLOG = "https://blog.example.org"


@pytest_asyncio.fixture(loop_scope="session")
async def watchful(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    """An API that looks at its sockets all the time."""
    monkeypatch.setattr(socket_watch, "CHECK_SECONDS", 0.05)
    async with served(create_app(settings), settings) as api:
        yield api


def soon(**time: float) -> str:
    return (datetime.now(UTC) + timedelta(**time or {"hours": 1})).isoformat()


async def made(api: Api, of: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A new link, made by an admin."""
    variables = {"of": of, "expiresAt": soon(), **more}
    answer = await api.ask(CREATE, variables, authorization=api.token("boss", Role.ADMIN))
    found: dict[str, Any] = answer["data"]["createShareLink"]
    return found


async def codes(api: Api, token: str, query: str, **variables: Any) -> set[str]:
    """The codes of what a link is refused; empty: all is answered."""
    sent = {"authorization": f"Bearer {token}", "x_viewpulse_key": ""}
    answer = (await api.post(query, variables, **sent)).json()
    return {error["extensions"]["code"] for error in answer.get("errors", [])}


async def test_a_link_opens_its_own_scope_and_no_other(api: Api) -> None:
    scopes = (CONTENT, CREATOR, PLATFORM)
    for of in scopes:
        token = (await made(api, of))["token"]
        for question in (SERIES, NOW, BREAKDOWN):
            assert await codes(api, token, question, of=of) == set()
            for other in (*(one for one in scopes if one is not of), {"contentId": "v2"}):
                assert await codes(api, token, question, of=other) == {"FORBIDDEN"}
        assert await codes(api, token, LISTS) == (set() if of is PLATFORM else {"FORBIDDEN"})


def roots() -> dict[str, list[str]]:
    """A document of each root field, by kind and name."""
    found: dict[str, list[str]] = {}
    for text in load_documents().values():
        [operation] = [one for one in parse(text).definitions if isinstance(one, OperationDefinitionNode)]
        for selected in operation.selection_set.selections:
            assert isinstance(selected, FieldNode)
            found.setdefault(f"{operation.operation.value} {selected.name.value}", []).append(text)
    return found


async def test_nothing_else_answers_to_a_link(api: Api) -> None:
    token = (await made(api, PLATFORM))["token"]
    documents = roots()
    kinds = {name: "mutation" if field.is_mutation else "query" for name, field in ROOT_FIELDS.items()}
    missing = {name for name, kind in kinds.items() if f"{kind} {name}" not in documents}
    assert missing == set(), "each field needs a document"
    assert len(ROOT_FIELDS) > 100
    refused = set()
    for name, kind in kinds.items():
        text = documents[f"{kind} {name}"][0]
        if await codes(api, token, text) == {"FORBIDDEN"}:
            refused.add(name)
    assert set(ROOT_FIELDS) - refused == OPENED | OF_PLATFORM


async def test_subscriptions_to_anything_else_are_refused(api: Api) -> None:
    token = (await made(api, PLATFORM))["token"]
    answered = set()
    async with socket(api.url) as client:
        await client.initialise(authorization=f"Bearer {token}")
        for which, texts in roots().items():
            kind, name = which.split()
            if kind != OperationType.SUBSCRIPTION.value:
                continue
            await client.subscribe(texts[0], name=name)
            heard = await client.hear()
            if heard["type"] != "error" or {one["extensions"]["code"] for one in heard["payload"]} != {"FORBIDDEN"}:
                answered.add(name)
                if heard["type"] == "next":
                    await client.say({"type": "complete", "id": name})
    assert answered == OPENED | OF_PLATFORM


async def test_a_link_with_a_range_opens_no_other_day(api: Api) -> None:
    token = (await made(api, CONTENT, range={"days": 7}))["token"]
    for within in ({"days": 7}, {"days": 1}, {"last": "24h"}, {"calendar": {"unit": "DAY"}}):
        assert await codes(api, token, SERIES, of=CONTENT, range=within) == set(), within
    for beyond in (None, {"days": 8}, {"months": 2}, {"between": {"start": "2020-01-01", "end": "2020-01-02"}}):
        assert await codes(api, token, SERIES, of=CONTENT, range=beyond) == {"FORBIDDEN"}, beyond
    assert await codes(api, token, COMPARED, of=CONTENT) == {"FORBIDDEN"}
    assert await codes(api, token, BREAKDOWN, of=CONTENT) == {"FORBIDDEN"}
    assert await codes(api, token, NOW, of=CONTENT) == set()
    past = {"between": {"start": "2026-01-01", "end": "2026-01-03"}}
    token = (await made(api, PLATFORM, range=past))["token"]
    assert await codes(api, token, SERIES, of=PLATFORM, range=past) == set()
    assert await codes(api, token, SERIES, of=PLATFORM, range={"days": 1}) == {"FORBIDDEN"}
    assert await codes(api, token, NOW, of=PLATFORM) == {"FORBIDDEN"}
    assert await codes(api, token, LISTS) == {"FORBIDDEN"}


async def test_creators_share_what_is_theirs(api: Api, pool: Pool) -> None:
    await pool.execute("INSERT INTO contents (project_id, content_id, creator_id) VALUES (1, 'v1', 'creator-1')")
    mine, other = api.token("creator-1"), api.token("creator-2")
    for of in (CONTENT, CREATOR):
        link = (await api.ask(CREATE, {"of": of, "expiresAt": soon()}, authorization=mine))["data"]["createShareLink"]
        which = {"linkId": link["shareLink"]["linkId"]}
        listed = (await api.ask(LIST, {"of": of}, authorization=mine))["data"]["shareLinks"]
        assert ([one["linkId"] for one in listed["nodes"]], listed["totalCount"]) == ([which["linkId"]], 1)
        for document, variables in ((CREATE, {"of": of, "expiresAt": soon()}), (LIST, {"of": of}), (REVOKE, which)):
            answer = (await api.post(document, variables, authorization=other)).json()
            assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"], document
        ended = (await api.ask(REVOKE, which, authorization=mine))["data"]["revokeShareLink"]
        assert ended["revokedAt"] is not None
    for document, variables in ((CREATE, {"of": PLATFORM, "expiresAt": soon()}), (LIST, {})):
        answer = (await api.post(document, variables, authorization=mine)).json()
        assert [one["extensions"]["code"] for one in answer["errors"]] == ["FORBIDDEN"]


async def test_a_revoked_link_opens_nothing_at_once_and_its_sockets_end(watchful: Api) -> None:
    link, other = await made(watchful, CONTENT), await made(watchful, CONTENT)
    async with socket(watchful.url) as client, socket(watchful.url) as stays:
        for one, which in ((client, link), (stays, other)):
            await one.initialise(authorization=f"Bearer {which['token']}")
            await one.subscribe(LIVE, {"of": CONTENT})
            assert (await one.hear())["type"] == "next"
        which = {"linkId": link["shareLink"]["linkId"]}
        await watchful.ask(REVOKE, which, authorization=watchful.token("boss", Role.ADMIN))
        assert await codes(watchful, link["token"], NOW, of=CONTENT) == {"TOKEN_INVALID"}
        async with asyncio.timeout(20):
            closed = await client.closed()
        assert closed == (4403, "TOKEN_INVALID: The share link was revoked, or does not exist.")
        assert await codes(watchful, other["token"], NOW, of=CONTENT) == set()
        await stays.say({"type": "ping", "payload": {}})
        while (await stays.hear())["type"] != "pong":
            pass


async def test_a_link_ends_in_time(api: Api) -> None:
    link = await made(api, CONTENT, expiresAt=soon(seconds=2))
    async with socket(api.url) as client:
        await client.initialise(authorization=f"Bearer {link['token']}")
        async with asyncio.timeout(20):
            assert await client.closed() == (4419, "TOKEN_EXPIRED: The token has expired.")
    assert await codes(api, link["token"], NOW, of=CONTENT) == {"TOKEN_EXPIRED"}


@pytest.mark.parametrize(("early", "code"), [(CLOCKS_DIFFER - 30, set()), (CLOCKS_DIFFER + 30, {"TOKEN_INVALID"})])
async def test_clocks_may_differ_by_ten_minutes(api: Api, pool: Pool, early: int, code: set[str]) -> None:
    """A token of a server whose clock is ahead."""
    link = await made(api, CONTENT)
    key = await pool.fetchval("SELECT signed_by FROM share_links")
    begin = datetime.now(UTC) + timedelta(seconds=early)
    claims = {"aud": AUDIENCE, "iat": begin, "nbf": begin, "exp": begin + timedelta(hours=1)}
    headers = {"typ": TYPE, "kid": link["shareLink"]["linkId"]}
    token = jwt.encode(claims, key, algorithm="HS256", headers=headers)
    assert await codes(api, token, NOW, of=CONTENT) == code


async def test_a_token_that_this_link_did_not_sign_is_refused(api: Api) -> None:
    one, other = await made(api, CONTENT), await made(api, PLATFORM)
    head, claims, sign = other["token"].split(".")
    of_one = one["token"].split(".")[0]
    for token in (f"{of_one}.{claims}.{sign}", f"{head}.{claims}.{sign[:-4]}AAAA", f"{head}.{claims}."):
        assert await codes(api, token, NOW, of=PLATFORM) == {"TOKEN_INVALID"}
    head = urlsafe_b64encode(json.dumps({**jwt.get_unverified_header(one["token"]), "alg": "none"}).encode()).decode()
    unsigned = f"{head.rstrip('=')}.{one['token'].split('.')[1]}."
    assert await codes(api, unsigned, NOW, of=CONTENT) == {"TOKEN_INVALID"}
    both = await api.refusal(NOW, {"of": CONTENT}, authorization=f"Bearer {one['token']}")
    assert (both["status"], both["extensions"]["code"]) == (403, "FORBIDDEN")  # with a write key


async def test_pages_of_other_sites_connect_by_the_link_that_names_them(api: Api) -> None:
    link, other = await made(api, CONTENT, origins=[BLOG]), await made(api, CONTENT)
    path = f"/graphql?link={link['shareLink']['linkId']}"
    async with socket(api.url, path=path, origin=BLOG) as page:
        await page.initialise(authorization=f"Bearer {link['token']}")
        await page.subscribe(NOW, {"of": CONTENT})
        assert (await page.hear())["type"] == "next"
    for origin, address in ((BLOG, "/graphql"), (BLOG, f"/graphql?link={other['shareLink']['linkId']}")):
        async with socket(api.url, path=address, origin=origin) as page:
            assert (await page.closed())[1].startswith("ORIGIN_NOT_ALLOWED")
    async with socket(api.url, path=path, origin="https://evil.example.org") as page:
        assert (await page.closed())[1].startswith("ORIGIN_NOT_ALLOWED")
    for sent in ({"authorization": api.token("boss", Role.ADMIN)}, {"authorization": f"Bearer {other['token']}"}, {}):
        async with socket(api.url, path=path, origin=BLOG) as page:
            await page.say({"type": "connection_init", "payload": sent})
            assert (await page.closed())[0] == 4403


async def test_a_site_that_may_use_the_api_may_not_use_the_links_of_others(settings: Settings, write_key: str) -> None:
    named = settings.model_copy(update={"cors_origins": ["https://app.example.org"]})
    async with served(create_app(named), named) as api:
        api.write_key = write_key
        link = await made(api, CONTENT, origins=[BLOG])
        for path in ("/graphql", f"/graphql?link={link['shareLink']['linkId']}"):
            async with socket(api.url, path=path, origin="https://app.example.org") as page:
                await page.say({"type": "connection_init", "payload": {"authorization": f"Bearer {link['token']}"}})
                assert (await page.closed())[1].startswith("ORIGIN_NOT_ALLOWED")
        async with socket(api.url, origin="https://app.example.org") as page:
            await page.initialise(authorization=api.token())


async def test_the_page_of_a_link_may_be_framed_by_its_origins_only(api: Api) -> None:
    link = await made(api, CONTENT, origins=[BLOG, "http://localhost:5173"])
    page = await api.client.get("/" + link["path"].split("#")[0])
    assert page.headers.get_list("content-security-policy") == [
        f"default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' {BLOG} http://localhost:5173"
    ]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert f'content="{BLOG} http://localhost:5173"' in page.text
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", page.text) == []
    for unknown in ("", "0" * 32, "x", "'"):
        nobody = await api.client.get("/embed", params={"link": unknown})
        assert "frame-ancestors 'none'" in nobody.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in (await api.client.get("/")).headers["content-security-policy"]


async def test_the_module_with_the_elements_is_for_all_sites(api: Api) -> None:
    module = await api.client.get("/embed.js")
    assert module.headers["access-control-allow-origin"] == "*"
    [address] = re.findall(r'"\./(ui/\w+/embed\.js)"', module.text)
    file = await api.client.get(f"/{address}")
    assert (file.status_code, file.headers["access-control-allow-origin"]) == (200, "*")


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "null",
        BLOG + "/",
        BLOG + "; script-src *",
        "https://a b",
        "ftp://a",
        "https://a,b",
        "'self'",
        "",
        "https://a:443",
        "http://a:80",
        "https://a%00",
    ],
)
async def test_an_origin_is_nothing_but_an_origin(api: Api, origin: str) -> None:
    variables = {"of": CONTENT, "expiresAt": soon(), "origins": [origin]}
    answer = (await api.post(CREATE, variables, authorization=api.token("boss", Role.ADMIN))).json()
    assert answer["errors"][0]["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": ["origins", 0]}


@pytest.mark.parametrize("name", ["contentId", "creatorId"])
async def test_an_id_is_one_that_can_be_stored(api: Api, name: str) -> None:
    boss = {"authorization": api.token("boss", Role.ADMIN)}
    for document in (CREATE, LIST):
        for value in ("", "\0", "x" * 129):
            answer = (await api.post(document, {"of": {name: value}, "expiresAt": soon()}, **boss)).json()
            assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"
            assert answer["errors"][0]["extensions"]["field"] == ["of", name]


async def test_links_are_bounded(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share_links, "MAX_LINKS", 1)
    first = await made(api, CONTENT)
    boss = {"authorization": api.token("boss", Role.ADMIN)}
    for expires, code in ((soon(), "LIMIT_EXCEEDED"), (soon(days=400), "BAD_INPUT"), (soon(days=-1), "BAD_INPUT")):
        answer = (await api.post(CREATE, {"of": CONTENT, "expiresAt": expires}, **boss)).json()
        assert answer["errors"][0]["extensions"]["code"] == code
    await api.ask(REVOKE, {"linkId": first["shareLink"]["linkId"]}, **boss)
    await made(api, CONTENT)


async def test_links_that_ended_long_ago_are_forgotten(api: Api, pool: Pool) -> None:
    await made(api, CONTENT)
    await pool.execute("UPDATE share_links SET expires_at = now() - interval '31 days'")
    await made(api, CONTENT)
    assert await pool.fetchval("SELECT count(*) FROM share_links") == 1


async def test_no_token_is_logged(api: Api) -> None:
    with capture_logs() as logs:
        link = await made(api, CONTENT)
        await codes(api, link["token"], NOW, of=CONTENT)
        await codes(api, link["token"][:-6] + "AAAAAA", NOW, of=CONTENT)
    assert link["token"].split(".")[2][:20] not in str(logs)


async def test_links_of_another_project_are_not_there(api: Api, pool: Pool) -> None:
    link = await made(api, PLATFORM)
    await pool.execute("INSERT INTO projects (project_id, name) VALUES (2, 'two')")
    theirs = {"authorization": api.token("boss", Role.ADMIN, project=2), "x_viewpulse_key": ""}
    answer = (await api.post(REVOKE, {"linkId": link["shareLink"]["linkId"]}, **theirs)).json()
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert (await api.ask(LIST, **theirs))["data"]["shareLinks"]["nodes"] == []


async def test_links_are_made_and_revoked_in_the_audit_trail(api: Api, pool: Pool) -> None:
    link = await made(api, CONTENT)
    boss = {"authorization": api.token("boss", Role.ADMIN)}
    await api.ask(REVOKE, {"linkId": link["shareLink"]["linkId"]}, **boss)
    await codes(api, link["token"], NOW, of=CONTENT)
    rows = await pool.fetch("SELECT action, role FROM audit_entries WHERE project_id = 1 ORDER BY number")
    assert [tuple(row) for row in rows] == [("createShareLink", "admin"), ("revokeShareLink", "admin")]


async def test_readers_of_a_link_are_limited_as_guests(settings: Settings, write_key: str) -> None:
    strict = settings.model_copy(update={"limit_analytics_per_network": 2})
    async with served(create_app(strict), strict) as api:
        api.write_key = write_key
        token = (await made(api, CONTENT))["token"]
        answers = [await codes(api, token, NOW, of=CONTENT) for _ in range(3)]
    assert answers == [set(), set(), {"RATE_LIMITED"}]
