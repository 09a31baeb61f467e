"""What the served API keeps and shares stays within a project: public lists, entity tags, live answers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from resolvers.context import Services
from server.access import Role
from server.analytics.worker_answers import WorkerAnswers
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.analytics.conftest import SCHEMA
from tests.integration.analytics.stack import Stack, event
from tests.integration.resolvers.test_documents import DOCUMENTS, VARIABLES
from tests.integration.resolvers.test_tenants import ERASED, OURS, THEIRS, callers, fill
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket
from tests.integration.worker.stand_ins import working

LIVE = [path for path in DOCUMENTS if path.startswith("live/")]
ERASURE = "live/ErasureLive.graphql"
LISTS = ["mobile/Trending.graphql", "mobile/TopContents.graphql", "dashboard/Content.graphql"]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"trending_min_views_per_hour": 1})


@pytest_asyncio.fixture(loop_scope="session")
async def filled(settings: Settings, pool: Pool) -> AsyncIterator[Stack]:
    """Both projects with what happened just now, and a worker."""
    ingest, contents, answers = Ingest(pool, settings), ContentCatalogue(pool), WorkerAnswers(settings)
    await ingest.start()
    async with aggregating(settings) as aggregator, working(settings, answers.respond):
        stack = Stack(SCHEMA, Services(settings, pool, ingest, contents), aggregator)
        await fill(stack, OURS, "ours", 1, datetime.now(UTC))
        await fill(stack, THEIRS, "theirs", 3, datetime.now(UTC))
        yield stack
    await ingest.stop()
    await answers.close()


@pytest_asyncio.fixture(loop_scope="session")
async def keys(pool: Pool, write_key: str) -> dict[int, str]:
    """A write key of each project."""
    theirs = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, THEIRS, theirs, "test")
    return {OURS: write_key, THEIRS: theirs}


async def test_kept_answers_stay_within_their_project(api: Api, filled: Stack, keys: dict[int, str]) -> None:
    for path in LISTS:
        variables = {**VARIABLES[path][1], **({"window": "1h"} if "Trending" in path else {})}
        answers = {}
        for project in (THEIRS, OURS, THEIRS):
            answers[project] = (await api.post(DOCUMENTS[path], variables, x_viewpulse_key=keys[project])).text
        assert "theirs" in answers[THEIRS], path
        assert "ours" in answers[OURS], path
        assert "theirs" not in answers[OURS], path

    question = {"query": '{ contentAnalytics(contentId: "c1") { views { total } } }'}
    tokens = {project: api.token("root", Role.ADMIN, project=project) for project in (OURS, THEIRS)}
    theirs = await api.client.get("/graphql", params=question, headers={"authorization": tokens[THEIRS]})
    tag = {"if-none-match": theirs.headers["etag"]}
    again = await api.client.get("/graphql", params=question, headers={"authorization": tokens[THEIRS], **tag})
    ours = await api.client.get("/graphql", params=question, headers={"authorization": tokens[OURS], **tag})
    assert (again.status_code, ours.status_code) == (304, 200)
    views = [answer.json()["data"]["contentAnalytics"]["views"]["total"] for answer in (theirs, ours)]
    assert views == [6, 2]


async def hear_until(client: Client, kind: str, name: str) -> list[dict[str, Any]]:
    """The messages up to one of a kind, of an operation or of none; none of them is an error."""
    heard: list[dict[str, Any]] = []
    while not heard or (heard[-1]["type"], heard[-1].get("id", name)) != (kind, name):
        heard.append(await client.hear())
        assert heard[-1]["type"] != "error", heard[-1]
    return heard


async def test_subscriptions_of_the_same_question_show_each_project_its_own(
    api: Api, filled: Stack, keys: dict[int, str]
) -> None:
    heard: dict[int, list[dict[str, Any]]] = {OURS: [], THEIRS: []}
    async with socket(api.url) as ours, socket(api.url) as theirs:
        clients = {THEIRS: theirs, OURS: ours}
        for project, client in clients.items():
            token = api.token("u1", Role.ADMIN, project=project)
            await client.initialise(authorization=token, writeKey=keys[project])
        for path in LIVE:
            for project, client in clients.items():  # theirs first: what is shared, is theirs
                variables = {**VARIABLES[path][1], **({"id": ERASED[project]} if path == ERASURE else {})}
                await client.subscribe(DOCUMENTS[path], variables, name=path)
                heard[project] += await hear_until(client, "next", path)
        watched = "live/ContentAnalyticsLive.graphql"
        more = [event("VIEW_START", "c1", "theirs-new", id=f"more-{n}") for n in range(5)]
        await filled.track(
            [{**one, "occurredAt": datetime.now(UTC).isoformat()} for one in more], callers(THEIRS)["guest"]
        )
        await filled.aggregator.drain()
        heard[THEIRS] += await hear_until(theirs, "next", watched)
        await ours.say({"type": "ping", "payload": {}})
        heard[OURS] += await hear_until(ours, "pong", "")

    totals = {
        project: {
            message["payload"]["data"]["contentAnalytics"]["views"]["total"]
            for message in messages
            if message.get("id") == watched
        }
        for project, messages in heard.items()
    }
    assert totals == {OURS: {2}, THEIRS: {6, 11}}
    assert sum("theirs" in str(message) for message in heard[THEIRS]) > 5
    assert [message for message in heard[OURS] if "theirs" in str(message)] == []
