"""Callers that disconnect, a database that is unavailable, and queues that fill up."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from server.errors import ErrorCode, ViewpulseError
from server.events import rows
from server.events.ids import new_id, stored_id
from server.events.ingest import Ingest, ItemResult
from server.events.sections import watched
from server.settings import Settings
from server.storage.database import Pool
from tests.databases import name_of
from tests.integration.events.conftest import APP, items, view

pytestmark = pytest.mark.own_database

KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'viewpulse-ingest'"
WRITERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'viewpulse-ingest' AND wait_event_type = 'Lock'"
)


@asynccontextmanager
async def running(pool: Pool, settings: Settings, **changes: Any) -> AsyncIterator[Ingest]:
    ingest = Ingest(pool, settings.model_copy(update=changes))
    await ingest.start()
    try:
        yield ingest
    finally:
        await ingest.stop()


@asynccontextmanager
async def events_locked(settings: Settings) -> AsyncIterator[None]:
    """No ingest transaction can get on meanwhile."""
    connection = await asyncpg.connect(settings.database_url)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE ingest_batches IN EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


async def until(condition: Callable[[], bool | Awaitable[object]]) -> None:
    """Waits until the condition holds."""
    async with asyncio.timeout(60):
        while True:
            found = condition()
            if await found if isinstance(found, Awaitable) else found:
                return
            await asyncio.sleep(0.01)


async def refused(call: "asyncio.Future[list[ItemResult]]") -> ViewpulseError:
    with pytest.raises(ViewpulseError) as failure:
        await call
    assert failure.value.code is ErrorCode.UNAVAILABLE
    assert failure.value.retry_after
    return failure.value


def start_tracking(ingest: Ingest, *events: dict[str, Any]) -> "asyncio.Task[list[ItemResult]]":
    return asyncio.create_task(ingest.track(APP, items(*events)))


async def test_a_warm_start_connects_every_writer(pool: Pool, settings: Settings) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"ingest_writers": 3}))
    connected = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'viewpulse-ingest'"
    connected += " AND datname = current_database()"
    before = await pool.fetchval(connected)
    await ingest.start(warm=True)
    assert await pool.fetchval(connected) == before + 3
    [result] = await ingest.track(APP, items(view()))
    assert result.event_id
    await ingest.stop()


async def test_a_warm_start_goes_without_a_database(pool: Pool, settings: Settings) -> None:
    ingest = Ingest(pool, settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:1/x"}))
    await ingest.start(warm=True)
    await refused(start_tracking(ingest, view()))
    await ingest.stop()


async def test_cancelled_callers_disturb_neither_the_queue_nor_other_callers(pool: Pool, settings: Settings) -> None:
    chance = random.Random(3)
    async with running(pool, settings, ingest_writers=2, ingest_max_delay=0.001, ingest_max_batch=20) as ingest:

        async def call(number: int) -> bool:
            known = {"creatorId": "u1", "viewData": {"duration": 1}}  # no look-up: straight into the line
            batch = [view(f"{number}-{index}", **known) for index in range(chance.randint(1, 10))]
            task = start_tracking(ingest, *batch)
            if number % 3 == 0:
                await until(lambda: task.done() or ingest.queued > 0)
                await asyncio.sleep(chance.random() * 0.05)
                task.cancel()
            try:
                async with asyncio.timeout(60):
                    return all(result.status == "ACCEPTED" for result in await task)
            except asyncio.CancelledError:
                return False

        answered = []
        for start in range(0, 600, 30):
            answered += await asyncio.gather(*(call(number) for number in range(start, start + 30)))
        assert not all(answered[::3])
        assert all(answered[number] for number in range(600) if number % 3)
        assert ingest.queued == 0
        assert (await ingest.track(APP, items(view("last"))))[0].status == "ACCEPTED"


async def test_a_full_queue_refuses_at_once_and_recovers(pool: Pool, settings: Settings) -> None:
    line = {"ingest_writers": 1, "ingest_queue_events": 100, "ingest_max_batch": 1, "ingest_max_delay": 0}
    changes = {**line, "ingest_timeout": 90.0, "database_timeout": 90.0}
    async with running(pool, settings, **changes) as ingest:
        async with events_locked(settings):
            first = start_tracking(ingest, view("first"))
            await until(lambda: pool.fetchval(WRITERS))
            waiting = [start_tracking(ingest, *(view() for _ in range(50))) for _ in range(2)]
            await until(lambda: ingest.queued == 100)
            async with asyncio.timeout(30):
                await refused(start_tracking(ingest, view()))
        assert [len(await task) for task in (first, *waiting)] == [1, 50, 50]
        assert (await ingest.track(APP, items(view())))[0].status == "ACCEPTED"


async def test_a_caller_waits_no_longer_than_the_limit_and_may_retry(pool: Pool, settings: Settings) -> None:
    async with running(pool, settings, ingest_timeout=0.3) as ingest:
        async with events_locked(settings):
            await refused(start_tracking(ingest, view("e1")))
        await until(lambda: pool.fetchval("SELECT count(*) FROM events"))
        assert (await ingest.track(APP, items(view("e1"))))[0].status == "DUPLICATE"


async def test_a_statement_that_hangs_is_given_up_and_the_writer_recovers(pool: Pool, settings: Settings) -> None:
    async with running(pool, settings, ingest_writers=1, database_timeout=0.3) as ingest:
        async with events_locked(settings):
            await refused(start_tracking(ingest, view("e1")))
        await until(lambda: accepts(ingest, "e2"))


async def accepts(ingest: Ingest, event_id: str) -> bool:
    try:
        (result,) = await ingest.track(APP, items(view(event_id)))
    except ViewpulseError as error:
        assert error.code is ErrorCode.UNAVAILABLE  # noqa: PT017 - any other is a failure
        return False
    return result.status == "ACCEPTED"


async def test_backends_killed_while_writing_fail_their_callers_only(pool: Pool, settings: Settings) -> None:
    async with running(pool, settings, ingest_writers=2) as ingest:
        async with events_locked(settings):
            task = start_tracking(ingest, view("e1"), view("e2"))
            await until(lambda: pool.fetchval(WRITERS))
            await pool.execute(KILL)
            await refused(task)
        async with asyncio.timeout(60):
            results = await retried(ingest, "e1", "e2", "e3")
        assert [result.status for result in results] == ["ACCEPTED"] * 3


async def retried(ingest: Ingest, *event_ids: str) -> list[ItemResult]:
    """What a client does: the same events again until there is an answer."""
    while True:
        try:
            return await ingest.track(APP, items(*map(view, event_ids)))
        except ViewpulseError as error:
            assert error.code is ErrorCode.UNAVAILABLE  # noqa: PT017 - any other is a failure
            await asyncio.sleep(0.01)


async def test_commits_cut_off_at_random_and_retried_are_stored_exactly_once(pool: Pool, settings: Settings) -> None:
    """Some were committed although the answer was lost: the retry finds them as duplicates."""
    async with running(pool, settings, ingest_writers=2, ingest_max_batch=20) as ingest:
        moment = datetime.now(UTC)
        batches = [[new_id(moment) for _ in range(10)] for _ in range(60)]
        chance = random.Random(5)
        stop = asyncio.Event()

        async def kill() -> None:
            longest = 0.05
            while not stop.is_set():
                await asyncio.sleep(chance.random() * longest)
                await pool.execute(KILL)
                longest *= 1.05  # where a commit takes longer than the pauses, none would ever come through

        killer = asyncio.create_task(kill())

        async def client(number: int) -> None:
            for batch in batches[number::4]:
                results = await retried(ingest, *batch)
                assert {result.status for result in results} <= {"ACCEPTED", "DUPLICATE"}

        async with asyncio.timeout(60):
            await asyncio.gather(*map(client, range(4)))
        stop.set()
        await killer
    ids = [row["id"] for row in await pool.fetch("SELECT id::text FROM events")]
    assert sorted(ids) == sorted(event_id for batch in batches for event_id in batch)
    assert await pool.fetchval("SELECT sum(events) FROM ingest_batches") == 600


async def test_during_an_outage_of_the_database_callers_are_refused_at_once(
    pool: Pool, settings: Settings, postgres_url: str
) -> None:
    name = name_of(settings.database_url)
    server = await asyncpg.connect(postgres_url)
    try:
        async with running(pool, settings) as ingest:
            await ingest.track(APP, items(view("e1", creatorId="u1", viewData={"duration": 1})))
            await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            await pool.expire_connections()
            await server.execute(KILL)
            event = view("e2", creatorId="u1", viewData={"duration": 1})
            await refused(start_tracking(ingest, event))
            await until(lambda: ingest._commit._away)
            async with asyncio.timeout(5):  # waiting in line would take 10 s
                await refused(start_tracking(ingest, event))
            await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            await until(lambda: not ingest._commit._away)
            (result,) = await ingest.track(APP, items(event))
            assert result.status == "ACCEPTED"
    finally:
        await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await server.close()


async def test_an_event_that_the_database_refuses_does_not_fail_its_neighbours(
    pool: Pool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        rows,
        "watched",
        lambda sections: (None, None, "{[9,1)}", None) if sections and sections[0].end == 13 else watched(sections),
    )
    async with running(pool, settings) as ingest:
        sections = [{"sections": [{"start": 1, "end": end}]} for end in range(10, 20)]
        results = await ingest.track(APP, items(*(view(f"e{i}", viewData=data) for i, data in enumerate(sections))))
    assert [index for index, result in enumerate(results) if result.status != "ACCEPTED"] == [3]
    assert (results[3].status, results[3].code) == ("REJECTED", "BAD_INPUT")
    assert await pool.fetchval("SELECT count(*) FROM events") == 9
    assert await pool.fetchval("SELECT sum(events) FROM ingest_batches") == 9


async def test_stopping_stores_waiting_events_and_then_refuses(pool: Pool, settings: Settings) -> None:
    async with running(pool, settings, ingest_max_delay=5.0, ingest_writers=1) as ingest:
        tasks = [start_tracking(ingest, view(f"e{number}")) for number in range(20)]
        await until(lambda: ingest.queued == 20)
        await ingest.stop()
        assert [(await task)[0].status for task in tasks] == ["ACCEPTED"] * 20
        await refused(start_tracking(ingest, view("late")))


async def test_an_ingest_that_was_not_started_refuses_events(pool: Pool, settings: Settings) -> None:
    await refused(start_tracking(Ingest(pool, settings), view()))


async def test_an_id_that_arrives_with_two_contents_at_once_is_stored_with_one(pool: Pool, settings: Settings) -> None:
    async with running(pool, settings) as ingest, pool.acquire() as other, other.transaction():
        await other.execute(
            """
            INSERT INTO raw_events (
                project_id, id, batch_id, received_at, occurred_at, type, schema_version, body_hash, content_id)
            VALUES (1, $1, 1, now(), now(), 1, 1, 7, 'c1')
            """,
            stored_id("e1"),
        )
        later = start_tracking(ingest, view("e1", contentId="c2"))
        await until(lambda: pool.fetchval(WRITERS))
    (result,) = await later
    assert result.code == "ID_REUSED"
    assert await pool.fetchval("SELECT count(*) FROM events") == 1
