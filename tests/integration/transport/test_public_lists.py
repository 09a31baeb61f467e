"""Public lists over HTTP: who may keep an answer, and how all processes share it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api, served

TRENDING = '{ trending(window: "2h") { revision contents { contentId } } }'
TOP = '{ topContents(range: { last: "24h" }, by: VIEWS) { revision edges { node { contentId views } } } }'
PUBLIC = {
    "cache-control": "public, max-age=30",
    "vary": "Accept, Accept-Encoding, Authorization, X-Viewpulse-Key, Origin",
}
CRAWLER = {"device": {"userAgent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}}
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"trending_min_views_per_hour": 1})


@pytest.fixture(autouse=True)
def patient_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives Redis the time that a loaded machine takes; else each process would keep its own answer for a while."""
    monkeypatch.setattr("server.storage.shared_cache.REDIS_SECONDS", 30.0)


@pytest_asyncio.fixture(loop_scope="session")
async def second(settings: Settings, write_key: str) -> AsyncIterator[Api]:
    """Another process of the same API."""
    async with served(create_app(settings), settings) as api:
        api.write_key = write_key
        yield api


async def headers_of(api: Api, query: str, variables: Any = None, **headers: str) -> dict[str, str]:
    response = await api.post(query, variables, **headers)
    return {name: response.headers[name] for name in ("cache-control", "vary") if name in response.headers}


async def view(api: Api, settings: Settings, *contents: str, **more: Any) -> None:
    """One view of each content, counted."""
    time = (datetime.now(UTC) - timedelta(seconds=5)).isoformat()
    events = [
        {"type": "VIEW_START", "contentId": content, "userId": f"u{n}", "occurredAt": time, **more}
        for content in contents
        for n in range(3)
    ]
    answer = await api.ask(TRACK, {"events": events})
    assert answer["data"]["trackEvents"]["accepted"] == len(events)
    async with aggregating(settings) as aggregator:
        await aggregator.drain()


def ids(found: dict[str, Any]) -> list[str]:
    """The contents of a list, whether it has pages or not."""
    rows = [edge["node"] for edge in found["edges"]] if "edges" in found else found["contents"]
    return [row["contentId"] for row in rows]


@pytest.mark.parametrize(
    "query",
    [
        TRENDING,
        TOP,
        "{ a: trending { asOf } b: topContents { asOf } }",
        "{ ...Lists ... { topContents { asOf } } } fragment Lists on Query { trending { asOf } }",
        "{ trending { definition contents { views } } definitions { name text } }",
    ],
)
async def test_answers_with_public_lists_only_may_be_cached(api: Api, query: str) -> None:
    assert await headers_of(api, query) == PUBLIC
    got = await api.client.get(
        "/graphql?" + urlencode({"query": query}), headers={"x-viewpulse-key": api.write_key or ""}
    )
    assert got.status_code == 200
    assert got.headers["cache-control"] == PUBLIC["cache-control"]


@pytest.mark.parametrize(
    ("query", "admin"),
    [
        ('{ trending { asOf } content(contentId: "c1") { id } }', False),
        ("{ eventVocabulary { type } }", False),
        ('{ trending(window: "x") { asOf } }', False),
        ("{ trending { asOf } topContents(first: 0) { asOf } }", False),
        ("{ platformStats { contents } }", True),
        ("{ trending { nothing } }", False),
        ("mutation { processEvents { events } }", True),
    ],
)
async def test_answers_with_other_fields_may_not_be_cached(api: Api, query: str, admin: bool) -> None:
    headers = {"authorization": api.token(role=Role.ADMIN)} if admin else {}
    assert (await headers_of(api, query, **headers))["cache-control"] == "no-store"


async def test_a_request_without_key_or_token_is_refused(api: Api) -> None:
    refused = await api.client.post("/graphql", json={"query": TRENDING})
    [error] = refused.json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert all(header in error["message"] for header in ("X-Viewpulse-Key", "Authorization"))
    assert refused.headers["cache-control"] == "no-store"


async def test_processes_share_an_answer_with_its_revision(api: Api, second: Api, settings: Settings) -> None:
    await view(api, settings, "c1")
    for query, field in ((TRENDING, "trending"), (TOP, "topContents")):
        first = (await api.ask(query))["data"][field]
        assert ids(first) == ["c1"]
        assert first["revision"] > 0
    await view(api, settings, "c2")
    for query, field in ((TRENDING, "trending"), (TOP, "topContents")):
        assert [(await one.ask(query))["data"][field]["revision"] for one in (api, second)] == [1, 1]
    other = '{ trending(window: "3h") { revision contents { contentId } } }'
    fresh = (await second.ask(other))["data"]["trending"]
    assert ids(fresh) == ["c1", "c2"]
    assert fresh["revision"] == 2


async def test_projects_do_not_share_answers(api: Api, settings: Settings, pool: Pool) -> None:
    await pool.execute("INSERT INTO projects (project_id, name) VALUES (2, 'two')")
    await view(api, settings, "c1")
    assert (await api.ask(TRENDING))["data"]["trending"]["contents"]
    other = await api.client.post(
        "/graphql", json={"query": TRENDING}, headers={"authorization": api.token(role=Role.USER, project=2)}
    )
    assert other.json()["data"]["trending"]["contents"] == []


async def test_answers_about_other_traffic_are_kept_apart(api: Api, settings: Settings) -> None:
    await view(api, settings, "c1", **CRAWLER)
    for query, wider, field in (
        (TRENDING, TRENDING.replace('"2h"', '"2h", include: { bots: true }'), "trending"),
        (TOP, TOP.replace("by: VIEWS", "by: VIEWS, include: { bots: true }"), "topContents"),
    ):
        for _ in range(2):
            assert ids((await api.ask(query))["data"][field]) == []
            assert ids((await api.ask(wider))["data"][field]) == ["c1"]


async def test_without_redis_lists_are_computed(settings: Settings, write_key: str) -> None:
    alone = settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    async with served(create_app(alone), alone) as api:
        api.write_key = write_key
        await view(api, settings, "c1")
        for _ in range(2):
            answer = await api.ask(TRENDING)
            assert ids(answer["data"]["trending"]) == ["c1"]
        assert await headers_of(api, TRENDING) == PUBLIC
