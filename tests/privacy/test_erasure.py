"""After an erasure everything is as if the viewer had never come, and nothing names it."""

import asyncio
import gc
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from server.events.rejected_log import RejectedLog
from server.events.viewer_profiles import ViewerClass, ViewerRecord, classify_viewers, upsert_viewers
from server.live.subjects import content_subject, platform_subject, viewer_subject
from server.rollup import daily_summaries, erasing
from server.rollup.aggregator import Aggregator
from server.rollup.eraser import Eraser, erase_forever
from server.rollup.rebuild import rebuild
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.tombstones import Tombstones
from tests.drawing import thinned
from tests.integration.analytics.stack import ADMIN
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import Published, at, event, feed, in_project, snapshot
from tests.integration.rollup.test_properties import dense_history
from tests.integration.rollup.test_raw_expiry import NOW, OLDEST
from tests.integration.rollup.test_raw_expiry import expired as let_expire
from tests.integration.rollup.test_raw_expiry import history as aging_history
from tests.integration.transport.api import Api
from tests.privacy.erased import (
    about,
    asked_to_erase,
    called,
    erase_all,
    erased,
    keys_with,
    requested,
    tables_with,
    tracked,
)

ANN = "ann-63d1"
"""A name that nothing else contains."""


async def counted(database: Connection, aggregator: Aggregator, events: list[dict[str, Any]]) -> None:
    for start in range(0, len(events), 60):
        await feed(database, events[start : start + 60])
        await aggregator.drain()


