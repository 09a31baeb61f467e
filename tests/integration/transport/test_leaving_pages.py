"""The tracking path: what a page that is left, or one of another site, can send; it is answered as ``trackEvents``."""

import gzip
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from resolvers.documents import load_documents
from server.access import Role
from server.app import create_app
from server.consent import ConsentPolicy
from server.settings import Settings
from server.storage.database import Pool
from server.storage.projects import archive_project, set_consent_policy, set_quotas
from server.storage.write_keys import new_write_key, register_write_key
from server.transport.tracking_path import TRACK
from tests.integration.transport.api import Api, served

PAGE = "https://shop.example"
TEXT = "text/plain;charset=UTF-8"
"""What browsers say of a text that is sent by fetch or by sendBeacon."""
BLOCKED = ("analytics", "event", "track", "stats", "collect", "pixel", "beacon", "log", "metric", "view", "count")
"""Words of addresses that lists of ad blockers match."""


def event(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "VIEW", "contentId": "c1", "sessionId": "s1", **more}


async def post(api: Api, body: Any, *, query: str = "", content_type: str | None = TEXT, **headers: str) -> Any:
    """The response; a body that is no text gets the key of the API unless it has one."""
    if isinstance(body, dict):
        body = json.dumps({"key": api.write_key} | body)
    sent = {"content-type": content_type} if content_type is not None else {}
    return await api.client.post(f"/v1/in{query}", content=body, headers=sent | headers)


async def answer(api: Api, body: dict[str, Any], **headers: str) -> Any:
    response = await post(api, body, **headers)
    assert response.status_code == 200, response.text
    return response.json()


def refusal(response: httpx.Response) -> tuple[int, str]:
    [error] = response.json()["errors"]
    assert error.keys() == {"message", "extensions"}
    return response.status_code, error["extensions"]["code"]


async def stored(pool: Pool) -> int:
    return int(await pool.fetchval("SELECT count(*) FROM events"))


@asynccontextmanager
async def changed(settings: Settings, write_key: str | None = None, **update: Any) -> AsyncIterator[Api]:
    """The application with other settings."""
    assert update.keys() <= Settings.model_fields.keys()
    settings = settings.model_copy(update=update)
    async with served(create_app(settings), settings) as api:
        api.write_key = write_key
        yield api


def test_the_operation_is_the_one_that_apps_are_given() -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\$?\w+|[^\s\w]", re.sub(r"#.*", "", text))

    assert words(TRACK) == words(load_documents()["mobile/TrackEvents.graphql"])


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"events": [event("a"), event("b")]}, id="good"),
        pytest.param({"events": [event("a"), event("a")]}, id="twice"),
        pytest.param({"events": [event("a"), event("b", contentId=None), {}, 7, event("c", viewData=1)]}, id="bad"),
        pytest.param({"events": event("a")}, id="one without a list"),
        pytest.param(
            {"events": [event("a", device=None)], "context": {"sessionId": "s2", "network": {"type": "X"}}},
            id="context",
        ),
        pytest.param({"events": [event("a")], "sentAt": "2031-01-01T00:00:00Z"}, id="a clock years ahead"),
        pytest.param({"events": [event("a", contentId="half \ud83d")]}, id="half an emoji"),
        pytest.param({"events": [event("a", properties="deep")]}, id="properties that are no object"),
        pytest.param(
            {"events": [event("a", userId="undefined")], "more": {"x": 1}}, id="a slip, and what nobody reads"
        ),
    ],
)
async def test_it_answers_as_the_mutation_does(api: Api, pool: Pool, variables: dict[str, Any]) -> None:
    plain = await answer(api, variables)
    assert await stored(pool) == plain["accepted"]
    other = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 2, other, "another project, which has none of these events")
    api.write_key = other
    assert plain == (await api.ask(TRACK, variables))["data"]["trackEvents"]


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({}, id="no events"),
        pytest.param({"events": None}, id="null"),
        pytest.param({"events": []}, id="none"),
        pytest.param({"events": [event(str(number)) for number in range(101)]}, id="101"),
        pytest.param({"events": [event("a")], "context": {"nothing": 1}}, id="unknown context"),
        pytest.param({"events": [event("a")], "context": 3}, id="context that is none"),
        pytest.param({"events": [event("a")], "sentAt": "yesterday"}, id="a time that is none"),
    ],
)
async def test_it_refuses_as_the_mutation_does(api: Api, pool: Pool, variables: dict[str, Any]) -> None:
    response = await post(api, variables)
    assert refusal(response) == (400, "BAD_INPUT")
    [error] = (await api.post(TRACK, variables)).json()["errors"]
    assert response.json() == {"errors": [{name: error[name] for name in ("message", "extensions")}]}
    assert await stored(pool) == 0


