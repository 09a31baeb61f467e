"""Changes of owner together with everything else that moves: classes, removals, expiry, other projects."""

import asyncio
import json
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from server.access import Caller, Role
from server.events.content_record import ContentRecord
from server.events.contents import ContentCatalogue
from server.events.upsert_item import decode_upsert_item
from server.rollup.aggregator import Aggregator
from server.rollup.fold import ANY_ID, Fold
from server.rollup.leader import connect
from server.rollup.rebuild import rebuild
from server.rollup.removal import remove_events
from server.rollup.removal_filter import Removal
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.partitions import ensure_partitions
from tests.drawing import thinned
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import Published, aggregating, at, event, feed, in_project, snapshot
from tests.integration.rollup.test_classes import VIEWERS, declare, mixed_history
from tests.integration.rollup.test_owners import CONTENTS, CREATORS, creator_totals, declare_owner
from tests.integration.rollup.test_properties import assert_equals_oracle
from tests.integration.rollup.test_raw_expiry import DAY, NOW, OLDEST, expired
from tests.integration.rollup.test_raw_expiry import history as aging_history
from tests.oracle import Oracle

ARRIVALS = [at(n) for n in range(3)]


def claiming_history(seed: int, size: int) -> list[dict[str, Any]]:
    """Its events arrive in groups at the same time, and not in the order in which they are folded."""
    random = Random(seed)
    return [{**found, "received_at": random.choice(ARRIVALS)} for found in mixed_history(seed, size)]


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_owners_classes_and_late_claims_change_together(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed)
    history = claiming_history(seed, (15, 40, 120)[seed])
    size = max(3, len(history) // 8)
    catalogues: dict[int, dict[str, str]] = {1: {}, 2: {}}
    declared: dict[str, bool | None] = {}
    for start in range(0, len(history), size):
        for project in (1, 2):
            await feed(database, in_project(history[start : start + size], project))
        for project in random.choice([(), (1,), (2,), (1, 2)]):
            for _ in range(random.randint(0, 2)):
                content = random.choice(CONTENTS)
                catalogues[project][content] = random.choice(CREATORS)
                await declare_owner(database, content, catalogues[project][content], project)
        if random.random() < 0.5:
            viewer = random.choice(VIEWERS)
            declared[viewer] = random.choice([True, False, None])
            await declare(database, viewer, is_bot=declared[viewer])
        if random.random() < 0.6:
            await aggregator.run_once()
    await aggregator.drain()
    await assert_equals_oracle(database, 1, Oracle(in_project(history, 1), 1, declared, catalogues[1]))
    await assert_equals_oracle(database, 2, Oracle(in_project(history, 2), 2, None, catalogues[2]))
    await assert_days_add_up(database)
    assert await rebuild(settings) == []
    assert await rebuild(settings, "c1") == []


@pytest.mark.parametrize("seed", thinned(range(2), 2))
async def test_removals_between_changes_of_owner(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed)
    history = claiming_history(seed, (15, 40)[seed])
    size = max(3, len(history) // 6)
    catalogue: dict[str, str] = {}
    left = list(history)
    for start in range(0, len(history), size):
        chunk = history[start : start + size]
        await feed(database, chunk)
        if random.random() < 0.7:
            content = random.choice(CONTENTS)
            catalogue[content] = random.choice(CREATORS)
            await declare_owner(database, content, catalogue[content])
        if random.random() < 0.5:
            await aggregator.run_once()
        known = {each["id"] for each in history[: start + size]}
        present = [each for each in left if each["id"] in known]
        gone = {each["id"] for each in random.sample(present, min(len(present), random.choice([1, 4, size])))}
        left = [each for each in left if each["id"] not in gone]
        await remove(settings, Removal(ids=[str(each) for each in gone]))
        if random.random() < 0.5:
            await aggregator.run_once()
        assert await rebuild(settings) == []
    await aggregator.drain()
    await assert_equals_oracle(database, 1, Oracle(left, 1, catalogue=catalogue))
    await assert_days_add_up(database)
    assert await rebuild(settings) == []


async def remove(settings: Settings, removal: Removal) -> None:
    await remove_events(settings, Published(), 1, removal, dry_run=False, by="root")


@pytest.mark.parametrize("seed", thinned(range(2), 2))
async def test_a_rebuild_finds_nothing_after_changes_of_owner_around_expired_days(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    settings = settings.model_copy(update={"raw_retention_days": 10})
    random = Random(seed)
    history = aging_history(seed, (40, 100)[seed])
    await ensure_partitions(database, NOW, days_back=15)
    half = len(history) // 2
    await feed(database, history[:half], history[half:])
    await declare_owner(database, "c1", "k1")
    await aggregator.drain()
    assert await expired(database, settings, NOW) > 0
    for _ in range(4):
        await declare_owner(database, random.choice(CONTENTS[:3]), random.choice(CREATORS))
        if random.random() < 0.7:
            await declare(database, random.choice(VIEWERS), is_bot=random.choice([True, False]))
        await aggregator.drain()
        assert await rebuild(settings, now=NOW) == []
    later = [one for one in aging_history(seed + 50, 80) if one["occurred_at"] >= OLDEST]
    await feed(database, later)
    await declare_owner(database, "c1", "u1")
    await aggregator.drain()
    await assert_days_add_up(database)
    assert await rebuild(settings, now=NOW) == []


async def test_a_session_that_began_before_the_raw_events_stays_as_long_for_the_platform(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    settings = settings.model_copy(update={"raw_retention_days": 10})
    await ensure_partitions(database, NOW, days_back=15)
    minute = timedelta(minutes=1)
    await feed(
        database,
        [
            event("view_start", OLDEST + n * minute, content_id="c1", creator_id="k1", session_id="s1")
            for n in (-20, 0, 20)
        ],
    )
    await aggregator.drain()
    await expired(database, settings, NOW)
    platform = await database.fetch("SELECT bucket, sessions, session_ms FROM platform_buckets ORDER BY 1")
    await declare_owner(database, "c1", "k2")
    await aggregator.drain()
    assert await rebuild(settings, now=NOW) == []
    assert await database.fetch("SELECT bucket, sessions, session_ms FROM platform_buckets ORDER BY 1") == platform


async def test_a_rebuild_finds_nothing_where_own_views_have_expired(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    settings = settings.model_copy(update={"raw_retention_days": 10})
    await ensure_partitions(database, NOW, days_back=15)
    facts: dict[str, Any] = {"content_id": "c1", "creator_id": "k1"}
    await feed(
        database,
        [event("view_start", OLDEST - DAY, **facts, user_id=user, session_id=f"s-{user}") for user in ("k1", "k2")],
    )
    await aggregator.drain()
    await expired(database, settings, NOW)
    await declare_owner(database, "c1", "k2")
    await aggregator.drain()
    assert await rebuild(settings, now=NOW) == []
    await feed(
        database,
        [event("view_start", OLDEST + DAY, **facts, user_id=user, session_id=f"t-{user}") for user in ("k1", "k2")],
    )
    await aggregator.drain()
    assert {row[0] for row in await database.fetch("SELECT viewer_id FROM self_viewers")} == {"u:k2"}
    assert await rebuild(settings, now=NOW) == []


async def upsert(pool: Pool, owners: dict[str, str]) -> None:
    """As an admin."""
    records = [decode_upsert_item({"id": name, "creatorId": owner}, ContentRecord) for name, owner in owners.items()]
    await ContentCatalogue(pool).upsert(Caller(user_id="root", role=Role.ADMIN), records)


async def blocked(database: Connection) -> None:
    """Waits until a statement waits for a lock."""
    query = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple'))"
    while not await database.fetchval(query):  # noqa: ASYNC110  # the database tells nobody
        await asyncio.sleep(0.01)


async def test_a_change_that_another_upsert_takes_back_meanwhile_is_not_missed(
    database: Connection, pool: Pool, settings: Settings, aggregator: Aggregator
) -> None:
    """The other one read the catalogue before the change, and commits after a run has moved the content."""
    await upsert(pool, {"c1": "k1", "c2": "k1"})
    await feed(database, [event("view_start", content_id="c1", session_id="s1")])
    await aggregator.drain()
    async with pool.acquire() as first, pool.acquire() as second:
        change, brake = first.transaction(), second.transaction()
        await change.start()
        await declare_owner(first, "c1", "k2")
        await brake.start()
        await second.execute("SELECT FROM contents WHERE content_id = 'c2' FOR UPDATE")
        other = asyncio.create_task(upsert(pool, {"c1": "k1", "c2": "k1"}))
        await blocked(database)
        await change.commit()
        await aggregator.drain()
        await brake.commit()
        await other
    await aggregator.drain()
    assert await database.fetchval("SELECT creator_id FROM contents WHERE content_id = 'c1'") == "k1"
    assert (await creator_totals(database, "k1"))["views"] == 1


@pytest.mark.parametrize("contents", [1, 3])
async def test_the_owner_of_a_content_is_looked_up_once_for_all_its_events(
    database: Connection, settings: Settings, contents: int
) -> None:
    await feed(
        database, [event("view_start", at(n), content_id=f"c{n % contents}", session_id="s1") for n in range(500)]
    )
    await database.execute("ANALYZE raw_events")
    connection = await connect(settings, "test")
    fold = await Fold.prepare(connection, settings)
    async with connection.transaction():
        batches = [row["batch_id"] for row in await connection.fetch("SELECT batch_id FROM ingest_batches")]
        claim = fold.statements["claimed_events"]
        sql = f"EXPLAIN (ANALYZE, FORMAT JSON) {claim.text}"
        which = {"first_id": ANY_ID[0], "last_id": ANY_ID[1], "content": None, "classification_only": False}
        arguments = claim.arguments({"batches": batches, **which})
        plan = json.loads(await connection.fetchval(sql, *arguments))
    await connection.close()
    assert [node["Actual Loops"] for node in nodes(plan) if node.get("Relation Name") == "content_owners"] == [contents]


def nodes(plan: Any) -> list[dict[str, Any]]:
    """All nodes of an explained plan."""
    if isinstance(plan, list):
        return [node for part in plan for node in nodes(part)]
    found = plan.get("Plan", plan)
    return [found, *nodes(found.get("Plans", []))]


async def test_a_run_that_fails_leaves_the_change_to_the_next(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = mixed_history(4, 120)
    await feed(database, history[:60])
    await aggregator.drain()
    before = await snapshot(database, 1)
    await declare_owner(database, "c1", "u1")
    await feed(database, history[60:])
    with monkeypatch.context() as patch:
        patch.setattr("server.rollup.fold.fold_sketches", fail)
        with pytest.raises(ZeroDivisionError):
            await aggregator.run_once()
    assert await snapshot(database, 1) == before
    await aggregator.drain()
    await assert_equals_oracle(database, 1, Oracle(history, 1, catalogue={"c1": "u1"}))
    assert await rebuild(settings) == []


async def fail(_connection: Connection) -> None:
    raise ZeroDivisionError


async def test_what_a_rebuild_is_asked_while_changes_wait(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    history = mixed_history(5, 120)
    await feed(database, history)
    await aggregator.drain()
    await declare_owner(database, "c1", "u1")
    await declare_owner(database, "c2", "k9")
    assert await rebuild(settings) == []
    assert await rebuild(settings, "c1") == []
    await aggregator.drain()
    await assert_equals_oracle(database, 1, Oracle(history, 1, catalogue={"c1": "u1", "c2": "k9"}))


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_without_claims_only_the_catalogue_says_for_whom_a_content_counts(
    database: Connection, settings: Settings, seed: int
) -> None:
    history = claiming_history(seed, 120)
    unnamed = [{**found, "creator_id": None} if found["content_id"] else found for found in history]
    async with aggregating(settings) as claiming:
        await feed(database, history[:60])
        await claiming.drain()
    settings = settings.model_copy(update={"creators_claim_contents": False})
    await rebuild(settings)
    async with aggregating(settings) as aggregator:
        await aggregator.drain()
        await feed(database, history[60:90])
        await declare_owner(database, "c1", "k1")
        await aggregator.drain()
        await feed(database, history[90:])
        await aggregator.drain()
    await assert_equals_oracle(database, 1, Oracle(unnamed, 1, catalogue={"c1": "k1"}))
    assert await rebuild(settings) == []


async def test_upserts_at_the_same_time_as_runs(
    database: Connection, pool: Pool, settings: Settings, aggregator: Aggregator
) -> None:
    """Neither blocks the other, and in the end each content counts for its creator in the catalogue."""
    random = Random(1)
    names = [f"c{number}" for number in range(12)]

    async def change() -> None:
        for _ in range(25):
            chosen = random.sample(names, random.randint(1, 6))
            await upsert(pool, {name: random.choice(["k1", "k2", "u1"]) for name in chosen})

    async def track() -> None:
        for _ in range(25):
            async with pool.acquire() as connection:
                await feed(
                    connection,
                    [
                        event("view_start", content_id=random.choice(names), user_id="u1", session_id="s1")
                        for _ in range(3)
                    ],
                )

    async def run() -> None:
        for _ in range(25):
            await aggregator.run_once()

    await asyncio.gather(change(), change(), change(), track(), run())
    await aggregator.drain()
    assert (
        await database.fetch(
            "SELECT FROM content_owners JOIN contents USING (project_id, content_id)"
            " WHERE content_owners.creator_id IS DISTINCT FROM contents.creator_id"
        )
        == []
    )
    assert await rebuild(settings) == []
