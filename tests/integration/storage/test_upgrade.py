"""A database of 0.1.0 is brought to this version: its events are counted again, as if they had just arrived."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import pytest
from alembic import command
from alembic.config import Config

import migrations
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Pool, open_pool, set_codecs
from server.storage.migrating import migrate, sqlalchemy_url
from server.storage.partitions import ensure_partitions
from tests.conftest import run_sql, with_database
from tests.integration.rollup.feed import aggregating, attributed, feed, in_project, snapshot
from tests.integration.rollup.test_properties import dense_history

FIRST = "0001_initial"
REVISION = 41
BATCH = 60
KNOWN = (
    *("project_id", "id", "occurred_at", "type", "content_id", "creator_id", "user_id", "session_id", "viewer_id"),
    *("play_key", "watch_ms", "total_watch_ms", "position_ms", "duration_ms", "completion", "is_rewatch", "loop_count"),
    *("sections", "source_type", "device_type", "platform", "country"),
)
"""Columns of events in the first version that the history fills in."""


def history() -> list[dict[str, Any]]:
    """Events of the first version, all in project 1."""
    found = in_project(dense_history(Random(20), 300), 1)
    known = [{name: value for name, value in one.items() if name in KNOWN} for one in found]
    return [attributed({**one, "play_key": one["play_key"] and one["play_key"].removeprefix("b")}) for one in known]


def as_first_stored(batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same as the first version stored them: a viewer had no kind."""
    return [{**one, "viewer_id": one["user_id"] or one["session_id"]} for one in batch]


def batches() -> list[list[dict[str, Any]]]:
    events = history()
    return [events[start : start + BATCH] for start in range(0, len(events), BATCH)]


async def fill(url: str) -> None:
    """Leaves the database as the first version would: all is counted but the last batch."""
    connection: Any = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        await ensure_partitions(connection, datetime.now(UTC), days_back=2)
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


@pytest.fixture
def upgraded(postgres_url: str) -> Iterator[str]:
    """A database of the first version with events, migrated to this one."""
    name = f"viewpulse_upgrade_{os.getpid()}"
    asyncio.run(run_sql(postgres_url, f"CREATE DATABASE {name}"))
    url = with_database(postgres_url, name)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("sqlalchemy.url", sqlalchemy_url(url).replace("%", "%%"))
    command.upgrade(config, FIRST)
    asyncio.run(fill(url))
    migrate(url)
    yield url
    asyncio.run(run_sql(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


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
