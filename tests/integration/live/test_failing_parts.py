"""A part of a live answer that cannot be read is null, with its error; the rest is pushed, and the part comes back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest_asyncio

from server.app import create_app
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Pool
from tests.integration.live.dashboard import upsert
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }"
LIVE = """
subscription ($first: Int!) {
  contentAnalytics(contentId: "c1") {
    views { total } benchmarks { contents } breakdown(by: COUNTRY, first: $first) { other { plays } }
  }
}
"""
FAILED = ["contentAnalytics", "benchmarks"]
NO_OTHERS = {"other": {"plays": 0}}


@pytest_asyncio.fixture(loop_scope="session")
async def hasty(settings: Settings, api: Api) -> AsyncIterator[Api]:
    """An application that waits two seconds for a statement."""
    chosen = settings.model_copy(update={"database_timeout": 2.0})
    async with served(create_app(chosen), chosen) as hasty:
        hasty.write_key = api.write_key
        yield hasty


@asynccontextmanager
async def locked(pool: Pool, table: str) -> AsyncIterator[None]:
    """Statements that read the table wait, and time out."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


async def view(api: Api, aggregator: Aggregator, viewer: str) -> None:
    event = {"type": "VIEW_START", "contentId": "c1", "creatorId": "creator-1", "sessionId": viewer}
    await api.ask(TRACK, {"events": [event]})
    await aggregator.run_once()


async def heard(client: Client) -> tuple[dict[str, Any], list[Any]]:
    """The data of the next answer, and path and code of its errors."""
    message = await client.hear()
    assert message["type"] == "next", message
    payload = message["payload"]
    errors = [(error["path"], error["extensions"]["code"]) for error in payload.get("errors", ())]
    return payload["data"]["contentAnalytics"], errors


async def test_a_subscription_survives_a_part_that_times_out(hasty: Api, aggregator: Aggregator, pool: Pool) -> None:
    await view(hasty, aggregator, "s1")
    async with socket(hasty.url) as client:
        await client.initialise(authorization=hasty.token("creator-1"))
        async with locked(pool, "content_scores"):
            await client.subscribe(LIVE, {"first": 5})
            data, errors = await heard(client)
            assert data == {"views": {"total": 1}, "benchmarks": None, "breakdown": NO_OTHERS}
            assert errors == [(FAILED, "UNAVAILABLE")]
            await view(hasty, aggregator, "s2")
            data, errors = await heard(client)
            assert data == {"views": {"total": 2}, "benchmarks": None, "breakdown": NO_OTHERS}
            assert errors == [(FAILED, "UNAVAILABLE")]
        data, errors = await heard(client)
        assert data == {"views": {"total": 2}, "benchmarks": {"contents": 0}, "breakdown": NO_OTHERS}
        assert errors == []


async def test_a_part_with_a_bad_argument_stays_null_while_the_rest_is_pushed(api: Api, aggregator: Aggregator) -> None:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("creator-1"))
        for total in (1, 2):
            await view(api, aggregator, f"s{total}")
            if total == 1:
                await client.subscribe(LIVE, {"first": 0})
            data, errors = await heard(client)
            assert data == {"views": {"total": total}, "benchmarks": {"contents": 0}, "breakdown": None}
            assert errors == [(["contentAnalytics", "breakdown"], "BAD_INPUT")]


async def test_a_root_that_fails_for_good_ends_the_subscription(api: Api, aggregator: Aggregator) -> None:
    await view(api, aggregator, "s1")
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("creator-1"))
        await client.subscribe(LIVE, {"first": 5})
        assert (await heard(client))[0]["views"] == {"total": 1}
        await upsert(api, "c1", "creator-2")
        await view(api, aggregator, "s2")
        message = await client.hear()
        assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", "FORBIDDEN")
