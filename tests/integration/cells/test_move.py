"""A project moves to another cell while its events are sent, its numbers are read and its changes are pushed."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from server.access import Role
from server.errors import ViewpulseError
from server.live.publish import Publisher
from server.rollup import move
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.cell_directory import Cell
from server.storage.database import connected
from tests.integration.cells.conftest import Viewpulse
from tests.integration.cells.test_two_cells import VIEWS, counted, shows
from tests.integration.live.dashboard import TRACK, UPSERT, play, watched
from tests.integration.transport.api import Api

STATE = '{ contentAnalytics(contentId: "c1") { revision views { total unique } plays } }'


@pytest.fixture(autouse=True)
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(move, "GRACE_SECONDS", 4.0)


async def insist(api: Api, event: dict[str, Any]) -> int:
    """Sends an event until it is taken, as clients do; returns how often it was refused."""
    refusals = 0
    while True:
        answer = await api.ask(TRACK, {"events": [event]})
        if "errors" not in answer:
            return refusals
        assert answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE", answer
        refusals += 1
        await asyncio.sleep(0.01)


async def send(api: Api, count: list[int], stop: asyncio.Event) -> None:
    while not stop.is_set():
        number = uuid4()
        event = {"id": str(number), "type": "VIEW_START", "contentId": "c1", "sessionId": f"s{number}"}
        count[1] += await insist(api, event)
        count[0] += 1


async def until_counted(api: Api, views: int) -> None:
    async with watched(api, VIEWS) as dashboard:
        await shows(dashboard, views)


async def test_every_event_is_counted_once_wherever_the_project_was(
    settings: Settings, cell: Cell, api: Api, within_a_quarter_hour: None
) -> None:
    await play(replace(api, write_key=api.write_key), "c2", "k1", "s1", "s2")
    publisher = Publisher(settings.redis_url, settings)
    stop, count = asyncio.Event(), [0, 0]
    senders = [asyncio.create_task(send(api, count, stop)) for _ in range(4)]
    async with watched(api, STATE) as dashboard:
        pushed: list[dict[str, Any]] = []

        async def listen(until: int) -> None:
            while not pushed or pushed[-1]["views"]["total"] < until:
                pushed.append(await dashboard.pushed())

        await listen(20)
        await move.move_project(settings, 1, "eu", publisher.publish)
        before = count[0]
        while count[0] < before + 20:  # noqa: ASYNC110  # the senders share no event
            await asyncio.sleep(0.01)
        stop.set()
        await asyncio.gather(*senders)
        await listen(count[0])
        assert await dashboard.asked() == pushed[-1]
    await publisher.close()

    revisions = [one["revision"] for one in pushed]
    assert revisions == sorted(revisions)
    assert pushed[-1] == {
        "revision": revisions[-1],
        "views": {"total": count[0], "unique": count[0]},
        "plays": count[0],
    }
    assert count[1] > 0, "nothing was sent while the project moved"
    assert await counted(cell.database_url) == {
        "events": count[0] + 4,
        "views": count[0] + 2,
        "projects": [1],
        "contents": 0,
    }
    assert await counted(settings.database_url) == {"events": 0, "views": 0, "projects": None, "contents": 0}
    assert await rebuild(cell.settings(settings)) == []


async def test_a_project_moves_there_and_back_and_cannot_move_to_where_it_is(
    settings: Settings, cell: Cell, api: Api, viewpulse: Viewpulse
) -> None:
    async def nothing(*_: object) -> None: ...

    content = {"id": "c1", "creatorId": "k1"}
    token = api.token("root", Role.ADMIN)
    for place, number in (("eu", 1), ("default", 2), ("eu", 3)):
        await play(api, "c1", "k1", f"s{number}")
        await move.move_project(settings, 1, place, nothing)
        assert (await api.ask(UPSERT, {"contents": [content]}, authorization=token))["data"]
        assert viewpulse("project", "list").splitlines()[0].endswith("in cell eu" if place == "eu" else "default")
    with pytest.raises(ViewpulseError, match="already"):
        await move.move_project(settings, 1, "eu", nothing)
    await play(api, "c1", "k1", "s4")
    await until_counted(api, 4)
    assert await rebuild(cell.settings(settings)) == []


async def test_a_move_that_fails_changes_nothing(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> int:
        raise ConnectionError("lost")

    async def nothing(*_: object) -> None: ...

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


async def test_a_move_waits_for_those_who_use_the_tables_and_clients_continue_meanwhile(
    settings: Settings, cell: Cell, api: Api, viewpulse: Viewpulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None: ...

    monkeypatch.setattr(move, "LOCK_TIMEOUT", "100ms")
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    other = replace(api, write_key=viewpulse("write-key", "create", "--project", "3"))
    await play(api, "c1", "k1", "s1")
    async with connected(settings) as session:
        async with session.transaction():
            await session.execute("LOCK TABLE ingest_batches IN ROW EXCLUSIVE MODE")
            moving = asyncio.create_task(move.move_project(settings, 1, "eu", nothing))
            for number in range(5):
                await insist(other, {"type": "VIEW_START", "contentId": "c1", "sessionId": f"s{number}"})
                await asyncio.sleep(0.2)
            assert not moving.done()
        await moving
    assert (await counted(cell.database_url))["events"] == 2


async def test_other_projects_of_both_cells_continue_while_rows_are_copied(
    settings: Settings, cell: Cell, api: Api, viewpulse: Viewpulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = replace(api, write_key=viewpulse("write-key", "create", "--project", "2"))
    here = replace(api, write_key=viewpulse("write-key", "create", "--project", "3"))
    copy, refusals = move._copy_rows, []

    async def copying(*arguments: Any) -> int:
        rows = await copy(*arguments)
        event = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}
        refusals.extend([await insist(one, event) for one in (here, there)])
        return rows

    async def nothing(*_: object) -> None: ...

    monkeypatch.setattr(move, "_copy_rows", copying)
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await play(api, "c1", "k1", "s1")
    await move.move_project(settings, 1, "eu", nothing)
    assert set(refusals) == {0}
    assert len(refusals) > 40


async def test_a_move_that_was_killed_is_completed_by_the_next(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None: ...

    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await play(api, "c1", "k1", "s1")
    async with connected(settings) as old:
        await move._close(old, 1)
    answer = await api.ask(TRACK, {"events": [{"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"}]})
    assert answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    await move.move_project(settings, 1, "eu", nothing)
    await insist(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": "s2"})
    await until_counted(api, 2)
