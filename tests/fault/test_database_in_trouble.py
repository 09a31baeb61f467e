"""A database that is there but can't serve - full, read-only, locked, out of connections - is retryable everywhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import ANY

import pytest

from server.access import Role
from server.app import create_app
from server.events import group_commit
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket

RETRYABLE = {"code": "UNAVAILABLE", "retryAfter": ANY, "retryable": True}
CODES = ("53100", "57014", "58030", "25006", "55P03", "40P01", "28000")
EVENT = {"type": "VIEW_START", "contentId": "c1", "creatorId": "u1", "sessionId": "s1", "viewData": {"duration": 9}}
MUTATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "trackEvents": ("mutation($v: [EventInput!]!) { trackEvents(events: $v) { accepted } }", {"v": [EVENT]}),
    "trackEvents, through the schema": (
        "mutation($v: [EventInput!]!) { ... { trackEvents(events: $v) { accepted } } }",
        {"v": [EVENT]},
    ),
    "upsertContents": (
        "mutation($v: [ContentInput!]!) { upsertContents(contents: $v) { accepted } }",
        {"v": [{"id": "c1"}]},
    ),
    "upsertViewers": (
        "mutation($v: [ViewerInput!]!) { upsertViewers(viewers: $v) { accepted } }",
        {"v": [{"id": "ann", "gender": "MALE"}]},
    ),
    "classifyViewers": (
        "mutation($v: [ViewerClassInput!]!) { classifyViewers(viewers: $v) { accepted } }",
        {"v": [{"id": "ann", "bot": True}]},
    ),
}
QUERIES = {
    "contentAnalytics": '{ contentAnalytics(contentId: "c1") { views { total } engagement { likes } } }',
    "public list": "{ topContents(by: VIEWS) { asOf } }",
}
WRITTEN = ("raw_events", "contents", "viewer_profiles")
READ = ("content_totals", "content_scores", "content_states")


@pytest.fixture
async def api(settings: Settings, pool: Pool) -> AsyncIterator[Api]:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    async with served(create_app(settings), settings) as api:
        api.write_key = key
        yield api


async def make_trouble(pool: Pool, code: str) -> None:
    """Lets every write of an event, a content and a viewer, and every read of a content's numbers, fail with a code."""
    await pool.execute(f"""
        CREATE FUNCTION trouble() RETURNS boolean LANGUAGE plpgsql STABLE
            AS $$ BEGIN RAISE EXCEPTION 'in trouble' USING ERRCODE = '{code}'; END $$;
        CREATE FUNCTION trouble_writing() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION 'in trouble' USING ERRCODE = '{code}'; END $$;
    """)
    for table in WRITTEN:
        await pool.execute(
            f"CREATE TRIGGER trouble BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION trouble_writing()"
        )
    for table in READ:
        await pool.execute(
            f"ALTER TABLE {table} RENAME TO real_{table};"
            f"CREATE VIEW {table} AS SELECT * FROM real_{table} WHERE trouble()"
        )


async def end_writing_trouble(pool: Pool) -> None:
    for table in WRITTEN:
        await pool.execute(f"DROP TRIGGER trouble ON {table}")


@asynccontextmanager
async def read_only(pool: Pool) -> AsyncIterator[None]:
    """The database takes no writes, as a standby or one that its operator protects."""
    name = await pool.fetchval("SELECT current_database()")
    await pool.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        await end_connections(pool)
        yield
    finally:
        await pool.execute(f"BEGIN READ WRITE; ALTER DATABASE {name} RESET default_transaction_read_only; COMMIT")
        await end_connections(pool)


async def end_connections(pool: Pool) -> None:
    """A setting of a database is for new connections."""
    await pool.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'viewpulse-%'"
    )


async def readiness(api: Api) -> tuple[int, dict[str, Any]]:
    answer = await api.client.get("/health/ready")
    return answer.status_code, answer.json()


