"""What is counted by minute: exact whatever comes late, moves or is removed, and forgotten after some hours."""

from datetime import UTC, datetime, timedelta
from itertools import count, product
from random import Random
from typing import Any

import pytest

from server.rollup.aggregator import Aggregator
from server.rollup.housekeeping import Housekeeping
from server.rollup.leader import FOLD_LOCK, connect
from server.rollup.minutes import KEPT, forget_old_minutes
from server.rollup.rebuild import rebuild
from server.rollup.removal import remove_events
from server.rollup.removal_filter import Removal
from server.settings import Settings
from server.storage.database import Connection
from server.storage.locks import lock
from tests.drawing import thinned
from tests.integration.rollup.feed import Published, at, event, feed, in_project, snapshot
from tests.integration.rollup.test_classes import VIEWERS, declare, mixed_history
from tests.integration.rollup.test_owners import CONTENTS, CREATORS, declare_owner
from tests.integration.rollup.test_properties import CLASSES, KINDS, dense_history, pick
from tests.oracle import METRICS, Oracle

_projects = count(900)
MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def keep_all(database: Connection, project_id: int = 1) -> int:
    """Lets a project keep every minute, as if all of its events were of the last hours."""
    await database.execute(
        "INSERT INTO rollup_state (project_id, revision, minutes_since) VALUES ($1, 0, '-infinity')"
        " ON CONFLICT (project_id) DO UPDATE SET minutes_since = excluded.minutes_since",
        project_id,
    )
    return project_id


async def assert_minutes_equal(database: Connection, project_id: int, oracle: Oracle) -> None:
    """Compares every minute of a project with the oracle."""
    rows = await database.fetch("SELECT * FROM minute_counts WHERE project_id = $1", project_id)
    seen = await database.fetch("SELECT * FROM minute_viewers WHERE project_id = $1", project_id)
    moments = {found["occurred_at"] - (found["occurred_at"] - EPOCH) % MINUTE for found in oracle.events}
    told = {row["minute"] for row in rows if any(row[metric] for metric in METRICS)}
    assert told <= moments
    for minute, traffic in product(sorted(moments), CLASSES):
        span = (minute, minute + MINUTE, (traffic,))
        here = [dict(row) for row in rows if (row["minute"], row["traffic"]) == (minute, traffic)]

        def added(name: str, whose: str, exclude: str | None = None) -> dict[str, int]:
            found = [row for row in here if row[name] == whose and row["content_id"] != exclude]  # noqa: B023
            return {metric: sum(row[metric] for row in found) for metric in METRICS}

        platform = [row for row in here if not row["content_id"] and not row["creator_id"]]
        assert len(platform) <= 1
        assert pick(platform[0] if platform else {}, METRICS) == pick(oracle.platform(*span), METRICS)
        for creator_id in oracle.ids("creator_id"):
            assert added("owner_id", creator_id) == pick(oracle.creator(creator_id, *span), METRICS)
        for content_id in oracle.ids("content_id"):
            content = oracle.content(content_id, *span)
            assert added("content_id", content_id) == pick(content, METRICS)
            viewers = [row for row in seen if (row["minute"], row["content_id"]) == (minute, content_id)]
            for kind in KINDS:
                watching = {
                    row["viewer_id"] for row in viewers if row["traffic"] == traffic and row[f"{kind}views"] > 0
                }
                assert len(watching) == content[f"{kind}unique_viewers"]
    owners = {row["content_id"]: row["creator_id"] for row in await owned(database, project_id)}
    for row in rows:
        if row["content_id"] and any(row[metric] for metric in METRICS):
            assert row["owner_id"] == (owners[row["content_id"]] or "")


async def owned(database: Connection, project_id: int) -> list[Any]:
    found: list[Any] = await database.fetch(
        "SELECT content_id, creator_id FROM content_owners WHERE project_id = $1", project_id
    )
    return found


