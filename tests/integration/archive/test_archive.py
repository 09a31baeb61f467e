"""The archive has exactly the events that are counted, whatever happens to them, and whenever it is interrupted."""

import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest
import pytest_asyncio

from server.archive.archiver import Archiver
from server.archive.lake import ArchivedDay, Lake, LakeError, files_of
from server.archive.verifying import verify
from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection, connected
from server.storage.sql import load_sql
from tests.integration.rollup.feed import event, feed

NOW = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
STATE = "SELECT version, next_run FROM archive_state"


class Place:
    """An archive of its own folder and connection."""

    def __init__(self, archiver: Archiver, connection: Connection, folder: Path) -> None:
        self.archiver = archiver
        self.connection = connection
        self.folder = folder

    async def settle(self) -> int:
        """Runs until nothing waits; returns how often."""
        runs = 0
        while await self.archiver.run_once(NOW):
            runs += 1
        return runs

    async def matches(self) -> int:
        """How many events are in the files, once each day was found right."""
        events, mismatches = await verify(self.connection, self.folder)
        assert mismatches == []
        return events

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a question to the published files answers; they are ``{files}``."""
        version, table_id = await self.connection.fetchrow("SELECT version, table_id FROM archive_state") or (0, "")
        files = files_of(Lake(self.folder).open(table_id, version))
        paths = [path for found in files.values() for path in found]
        with duckdb.connect() as ducks:
            return ducks.execute(sql.format(files=f"read_parquet({paths!r}, hive_partitioning = true)")).fetchall()


@pytest_asyncio.fixture(loop_scope="session")
async def place(settings: Settings, aggregator: Aggregator, tmp_path: Path) -> AsyncIterator[Place]:
    async with connected(settings) as connection:
        archiver = Archiver(connection, tmp_path / "archive")
        await archiver.begin()
        yield Place(archiver, connection, tmp_path / "archive")


def some(dice: random.Random, number: int) -> list[dict[str, Any]]:
    """Events of three days, of a few viewers."""
    return [
        event(
            dice.choice(("view_start", "like", "view_progress")),
            NOW - timedelta(seconds=dice.randrange(3 * 86_400)),
            content_id=f"c{dice.randrange(5)}",
            user_id=f"v{dice.randrange(20)}",
            watch_ms=dice.randrange(10_000),
        )
        for _ in range(number)
    ]


async def test_what_is_counted_is_archived(place: Place, database: Connection, aggregator: Aggregator) -> None:
    dice = random.Random(1)
    await feed(database, some(dice, 300))
    await aggregator.drain()
    assert await place.matches() == 0
    assert await place.settle() == 1
    assert await place.matches() == 300
    await feed(database, some(dice, 40), some(dice, 2))
    assert await place.archiver.run_once(NOW) is None  # they are not counted yet
    await aggregator.drain()
    assert await place.matches() == 300
    await place.archiver.run_once(NOW)
    assert await place.matches() == 342
    assert await place.settle() > 0  # days that are over become one file again
    assert await place.matches() == 342
    counts = await place.rows("SELECT count(*), count(DISTINCT id), count(DISTINCT day) FROM {files}")
    assert counts == [(342, 342, await database.fetchval("SELECT count(DISTINCT occurred_at::date) FROM events"))]


async def test_what_was_there_before_is_archived(
    settings: Settings, database: Connection, aggregator: Aggregator, tmp_path: Path
) -> None:
    dice = random.Random(2)
    await feed(database, some(dice, 100))
    await aggregator.drain()
    await feed(database, some(dice, 30))  # not counted when the archive begins
    async with connected(settings) as theirs:
        archiver = Archiver(theirs, tmp_path / "archive")
        await archiver.begin()
        place = Place(archiver, theirs, tmp_path / "archive")
        await place.settle()
        assert await place.matches() == 100
        await aggregator.drain()
        await place.settle()
        assert await place.matches() == 130


async def test_each_value_is_the_one_of_the_database(
    place: Place, database: Connection, aggregator: Aggregator
) -> None:
    odd = {"text": 'two\nlines, "quoted"', "null": "\\N", "n": 1.5, "deep": [{"a": None}]}
    sent = event(
        "custom",
        NOW,
        user_id="\\N",
        content_id='a,"b"\n',
        properties=odd,
        country="DE",
        completion=0.1,
        latitude=52.5,
        longitude=13.4,
        sections=[(0, 5), (7, 9)],
        watch_ms=0,
    )
    await feed(database, [sent, event("view_start", NOW, content_id="", session_id="s")])
    await aggregator.drain()
    await place.settle()
    columns = "id, type, user_id, content_id, properties, country, completion, latitude, watch_ms, is_rewatch, sections"
    stored = await database.fetch(f"SELECT {columns}, occurred_at FROM events ORDER BY id")
    archived = await place.rows(f"SELECT {columns}, epoch_us(occurred_at) FROM {{files}} ORDER BY id")
    assert len(archived) == 2
    for theirs, row in zip(archived, stored, strict=True):
        found = dict(zip(row.keys(), theirs, strict=True))
        moment = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=found.pop("occurred_at"))
        assert moment == row["occurred_at"]
        expected = {name: row[name] for name in found}
        expected["id"] = str(row["id"])
        properties = row["properties"]
        found["properties"] = found["properties"] and json.loads(found["properties"])
        expected["properties"] = json.loads(properties) if isinstance(properties, str) else properties
        ranges = await database.fetchval("SELECT sections::text FROM events WHERE id = $1", row["id"])
        assert found.pop("sections") == ranges
        expected.pop("sections")
        assert found == expected


async def test_what_is_removed_leaves_the_files(place: Place, database: Connection, aggregator: Aggregator) -> None:
    dice = random.Random(3)
    await feed(database, some(dice, 200))
    await aggregator.drain()
    await place.settle()
    await database.execute("DELETE FROM events WHERE user_id = 'v7'")
    left = await place.matches()  # days that were spoilt are not read from files
    assert left < 200
    await place.settle()
    assert await place.matches() == await database.fetchval("SELECT count(*) FROM events")
    assert await place.rows("SELECT count(*) FROM {files} WHERE user_id = 'v7'") == [(0,)]
    log = "".join(path.read_text() for path in (place.folder / "_delta_log").glob("*.json"))
    assert "v7" not in log


async def test_days_that_expire_leave_the_archive(place: Place, database: Connection, aggregator: Aggregator) -> None:
    dice = random.Random(4)
    await feed(database, some(dice, 200))
    await aggregator.drain()
    await place.settle()
    day = date(2026, 3, 16)
    await database.execute(
        "UPDATE rollup_state SET raw_since = $1, accepts_since = $1", datetime(2026, 3, 16, tzinfo=UTC)
    )
    await database.execute("DELETE FROM events WHERE occurred_at < $1", datetime(2026, 3, 16, tzinfo=UTC))
    await place.settle()
    assert await place.matches() == await database.fetchval("SELECT count(*) FROM events")
    assert await place.rows("SELECT min(day) FROM {files}") == [(day,)]


class StopError(Exception):
    """Where a run is interrupted."""


@pytest.mark.parametrize("after", range(5))
async def test_a_run_that_is_interrupted_is_done_again(
    place: Place, database: Connection, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    dice = random.Random(after)
    await feed(database, some(dice, 100))
    await aggregator.drain()
    await place.settle()
    await database.execute("DELETE FROM events WHERE user_id = 'v1'")
    await feed(database, some(dice, 50))
    await aggregator.drain()
    steps = 0

    def interrupted(step: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            nonlocal steps
            found = step(*arguments)
            steps += 1
            if steps > after:
                raise StopError
            return found

        return call

    with monkeypatch.context() as patch:
        for name in ("replace", "append"):
            patch.setattr(Lake, name, interrupted(getattr(Lake, name)))
        with suppress(StopError):  # or there are fewer steps
            await place.settle()
    await place.matches()
    await feed(database, some(dice, 20))
    await aggregator.drain()
    await database.execute("DELETE FROM events WHERE user_id = 'v2'")
    while await place.archiver.run_once(NOW):
        await place.matches()
    assert await place.matches() == await database.fetchval("SELECT count(*) FROM events")


async def test_a_day_that_cannot_be_written_holds_up_no_other(
    place: Place, database: Connection, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feed(database, some(random.Random(5), 200))
    await aggregator.drain()
    await place.settle()
    await place.archiver.spoil_all()
    bad, replace = date(2026, 3, 15), Lake.replace

    def refused(lake: Lake, table: Any, of: ArchivedDay, rows: Path) -> Any:
        if of.day == bad:
            raise StopError
        return replace(lake, table, of, rows)

    with monkeypatch.context() as patch:
        patch.setattr(Lake, "replace", refused)
        for _ in range(60):
            with suppress(StopError):
                await place.archiver.run_once(NOW)
    stale = await database.fetch("SELECT day, run FROM archive_stale")
    assert [tuple(row) for row in stale] == [(bad, None)]
    await place.settle()
    assert await place.matches() == 200


async def test_an_archive_that_is_ahead_of_a_restored_database_is_refused(
    place: Place, database: Connection, aggregator: Aggregator
) -> None:
    for _ in range(3):
        await feed(database, some(random.Random(6), 5))
        await aggregator.drain()
        await place.settle()
    await database.execute("UPDATE archive_state SET next_run = 1")
    with pytest.raises(LakeError, match="ahead of the database"):
        await place.archiver.run_once(NOW)


async def test_days_of_another_cell_with_a_run_of_its_own_are_written(
    place: Place, database: Connection, aggregator: Aggregator
) -> None:
    await feed(database, some(random.Random(7), 50))
    await aggregator.drain()
    await place.settle()
    await database.execute("INSERT INTO archive_stale (project_id, day, run) VALUES (1, '2026-03-16', 900)")
    await place.settle()
    assert await database.fetchval("SELECT count(*) FROM archive_stale") == 0
    assert await place.matches() == 50


async def test_another_folder_is_not_taken_for_the_archive(
    place: Place, settings: Settings, tmp_path: Path, database: Connection
) -> None:
    Lake(tmp_path / "other").create()
    with pytest.raises(LakeError, match="of another database"):
        await Archiver(place.connection, tmp_path / "other").run_once(NOW)
    with pytest.raises(LakeError, match="holds no archive"):
        await Archiver(place.connection, tmp_path / "none").run_once(NOW)
    await load_sql("server.archive.archiver", "forget").execute(database)
    with pytest.raises(LakeError, match="There is no archive"):
        await place.archiver.run_once(NOW)


async def test_a_mismatch_is_found(place: Place, database: Connection, aggregator: Aggregator) -> None:
    await feed(database, [event("view_start", NOW, content_id="c", id=uuid4())])
    await aggregator.drain()
    await place.settle()
    await database.execute("SET session_replication_role = replica")  # nobody spoils the day
    await database.execute("DELETE FROM events")
    await database.execute("RESET session_replication_role")
    events, [mismatch] = await verify(place.connection, place.folder)
    assert (events, mismatch.day, mismatch.expected) == (0, ArchivedDay(1, NOW.date()), None)
    assert mismatch.found is not None
    assert mismatch.found.events == 1