async def until_ready(api: Api) -> None:
    async with asyncio.timeout(20):
        while (await readiness(api))[0] != 200:  # noqa: ASYNC110 - the state of another process
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("code", CODES)
async def test_every_mutation_and_every_query_is_retryable(api: Api, pool: Pool, code: str) -> None:
    await make_trouble(pool, code)
    admin = api.token("boss", Role.ADMIN)
    for name, (mutation, variables) in MUTATIONS.items():
        answer = await api.ask(mutation, variables, authorization=admin)
        assert [error["extensions"] for error in answer["errors"]] == [RETRYABLE], name
    for name, query in QUERIES.items():
        answer = await api.ask(query, authorization=admin)
        assert answer["errors"], name
        assert all(error["extensions"] == RETRYABLE for error in answer["errors"]), name


async def test_a_write_key_and_a_socket_are_retryable(api: Api, pool: Pool) -> None:
    await make_trouble(pool, "53300")
    await pool.execute(
        "ALTER TABLE write_keys RENAME TO real_write_keys;"
        "CREATE VIEW write_keys AS SELECT * FROM real_write_keys WHERE trouble()"
    )
    refusal = await api.refusal("{ __typename }", x_viewpulse_key="another")
    assert (refusal["status"], refusal["extensions"]) == (503, RETRYABLE)
    async with socket(api.url) as client:
        await client.say({"type": "connection_init", "payload": {"writeKey": "another"}})
        assert (await client.closed())[0] == 1013  # try again later
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN))
        await client.subscribe(QUERIES["contentAnalytics"])
        payload = (await client.hear())["payload"]
        assert {error["extensions"]["code"] for error in payload["errors"]} == {"UNAVAILABLE"}


async def test_a_subscription_survives_the_trouble(api: Api, pool: Pool) -> None:
    await make_trouble(pool, "53200")
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("boss", Role.ADMIN))
        await client.subscribe('subscription { contentAnalytics(contentId: "c1") { views { total } } }')
        await asyncio.sleep(0.3)  # it is executed meanwhile, in vain
        for table in READ:
            await pool.execute(f"DROP VIEW {table}; ALTER TABLE real_{table} RENAME TO {table}")
        async with asyncio.timeout(20):
            message = await client.hear()
        assert message["payload"]["data"]["contentAnalytics"]["views"]["total"] == 0


async def test_readiness_follows_the_last_commits(api: Api, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await readiness(api))[0] == 200
    await make_trouble(pool, "53100")
    query, variables = MUTATIONS["trackEvents"]
    await api.ask(query, variables)
    status, found = await readiness(api)
    assert (status, found["status"], found["ingest"], found["database"]["ok"]) == (
        503,
        "not ready",
        {"ok": False},
        True,
    )
    monkeypatch.setattr(group_commit, "FAILED_SECONDS", 0.0)
    assert (await readiness(api))[0] == 200, "without traffic the failure is forgotten"
    monkeypatch.undo()
    await end_writing_trouble(pool)
    assert (await api.ask(query, variables))["data"]["trackEvents"]["accepted"] == 1
    assert (await readiness(api))[0] == 200


async def test_a_read_only_database_refuses_writes_and_answers_reads(api: Api, pool: Pool) -> None:
    admin = api.token("boss", Role.ADMIN)
    async with read_only(pool):
        for name, (mutation, variables) in MUTATIONS.items():
            async with asyncio.timeout(20):  # while its connections close, the write key can't be checked
                while (response := await api.post(mutation, variables, authorization=admin)).status_code == 503:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert [error["extensions"] for error in response.json()["errors"]] == [RETRYABLE], name
        status, found = await readiness(api)
        assert status == 503
        assert found["database"]["error"] == "The server is read-only."
        answer = await api.ask(QUERIES["contentAnalytics"], authorization=admin)
        assert answer["data"]["contentAnalytics"]["views"]["total"] == 0
    async with asyncio.timeout(20):
        query, variables = MUTATIONS["trackEvents"]
        while (await api.ask(query, variables)).get("errors"):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
    await until_ready(api)


async def test_the_aggregator_is_not_ok_when_the_numbers_are_old(api: Api, pool: Pool) -> None:
    for seconds, is_ok in ((1, True), (90, False)):
        as_of = datetime.now(UTC) - timedelta(seconds=seconds)
        await pool.execute("UPDATE rollup_state SET as_of = $1", as_of)
        status, found = await readiness(api)
        assert status == 200, "old numbers are served"
        assert found["aggregator"]["ok"] is is_ok
        assert found["aggregator"]["seconds"] == pytest.approx(seconds, abs=20)
