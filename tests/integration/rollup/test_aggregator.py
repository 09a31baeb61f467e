import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from structlog.testing import capture_logs

from server.live.subjects import content_subject, creator_subject, platform_subject, session_subject
from server.rollup.aggregator import Aggregator
from server.rollup.leader import FOLD_LOCK, LEADER_LOCK
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.locks import lock
from tests.integration.rollup.feed import (
    BASE,
    Published,
    aggregating,
    at,
    event,
    feed,
    ids_in_order,
    viewers_of_all_time,
)
from tests.oracle import METRICS, Oracle


def view(session: str = "s1", occurred_at: datetime = BASE, **columns: Any) -> dict[str, Any]:
    return event(
        "view_start", occurred_at, **{"content_id": "c1", "creator_id": "k1", "session_id": session, **columns}
    )


async def until(condition: Callable[[], Awaitable[object]], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110  # what is waited for happens in PostgreSQL
            await asyncio.sleep(0.02)


async def lock_holder(database: Connection, key: int) -> int | None:
    found: int | None = await database.fetchval(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = $1 AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        key,
    )
    return found


async def test_a_run_reports_and_publishes_its_changes(
    database: Connection, aggregator: Aggregator, published: Published
) -> None:
    await feed(database, [view(), event("like", content_id="c1", creator_id="k1", session_id="s1")], [view("s2")])
    report = await aggregator.run_once()
    assert (report.batches, report.events, report.backlog, report.revisions) == (2, 3, False, {1: 1})
    assert 0 < report.seconds <= report.lag
    subjects = {content_subject(1, "c1"), creator_subject(1, "k1"), platform_subject(1)}
    subjects |= {session_subject(1, "s1"), session_subject(1, "s2")}
    assert [(revisions, set(touched)) for revisions, touched in published.runs] == [({1: 1}, subjects)]


async def test_a_run_without_events_changes_and_publishes_nothing(
    database: Connection, aggregator: Aggregator, published: Published
) -> None:
    report = await aggregator.run_once()
    assert (report.batches, report.events, report.revisions, published.runs) == (0, 0, {}, [])
    assert await database.fetchval("SELECT revision FROM rollup_state") == 0


async def test_a_revision_marks_the_subjects_that_a_run_touched(database: Connection, aggregator: Aggregator) -> None:
    await feed(database, [view(), view(content_id="c2", creator_id="k2", session_id="s2")])
    await aggregator.run_once()
    await feed(database, [event("pause", content_id="c2", creator_id="k2", session_id="s2")])
    await aggregator.run_once()
    for table, column in (
        ("content_states", "content_id"),
        ("sessions", "session_id"),
        ("creator_totals", "creator_id"),
    ):
        rows = await database.fetch(f"SELECT {column}, revision FROM {table} ORDER BY {column}")
        assert [row["revision"] for row in rows] == [1, 2], table
    assert await database.fetchval("SELECT revision FROM platform_totals") == 2


async def test_a_late_start_moves_the_play_to_its_quarter_hour(database: Connection, aggregator: Aggregator) -> None:
    await feed(database, [event("view_progress", at(16), content_id="c1", session_id="s1", watch_ms=9000)])
    await aggregator.run_once()
    await feed(database, [view(occurred_at=at(14))])
    await aggregator.run_once()
    rows = await database.fetch("SELECT bucket, views, plays, watch_ms FROM content_buckets ORDER BY bucket")
    assert [tuple(row) for row in rows] == [(at(0), 1, 1, 9000), (at(15), 0, 0, 0)]


async def test_each_play_sits_in_one_completion_bucket_however_often_it_reports(
    database: Connection, aggregator: Aggregator
) -> None:
    for seconds in range(0, 60, 5):
        progress = event(
            "view_progress",
            at(seconds=seconds),
            content_id="c1",
            session_id="s1",
            sections=[(seconds * 1000, (seconds + 6) * 1000)],
            duration_ms=60_000,
        )
        await feed(database, [progress])
        await aggregator.run_once()
    row = await database.fetchrow("SELECT * FROM content_totals")
    assert row is not None
    completed = {name: value for name, value in dict(row).items() if name.startswith("completed_") and value}
    assert (row["plays"], completed) == (1, {"completed_full": 1})
    assert await database.fetchval("SELECT sections_ms(play_sections(delta_levels, total_levels)) FROM plays") == 61_000


async def test_sections_with_gaps_count_their_union(database: Connection, aggregator: Aggregator) -> None:
    parts = [[(0, 10_000)], [(5_000, 12_000), (40_000, 50_000)], [(45_000, 46_000)]]
    await feed(
        database,
        [event("view_progress", content_id="c1", session_id="s1", duration_ms=60_000, sections=part) for part in parts],
    )
    await aggregator.run_once()
    row = await database.fetchrow(
        "SELECT sections_ms(play_sections(delta_levels, total_levels)) AS length, completion FROM plays"
    )
    assert row is not None
    assert tuple(row) == (22_000, pytest.approx(22 / 60))


async def test_the_latest_event_decides_a_like_and_the_larger_id_a_tie(
    database: Connection, aggregator: Aggregator
) -> None:
    facts: dict[str, Any] = {"content_id": "c1", "session_id": "s1", "user_id": "u1"}
    history = ids_in_order([event("like", at(1), **facts), event("unlike", at(1), **facts), event("like", **facts)])
    for step, likes in zip(history, (1, 0, 0), strict=True):
        await feed(database, [step])
        await aggregator.run_once()
        assert await database.fetchval("SELECT likes FROM content_totals") == likes
    assert await database.fetchval("SELECT sum(likes) FROM content_buckets") == 0


async def test_a_follow_counts_for_creator_and_platform_but_no_content(
    database: Connection, aggregator: Aggregator
) -> None:
    await feed(database, [event("follow", creator_id="k1", session_id="s1")])
    await aggregator.run_once()
    assert await database.fetchval("SELECT follows FROM creator_totals WHERE creator_id = 'k1'") == 1
    assert await database.fetchval("SELECT follows FROM platform_totals") == 1
    assert await database.fetchval("SELECT count(*) FROM content_totals") == 0


async def test_projects_are_folded_together_and_kept_apart(
    database: Connection, aggregator: Aggregator, published: Published
) -> None:
    await feed(database, [view(), view(project_id=7), view(session="s2", project_id=7)])
    await aggregator.run_once()
    rows = await database.fetch("SELECT project_id, views, unique_viewers FROM content_totals ORDER BY project_id")
    assert [tuple(row) for row in rows] == [(1, 1, 1), (7, 2, 2)]
    assert published.runs[0][0] == {1: 1, 7: 1}


async def test_as_of_advances_although_nothing_happens(database: Connection, aggregator: Aggregator) -> None:
    await aggregator.run_once()
    first = await database.fetchval("SELECT as_of FROM rollup_state")
    await aggregator.run_once()
    assert await database.fetchval("SELECT as_of FROM rollup_state") > first


async def test_as_of_stops_at_the_oldest_batch_left_and_never_goes_back(
    database: Connection, settings: Settings
) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    await feed(database, [view()], [view("s2")])
    await database.execute("UPDATE ingest_batches SET created_at = $1", long_ago)
    async with aggregating(settings.model_copy(update={"aggregation_max_events": 1})) as one_by_one:
        report = await one_by_one.run_once()
        assert (report.events, report.backlog) == (1, True)
        assert await database.fetchval("SELECT as_of FROM rollup_state") == long_ago
        assert (await one_by_one.drain()).backlog is False
        reached = await database.fetchval("SELECT as_of FROM rollup_state")
        assert reached > long_ago
        await feed(database, [view("s3")], [view("s4")])
        await database.execute("UPDATE ingest_batches SET created_at = $1", long_ago)
        await one_by_one.run_once()
        assert await database.fetchval("SELECT as_of FROM rollup_state") == reached


async def test_a_transaction_that_commits_late_is_still_counted(
    database: Connection, pool: Pool, aggregator: Aggregator
) -> None:
    async with pool.acquire() as slow:
        transaction = slow.transaction()
        await transaction.start()
        await feed(slow, [view("s1")])
        await feed(database, [view("s2")])
        await aggregator.run_once()
        assert await database.fetchval("SELECT views FROM content_totals") == 1
        await transaction.commit()
    await aggregator.run_once()
    assert await database.fetchval("SELECT views FROM content_totals") == 2


async def test_publishing_may_fail(database: Connection, settings: Settings) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("Redis is away")

    aggregator = Aggregator(settings, publish=fail)
    await feed(database, [view()])
    with capture_logs() as logs:
        assert (await aggregator.run_once()).events == 1
    await aggregator.close()
    assert [line["event"] for line in logs] == ["publishing failed; subscribers will catch up by polling"]


async def blocked_run(database: Connection, aggregator: Aggregator) -> tuple[asyncio.Task[Any], int]:
    """A run that waits in its middle for a row that ``database`` holds, and the pid of its backend."""
    run = asyncio.create_task(aggregator.run_once())

    async def waits() -> int | None:
        return await blocked_backend(database)

    await until(waits)
    pid = await waits()
    assert pid is not None
    return run, pid


async def blocked_backend(database: Connection) -> int | None:
    await database.execute("SELECT pg_stat_clear_snapshot()")  # a transaction would see the first answer again
    found: int | None = await database.fetchval(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'viewpulse-aggregator'"
        " AND datname = current_database() AND wait_event_type = 'Lock'"
    )
    return found


@pytest.mark.own_database
async def test_a_run_that_is_killed_in_its_middle_loses_nothing_and_doubles_nothing(
    database: Connection, aggregator: Aggregator, published: Published
) -> None:
    history = [view(f"s{number}", at(number), watch_ms=1000) for number in range(20)]
    await feed(database, history[:10])
    await aggregator.run_once()
    await feed(database, history[10:])
    async with database.transaction():
        await database.fetch("SELECT * FROM content_totals FOR UPDATE")
        run, pid = await blocked_run(database, aggregator)
        assert await database.fetchval("SELECT pg_terminate_backend($1)", pid)
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
            await run
    assert len(published.runs) == 1
    report = await aggregator.run_once()
    assert report.events == 10
    oracle = Oracle(history)
    row = await database.fetchrow("SELECT * FROM content_totals")
    assert row is not None
    content = oracle.content("c1")
    assert {name: row[name] for name in METRICS} == {name: content[name] for name in METRICS}
    assert row["unique_viewers"] == 20
    assert await database.fetchval("SELECT sum(views) FROM content_buckets") == 20
    assert await viewers_of_all_time(database) == [20, 20]


@pytest.mark.own_database
async def test_stopping_rolls_a_long_run_back_within_seconds(database: Connection, settings: Settings) -> None:
    await feed(database, [view()])
    async with aggregating(settings) as first:
        await first.run_once()
    await feed(database, [view("s2")])
    stop = asyncio.Event()
    async with aggregating(settings) as aggregator, database.transaction():
        await database.fetch("SELECT * FROM content_totals FOR UPDATE")
        forever = asyncio.create_task(aggregator.run_forever(stop))
        await until(lambda: blocked_backend(database))
        stop.set()
        async with asyncio.timeout(30):
            await forever
    assert await database.fetchval("SELECT count(*) FROM ingest_batches") == 1
    assert await database.fetchval("SELECT views FROM content_totals") == 1


@pytest.mark.own_database
async def test_stopping_lets_a_run_finish(database: Connection, settings: Settings) -> None:
    stop = asyncio.Event()
    published = Published()
    async with aggregating(settings, published) as aggregator:
        forever = asyncio.create_task(aggregator.run_forever(stop))
        await feed(database, [view()])
        await until(lambda: asyncio.sleep(0, bool(published.runs)))
        stop.set()
        async with asyncio.timeout(30):
            await forever
    assert await lock_holder(database, LEADER_LOCK) is None
    assert await database.fetchval("SELECT views FROM content_totals") == 1


async def test_events_that_arrive_during_a_run_wait_for_the_next(
    database: Connection, pool: Pool, aggregator: Aggregator
) -> None:
    """Else a steady trickle of events would make it run without a pause, and push to every subscriber each time."""
    await feed(database, [view()])
    await aggregator.run_once()
    await feed(database, [view("s2")])
    async with pool.acquire() as other:
        async with database.transaction():
            await database.fetch("SELECT * FROM content_totals FOR UPDATE")
            running = asyncio.create_task(aggregator.run_once())
            await until(lambda: blocked_backend(other))
            await feed(other, [view("s3")])
        report = await running
    assert (report.batches, report.backlog) == (1, False)
    assert (await aggregator.drain()).batches == 1


@pytest.mark.own_database
async def test_one_leads_and_another_takes_over_when_its_connection_dies(
    database: Connection, settings: Settings
) -> None:
    stop = asyncio.Event()
    async with aggregating(settings) as one, aggregating(settings) as other:
        running = [asyncio.create_task(each.run_forever(stop)) for each in (one, other)]
        await until(lambda: lock_holder(database, LEADER_LOCK))
        first = await lock_holder(database, LEADER_LOCK)
        await database.execute("SELECT pg_terminate_backend($1)", first)

        async def replaced() -> bool:
            return await lock_holder(database, LEADER_LOCK) not in (None, first)

        await until(replaced)
        await feed(database, [view()], [view("s2")])

        async def folded() -> bool:
            return bool(await database.fetchval("SELECT views FROM content_totals") == 2)

        await until(folded)
        stop.set()
        await asyncio.gather(*running)


@pytest.mark.own_database
async def test_a_run_that_cannot_succeed_is_logged_with_its_detail_and_retried_at_growing_intervals(
    database: Connection, settings: Settings
) -> None:
    await database.execute("ALTER TABLE content_totals ADD CONSTRAINT no_views CHECK (views = 0)")
    await feed(database, [view()])
    stop = asyncio.Event()
    async with aggregating(settings) as aggregator:
        with capture_logs() as logs:
            forever = asyncio.create_task(aggregator.run_forever(stop))

            def failures() -> list[Any]:
                return [line for line in logs if line["event"] == "a run failed and was rolled back"]

            await until(lambda: asyncio.sleep(0, len(failures()) >= 2))
            assert failures()[0]["constraint_name"] == "no_views"
            assert failures()[1]["pause"] > settings.aggregation_interval
            await database.execute("ALTER TABLE content_totals DROP CONSTRAINT no_views")

            async def folded() -> bool:
                return bool(await database.fetchval("SELECT views FROM content_totals") == 1)

            await until(folded)
        stop.set()
        await forever


async def test_a_run_pauses_while_someone_else_holds_the_tables(database: Connection, aggregator: Aggregator) -> None:
    await feed(database, [view()])
    await lock(database, FOLD_LOCK)
    report = await aggregator.run_once()
    assert (report.paused, report.events) == (True, 0)
    await database.execute("SELECT pg_advisory_unlock_all()")
    assert (await aggregator.run_once()).events == 1


async def test_an_event_that_a_wrong_clock_dates_years_back_stretches_no_session(
    aggregator: Aggregator, database: Connection
) -> None:
    """Whatever comes first: it is a session of its own."""
    long_ago = BASE - timedelta(days=7000)
    stray = view(occurred_at=long_ago)
    visit = [view(), view(occurred_at=at(3))]
    for events in ([stray, *visit], [*visit, stray], [visit[1], stray, visit[0]]):
        await database.execute("TRUNCATE raw_events, sessions, session_spans, platform_buckets, creator_buckets")
        for one in events:
            await feed(database, [{**one, "id": uuid4()}])
            await aggregator.drain()
        for table in ("sessions", "session_spans WHERE creator_id = ''"):
            rows = await database.fetch(f"SELECT first_event_at, last_event_at FROM {table} ORDER BY 1")
            assert [tuple(row) for row in rows] == [(long_ago, long_ago), (BASE, at(3))], table
        for table in ("platform_buckets", "creator_buckets"):
            counted = "SELECT bucket, sessions, session_ms FROM {} WHERE sessions <> 0 OR session_ms <> 0 ORDER BY 1"
            rows = await database.fetch(counted.format(table))
            assert [tuple(row) for row in rows] == [(long_ago, 1, 0), (BASE, 1, 180_000)], table