@pytest.mark.parametrize("seed", thinned(range(4), 4))
async def test_all_is_as_if_the_viewer_had_never_come(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    if seed > 1:
        monkeypatch.setattr(erasing, "FIRST_SLICE", 9)
        monkeypatch.setattr(erasing.Slices, "note", lambda slices, done: None)
    history = called(dense_history(Random(seed), (20, 80, 200, 400)[seed]), {"u1": ANN})
    gone = {one["id"] for one in about(history, ANN)}
    assert gone
    await counted(database, aggregator, in_project(history, 1))
    await counted(database, aggregator, in_project([one for one in history if one["id"] not in gone], 2))

    receipt = await erased(database, settings, f"u:{ANN}")
    await aggregator.drain()  # the owner of a content may be another without the viewer

    found, right = await snapshot(database, 1), await snapshot(database, 2)
    for table, rows in right.items():
        assert found[table] == rows, table
    assert receipt.counts["raw_events"] == len(gone)
    assert await tables_with(database, [ANN]) == set()
    await assert_days_add_up(database)
    assert await rebuild(settings) == []


async def test_a_guest_is_erased_and_the_user_of_its_session_stays(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    who = {"content_id": "c1", "session_id": ANN}
    views = [event("view_start", at(0), **who), event("view_start", at(40), **{**who, "user_id": "bob"})]
    await counted(database, aggregator, [*views, event("view_start", at(1), content_id="c1", session_id="s2")])
    receipt = await erased(database, settings, f"s:{ANN}")
    assert receipt.counts["raw_events"] == 1
    rows = await database.fetch("SELECT viewer_id FROM content_viewers ORDER BY viewer_id")
    assert [row["viewer_id"] for row in rows] == ["s:s2", "u:bob"]
    assert await rebuild(settings) == []


async def test_a_user_is_erased_with_the_guest_that_it_was_unless_another_used_the_session(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    own, shared = f"own-{uuid4()}", f"shared-{uuid4()}"
    views = [
        event("view_start", at(minute), content_id="c1", session_id=session, user_id=user)
        for minute, session, user in (
            (0, own, None),
            (1, own, ANN),
            (2, shared, None),
            (3, shared, ANN),
            (4, shared, "bob"),
        )
    ]
    await counted(database, aggregator, views)
    receipt = await erased(database, settings, f"u:{ANN}")
    assert receipt.counts["raw_events"] == 3
    assert await tables_with(database, [ANN, own]) == set()
    assert await database.fetchval("SELECT count(*) FROM events") == 2
    assert await rebuild(settings) == []


async def test_events_that_wait_and_those_that_have_expired_go_too(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    view = {"content_id": "c1", "user_id": ANN}
    await counted(database, aggregator, [event("view_start", at(n), **view) for n in range(3)])
    await database.execute("UPDATE rollup_state SET raw_since = $1, accepts_since = $1", at(1))
    await feed(database, [event("view_start", at(n), **view) for n in (5, 6)])
    receipt = await erased(database, settings, f"u:{ANN}")
    assert receipt.counts["raw_events"] == 5
    assert await database.fetchval("SELECT count(*) FROM events") == 0
    assert await tables_with(database, [ANN]) == set()


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_counters_of_expired_days_stay_and_their_states_name_nobody(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    keeping = settings.model_copy(update={"raw_retention_days": 10})
    events = called(aging_history(seed, (60, 150, 300)[seed]), {"u1": ANN})
    await counted(database, aggregator, events)
    assert await let_expire(database, keeping) > 0
    old = "SELECT to_jsonb(t) AS row FROM content_buckets AS t WHERE bucket < $1 ORDER BY content_id, bucket, traffic"
    before = await database.fetch(old, OLDEST)

    await erased(database, keeping, f"u:{ANN}")

    assert await tables_with(database, [ANN]) == set()
    assert await database.fetch(old, OLDEST) == before
    await assert_days_add_up(database)
    assert await rebuild(keeping, now=NOW) == []


async def test_profiles_and_classes_go_too(
    database: Connection, pool: Pool, settings: Settings, aggregator: Aggregator
) -> None:
    tombstones = Tombstones(pool, settings)
    await upsert_viewers(pool, ADMIN, [ViewerRecord(id=ANN)], tombstones)
    await classify_viewers(pool, ADMIN, [ViewerClass(id=ANN, bot=True)], tombstones)
    await counted(database, aggregator, [event("view_start", at(), content_id="c1", user_id=ANN)])
    receipt = await erased(database, settings, f"u:{ANN}")
    assert receipt.counts["viewer_profiles"] == 1
    await erased(database, settings, f"s:{ANN}")
    assert await tables_with(database, [ANN]) == set()
    assert await rebuild(settings) == []


async def test_daily_summaries_are_made_again(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    now = at(60 * 24 * 3)
    await counted(database, aggregator, in_project(called(dense_history(Random(5), 150), {"u2": ANN}), 1))
    summarizer = Summarizer(settings, now=lambda: now, quiet=timedelta(0))
    await summarizer.drain()
    await erased(database, settings, f"u:{ANN}")
    await summarizer.drain()
    await summarizer.close()
    assert await rebuild(settings, now=now) == []


async def test_rejected_items_that_name_the_viewer_go_and_others_stay(
    database: Connection, pool: Pool, settings: Settings
) -> None:
    log = RejectedLog(pool)
    samples = [
        {"userId": ANN, "type": "NOPE"},
        {"sessionId": f'odd"{ANN}'},
        {"userId": f"{ANN}-2"},
        {"truncated": '{"userId":"' + ANN + '","a":"'},
        {"userId": "bob"},
    ]
    sql = (
        "INSERT INTO rejected_events (project_id, received_at, code, message, payload)"
        " VALUES (1, $1, 'BAD_INPUT', 'No.', $2)"
    )
    for sample in samples:
        await database.execute(sql, datetime.now(UTC), sample)
    await log.flush()
    receipt = await erased(database, settings, f"u:{ANN}")
    left = [row["payload"] for row in await database.fetch("SELECT payload FROM rejected_events ORDER BY rejected_id")]
    assert left == [samples[2], samples[4]]
    assert receipt.counts == {"rejected_events": 3}


async def test_subscribers_hear_of_it_and_the_next_run_has_nothing_to_correct(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await counted(database, aggregator, [event("view_start", at(), content_id="c1", user_id=ANN)])
    await requested(database, settings, f"u:{ANN}")
    published = Published()
    assert await erase_all(settings, published) == 1
    subjects = {subject for _, named in published.runs for subject in named}
    assert {content_subject(1, "c1"), platform_subject(1), viewer_subject(1, ANN)} <= subjects
    assert await erase_all(settings) == 0


async def test_an_interrupted_erasure_is_continued(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise ConnectionError("lost")

    await counted(database, aggregator, [event("view_start", at(n), content_id="c1", user_id=ANN) for n in range(3)])
    await requested(database, settings, f"u:{ANN}")
    with monkeypatch.context() as patch:
        patch.setattr("server.rollup.eraser.RETRY_SECONDS", 0.0)
        patch.setattr("server.rollup.erasing.forget_states", fails)
        with capture_logs() as logs:
            assert await erase_all(settings) == 0
    assert ANN not in repr(logs)
    row = await database.fetchrow("SELECT viewer_id, finished_at FROM erasures")
    assert row is not None
    assert tuple(row) == (f"u:{ANN}", None)
    assert await erase_all(settings) == 1
    row = await database.fetchrow("SELECT viewer_id, counts ->> 'raw_events' FROM erasures")
    assert row is not None
    assert tuple(row) == (None, "3"), "what the first try counted"
    assert await tables_with(database, [ANN]) == set()


async def test_one_process_erases_at_a_time(settings: Settings, database: Connection) -> None:
    await requested(database, settings, f"u:{ANN}")
    async with Eraser(settings, Published(), settle=timedelta(0)) as first:
        assert await first.run_once() == 1
        await requested(database, settings, "u:bob")
        assert await erase_all(settings) == 0
        assert await first.run_once() == 1


async def test_nothing_is_left_while_events_are_sent_and_counted(
    api: Api, database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    """By the API: many send and are counted while one of them is erased."""
    stop = asyncio.Event()

    async def send(user: str) -> set[str]:
        codes = set()
        while not stop.is_set():
            view = {
                "type": "VIEW_START",
                "contentId": "c1",
                "creatorId": "k1",
                "userId": user,
                "sessionId": f"s-{user}",
            }
            wrong = {"type": "VIEW_START", "userId": user}
            other = {"userId": "bob", "sessionId": "s-bob"}
            codes |= {str(one["code"]) for one in await tracked(api, view, wrong, {**view, **other})}
        return codes

    async def fold() -> None:
        while not stop.is_set():
            await aggregator.drain()
            await asyncio.sleep(0.01)

    with capture_logs() as logs:
        senders = [asyncio.create_task(send(user)) for user in (ANN, ANN, "bob")]
        folding = asyncio.create_task(fold())
        async with asyncio.timeout(60):
            while "content_viewers" not in await tables_with(database, [ANN]):  # noqa: ASYNC110 - no event for it
                await asyncio.sleep(0.02)
        await asked_to_erase(api, ANN)
        async with Eraser(settings, Published(), settle=timedelta(seconds=1)) as eraser:
            assert await eraser.run_once() == 1
        stop.set()
        codes = [await sender for sender in senders]
        await folding
    await aggregator.drain()
    assert "SUBJECT_ERASED" in codes[0]
    assert "SUBJECT_ERASED" not in codes[2]
    assert await tables_with(database, [ANN]) == set()
    assert await keys_with(settings.redis_url, [ANN]) == set()
    assert ANN not in repr(logs)
    assert await rebuild(settings) == []


async def test_an_eraser_that_is_stopped_while_it_connects_leaves_no_connection(settings: Settings) -> None:
    for milliseconds in range(0, 30, 2):
        stop = asyncio.Event()
        erasing_forever = asyncio.create_task(erase_forever(settings, Published(), stop))
        await asyncio.sleep(milliseconds / 1000)
        stop.set()
        await erasing_forever
    gc.collect()  # an open connection that nobody holds is a warning, and a warning is a failure
