"""A database of 0.1.0 is brought to this version: its events are counted again, as if they had just arrived."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from alembic import command
from alembic.config import Config

import migrations
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection, Pool, open_pool, set_codecs
from server.storage.migrating import migrate, sqlalchemy_url
from server.storage.partitions import first_id
from tests.databases import new_name, run_sql, with_database
from tests.integration.rollup.feed import aggregating, attributed, event, feed, in_project, snapshot
from tests.integration.rollup.test_properties import assert_equals_oracle, dense_history
from tests.oracle import Oracle

FIRST = "0001_initial"
REVISION = 41
BATCH = 60
KNOWN = (
    *("project_id", "id", "occurred_at", "type", "content_id", "creator_id", "user_id", "session_id", "viewer_id"),
    *("play_key", "watch_ms", "total_watch_ms", "position_ms", "duration_ms", "completion", "is_rewatch", "loop_count"),
    *("sections", "source_type", "device_type", "platform", "country"),
)
"""Columns of events in the first version that the history fills in."""


NEWER = {"refund", "stream_chat", "stream_gift", "custom"}
"""Types that there were not yet in any of the versions that are upgraded here."""


def older_history(seed: int, size: int) -> list[dict[str, Any]]:
    """Events of types that there always were, all in project 1."""
    return [one for one in in_project(dense_history(Random(seed), size), 1) if one["type"] not in NEWER]


def history() -> list[dict[str, Any]]:
    """Events as the first version had them."""
    found = older_history(20, 300)
    known = [{name: value for name, value in one.items() if name in KNOWN} for one in found]
    return [attributed({**one, "play_key": one["play_key"] and one["play_key"].removeprefix("b")}) for one in known]


def as_first_stored(batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same as the first version stored them: a viewer had no kind."""
    return [{**one, "viewer_id": one["user_id"] or one["session_id"]} for one in batch]


