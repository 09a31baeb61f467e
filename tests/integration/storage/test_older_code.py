"""Processes of this version on a schema that a newer version has migrated, or that an older one left."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from server.access import Role
from server.analytics.worker_answers import FUNNEL as FUNNEL_KIND
from server.analytics.worker_answers import WorkerAnswers
from server.app import create_app
from server.doctor import examine
from server.events.writing import EventWriter
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage import migrating
from server.storage.database import Pool, connected
from server.storage.migrating import migrate
from server.storage.revision import SchemaRefused, newest_revision
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.rollup.feed import aggregating
from tests.integration.transport.api import Api, served
from tests.integration.worker.stand_ins import asking, ready, working

NEXT, NEWEST, LAST = "9999_next", newest_revision(), "0062_social_reads"
UNDO = "DROP FUNCTION queue_for_archive, spoil_archive CASCADE; DROP TABLE archive_state, archive_queue, archive_stale"
"""Takes away what the newest migration makes."""
EXPAND = """
DO $do$
DECLARE
    relation regclass;
BEGIN
    FOR relation IN
        SELECT oid FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND relname <> 'alembic_version'
    LOOP
        EXECUTE format('ALTER TABLE %s ADD added_by_next text', relation);
    END LOOP;
END $do$;
CREATE TABLE made_by_next (project_id integer PRIMARY KEY);
ALTER TABLE changed_subjects DROP CONSTRAINT changed_subjects_kind_check;
INSERT INTO changed_subjects (project_id, kind, id) VALUES (1, 'made_by_next', '1');
"""
"""As much as a migration may add: a column to every table, and a kind of notes."""
AHEAD = f"The schema is at {NEXT}, and this version knows {NEWEST}; start the version that migrated it."
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { results { status } } }"
VIEWS = '{ contentAnalytics(contentId: "c") { views { total } } }'
LIKE = 'mutation { trackEvent(event: {type: LIKE, contentId: "c"}) { accepted } }'
FUNNEL = '{ funnel(steps: [{types: [VIEW_START]}, {types: [LIKE]}], range: {last: "1d"}) { __typename } }'
ANSWERED = ("FunnelAnalytics", "")
WAITS = ("UNAVAILABLE", "The worker waits for an upgrade of the database; try again.")
BLOCKED = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'alembic_version'::regclass"


async def note(pool: Pool, revision: str, since: str) -> None:
    """Writes what a version notes that has migrated."""
    await pool.execute("UPDATE alembic_version SET version_num = $1, compatible_since = $2", revision, since)


async def track(api: Api) -> None:
    """A view of the content is acknowledged."""
    sent = {"id": str(uuid4()), "type": "VIEW_START", "contentId": "c", "sessionId": str(uuid4())}
    answer = await api.ask(TRACK, {"events": [sent]})
    assert answer["data"]["trackEvents"]["results"] == [{"status": "ACCEPTED"}]


async def assert_all_works(api: Api, aggregator: Aggregator, views: int) -> None:
    """A view is stored, counted and shown, and a balancer sends requests."""
    await track(api)
    await aggregator.drain()
    answer = await api.ask(VIEWS, authorization=api.token("a", Role.ADMIN))
    assert answer["data"]["contentAnalytics"]["views"]["total"] == views
    assert (await api.client.get("/health/ready")).status_code == 200


async def asked(api: Api) -> tuple[str, str]:
    """What becomes of a question to a worker: its answer's type or the code of its failure, and the message."""
    answer = await api.ask(FUNNEL, authorization=api.token("a", Role.ADMIN))
    if "errors" not in answer:
        return answer["data"]["funnel"]["__typename"], ""
    [error] = answer["errors"]
    return error["extensions"]["code"], error["message"]


async def refusal(api: Api) -> Any:
    """Why a balancer sends no requests."""
    ready = await api.client.get("/health/ready")
    assert ready.status_code == 503
    return ready.json()["database"]["error"]


async def schema_of(settings: Settings) -> tuple[str, str]:
    """What the doctor says of the schema, and what it advises."""
    [schema] = [finding for finding in await examine(settings) if finding.what == "Schema"]
    return schema.found, schema.advice


