"""A client that asks for too much learns when to come again, and what it sends again counts once."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from server.access import Role
from server.analytics.project_state import ProjectState, read_project_state
from server.app import create_app
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.reader import READER
from server.storage.write_keys import new_write_key, register_write_key
from server.transport import execution
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api, served
from tests.integration.transport.socket_client import socket as open_socket

TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted duplicates } }"
ORDINARY = (
    "mutation ($events: [EventInput!]!) { ...on Mutation { trackEvents(events: $events) { accepted duplicates } } }"
)
SINGLE = "mutation ($event: EventInput!) { trackEvent(event: $event) { accepted } }"
CONSENT = """
mutation ($session: ID!) { setConsent(subject: {sessionId: $session}, purposes: [], version: "1") { id } }
"""
SHORT = 'mutation { createSession(session: {sessionId: "s"}) { status } }'
TITLE = '{ contentAnalytics(contentId: "c") { views { total } } }'
LIVE = 'subscription { contentAnalytics(contentId: "c") { views { total } } }'
PUBLIC = "{ trending { contents { contentId } } }"
UPSERT = 'mutation { upsertContents(contents: [{id: "c"}]) { accepted } }'
PATIENT = 30.0


@asynccontextmanager
async def limited(settings: Settings, write_key: str, **limits: int) -> AsyncIterator[Api]:
    """The application with some limits."""
    update: dict[str, float] = {"limit_wait": PATIENT} | {f"limit_{name}": allowed for name, allowed in limits.items()}
    assert update.keys() <= Settings.model_fields.keys(), "a wrong name would limit nothing"
    settings = settings.model_copy(update=update)
    async with served(create_app(settings), settings) as api:
        api.write_key = write_key
        yield api


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings, write_key: str) -> AsyncIterator[Api]:
    async with limited(settings, write_key, tracking_per_user=2, batches_per_user=1, analytics_per_user=2) as api:
        yield api


def events(number: int = 100) -> list[dict[str, Any]]:
    session = uuid4().hex
    return [{"id": uuid4().hex, "type": "LIKE", "contentId": "c", "sessionId": session} for _ in range(number)]


def a_user(api: Api, role: Role = Role.ADMIN) -> str:
    """A token of a user who has not asked for anything yet."""
    return api.token(uuid4().hex, role)


def limit_of(response: httpx.Response) -> dict[str, Any]:
    """The one error of a limited answer, which says the same in its headers."""
    [error] = response.json()["errors"]
    found: dict[str, Any] = error["extensions"]
    assert (response.status_code, found["code"], found["retryable"]) == (429, "RATE_LIMITED", True)
    assert response.headers["retry-after"] == str(ceil(found["retryAfter"]))
    assert response.headers["ratelimit-policy"].startswith(
        f'"{found["limit"]["name"]}";q={found["limit"]["allowed"]};w=60'
    )
    assert response.headers["ratelimit"].startswith(f'"{found["limit"]["name"]}";r=')
    assert response.headers["cache-control"] == "no-store"
    return found


async def sent_until_taken(api: Api, document: str, variables: Any, **headers: str) -> httpx.Response:
    """The answer to a request that is sent again, as docs/clients.md says, until it is not limited."""
    answer = await api.post(document, variables, **headers)
    if answer.status_code != 429:
        return answer
    await asyncio.sleep(limit_of(answer)["retryAfter"])
    return await sent_until_taken(api, document, variables, **headers)


@pytest.mark.parametrize("accept", [GRAPHQL_RESPONSE, "application/json"])
async def test_queries_are_limited_by_user(api: Api, accept: str) -> None:
    one, other = a_user(api), a_user(api)
    for left in (1, 0):
        answer = await api.post(TITLE, authorization=one, accept=accept)
        assert (answer.status_code, "errors" in answer.json()) == (200, False)
        assert answer.headers["ratelimit-policy"] == '"analyticsPerUser";q=2;w=60'
        assert re.fullmatch(rf'"analyticsPerUser";r={left};t=\d+', answer.headers["ratelimit"])
    said = limit_of(await api.post(TITLE, authorization=one, accept=accept))
    assert 0 < said["retryAfter"] <= 30
    assert said["limit"] == {"name": "analyticsPerUser", "allowed": 2}
    assert (await api.post(TITLE, authorization=other, accept=accept)).status_code == 200


async def test_a_costly_query_counts_as_several(settings: Settings, write_key: str) -> None:
    series = "{%s}" % " ".join(  # noqa: UP031 - braces
        f'q{n}: series(of: {{contentId: "c"}}, range: {{last: "7d"}}, by: DAY) {{ points {{ start }} }}'
        for n in range(4)
    )
    settings = settings.model_copy(update={"show_costs": True})
    async with limited(settings, write_key, analytics_per_user=20) as api:
        answer = (await api.post(series, authorization=a_user(api))).json()
        assert "errors" not in answer, answer
        cost = answer["extensions"]["cost"]
        assert cost["requested"] > 2000
        assert (cost["remaining"], cost["restoreRate"]) == (20_000 - cost["requested"], round(20_000 / 60))
        cheap = (await api.post(TITLE, authorization=a_user(api))).json()["extensions"]["cost"]
        assert cheap["requested"] < 10
        assert cheap["remaining"] == 19_000, "each query counts as 1,000"


async def test_answers_that_caches_share_say_nothing_of_one_client(settings: Settings, write_key: str) -> None:
    settings = settings.model_copy(update={"show_costs": True})
    async with limited(settings, write_key, analytics_per_network=5) as api:
        for method in ("GET", "POST"):
            for _ in range(2):
                headers = {"x-viewpulse-key": write_key}
                if method == "GET":
                    answer = await api.client.get("/graphql", params={"query": PUBLIC}, headers=headers)
                else:
                    answer = await api.post(PUBLIC)
                assert answer.headers["cache-control"].startswith("public")
                assert set(answer.json()["extensions"]["cost"]) == {"requested", "limit"}
                assert not {name for name in answer.headers if name.startswith("ratelimit")}


async def test_an_answer_that_the_client_has_costs_a_tenth_and_nothing_is_read_before_the_limit(
    settings: Settings, write_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = []

    async def noting(connection: Connection, project_id: int) -> ProjectState:
        readers.append(await connection.fetchval("SELECT current_user"))
        return await read_project_state(connection, project_id)

    monkeypatch.setattr(execution, "read_project_state", noting)
    async with limited(settings, write_key, analytics_per_user=3) as api:
        user = a_user(api)
        known = {"authorization": user}
        codes = []
        for _ in range(30):
            answer = await api.client.get("/graphql", params={"query": TITLE}, headers=known)
            assert "ratelimit" in answer.headers
            known["if-none-match"] = answer.headers.get("etag", known.get("if-none-match", ""))
            codes.append(answer.status_code)
        assert codes[0] == 200
        assert set(codes[1:9]) == {304}
        assert codes[-1] == 429
        assert readers == [READER] * sum(code != 429 for code in codes)


async def test_every_subject_is_limited_by_its_own_setting(settings: Settings, pool: Pool) -> None:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "of one partner")
    limits = {"analytics_per_user": 1, "tracking_per_user": 1, "tracking_per_network": 2, "batches_per_key": 2}
    async with limited(settings, key, **limits) as api:

        async def single(session: str) -> httpx.Response:
            return await api.post(SINGLE, {"event": {**events(1)[0], "sessionId": session}})

        async def batch() -> httpx.Response:
            return await api.post(TRACK, {"events": [{**one, "sessionId": uuid4().hex} for one in events()]})

        async def consent(session: str) -> httpx.Response:
            return await api.post(CONSENT, {"session": session})

        user, one, other, third = a_user(api), *(uuid4().hex for _ in range(3))
        asked = [await api.post(TITLE, authorization=user) for _ in range(2)]
        of_session = [await single(one) for _ in range(2)]
        of_network = [await single(other), await consent(third)]
        of_key = [await batch() for _ in range(3)]
        for name, allowed, answers in (
            ("analyticsPerUser", 1, asked),
            ("trackingPerUser", 1, of_session),
            ("trackingPerNetwork", 2, of_network),
            ("batchesPerKey", 2, of_key),
        ):
            assert {answer.status_code for answer in answers[:-1]} == {200}, name
            assert limit_of(answers[-1])["limit"] == {"name": name, "allowed": allowed}


async def test_a_query_that_nothing_was_done_for_costs_nothing(settings: Settings, write_key: str) -> None:
    away = settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:1/none"})
    async with limited(away, write_key, analytics_per_user=2) as api:
        api.write_key, user = None, a_user(api)
        for _ in range(4):
            answer = await api.post(TITLE, authorization=user)
            assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
            assert answer.headers["ratelimit"].startswith('"analyticsPerUser";r=2')


@pytest.mark.parametrize("document", [TRACK, ORDINARY])
@pytest.mark.parametrize("signed_in", [True, False])
async def test_a_limited_batch_that_is_sent_again_counts_once(
    api: Api, pool: Pool, document: str, *, signed_in: bool
) -> None:
    headers = {"authorization": a_user(api, Role.USER)} if signed_in else {}
    batch = events()
    more = [{**event, "id": uuid4().hex} for event in batch]
    assert (await api.post(document, {"events": batch}, **headers)).status_code == 200
    for _ in range(3):
        refused = await api.post(document, {"events": more}, **headers)
        assert limit_of(refused)["limit"]["name"] == "batchesPerUser"
        assert refused.json()["data"] is None
    assert await pool.fetchval("SELECT count(*) FROM events WHERE session_id = $1", batch[0]["sessionId"]) == 100

    async with limited(
        api.settings, str(api.write_key), batches_per_user=600
    ) as later:  # a minute in a tenth of a second
        for accepted, duplicates in ((100, 0), (0, 100)):
            answer = await sent_until_taken(later, document, {"events": more}, **headers)
            told = answer.json()["data"]["trackEvents"]
            assert (told["accepted"], told["duplicates"]) == (accepted, duplicates)
    assert await pool.fetchval("SELECT count(*) FROM events WHERE session_id = $1", batch[0]["sessionId"]) == 200


@pytest.mark.parametrize("several", [False, True])
async def test_a_guests_session_is_a_subject_and_a_batch_of_several_is_not(api: Api, *, several: bool) -> None:
    batch = [{**event, "sessionId": uuid4().hex} for event in events()] if several else events()
    answers = [await api.post(TRACK, {"events": [*batch]}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == ([200, 200, 200] if several else [200, 429, 429])


async def test_short_forms_are_single_mutations(api: Api) -> None:
    user = a_user(api)
    assert (await api.post(SINGLE, {"event": events(1)[0]}, authorization=user)).status_code == 200
    assert (await api.post(SHORT, authorization=user)).status_code == 200
    for document, variables in ((SHORT, None), (SINGLE, {"event": events(1)[0]})):
        assert limit_of(await api.post(document, variables, authorization=user))["limit"]["name"] == "trackingPerUser"


async def test_a_limited_operation_does_not_close_its_socket(api: Api) -> None:
    async with open_socket(api.url) as client:
        await client.initialise(authorization=a_user(api), writeKey=api.write_key)
        for name, least in (("live-1", 1000), ("live-2", 0)):
            await client.subscribe(LIVE, name=name)
            message = await client.hear()
            assert (message["type"], message["id"]) == ("next", name)
            left = message["payload"]["extensions"]["cost"]
            assert left.keys() == {"remaining", "restoreRate"}
            assert least <= left["remaining"] < least + 1000
        await client.subscribe(LIVE, name="live-3")
        message = await client.hear()
        assert (message["type"], message["id"]) == ("error", "live-3")
        assert message["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        assert 0 < message["payload"][0]["extensions"]["retryAfter"] <= 30
        assert message["payload"][0]["extensions"]["cost"].keys() == {"remaining", "restoreRate"}
        asking = {"query": LIVE, "extensions": {"cost": True}}
        await client.say({"type": "subscribe", "id": "live-4", "payload": asking})
        cost = (await client.hear())["payload"][0]["extensions"]["cost"]
        assert (cost["requested"], cost["limit"]) == (3, 10_000)
        assert cost["remaining"] < 1000
        await client.subscribe(TITLE, name="query")
        assert (await client.hear())["type"] == "error", "queries and subscriptions take from one pot"
        for code in (None, "RATE_LIMITED"):
            await client.subscribe(TRACK, {"events": events()}, name="batch")
            message = await client.hear()
            told = message["payload"].get("errors", [{"extensions": {"code": None}}])
            assert (message["type"], told[0]["extensions"]["code"]) == ("next", code)
            assert (await client.hear())["type"] == "complete"
        await client.say({"type": "ping"})
        assert (await client.hear())["type"] == "pong"


async def test_an_event_stream_that_is_limited_says_so(api: Api) -> None:
    user = a_user(api)

    async def first_event(document: str) -> dict[str, Any]:
        answer = await api.post(document, authorization=user, accept="text/event-stream")
        found: dict[str, Any] = json.loads(answer.text.partition("data: ")[2].partition("\n")[0])
        return found

    for least in (1000, 0):
        left = (await first_event(TITLE))["extensions"]["cost"]["remaining"]
        assert least <= left < least + 1000
    answer = await api.post(LIVE, authorization=user, accept="text/event-stream")
    assert answer.headers["ratelimit"].startswith('"analyticsPerUser";r=0')
    assert (await first_event(LIVE))["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


@pytest.mark.parametrize("asks", [True, False])
async def test_a_subscription_says_once_what_is_left(settings: Settings, write_key: str, *, asks: bool) -> None:
    async with limited(settings, write_key, analytics_per_user=5) as api, open_socket(api.url) as client:
        await client.initialise(authorization=a_user(api), writeKey=write_key)
        content = uuid4().hex
        query = LIVE.replace('"c"', f'"{content}"')
        await client.say({"type": "subscribe", "id": "1", "payload": {"query": query, "extensions": {"cost": asks}}})
        shown = {"requested", "limit"} if asks else set()
        first = (await client.hear())["payload"]
        assert first["extensions"]["cost"].keys() == shown | {"remaining", "restoreRate"}
        assert first["data"] == {"contentAnalytics": {"views": {"total": 0}}}
        await api.post(TRACK, {"events": [{**events(1)[0], "type": "VIEW_START", "contentId": content}]})
        async with aggregating(settings) as aggregator:
            await aggregator.drain()
        second = (await client.hear())["payload"]
        assert second["data"] == {"contentAnalytics": {"views": {"total": 1}}}
        assert second.get("extensions", {"cost": {}})["cost"].keys() == shown


async def test_mutations_that_track_nothing_have_a_limit_and_need_redis_for_admins(
    settings: Settings, write_key: str
) -> None:
    async with limited(settings, write_key, admin_per_user=1) as api:
        user = a_user(api)
        assert (await api.post(UPSERT, authorization=user)).status_code == 200
        assert limit_of(await api.post(UPSERT, authorization=user))["limit"]["name"] == "adminPerUser"

    nowhere = settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    async with limited(nowhere, write_key, admin_per_user=5, batches_per_user=5, analytics_per_user=5) as api:
        refused = await api.refusal(UPSERT, authorization=a_user(api))
        assert (refused["status"], refused["extensions"]["code"]) == (503, "UNAVAILABLE")
        assert refused["extensions"]["retryable"]
        assert (await api.ask(UPSERT, authorization=a_user(api, Role.CREATOR)))["data"]["upsertContents"][
            "accepted"
        ] == 1
        assert (await api.ask(TRACK, {"events": events()}))["data"]["trackEvents"]["accepted"] == 100
        assert "errors" not in await api.ask(TITLE, authorization=a_user(api))


async def test_a_refused_request_takes_nothing(api: Api) -> None:
    user, stranger = a_user(api), a_user(api, Role.USER)
    for _ in range(5):
        assert (await api.refusal("{ nope }", authorization=user))["extensions"]["code"] == "BAD_INPUT"
        assert "RATE_LIMITED" not in (await api.post("{ events { nodes { id } } }", authorization=stranger)).text
    assert "errors" not in (await api.post(TITLE, authorization=user)).json()


async def test_no_id_and_no_address_is_in_redis(settings: Settings, pool: Pool, redis_url: str) -> None:
    from redis.asyncio import Redis  # noqa: PLC0415

    write_key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, write_key, "of this test")
    limits = {
        f"{kind}_per_{who}": 2 for kind in ("tracking", "batches", "analytics") for who in ("user", "key", "network")
    }
    async with limited(settings, write_key, **limits) as api, Redis.from_url(redis_url) as redis:
        session, user = "a-session-of-a-guest", "a-user-of-the-app"
        before = {key async for key in redis.scan_iter("{viewpulse}:limits:*batches:*", count=1000)}
        await api.post(TRACK, {"events": [{**event, "sessionId": session} for event in events(10)]})
        await api.post(TITLE, authorization=api.token(user, Role.ADMIN))
        keys = [key.decode() async for key in redis.scan_iter("{viewpulse}:limits:*", count=1000)]
        new = [key for key in keys if "batches" in key and key.encode() not in before]
        assert len(new) == 3, "of the session, of the key and of the network"
        for secret in (session, user, write_key, "127.0.0.1"):
            assert not [key for key in keys if secret in key]
