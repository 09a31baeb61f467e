"""An archived project takes no events, and answers questions; a restored one takes events again."""

import asyncio
from typing import Any

import pytest
from typer.testing import CliRunner

from server.access import Role
from server.app import create_app
from server.cli import app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.projects import archive_project, find_project, restore_project
from server.storage.write_keys import new_write_key, register_write_key
from server.transport import auth, socket_watch
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket

TRACK = 'mutation { trackEvent(event: { type: VIEW_START, contentId: "c", sessionId: "s" }) { accepted } }'
UPSERT = 'mutation { upsertContents(contents: [{ id: "c" }]) { accepted } }'
REFUSED = {"code": "PROJECT_ARCHIVED", "retryable": False}


async def archive(pool: Pool, project: int = 1) -> None:
    async with pool.acquire() as connection:
        await archive_project(connection, project)


async def restore(pool: Pool, project: int = 1) -> None:
    async with pool.acquire() as connection:
        await restore_project(connection, project)


async def told(api: Api, document: str = TRACK, **headers: str) -> Any:
    """The extensions of the one error; None if there is none."""
    errors = (await api.ask(document, **headers)).get("errors")
    return errors and errors[0]["extensions"]


async def test_an_archived_project_refuses_events_and_answers_questions(api: Api, pool: Pool) -> None:
    await archive(pool)
    assert await told(api) == REFUSED
    for mutation in ("createSession { status }", 'saveContent(contentId: "c", userId: "u") { status }'):
        assert await told(api, f"mutation {{ {mutation} }}") == REFUSED
    assert await told(api, "{ trending { revision } }") is None
    admin = api.token("root", Role.ADMIN)
    api.write_key = None
    assert await told(api, '{ contentAnalytics(contentId: "c") { revision } }', authorization=admin) is None
    assert await told(api, UPSERT, authorization=admin) is None, "what an admin declares is no event"
    assert await pool.fetchval("SELECT count(*) FROM events") == 0


async def test_another_project_is_not_concerned(api: Api, pool: Pool) -> None:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 2, key, "")
    await archive(pool, 2)
    assert await told(api) is None
    api.write_key = key
    assert await told(api) == REFUSED


async def test_a_running_server_follows(
    api: Api, settings: Settings, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "KEY_SECONDS", 0.0)
    monkeypatch.setattr(socket_watch, "CHECK_SECONDS", 0.05)
    async with served(create_app(settings), settings) as second, socket(second.url) as client:
        second.write_key = api.write_key
        await client.initialise(writeKey=api.write_key)

        async def by_socket(number: int) -> Any:
            await client.subscribe(TRACK, name=str(number))
            payload = (await client.hear())["payload"]
            await client.hear()
            return payload.get("errors", [{"extensions": None}])[0]["extensions"]

        assert await told(second) is await by_socket(0) is None
        await archive(pool)
        assert await told(second) == REFUSED
        async with asyncio.timeout(20):
            number = 1
            while await by_socket(number) != REFUSED:
                number += 1
        await restore(pool)
        assert await told(second) is None


async def test_archiving_again_keeps_the_time(pool: Pool) -> None:
    async with pool.acquire() as connection:
        await archive_project(connection, 1)
        first = (await find_project(connection, 1)).archived_at
        await archive_project(connection, 1)
        assert first is not None
        assert (await find_project(connection, 1)).archived_at == first


def test_an_operator_archives_and_restores(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    run = CliRunner().invoke
    done = run(app, ["project", "archive", "1"])
    assert done.stdout == "Project 1 is archived. Undo it with `viewpulse project restore 1`.\n"
    assert "  archived 20" in run(app, ["project", "list"]).stdout
    assert run(app, ["project", "restore", "1"]).stdout == "Project 1 takes events.\n"
    assert "archived" not in run(app, ["project", "list"]).stdout
    for command in ("archive", "restore", "quota", "delete"):
        assert "There is no project 9" in str(run(app, ["project", command, "9"]).exception)


async def test_an_import_into_an_archived_project_is_refused(
    settings: Settings, pool: Pool, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await archive(pool)
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    file = tmp_path / "events.ndjson"
    file.write_text('{"type": "VIEW_START", "contentId": "c", "sessionId": "s"}\n')
    done = await asyncio.to_thread(CliRunner().invoke, app, ["import", str(file), "--dry-run"])
    assert done.exit_code == 2
    assert "Project 1 is archived: it takes no events." in done.output
