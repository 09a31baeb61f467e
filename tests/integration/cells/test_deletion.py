"""A project is deleted with all of its rows, and nothing of another project."""

import asyncio
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from server.access import Role
from server.cli import app
from server.errors import ErrorCode, ViewpulseError
from server.rollup import deletion
from server.rollup.deletion import delete_project
from server.settings import Settings
from server.storage.cell_directory import Cell
from server.storage.database import Connection, connected
from server.storage.projects import archive_project
from tests.integration.cells.conftest import Viewpulse
from tests.integration.cells.moving import in_one_database, insist
from tests.integration.live.dashboard import TRACK, UPSERT, play, upsert
from tests.integration.transport.api import Api

WITH_PROJECTS = """
SELECT quote_ident(table_name) AS name FROM information_schema.columns
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = current_schema() AND column_name = 'project_id' AND table_type = 'BASE TABLE' ORDER BY 1
"""
"""Every table and partition with a project in its rows, as the catalogue has them."""


@pytest.fixture(autouse=True)
def short_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows are several slices, and no process is waited for."""
    monkeypatch.setattr(deletion, "SLICE_ROWS", 2)
    monkeypatch.setattr(deletion, "GRACE_SECONDS", 0.2)


async def rows_of(database_url: str, project: int) -> dict[str, list[Any]]:
    """All rows of a project in a schema, by table."""
    connection = await asyncpg.connect(database_url)
    try:
        found: dict[str, list[Any]] = {}
        for (table,) in await connection.fetch(WITH_PROJECTS):
            sql = f"SELECT t::text FROM {table} AS t WHERE project_id = $1 ORDER BY 1"
            if rows := await connection.fetch(sql, project):
                found[table] = [row["t"] for row in rows]
        return found
    finally:
        await connection.close()


def raw_events(rows: dict[str, list[Any]]) -> int:
    """Number of raw events; the whole table shows those of its partitions, too."""
    return len(rows["raw_events"])


async def fill(api: Api, project: int) -> None:
    """Events, contents, profiles, rejected items and a pinned funnel of a project."""
    admin = api.token("root", Role.ADMIN, project=project)
    for number in range(3):
        await play(api, f"c{number}", "k1", *(f"s{one}" for one in range(4)))
    await api.ask(
        UPSERT, {"contents": [{"id": f"c{number}", "creatorId": "k1"} for number in range(5)]}, authorization=admin
    )
    await api.ask(TRACK, {"events": [{"type": "NONSENSE"}]})
    for mutation in (
        'upsertCreators(creators: [{ id: "k1", name: "Ada" }]) { accepted }',
        'classifyViewers(viewers: [{ id: "u1", bot: true }]) { accepted }',
        'pinFunnel(name: "f", steps: [{ types: [VIEW] }, { types: [LIKE] }]) { name }',
        'registerSchemaVersion(type: CUSTOM, name: "quiz", version: "1.0.0", schema: {}) { version }',
        'setConsent(subject: { userId: "u1" }, purposes: [], version: "1") { at }',
        "createWriteKey { key }",
        "processEvents { events }",
        "recomputeScores { contents }",
    ):
        answer = await api.ask(f"mutation {{ {mutation} }}", authorization=admin)
        assert "errors" not in answer, answer


async def archived(settings: Settings, project: int) -> None:
    async with connected(settings) as connection:
        await archive_project(connection, project)


async def test_no_row_of_a_deleted_project_is_left_and_none_of_another_is_missing(
    settings: Settings, cell: Cell, api: Api, viewpulse: Viewpulse
) -> None:
    theirs = replace(api, write_key=viewpulse("key", "create", "--project", "2"))
    for one, project in ((api, 1), (theirs, 2)):
        await fill(one, project)
    before = await rows_of(settings.database_url, 1)
    assert len(before) > 25
    assert len(await rows_of(cell.database_url, 2)) > 25
    viewpulse("project", "archive", "2")
    told: list[tuple[int, int]] = []

    rows = await delete_project(settings, 2, lambda done, total: told.append((done, total)))

    assert await rows_of(cell.database_url, 2) == {}
    assert await rows_of(settings.database_url, 2) == {}
    after = await rows_of(settings.database_url, 1)
    for table in ("contents", "content_totals", "creator_profiles", "event_counts", "plays", "sessions", "write_keys"):
        assert len(after[table]) == len(before[table]), table
    assert raw_events(after) == raw_events(before) > 0
    done = [one for one, _ in told]
    assert done == sorted(done)
    assert 0 < told[-1][1] <= rows
    assert viewpulse("project", "list").count("\n") == 0
    assert viewpulse("project", "create") == "3", "its number is not given to another project"
    await api.ask(TRACK, {"events": [{"type": "VIEW_START", "contentId": "c0", "sessionId": "new"}]})


@in_one_database
async def test_a_project_of_the_default_cell_is_deleted_there(
    settings: Settings, api: Api, viewpulse: Viewpulse
) -> None:
    theirs = replace(api, write_key=viewpulse("key", "create", "--project", "3"))
    await fill(theirs, 3)
    await upsert(api, "c1", "k1")
    await archived(settings, 3)
    await delete_project(settings, 3)
    assert await rows_of(settings.database_url, 3) == {}
    assert "contents" in await rows_of(settings.database_url, 1)


@in_one_database
async def test_only_an_archived_project_is_deleted(settings: Settings, api: Api) -> None:
    with pytest.raises(ViewpulseError, match="archive it first: `viewpulse project archive 1`") as refused:
        await delete_project(settings, 1)
    assert refused.value.code is ErrorCode.BAD_INPUT
    with pytest.raises(ViewpulseError, match="There is no project 9"):
        await delete_project(settings, 9)
    assert await insist(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}) == 0


@in_one_database
async def test_credentials_of_a_project_that_is_being_deleted_are_refused_and_its_cell_is_closed(
    settings: Settings, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    await play(api, "c1", "k1", "s1")
    await archived(settings, 1)
    monkeypatch.setattr(deletion, "GRACE_SECONDS", 60.0)
    deleting = asyncio.create_task(delete_project(settings, 1))
    async with asyncio.timeout(60):
        while (await rows_of(settings.database_url, 1)).keys() != {"projects", "rollup_state", "write_keys"}:  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.05)
    late = await api.ask(UPSERT, {"contents": [{"id": "c1"}]}, authorization=api.token("root", Role.ADMIN))
    assert late["errors"][0]["extensions"]["code"] in ("UNAVAILABLE", "TOKEN_INVALID")
    deleting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await deleting
    async with connected(settings) as connection:
        assert await deleted_at(connection) is not None

    monkeypatch.setattr(deletion, "GRACE_SECONDS", 0.0)
    await delete_project(settings, 1)
    assert await rows_of(settings.database_url, 1) == {}


async def deleted_at(connection: Connection) -> Any:
    return await connection.fetchval("SELECT deleted_at FROM projects WHERE project_id = 1")


@in_one_database
async def test_a_deletion_asks_for_the_name(settings: Settings, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIEWPULSE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("VIEWPULSE_DATA_DIR", "/nonexistent")
    await archived(settings, 1)

    def delete(*options: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, ["project", "delete", "1", *options], input=typed)

    wrong = await asyncio.to_thread(delete, typed="another\n")
    assert (wrong.exit_code, "has another name; nothing was deleted" in wrong.stderr) == (2, True)
    assert (await asyncio.to_thread(delete)).exit_code == 1
    async with connected(settings) as connection:
        assert await deleted_at(connection) is None
    done = await asyncio.to_thread(delete, typed="default\n")
    assert "Project 1 is deleted, with " in done.stdout
    assert await rows_of(settings.database_url, 1) == {}