@pytest.mark.parametrize("seed", thinned(range(4), 4))
async def test_minutes_equal_a_plain_recomputation(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    history = in_project(dense_history(Random(seed), (20, 100, 300, 800)[seed]), await keep_all(database))
    size = max(5, len(history) // 6)
    for start in range(0, len(history), size):
        await feed(database, history[start : start + size])
        await aggregator.drain()
    await assert_minutes_equal(database, 1, Oracle(history, 1))
    assert await rebuild(settings) == []
    assert await rebuild(settings, "c1") == []


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_the_order_of_events_does_not_matter(database: Connection, aggregator: Aggregator, seed: int) -> None:
    random = Random(seed)
    history = dense_history(random, 200)
    shuffled = random.sample(history, len(history))
    first, second = [await keep_all(database, project) for project in (next(_projects), next(_projects))]
    await feed(database, in_project(history, first))
    await aggregator.drain()
    for start in range(0, len(history), 25):
        await feed(database, in_project(shuffled[start : start + 25], second))
        await aggregator.drain()
    found = await snapshot(database, first)
    assert len(found["minute_counts"]) > 20
    assert found == await snapshot(database, second)


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_minutes_follow_every_change_of_class_and_owner(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed)
    await keep_all(database)
    history = mixed_history(seed, (60, 200, 400)[seed])
    size = len(history) // 8
    declared: dict[str, bool | None] = {}
    catalogue: dict[str, str] = {}
    for start in range(0, len(history), size):
        await feed(database, history[start : start + size])
        for _ in range(random.randint(0, 2)):
            content, viewer = random.choice(CONTENTS), random.choice(VIEWERS)
            catalogue[content] = random.choice(CREATORS)
            declared[viewer] = random.choice([True, False, None])
            await declare_owner(database, content, catalogue[content])
            await declare(database, viewer, is_bot=declared[viewer])
        await aggregator.drain()
    await aggregator.drain()
    await assert_minutes_equal(database, 1, Oracle(history, 1, declared, catalogue))
    assert await rebuild(settings) == []


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_removed_events_leave_no_trace_in_minutes(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed)
    history = in_project(dense_history(random, (40, 120, 300)[seed]), await keep_all(database))
    gone = random.sample(history, len(history) // 5)
    ids = [str(each["id"]) for each in gone]
    await feed(database, history)
    await aggregator.drain()
    await remove_events(settings, Published(), 1, Removal(ids=ids), dry_run=False, by="root")
    await aggregator.drain()
    left = [each for each in history if str(each["id"]) not in ids]
    await assert_minutes_equal(database, 1, Oracle(left, 1))
    assert await rebuild(settings) == []


async def test_a_content_without_events_left_may_have_another_owner(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await keep_all(database)
    for creator in ("k1", "k2", "k1"):
        await feed(database, [event("view_start", at(3), content_id="c1", creator_id=creator, session_id="s1")])
        await aggregator.drain()
        await declare_owner(database, "c1", "k3" if creator == "k2" else creator)
        await aggregator.drain()
        await remove_events(settings, Published(), 1, Removal(content_id="c1"), dry_run=False, by="root")
        assert await rebuild(settings) == []


async def test_minutes_before_those_that_are_kept_are_not_counted(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await keep_all(database)
    await database.execute("UPDATE rollup_state SET minutes_since = $1", at(10))
    view = {"content_id": "c1", "creator_id": "k1"}
    await feed(
        database,
        [event("view_start", at(minute), session_id=f"s{minute}", **view) for minute in (9, 10, 11)],
        [event("like", at(9.99), user_id="u1", **view), event("like", at(10), user_id="u2", **view)],
    )
    await aggregator.drain()
    rows = await database.fetch(
        "SELECT minute, views, likes FROM minute_counts WHERE content_id = 'c1' ORDER BY minute"
    )
    assert [tuple(row) for row in rows] == [(at(10), 1, 1), (at(11), 1, 0)]
    assert await database.fetchval("SELECT count(*) FROM minute_viewers") == 2
    assert await rebuild(settings) == []


async def test_old_minutes_are_forgotten_and_stay_so(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await keep_all(database)
    await keep_all(database, 2)
    view = {"content_id": "c1", "creator_id": "k1"}
    await feed(
        database,
        [event("view_start", at(minute), session_id=f"s{minute}", **view) for minute in (0, 1, 2)],
        [event("view_start", at(0), content_id="c9", session_id="s", project_id=2)],
    )
    await aggregator.drain()
    await database.execute("UPDATE rollup_state SET accepts_since = 'infinity' WHERE project_id = 2")
    assert await forget_old_minutes(database, settings, at(1, 20) + KEPT) == 1
    assert await forget_old_minutes(database, settings, at(1, 50) + KEPT) == 0
    assert await minutes_of(database, "minute_counts", 1) == {at(1), at(2)}
    assert await minutes_of(database, "minute_viewers", 1) == {at(1), at(2)}
    assert await minutes_of(database, "minute_counts", 2) == {at(0)}, "in another cell"
    await database.execute("UPDATE rollup_state SET accepts_since = '-infinity' WHERE project_id = 2")
    await feed(
        database,
        [event("view_start", at(0, 30), session_id="late", **view), event("share", at(2), session_id="s2", **view)],
    )
    await aggregator.drain()
    assert await minutes_of(database, "minute_counts", 1) == {at(1), at(2)}
    assert await database.fetchval("SELECT shares FROM minute_counts WHERE content_id = 'c1' AND minute = $1", at(2))
    assert await rebuild(settings) == []


async def minutes_of(database: Connection, table: str, project_id: int) -> set[datetime]:
    rows = await database.fetch(f"SELECT DISTINCT minute FROM {table} WHERE project_id = $1", project_id)
    return {row["minute"] for row in rows}


@pytest.mark.own_database
async def test_old_minutes_wait_while_the_tables_are_locked(database: Connection, settings: Settings) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    other = await connect(settings, "test")
    try:
        await lock(other, FOLD_LOCK)
        assert await forget_old_minutes(database, settings, later) == 0
    finally:
        await other.close()
    assert await forget_old_minutes(database, settings, later) == 1


@pytest.mark.own_database
async def test_the_leader_forgets_old_minutes(database: Connection, settings: Settings) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    await Housekeeping(settings, now=lambda: later).run_due(database)
    since = await database.fetchval("SELECT minutes_since FROM rollup_state WHERE project_id = 1")
    assert timedelta(0) <= later - KEPT - since < MINUTE


async def test_events_of_the_present_are_counted_by_minute_at_once(
    database: Connection, aggregator: Aggregator
) -> None:
    now = datetime.now(UTC)
    await feed(database, [event("view_start", now, content_id="c1", creator_id="k1", user_id="u1")])
    await aggregator.drain()
    rows = await database.fetch("SELECT * FROM minute_counts ORDER BY content_id")
    assert [(row["content_id"], row["owner_id"], row["views"]) for row in rows] == [("", "", 1), ("c1", "k1", 1)]
    assert {row["minute"] for row in rows} == {now - (now - EPOCH) % MINUTE}
