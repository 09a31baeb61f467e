"""What lists show of each content by day: added up when a day is over, and right whatever comes late."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import asyncpg
import pytest

from server.rollup.aggregator import Aggregator
from server.rollup.content_days import add_up_next_day
from server.rollup.housekeeping import Housekeeping
from server.rollup.leader import FOLD_LOCK
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection
from server.storage.locks import lock
from tests.integration.rollup.days import DAYS, FROM_QUARTERS, rows
from tests.integration.rollup.feed import aggregating, event, feed, in_project
from tests.integration.rollup.test_properties import dense_history
from tests.integration.rollup.test_raw_expiry import NOW, OLDEST, counted, expired, history
from tests.integration.storage.test_upgrade import upgrading

pytestmark = pytest.mark.own_database


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


async def test_a_day_has_rows_once_it_is_over(database: Connection, settings: Settings) -> None:
    today = await database.fetchval("SELECT (now() AT TIME ZONE 'UTC')::date")
    viewed = event("view_start", noon(today), content_id="c1", user_id="ada")
    async with aggregating(settings) as aggregator:
        await feed(database, [viewed, event("view_start", noon(today), content_id="c2", user_id="bob")])
        await aggregator.drain()
        assert await rows(database, DAYS) == set()
        assert await add_up_next_day(database, settings, noon(today)) == 0

        tomorrow = noon(today) + timedelta(days=1)
        assert await add_up_next_day(database, settings, tomorrow) == 1
        assert await add_up_next_day(database, settings, tomorrow) == 0
        added = await rows(database, DAYS)
        assert {row[1] for row in added} == {"c1", "c2"}
        assert added == await rows(database, FROM_QUARTERS)

        late = [
            event("like", noon(today) + timedelta(hours=1), content_id="c1", user_id="ada"),
            event("view_start", noon(today) - timedelta(days=30), content_id="c3", user_id="ada"),
            event("view_start", tomorrow, content_id="c1", user_id="ada"),
        ]
        await feed(database, late)
        await aggregator.drain()
        found = await rows(database, DAYS)
        assert {row[1:3] for row in found} == {("c1", today), ("c2", today), ("c3", today - timedelta(days=30))}
        assert found == await rows(database, FROM_QUARTERS)

        await feed(database, [event("unlike", tomorrow, content_id="c1", user_id="ada")])
        await aggregator.drain()
        assert await rows(database, DAYS) == await rows(database, FROM_QUARTERS) != found, "a like is withdrawn"


async def test_days_wait_while_the_tables_are_locked(database: Connection, settings: Settings) -> None:
    later = datetime.now(UTC) + timedelta(days=2)
    other = await asyncpg.connect(settings.database_url)
    try:
        await lock(other, FOLD_LOCK)
        assert await add_up_next_day(database, settings, later) == 0
    finally:
        await other.close()
    assert await add_up_next_day(database, settings, later) == 1


async def days_until(database: Connection) -> dict[int, date]:
    found = await database.fetch("SELECT project_id, days_until FROM rollup_state")
    return {row["project_id"]: row["days_until"] for row in found}


async def test_each_day_has_a_run_of_its_own(database: Connection, settings: Settings) -> None:
    today = await database.fetchval("SELECT (now() AT TIME ZONE 'UTC')::date")
    days = [today + timedelta(days=ahead) for ahead in range(4)]
    async with aggregating(settings) as aggregator:
        await feed(database, [event("view_start", noon(day), content_id="c1", user_id="ada") for day in days])
        await aggregator.drain()
    housekeeping = Housekeeping(settings, now=lambda: noon(days[3]))
    for done in (1, 2, 3, 3):
        await housekeeping.run_due(database)
        assert await days_until(database) == {1: days[done]}
        assert {row[2] for row in await rows(database, DAYS)} == set(days[:done])
        assert await rows(database, DAYS) == await rows(database, FROM_QUARTERS)


async def test_days_of_projects_that_are_behind_come_first(database: Connection, settings: Settings) -> None:
    today = await database.fetchval("SELECT (now() AT TIME ZONE 'UTC')::date")
    day = timedelta(days=1)
    async with aggregating(settings) as aggregator:
        for project in (1, 2):
            viewed = event("view_start", noon(today), content_id="c1", user_id="ada", project_id=project)
            await feed(database, [viewed, event("view_start", noon(today - day), content_id="c2", project_id=project)])
        await aggregator.drain()
    await database.execute("DELETE FROM content_days WHERE project_id = 2 AND day >= $1", today - day)
    await database.execute("UPDATE rollup_state SET days_until = $1 WHERE project_id = 2", today - day)
    assert await add_up_next_day(database, settings, noon(today + day)) == 1
    assert await days_until(database) == {1: today, 2: today}
    assert await add_up_next_day(database, settings, noon(today + day)) == 2
    assert await rows(database, DAYS) == await rows(database, FROM_QUARTERS)


async def test_days_of_a_moved_project_are_left_alone(database: Connection, settings: Settings) -> None:
    today = await database.fetchval("SELECT (now() AT TIME ZONE 'UTC')::date")
    tomorrow = noon(today) + timedelta(days=1)
    await database.execute("INSERT INTO rollup_state (project_id, revision, accepts_since) VALUES (2, 1, 'infinity')")
    other = await asyncpg.connect(settings.database_url)
    try:
        async with other.transaction():  # as when the project comes back
            await other.execute("DELETE FROM rollup_state WHERE project_id = 2")
            await database.execute("SET lock_timeout = '2s'")
            assert await add_up_next_day(database, settings, tomorrow) == 1
            assert await add_up_next_day(database, settings, tomorrow) == 0
            assert await days_until(database) == {1: tomorrow.date(), 2: today}
    finally:
        await other.close()


async def test_a_rebuild_compares_the_days(database: Connection, settings: Settings) -> None:
    await feed(database, in_project(dense_history(Random(5), 300), 1))
    async with aggregating(settings) as aggregator:
        await aggregator.drain()
    right = await rows(database, DAYS)
    assert right == await rows(database, FROM_QUARTERS)
    assert len(right) > 1
    assert await rebuild(settings) == []
    await database.execute("UPDATE content_days SET shares = shares + 5")
    assert {difference.table for difference in await rebuild(settings)} == {"content_days"}
    assert await rows(database, DAYS) == right


async def test_a_rebuild_adds_up_the_days_of_expired_events_too(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    keeping = settings.model_copy(update={"raw_retention_days": 10})
    await counted(database, aggregator, history(5, 300))
    assert await expired(database, keeping) > 0
    right = await rows(database, DAYS)
    assert right == await rows(database, FROM_QUARTERS)
    assert await rebuild(keeping, now=NOW) == []
    old = OLDEST.date() - timedelta(days=1)
    await feed(database, [event("view_start", noon(OLDEST.date()), content_id="c1", user_id="u1")])
    await database.execute("UPDATE content_days SET clicks = clicks + 5 WHERE day = $1", old)
    await aggregator.drain()
    differences = await rebuild(keeping, now=NOW)
    assert {(found.table, found.key["day"]) for found in differences} == {("content_days", old.isoformat())}
    assert await rows(database, DAYS) == await rows(database, FROM_QUARTERS) != right


async def fill(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            """
            INSERT INTO rollup_state (project_id, revision) VALUES (1, 1), (2, 1) ON CONFLICT DO NOTHING;
            INSERT INTO content_buckets (project_id, content_id, bucket, traffic, views, linkedin2_views, skips)
            SELECT project, 'c' || n, now() - hour * interval '7 hours', n % 2, n, hour, 1
            FROM generate_series(1, 2) AS project, generate_series(1, 3) AS n, generate_series(0, 30) AS hour
            """
        )
    finally:
        await connection.close()


@pytest.fixture
def upgraded(postgres_url: str) -> Iterator[str]:
    """A database without days that has some history, migrated to this version."""
    with upgrading(postgres_url, "0024_cells", fill) as url:
        yield url


async def test_a_migration_adds_up_the_days_of_the_past(upgraded: str) -> None:
    connection = await asyncpg.connect(upgraded)
    try:
        found = await rows(connection, DAYS)
        assert found == await rows(connection, FROM_QUARTERS)
        assert len({row[2] for row in found}) > 5
    finally:
        await connection.close()
