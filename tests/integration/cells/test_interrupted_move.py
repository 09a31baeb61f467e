"""A move that fails, or is interrupted or killed, can be undone or completed."""

import asyncio
from typing import Any

import pytest

from server.access import Role
from server.errors import ViewpulseError
from server.rollup import move, table_locks
from server.rollup.leader import FOLD_LOCK
from server.settings import Settings
from server.storage.cell_directory import Cell
from server.storage.database import Connection, connected
from server.storage.locks import lock
from tests.integration.cells.moving import catalogue_is_open, in_one_database, insist, nothing, reached, until_counted
from tests.integration.cells.test_two_cells import counted
from tests.integration.live.dashboard import TRACK, UPSERT, play
from tests.integration.transport.api import Api

pytestmark = pytest.mark.usefixtures("short_grace")


async def test_a_move_that_fails_changes_nothing(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> int:
        raise ConnectionError("lost")

    await play(api, "c1", "k1", "s1")
    monkeypatch.setattr(move, "_switch", fails)
    with pytest.raises(ConnectionError):
        await move.move_project(settings, 1, "eu", nothing)
    await insist(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"})
    token = api.token("root", Role.ADMIN)
    assert (await api.ask(UPSERT, {"contents": [{"id": "c1"}]}, authorization=token))["data"]
    await until_counted(api, 2)
    monkeypatch.undo()
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await move.move_project(settings, 1, "eu", nothing)
    found = await counted(cell.database_url)
    assert (found["events"], found["views"], found["contents"]) == (3, 2, 1)


async def test_a_move_that_was_killed_is_completed_by_the_next(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await play(api, "c1", "k1", "s1")
    async with connected(settings) as old:
        await move._close(old, 1)
    answer = await api.ask(TRACK, {"events": [{"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"}]})
    assert answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    await move.move_project(settings, 1, "eu", nothing)
    await insist(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"})
    await until_counted(api, 2)


@in_one_database
async def test_a_move_interrupted_before_the_old_rows_were_deleted_is_completed_by_the_next(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    await play(api, "c1", "k1", "s1")
    monkeypatch.setattr(move, "GRACE_SECONDS", 60.0)
    moving = asyncio.create_task(move.move_project(settings, 1, "eu", nothing, say=said.append))
    await reached(settings.database_url, "SELECT cell FROM projects WHERE project_id = 1", "eu")
    await asyncio.sleep(0.2)
    assert "deleted in 60 s" in said[-1]
    moving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await moving
    assert (await counted(settings.database_url))["events"] == 2

    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await move.move_project(settings, 1, "eu", nothing)
    assert (await counted(settings.database_url))["events"] == 0
    async with connected(settings) as old:
        assert await old.fetch(move._TRIGGERS, "moving_1") == []
    assert (await counted(cell.database_url))["events"] == 2
    with pytest.raises(ViewpulseError, match="already"):
        await move.move_project(settings, 1, "eu", nothing)


@in_one_database
async def test_a_move_that_was_killed_can_be_given_up(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await play(api, "c1", "k1", "s1")
    async with connected(settings) as old, connected(cell.settings(settings)) as new:
        await move._close(old, 1)
        await move._drain(old, settings, 1, nothing)
        await move._copy(old, new, 1)
    await move.move_project(settings, 1, "default", nothing)
    assert await insist(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"}) == 0
    assert await catalogue_is_open(api)
    assert (await counted(cell.database_url))["events"] == 0
    with pytest.raises(ViewpulseError, match="already"):
        await move.move_project(settings, 1, "default", nothing)


@in_one_database
async def test_a_failed_move_accepts_events_again_even_if_a_backup_holds_its_tables(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> int:
        # Not before: closing the project waits for what housekeeping locks, and has to succeed.
        for name, value in (("LOCK_TRIES", 2), ("LOCK_TIMEOUT", "100ms"), ("LOCK_PAUSE", 0.1)):
            monkeypatch.setattr(table_locks, name, value)
        raise ConnectionError("lost")

    monkeypatch.setattr(move, "_switch", fails)
    said: list[str] = []
    await play(api, "c1", "k1", "s1")
    async with connected(settings) as backup, backup.transaction():
        await backup.execute("LOCK TABLE contents, imports, viewer_profiles, raw_events IN ACCESS SHARE MODE")
        with pytest.raises(ConnectionError):
            await move.move_project(settings, 1, "eu", nothing, say=said.append)
        assert "`viewpulse cell move 1 default`" in said[-1]
        event = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"}
        assert "errors" not in await api.ask(TRACK, {"events": [event]})
        assert not await catalogue_is_open(api)
    monkeypatch.setattr(table_locks, "LOCK_TRIES", 60)
    await move.move_project(settings, 1, "default", nothing)
    assert await catalogue_is_open(api)
    assert (await counted(cell.database_url))["events"] == 0


@in_one_database
async def test_a_move_fails_if_a_rebuild_takes_long(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    drain = move._drain

    async def then_rebuild(*arguments: Any) -> None:
        await drain(*arguments)
        await lock(rebuilding, FOLD_LOCK)

    monkeypatch.setattr(table_locks, "FOLD_TIMEOUT", "1s")
    await play(api, "c1", "k1", "s1")
    event = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"}
    async with connected(settings) as rebuilding, asyncio.timeout(30):
        await lock(rebuilding, FOLD_LOCK)
        with pytest.raises(ViewpulseError, match="rebuild"):
            await move.move_project(settings, 1, "eu", nothing)
        assert "errors" not in await api.ask(TRACK, {"events": [event]})
        await rebuilding.execute("SELECT pg_advisory_unlock_all()")

        monkeypatch.setattr(move, "_drain", then_rebuild)
        with pytest.raises(ViewpulseError, match="rebuild"):
            await move.move_project(settings, 1, "eu", nothing)
        assert "errors" not in await api.ask(TRACK, {"events": [event]})
        await rebuilding.execute("SELECT pg_advisory_unlock_all()")
    monkeypatch.setattr(table_locks, "FOLD_TIMEOUT", "60s")
    await move.move_project(settings, 1, "default", nothing)
    assert await catalogue_is_open(api)


@in_one_database
async def test_a_copy_that_is_interrupted_opens_the_project_again(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, copying, said = move._copy_rows, asyncio.Event(), list[str]()

    async def slowly(old: Connection, query: str, *arguments: Any) -> int:
        copying.set()
        return await copy(old, f"SELECT found.* FROM (SELECT pg_sleep(60)) AS slowly, ({query}) AS found", *arguments)

    monkeypatch.setattr(move, "_copy_rows", slowly)
    await play(api, "c1", "k1", "s1")
    async with asyncio.timeout(30):
        moving = asyncio.create_task(move.move_project(settings, 1, "eu", nothing, say=said.append))
        await copying.wait()
        await asyncio.sleep(0.2)
        moving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await moving
    assert await insist(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"}) == 0
    assert await catalogue_is_open(api)
    assert not any("still closed" in line for line in said)