async def test_on_which_schemas_processes_work(settings: Settings, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "PAUSE_SECONDS", 0.1)
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key := new_write_key(), "test")
    answers = WorkerAnswers(settings)
    async with (
        served(create_app(settings), settings) as api,
        aggregating(settings) as aggregator,
        working(settings, answers.respond),
        asking(settings) as asker,
    ):
        api.write_key = key
        await ready(asker)
        await assert_all_works(api, aggregator, 1)

        # one compatible revision ahead, of which open connections and prepared statements know nothing
        await pool.execute(EXPAND)
        await note(pool, NEXT, NEWEST)
        await assert_all_works(api, aggregator, 2)
        assert await asked(api) == ANSWERED
        await asyncio.to_thread(migrate, settings.database_url)
        assert await schema_of(settings) == (f"at revision {NEXT}", "")

        # one incompatible revision ahead: nothing is counted wrongly, and nothing is lost
        await note(pool, NEXT, NEXT)
        assert await refusal(api) == AHEAD
        assert await asked(api) == WAITS
        await track(api)
        with pytest.raises(SchemaRefused):
            await aggregator.run_once()
        with pytest.raises(SchemaRefused):
            await asyncio.to_thread(migrate, settings.database_url)
        assert await schema_of(settings) == (
            f"at revision {NEXT}, needs {NEWEST}",
            "Start the version that migrated it.",
        )

        # one behind, last migrated by a version that did not know the rule
        await pool.execute(f"{UNDO}; ALTER TABLE alembic_version DROP compatible_since")
        await pool.execute("UPDATE alembic_version SET version_num = $1", LAST)
        behind = f"The schema must be at {NEWEST}; run viewpulse migrate."
        assert await refusal(api) == behind
        with capture_logs() as logs:
            assert await asked(api) == WAITS
        assert {"event": "no question is answered", "log_level": "error", "kind": FUNNEL_KIND, "error": behind} in logs
        assert await schema_of(settings) == (f"at revision {LAST}, needs {NEWEST}", "Run `viewpulse migrate`.")
        with pytest.raises(SchemaRefused):
            await aggregator.run_once()

        # a table that is in use is left to those who wait for it, and tried again
        await migrate_while_locked(settings, pool)
        await assert_all_works(api, aggregator, 4)
        assert await asked(api) == ANSWERED
    await answers.close()


@pytest.mark.own_database
async def test_processes_that_begin_before_the_migration_wait_for_it(settings: Settings, pool: Pool) -> None:
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key := new_write_key(), "test")
    await pool.execute(UNDO)
    await note(pool, LAST, LAST)
    answers = WorkerAnswers(settings)
    async with (
        served(create_app(settings), settings) as api,
        working(settings, answers.respond),
        asking(settings) as asker,
    ):
        await ready(asker)
        admin = api.token("a", Role.ADMIN)

        assert await refusal(api) == f"The schema must be at {NEWEST}; run viewpulse migrate."
        for document, sender in (
            (VIEWS, {"authorization": admin}),
            (FUNNEL, {"authorization": admin}),
            (LIKE, {"x_viewpulse_key": key}),
        ):
            [error] = (await api.post(document, **sender)).json()["errors"]
            assert (error["extensions"]["code"], error["extensions"]["retryable"]) == ("UNAVAILABLE", True), document
        with pytest.raises(ConnectionError, match="run viewpulse migrate"):  # of a cell that is migrated later, say
            await EventWriter(settings).connect()

        await asyncio.to_thread(migrate, settings.database_url)
        async with asyncio.timeout(60):
            while (await api.client.get("/health/ready")).status_code != 200:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.1)
        api.write_key = key
        await track(api)
        assert await asked(api) == ANSWERED
    await answers.close()


async def migrate_while_locked(settings: Settings, pool: Pool) -> None:
    """Migrates; the first attempt finds a table locked."""
    async with connected(settings) as reader:
        async with asyncio.timeout(60), reader.transaction():
            await reader.execute("LOCK TABLE alembic_version IN SHARE MODE")
            migrating_ = asyncio.create_task(asyncio.to_thread(migrate, settings.database_url))
            while (first := await pool.fetchval(BLOCKED)) is None:  # noqa: ASYNC110 - a state of PostgreSQL
                await asyncio.sleep(0.02)
            while await pool.fetchval(BLOCKED) == first:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await migrating_