async def test_the_key_is_in_the_body_or_in_the_address(api: Api, pool: Pool) -> None:
    good, body = api.write_key, {"events": [event("a")]}
    assert (await post(api, json.dumps(body), query=f"?key={good}")).json()["accepted"] == 1
    assert (await post(api, body | {"key": good}, query="?key=wrong")).json()["duplicates"] == 1
    assert refusal(await post(api, json.dumps(body))) == (401, "UNAUTHENTICATED")
    assert refusal(await post(api, body | {"key": None})) == (401, "UNAUTHENTICATED")
    assert refusal(await post(api, body | {"key": "wrong"}, query=f"?key={good}")) == (401, "WRITE_KEY_INVALID")
    assert refusal(await post(api, json.dumps(body), query="?key=%FF")) == (400, "BAD_INPUT")
    assert await stored(pool) == 1


async def test_headers_let_nobody_in(api: Api) -> None:
    headers = {"x-viewpulse-key": api.write_key or "", "authorization": api.token(role=Role.ADMIN), "cookie": "a=b"}
    assert refusal(await post(api, json.dumps({"events": [event("a")]}), **headers)) == (401, "UNAUTHENTICATED")


async def test_a_token_in_the_body_says_who_the_user_is(api: Api, pool: Pool) -> None:
    token = api.token("ann", Role.USER).removeprefix("Bearer ")
    await answer(api, {"events": [event("a")], "token": token})
    assert await pool.fetchval("SELECT user_id FROM events") == "ann"
    [problem] = (await answer(api, {"events": [event("b", userId="bob")], "token": token}))["problems"]
    assert (problem["code"], problem["path"]) == ("USER_MISMATCH", ["events", "0", "userId"])
    old = api.token("ann", Role.USER, minutes=-60).removeprefix("Bearer ")
    for sent, code in ((old, "TOKEN_EXPIRED"), ("nonsense", "TOKEN_INVALID"), ("ü", "TOKEN_INVALID")):
        response = await post(api, {"events": [event("c")], "token": sent})
        assert refusal(response) == (401, code)


async def test_it_is_limited_together_with_the_mutation(settings: Settings, write_key: str, pool: Pool) -> None:
    async with changed(settings, write_key, limit_batches_per_user=1, limit_wait=30.0) as api:
        batch = [event(str(number)) for number in range(60)]
        response = await post(api, {"events": batch})
        assert (response.json()["accepted"], '"batchesPerUser";r=0' in response.headers["ratelimit"]) == (60, True)
        refused = await post(api, {"events": batch})
        assert refusal(refused) == (429, "RATE_LIMITED")
        seconds = refused.json()["errors"][0]["extensions"]["retryAfter"]
        assert seconds <= int(refused.headers["retry-after"]) < seconds + 1
        [error] = (await api.post(TRACK, {"events": batch})).json()["errors"]
        assert error["extensions"]["code"] == "RATE_LIMITED"
        assert await stored(pool) == 60


async def test_quotas_consent_and_archived_projects_hold(settings: Settings, pool: Pool, write_key: str) -> None:
    async with changed(settings, write_key) as api:
        async with pool.acquire() as connection:
            await set_quotas(connection, 1, {"events_per_day": 2})
            await set_consent_policy(connection, 1, ConsentPolicy.REFUSE)
        agreed = {"consent": ["ANALYTICS"]}
        told = await answer(api, {"events": [event("a", **agreed), event("b")]})
        assert [(problem["index"], problem["code"]) for problem in told["problems"]] == [(1, "CONSENT_REQUIRED")]
        refused = await post(api, {"events": [event("c", **agreed), event("d", **agreed)]})
        assert refusal(refused) == (429, "QUOTA_EXCEEDED")
    async with changed(settings, write_key) as api:
        async with pool.acquire() as connection:
            await archive_project(connection, 1)
        assert refusal(await post(api, {"events": [event("a")]})) == (403, "PROJECT_ARCHIVED")
    assert await stored(pool) == 1


async def test_without_a_database_it_says_when_to_come_again(bare_api: Api) -> None:
    response = await post(bare_api, {"key": new_write_key(), "events": [event("a")]})
    assert refusal(response) == (503, "UNAVAILABLE")
    assert int(response.headers["retry-after"]) >= 1