async def make_partitions(connection: Connection) -> None:
    """The daily partitions of three days, as versions before 0023 made them."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for day in (midnight - n * timedelta(days=1) for n in range(3)):
        await connection.execute(
            f"CREATE TABLE events_{day:%Y%m%d} PARTITION OF events"
            f" FOR VALUES FROM ('{first_id(day)}') TO ('{first_id(day + timedelta(days=1))}')"
        )


def batches() -> list[list[dict[str, Any]]]:
    return in_batches(history())


async def fill(url: str) -> None:
    """Leaves the database as the first version would: all is counted but the last batch."""
    connection: Any = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        await make_partitions(connection)
        *counted, waiting = batches()
        await feed(connection, *map(as_first_stored, counted))
        await connection.execute("DELETE FROM ingest_batches")
        await connection.execute(
            "INSERT INTO content_totals (project_id, content_id, revision, views) VALUES (1, 'c1', 41, 7)"
        )
        await connection.execute("UPDATE rollup_state SET revision = $1, as_of = now()", REVISION)
        await feed(connection, as_first_stored(waiting))
    finally:
        await connection.close()


@contextmanager
def of_older_version(
    postgres_url: str, revision: str, fill: Callable[[str], Coroutine[Any, Any, None]]
) -> Iterator[str]:
    """A database of an older version, filled."""
    name = new_name()
    asyncio.run(run_sql(postgres_url, f"CREATE DATABASE {name}"))
    url = with_database(postgres_url, name)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("sqlalchemy.url", sqlalchemy_url(url).replace("%", "%%"))
    try:
        command.upgrade(config, revision)
        asyncio.run(fill(url))
        yield url
    finally:
        asyncio.run(run_sql(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def upgrading(postgres_url: str, revision: str, fill: Callable[[str], Coroutine[Any, Any, None]]) -> Iterator[str]:
    """The same, migrated to this version."""
    with of_older_version(postgres_url, revision, fill) as url:
        migrate(url)
        yield url


@pytest.fixture
def upgraded(postgres_url: str) -> Iterator[str]:
    """A database of the first version with events, migrated to this one."""
    with upgrading(postgres_url, FIRST, fill) as url:
        yield url


async def test_after_an_upgrade_all_events_are_counted_as_if_they_had_just_come(
    upgraded: str, settings: Settings, pool: Pool
) -> None:
    theirs = settings.model_copy(update={"database_url": upgraded, "aggregation_max_events": 100})
    old = await open_pool(theirs, application="test")
    try:
        async with old.acquire() as connection, pool.acquire() as fresh:
            assert await connection.fetchval("SELECT sum(events) FROM ingest_batches") == len(history())
            async with aggregating(theirs) as aggregator:
                await aggregator.drain()
            await feed(fresh, *batches())
            async with aggregating(settings) as aggregator:
                await aggregator.drain()
            found = await snapshot(connection, 1)
            assert found == await snapshot(fresh, 1)
            assert found["content_totals"]
            state = await connection.fetchrow("SELECT revision, as_of FROM rollup_state")
        assert state is not None
        assert state["revision"] > REVISION, "clients with the old numbers receive the new ones"
        assert await rebuild(theirs) == []
    finally:
        await old.close()


BEFORE_OWNERS = "0020_rated_watch_time"


@pytest.fixture
def counted_by_event(postgres_url: str) -> Iterator[str]:
    """A database in which each event was counted for the creator that it names, migrated to this version."""
    with upgrading(postgres_url, BEFORE_OWNERS, fill_by_event) as url:
        yield url


async def fill_by_event(url: str) -> None:
    """All but the last batch is counted, as a viewer of its own contents and for creators that own none of them."""
    connection: Any = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        await make_partitions(connection)
        *known, waiting = in_batches(owned_history())
        await feed(connection, *known)
        await connection.execute("DELETE FROM ingest_batches")
        await connection.execute(
            """
            INSERT INTO self_viewers (project_id, viewer_id, content_id)
            SELECT DISTINCT project_id, viewer_id, content_id FROM events
            WHERE viewer_id IS NOT NULL AND content_id IS NOT NULL;
            INSERT INTO creator_totals (project_id, creator_id, traffic, revision, views)
            SELECT DISTINCT project_id, coalesce(creator_id, 'nobody'), 0, 41, 7 FROM events;
            """
        )
        await feed(connection, waiting)
        await connection.execute(CATALOGUE)
    finally:
        await connection.close()


CATALOGUE = "INSERT INTO contents (project_id, content_id, creator_id, updated_at) VALUES (1, 'c2', 'k3', now())"


def owned_history() -> list[dict[str, Any]]:
    return older_history(21, 300)


def in_batches(events: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [events[start : start + BATCH] for start in range(0, len(events), BATCH)]


async def test_what_counted_for_named_creators_counts_for_owners_after_an_upgrade(
    counted_by_event: str, settings: Settings
) -> None:
    theirs = settings.model_copy(update={"database_url": counted_by_event, "aggregation_max_events": 100})
    old = await open_pool(theirs, application="test")
    try:
        async with old.acquire() as connection, aggregating(theirs) as aggregator:
            await aggregator.drain()
            await assert_equals_oracle(connection, 1, Oracle(owned_history(), 1, catalogue={"c2": "k3"}))
        assert await rebuild(theirs) == []
    finally:
        await old.close()


BEFORE_SESSIONS = "0025_content_days"
LONG_AGO = datetime(2026, 1, 7, 22, tzinfo=UTC)
ONE_SESSION_EACH = """
INSERT INTO sessions (
    project_id, session_id, first_event_at, day_first_at, oldest_event_at, last_event_at, revision, events,
    contents_viewed)
SELECT
    project_id, session_id, min(occurred_at), max(occurred_at), min(occurred_at), max(occurred_at), 41, count(*),
    count(DISTINCT content_id)
