"""A project moves to another cell while its events are sent, its numbers are read and its changes are pushed."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from server.access import Role
from server.errors import ViewpulseError
from server.live.publish import Publisher
from server.rollup import move, table_locks
from server.rollup.daily_summaries import NO_WAIT, prepare_summaries, summarize_batch
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.cell_directory import Cell
from server.storage.database import Connection, connected
from tests.integration.cells.conftest import Viewpulse
from tests.integration.cells.moving import in_one_database, insist, nothing, reached, until_counted
from tests.integration.cells.test_two_cells import counted
from tests.integration.live.dashboard import TRACK, UPSERT, play, watched
from tests.integration.rollup.days import DAYS, FROM_QUARTERS, rows
from tests.integration.transport.api import Api

pytestmark = pytest.mark.usefixtures("short_grace")

STATE = '{ contentAnalytics(contentId: "c1") { revision views { total unique } plays } }'


async def send(api: Api, count: list[int], stop: asyncio.Event) -> None:
    while not stop.is_set():
        number = uuid4()
        event = {"id": str(number), "type": "VIEW_START", "contentId": "c1", "sessionId": f"s{number}"}
        count[1] += await insist(api, event)
        count[0] += 1


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
    content = {"id": "c1", "creatorId": "k1"}
    token = api.token("root", Role.ADMIN)
    for place, number in (("eu", 1), ("default", 2), ("eu", 3)):
        await play(api, "c1", "k1", f"s{number}")
        name = f'upsertCreators(creators: [{{ id: "k1", name: "Kim {number}" }}]) {{ accepted }}'
        assert (await api.ask(f"mutation {{ {name} }}", authorization=token))["data"]
        consent = f'setConsent(subject: {{ sessionId: "s{number}" }}, purposes: [ANALYTICS], version: "1") {{ at }}'
        assert (await api.ask(f"mutation {{ {consent} }}"))["data"]
        await move.move_project(settings, 1, place, nothing)
        answer = await api.ask(
            '{ creator(creatorId: "k1") { name } consentHistory { totalCount } }', authorization=token
        )
        assert answer["data"] == {"creator": {"name": f"Kim {number}"}, "consentHistory": {"totalCount": number}}
        assert (await api.ask(UPSERT, {"contents": [content]}, authorization=token))["data"]
        assert viewpulse("project", "list").splitlines()[0].endswith("in cell eu" if place == "eu" else "default")
    with pytest.raises(ViewpulseError, match="already"):
        await move.move_project(settings, 1, "eu", nothing)
    await play(api, "c1", "k1", "s4")
    await until_counted(api, 4)
    assert await rebuild(cell.settings(settings)) == []


async def test_a_move_waits_for_long_transactions_and_clients_continue_meanwhile(
    settings: Settings, cell: Cell, api: Api, viewpulse: Viewpulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LOCK_TIMEOUT", "100ms"), ("LOCK_PAUSE", 0.1), ("LOCK_TRIES", 300)):
        monkeypatch.setattr(table_locks, name, value)
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    other = replace(api, write_key=viewpulse("key", "create", "--project", "3"))
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
    there = replace(api, write_key=viewpulse("key", "create", "--project", "2"))
    here = replace(api, write_key=viewpulse("key", "create", "--project", "3"))
    copy, refusals = move._copy_rows, []

    async def copying(*arguments: Any) -> int:
        rows = await copy(*arguments)
        event = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}
        refusals.extend([await insist(one, event) for one in (here, there)])
        return rows

    monkeypatch.setattr(move, "_copy_rows", copying)
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await play(api, "c1", "k1", "s1")
    await move.move_project(settings, 1, "eu", nothing)
    assert set(refusals) == {0}
    assert len(refusals) > 40


DECLARED = (
    'upsertContents(contents: [{ id: "c1" }]) { accepted }',
    'upsertCreators(creators: [{ id: "k1", name: "Kim" }]) { accepted }',
    'upsertViewers(viewers: [{ id: "u1", ageGroup: AGE_25_34 }]) { accepted }',
    'upsertCampaignSpend(items: [{ campaign: "s", day: "2026-11-17", currency: "EUR", amount: "4" }]) { accepted }',
    'registerSchemaVersion(type: CUSTOM, name: "quiz", version: "1.0.0", schema: {}) { version }',
    'pinFunnel(name: "f", steps: [{ types: [VIEW] }, { types: [LIKE] }]) { name }',
    'upsertSocialWorkspace(workspaceId: "w", name: "Brand") { name }',
)


@in_one_database
async def test_nothing_can_be_declared_while_rows_are_copied(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = move._copy_rows
    codes: list[list[str]] = []

    async def copying(*arguments: Any) -> int:
        rows = await copy(*arguments)
        for declared in DECLARED if not codes else ():
            answer = await api.ask(f"mutation {{ {declared} }}", authorization=api.token("root", Role.ADMIN))
            codes.append([error["extensions"]["code"] for error in answer.get("errors", ())])
        return rows

    monkeypatch.setattr(move, "_copy_rows", copying)
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await move.move_project(settings, 1, "eu", nothing)
    assert codes == [["UNAVAILABLE"]] * len(DECLARED)


@in_one_database
async def test_days_and_rejected_items_move_too(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def reject(count: int, so_far: int, database_url: str) -> None:
        for _ in range(count):
            await api.ask(TRACK, {"events": [{"type": "VIEW_START"}]})
        await reached(database_url, "SELECT count(*) FROM rejected_events WHERE project_id = 1", so_far + count)

    async def view(session: str, age: timedelta) -> None:
        when = f"{datetime.now(UTC) - age:%FT%TZ}"
        await insist(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": session, "occurredAt": when})

    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    week = timedelta(days=7)
    await view("s1", week)
    await view("s2", timedelta(0))
    await until_counted(api, 2)
    async with connected(settings) as old, connected(cell.settings(settings)) as new:
        # The old cell has been in use for longer than the new one.
        await old.execute("ALTER TABLE rejected_events ALTER COLUMN rejected_id RESTART WITH 1000")
        await reject(2, 0, settings.database_url)
        before = await rows(old, DAYS)
        assert len(before) == 1
        until = await old.fetchval("SELECT days_until FROM rollup_state WHERE project_id = 1")
        await move.move_project(settings, 1, "eu", nothing)
        assert await rows(new, DAYS) == before
        assert await new.fetchval("SELECT days_until FROM rollup_state WHERE project_id = 1") == until
        assert await rows(old, DAYS) == set()

        await view("s3", week)
        await until_counted(api, 3)
        assert len(await rows(new, DAYS)) == 1
        assert await rows(new, DAYS) == await rows(new, FROM_QUARTERS) != before
        await reject(3, 2, cell.database_url)
        found = await new.fetch("SELECT received_at FROM rejected_events ORDER BY rejected_id")
        times = [row["received_at"] for row in found]
        assert times == sorted(times)
    assert await rebuild(cell.settings(settings)) == []


@in_one_database
async def test_a_project_is_moved_by_one_command_at_a_time(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await play(api, "c1", "k1", "s1")
    both = (move.move_project(settings, 1, "eu", nothing) for _ in range(2))
    async with asyncio.timeout(30):
        outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(map(repr, outcomes)) == ["None", "ViewpulseError('Another command is moving project 1.')"]
    assert (await counted(cell.database_url))["events"] == 2


@in_one_database
async def test_the_new_cell_waits_for_the_switch_and_its_revision_only_grows(
    settings: Settings, cell: Cell, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = "SELECT as_of, revision FROM rollup_state WHERE project_id = 1"
    switch = move._switch
    seen: list[asyncpg.Record] = []

    async def late(directory: Connection, old: Connection, new: Connection, project_id: int, to: str) -> int:
        await new.execute("UPDATE rollup_state SET revision = revision + 10 WHERE project_id = 1")
        seen.extend(await new.fetch(state))
        await asyncio.sleep(2.5)  # two runs of the aggregator
        seen.extend(await new.fetch(state))
        return await switch(directory, old, new, project_id, to)

    async def publish(revisions: dict[int, int], _subjects: object) -> None:
        told.update(revisions)

    told: dict[int, int] = {}
    monkeypatch.setattr(move, "_switch", late)
    monkeypatch.setattr(move, "GRACE_SECONDS", 0.1)
    await play(api, "c1", "k1", "s1")
    await until_counted(api, 1)
    await move.move_project(settings, 1, "eu", publish)
    assert seen[0]["as_of"] == seen[1]["as_of"]
    assert told[1] > seen[1]["revision"]
    await reached(cell.database_url, f"SELECT revision >= {told[1]} FROM rollup_state WHERE project_id = 1", True)


@in_one_database
async def test_days_with_few_events_get_no_summaries_while_their_project_moves(
    settings: Settings, cell: Cell, api: Api
) -> None:
    when = f"{datetime.now(UTC) - timedelta(days=7):%FT%TZ}"
    await insist(api, {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1", "occurredAt": when})
    await until_counted(api, 1)
    async with connected(settings) as old, old.transaction():
        await old.execute("UPDATE rollup_state SET accepts_since = 'infinity' WHERE project_id = 1")
        await prepare_summaries(old)
        await summarize_batch(old, datetime.now(UTC), NO_WAIT)
        assert await old.fetchval("SELECT count(*) FROM stale_days") == 0
        assert await old.fetchval("SELECT count(*) FROM summarized_days") == 0