@pytest.mark.parametrize("content_type", [TEXT, "text/plain", "application/json", None, "TEXT/PLAIN; charset=utf-8"])
async def test_a_text_is_read_as_json(api: Api, content_type: str | None) -> None:
    body = json.dumps({"key": api.write_key, "events": [event("a")]}).encode()
    assert (await post(api, body, content_type=content_type)).json()["accepted"] == 1
    packed = await post(api, gzip.compress(body), content_type=content_type, **{"content-encoding": "gzip"})
    assert packed.json()["duplicates"] == 1


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html", "text/plain; charset=utf-16"],
)
async def test_other_types_are_refused(api: Api, content_type: str) -> None:
    response = await post(api, {"events": [event("a")]}, content_type=content_type)
    assert refusal(response) == (415, "BAD_INPUT")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_it_is_posted_to(api: Api, method: str) -> None:
    response = await api.client.request(method, f"/v1/in?key={api.write_key}")
    assert refusal(response) == (405, "BAD_INPUT")
    assert response.headers["allow"] == "POST"


async def test_a_page_of_any_site_may_send_without_asking_before(api: Api, settings: Settings, write_key: str) -> None:
    async with changed(settings, write_key, development=False) as api:
        response = await post(api, {"events": [event("a")]}, origin=PAGE)
        assert response.json()["accepted"] == 1
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers
        exposed = response.headers["access-control-expose-headers"]
        assert {"Retry-After", "RateLimit"} <= set(exposed.split(", "))
        asked = {"origin": PAGE, "access-control-request-method": "POST"}
        preflight = await api.client.options(
            "/v1/in", headers=asked | {"access-control-request-headers": "content-encoding,content-type"}
        )
        assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, "*")
        assert preflight.headers["access-control-allow-methods"] == "POST"
        guarded = await api.post(TRACK, {"events": [event("a")]}, origin=PAGE)
        assert guarded.json()["errors"][0]["extensions"]["code"] == "ORIGIN_NOT_ALLOWED"
        text = await api.post(TRACK, {"events": [event("a")]}, content_type=TEXT)
        assert text.status_code == 415, "the guarded address takes no text"


async def test_only_pages_that_are_named_may_send_if_some_are(settings: Settings, write_key: str, pool: Pool) -> None:
    async with changed(settings, write_key, development=False, tracking_origins=[PAGE]) as api:
        good = await post(api, {"events": [event("a")]}, origin=PAGE)
        assert (good.status_code, good.headers["access-control-allow-origin"]) == (200, PAGE)
        refused = await post(api, {"events": [event("b")]}, origin="https://evil.example")
        assert refusal(refused) == (403, "ORIGIN_NOT_ALLOWED")
        assert "VIEWPULSE_TRACKING_ORIGINS" in refused.json()["errors"][0]["message"]
        assert (await post(api, {"events": [event("c")]})).status_code == 200, "programs have no origin"
        assert await stored(pool) == 2


async def test_its_address_is_a_setting(settings: Settings, write_key: str) -> None:
    async with changed(settings, write_key, tracking_path="/a/b-c.d") as api:
        assert (await post(api, {"events": [event("a")]})).status_code == 404
        content = json.dumps({"key": write_key, "events": [event("a")]})
        assert (await api.client.post("/a/b-c.d", content=content)).json()["accepted"] == 1
    assert Settings(tracking_path="").tracking_path is None
    async with changed(settings, write_key, tracking_path=None) as api:
        assert (await post(api, {"events": [event("a")]})).status_code == 404


@pytest.mark.parametrize(
    "path", ["in", "/", "/a/", "//a", "/graphql", "/graphql/in", "/health/live", "/a?b", "/a b", "/ü"]
)
def test_an_address_that_cannot_be_one_is_refused(path: str) -> None:
    with pytest.raises(ValidationError, match="VIEWPULSE_TRACKING_PATH"):
        Settings(tracking_path=path)


def test_its_address_has_no_word_that_ad_blockers_match() -> None:
    path = Settings.model_fields["tracking_path"].default
    assert not [word for word in BLOCKED if word in path]


async def test_it_works_where_only_documents_of_the_manifest_are_answered(settings: Settings, write_key: str) -> None:
    async with changed(settings, write_key, documents="manifest", documents_manifest=None) as api:
        assert (await answer(api, {"events": [event("a")]}))["accepted"] == 1


async def test_costs_that_are_shown_to_developers_are_left_out(settings: Settings, write_key: str) -> None:
    async with changed(settings, write_key, show_costs=True) as api:
        assert "extensions" not in await answer(api, {"events": [event("a")]})