FROM events WHERE session_id IS NOT NULL GROUP BY 1, 2;
INSERT INTO session_contents
SELECT DISTINCT project_id, session_id, content_id FROM events WHERE session_id IS NOT NULL AND content_id IS NOT NULL;
INSERT INTO session_spans (project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at)
SELECT project_id, '', session_id, 0, first_event_at, day_first_at, last_event_at FROM sessions;
INSERT INTO platform_buckets (project_id, bucket, traffic, sessions, session_ms)
SELECT project_id, date_bin('15 minutes', first_event_at, '1970-01-01Z'), 0, count(*), 7 FROM sessions GROUP BY 1, 2;
INSERT INTO platform_totals (project_id, traffic, revision, sessions, session_ms)
SELECT project_id, 0, 41, sum(sessions), sum(session_ms) FROM platform_buckets GROUP BY 1;
"""


def visits() -> list[dict[str, Any]]:
    return older_history(22, 200)


async def fill_with_long_sessions(url: str) -> None:
    """Each session id has one session; in project 2, of events that have expired."""
    connection: Any = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        await connection.execute("INSERT INTO projects (project_id, name) VALUES (2, 'two')")
        facts = {"project_id": 2, "content_id": "c1", "session_id": "old"}
        expiring = [event("view_start", LONG_AGO + hours * timedelta(hours=1), **facts) for hours in (0, 3)]
        await feed(connection, expiring, *in_batches(visits()))
        await connection.execute("DELETE FROM ingest_batches")
        await connection.execute(ONE_SESSION_EACH)
        await connection.execute("DELETE FROM raw_events WHERE project_id = 2")
        await connection.execute("UPDATE rollup_state SET revision = 41, as_of = now()")
        await connection.execute(
            "INSERT INTO rollup_state (project_id, revision, as_of, accepts_since, raw_since)"
            " VALUES (2, 41, now(), $1, $1)",
            LONG_AGO + timedelta(days=2),
        )
    finally:
        await connection.close()


@pytest.fixture
def with_long_sessions(postgres_url: str) -> Iterator[str]:
    """A database in which each session id has one session, migrated to this version."""
    with upgrading(postgres_url, BEFORE_SESSIONS, fill_with_long_sessions) as url:
        yield url


async def test_a_rebuild_after_an_upgrade_counts_the_sessions_of_an_id_apart(
    with_long_sessions: str, settings: Settings
) -> None:
    """Of the raw events that there are; before, and of others, all is as it was."""
    theirs = settings.model_copy(update={"database_url": with_long_sessions})
    old = await open_pool(theirs, application="test")
    known = """
        SELECT session_id, last_event_at - first_event_at AS duration, events, (
            SELECT count(DISTINCT content_id) FROM session_contents
            WHERE session_contents.session_id = sessions.session_id
                AND viewed_at BETWEEN first_event_at AND last_event_at
        ) AS contents
        FROM sessions WHERE project_id = $1
    """
    expired = [("old", timedelta(hours=3), 2, 1)]
    try:
        async with old.acquire() as connection, aggregating(theirs) as aggregator:
            ids = {one["session_id"] for one in visits()} - {None}
            before = [tuple(row) for row in await connection.fetch(known, 1)]
            assert {row[0] for row in before} == ids
            assert len(before) == len(ids)
            assert [tuple(row) for row in await connection.fetch(known, 2)] == expired
            assert {difference.table for difference in await rebuild(theirs)} > {"sessions", "session_spans"}
            await aggregator.drain()
            assert await rebuild(theirs) == []
            await assert_equals_oracle(connection, 1, Oracle(visits(), 1))
            assert [tuple(row) for row in await connection.fetch(known, 2)] == expired
            kept = await connection.fetch("SELECT sessions, session_ms FROM platform_totals WHERE project_id = 2")
            assert [tuple(row) for row in kept] == [(1, 7)]
    finally:
        await old.close()


BEFORE_SIZE = "0022_cheaper_runs"
SECTIONS = (None, "{}", "{[0,5000)}", "{[0,5000),[6000,7500)}")
SESSIONS = (None, "s1", "01a2245d-8aa4-79a6-ba2e-ba405ad745ec", "01A2245D-8AA4-79A6-BA2E-BA405AD745EC")
PLAYS = (None, "play 1", "01a2245d-8aa4-79a6-ba2e-ba405ad745ed")


def written(number: int) -> dict[str, Any]:
    """An event as version 0021 stored it; each has something in another form."""
    user, session = (None, "u1")[number % 2], SESSIONS[number % 4]
    play, content = PLAYS[number % 3], (None, "c1", "c2")[number % 5 % 3]
    reason, moment = (None, None, "rate")[number % 3], NOW - timedelta(hours=number)
    details = {"clientId": f"e{number}", "playId": play, "model": "m", "osVersion": "1", "screenWidth": 390,
               "screenHeight": 844, "countryName": "Österreich", "networkQuality": "good"}  # fmt: skip
    key = f"u:{user}" if user else f"s:{session}" if session else None
    named = f"s:{session}" if session else f"u:{user}:{moment:%Y-%m-%d}" if user else None
    play_key = f"p:{play}" if play else named
    mark = "b" if reason else ""
    return {
        "project_id": 1, "id": UUID(int=(int(moment.timestamp() * 1000) << 80) + number), "subject": str(number),
        "batch_id": number // 7, "received_at": NOW, "occurred_at": moment,
        "type": ("view_start", "view_progress", "like")[number % 3], "content_id": content,
        "content_type": (None, "listing")[number % 2], "creator_id": (None, "k1")[number % 2], "user_id": user,
        "session_id": session, "viewer_id": key and mark + key,
        "play_key": None if content is None or play_key is None else mark + play_key,
        "schema_version": ("1.0.0", "1.1.0")[number % 2], "watch_ms": (None, 604_800_000)[number % 2],
        "total_watch_ms": number, "position_ms": number, "duration_ms": 60_000, "completion": number / 100,
        "is_rewatch": number % 2 == 1, "loop_count": number, "sections": SECTIONS[number % 4],
        "source_type": (None, "for_you")[number % 2], "referrer": "r", "entry_point": "e", "campaign": "c",
        "device_type": "tv", "platform": "ios", "os": "o", "app_version": "a", "country": "AT", "region": "W",
        "city": "Wien", "timezone": "Europe/Vienna", "network_type": "wifi",
        "details": (details, None)[number % 4 == 3 and play is None], "properties": {"a": [number]},
        "body_hash": -number, "bot_reason": reason, "age_group": "age_65_plus", "gender": "non_binary",
        "repeated_sections": (None, '{"{[4000,5000)}"}')[number % 2], "latitude": 48.2, "longitude": 16.3,
        "cell": number, "playback_rate": 1.1,
    }  # fmt: skip


NOW = datetime(2026, 11, 28, 12, 30, 1, 250_000, tzinfo=UTC)
READ = "SELECT to_jsonb(events) AS event FROM events ORDER BY occurred_at, content_id"


async def read_events(url: str) -> list[dict[str, Any]]:
    connection: Any = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        return [row["event"] for row in await connection.fetch(READ)]
    finally:
        await connection.close()


async def store_as_before(url: str, *events: dict[str, Any]) -> None:
    connection: Any = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        await connection.execute("INSERT INTO events SELECT * FROM jsonb_populate_recordset(NULL::events, $1)", events)
    finally:
        await connection.close()


@pytest.mark.parametrize("strange", [{"age_group": "18_24"}, {"play_key": "another"}, {"viewer_id": "u1"}])
def test_a_migration_that_would_lose_something_of_an_event_changes_nothing(
    postgres_url: str, strange: dict[str, str]
) -> None:
    async def fill_strange(url: str) -> None:
        await store_as_before(url, {**written(1), **strange})

    with (
        pytest.raises(asyncpg.RaiseError, match="not as this version stores them"),
        upgrading(postgres_url, BEFORE_SIZE, fill_strange),
    ):
        pass


def test_the_smaller_table_of_raw_events_holds_the_same(postgres_url: str) -> None:
    """Every column in all its forms; and of two events that share an id since they came at the same moment, both."""
    events = [written(number) for number in range(60)]
    twice = {**events[1], "subject": "another", "content_id": "c9"}
    before: list[dict[str, Any]] = []

    async def fill_all(url: str) -> None:
        await store_as_before(url, *events, twice)
        before.extend(await read_events(url))

    with upgrading(postgres_url, BEFORE_SIZE, fill_all) as url:
        after = asyncio.run(read_events(url))
    assert len(after) == len(before) == 61
    names = {
        "playId": "play_id", "model": "model", "osVersion": "os_version", "screenWidth": "screen_width",
        "screenHeight": "screen_height", "countryName": "country_name", "networkQuality": "network_quality",
    }  # fmt: skip
    ids = {row["id"] for row in after}
    assert len(ids) == 61
    assert {str(event["id"]) for event in events} < ids
    for old, new in zip(before, after, strict=True):
        details = old.pop("details") or {}
        del old["subject"]
        if old["id"] == str(twice["id"]):
            del old["id"]
        assert {name: new[name] for name in old} == old
        assert {name: new[column] for name, column in names.items()} == {name: details.get(name) for name in names}
