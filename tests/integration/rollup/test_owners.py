"""Everything that is counted of a content counts for its owner, and follows it when the owner changes."""

from random import Random
from typing import Any

import pytest

from server.live.subjects import content_subject, creator_subject
from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.rollup.removal import remove_events
from server.rollup.removal_filter import Removal
from server.settings import Settings
from server.storage.database import Connection
from tests.drawing import thinned
from tests.integration.rollup.feed import Published, aggregating, at, event, feed, in_project, snapshot
from tests.integration.rollup.test_classes import mixed_history
from tests.integration.rollup.test_properties import assert_equals_oracle
from tests.integration.rollup.test_raw_expiry import NOW, expired
from tests.integration.rollup.test_raw_expiry import history as aging_history
from tests.oracle import METRICS, Oracle

CONTENTS = ("c1", "c2", "ü3", "never seen")
CREATORS = ("k1", "k2", "u1", "k9")


async def declare_owner(database: Connection, content_id: str, creator_id: str, project_id: int = 1) -> None:
    """What upsertContents writes."""
    async with database.transaction():
        await database.execute(
            "INSERT INTO contents (project_id, content_id, creator_id, updated_at) VALUES ($1, $2, $3, now())"
            " ON CONFLICT (project_id, content_id) DO UPDATE SET creator_id = excluded.creator_id",
            project_id,
            content_id,
            creator_id,
        )
        await database.execute(
            "INSERT INTO owner_changes (project_id, content_id) VALUES ($1, $2)", project_id, content_id
        )


@pytest.mark.parametrize("seed", thinned(range(4), 4))
async def test_numbers_follow_every_change_of_owner(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed)
    history = mixed_history(seed, (20, 60, 120, 300)[seed])
    size = max(5, len(history) // 8)
    catalogue: dict[str, str] = {}
    for start in range(0, len(history), size):
        await feed(database, history[start : start + size])
        for _ in range(random.randint(0, 2)):
            content = random.choice(CONTENTS)
            catalogue[content] = random.choice(CREATORS)
            await declare_owner(database, content, catalogue[content])
        if random.random() < 0.8:
            await aggregator.drain()
    await aggregator.drain()
    await assert_equals_oracle(database, 1, Oracle(history, 1, catalogue=catalogue))
    assert await rebuild(settings) == []


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_it_does_not_matter_when_the_owner_became_known(
    database: Connection, aggregator: Aggregator, seed: int
) -> None:
    history = mixed_history(seed, 150)
    for project, declared_first in ((1, True), (2, False)):
        for declaring in (declared_first, not declared_first):
            if declaring:
                for content, creator in zip(CONTENTS, CREATORS, strict=True):
                    await declare_owner(database, content, creator, project)
            else:
                await feed(database, in_project(history, project))
            await aggregator.drain()
    assert await snapshot(database, 1) == await snapshot(database, 2)


async def test_a_content_that_comes_back_restores_the_rollup(database: Connection, aggregator: Aggregator) -> None:
    await feed(database, mixed_history(9, 200))
    await declare_owner(database, "c1", "k1")
    await aggregator.drain()
    before = await snapshot(database, 1)
    await declare_owner(database, "c1", "u1")
    await aggregator.drain()
    assert await snapshot(database, 1) != before
    await declare_owner(database, "c1", "k1")
    await aggregator.drain()
    assert await snapshot(database, 1) == before


async def test_a_change_of_owner_is_published_to_both(database: Connection, settings: Settings) -> None:
    published = Published()
    async with aggregating(settings, published) as aggregator:
        await feed(database, [event("view_start", content_id="c1", creator_id="k1", session_id="s1")])
        await aggregator.run_once()
        await declare_owner(database, "c1", "k2")
        await aggregator.run_once()
        [revisions, subjects] = published.runs[-1]
        assert revisions == {1: 2}
        assert {creator_subject(1, "k1"), creator_subject(1, "k2"), content_subject(1, "c1")} <= set(subjects)
        await declare_owner(database, "c1", "k2")
        await aggregator.run_once()
        assert len(published.runs) == 2 or published.runs[-1] == ({}, [])


async def test_counters_of_expired_days_follow_the_owner_too(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    """All but the number and length of sessions, which only raw events tell by content."""
    settings = settings.model_copy(update={"raw_retention_days": 10})
    history = [found for found in aging_history(3, 150) if found["content_id"] is not None]
    await feed(database, history[:75], history[75:])
    await aggregator.drain()
    for content in CONTENTS[:3]:
        await declare_owner(database, content, "k1")
    await aggregator.drain()
    assert await expired(database, settings, NOW) > 0
    before = await creator_totals(database, "k1")
    assert sum(before.values()) > 0
    for content in CONTENTS[:3]:
        await declare_owner(database, content, "k8")
    await aggregator.drain()
    assert await creator_totals(database, "k8") == before
    assert set((await creator_totals(database, "k1")).values()) == {0}
    assert await rebuild(settings) == []


async def creator_totals(database: Connection, creator_id: str) -> dict[str, Any]:
    """The counters of a creator, all classes of traffic together."""
    rows = await database.fetch("SELECT * FROM creator_totals WHERE project_id = 1 AND creator_id = $1", creator_id)
    return {name: sum(row[name] for row in rows) for name in METRICS}


async def test_a_content_whose_first_claim_was_removed_belongs_to_the_next(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    first = event("view_start", at(0), content_id="c1", creator_id="thief", session_id="s0")
    others = [event("view_start", at(n), content_id="c1", creator_id="k1", session_id=f"s{n}") for n in (1, 2)]
    await feed(database, [first], others)
    await aggregator.drain()
    assert (await creator_totals(database, "thief"))["views"] == 3
    removal = Removal(ids=[str(first["id"])])
    await remove_events(settings, Published(), 1, removal, dry_run=False, by="root")
    await aggregator.drain()
    assert (await creator_totals(database, "thief"))["views"] == 0
    assert (await creator_totals(database, "k1"))["views"] == 2
    assert await rebuild(settings) == []


async def test_a_content_without_events_is_forgotten(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await feed(database, [event("view_start", at(0), content_id="c1", creator_id="k1", session_id="s0")])
    await aggregator.drain()
    await remove_events(settings, Published(), 1, Removal(content_id="c1"), dry_run=False, by="root")
    await aggregator.drain()
    await feed(database, [event("view_start", at(5), content_id="c1", creator_id="k2", session_id="s1")])
    await aggregator.drain()
    assert (await creator_totals(database, "k2"))["views"] == 1


async def test_a_rebuild_finds_contents_that_count_for_another_than_their_owner(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await feed(database, [event("view_start", content_id="c1", creator_id="k1", session_id="s0")])
    await aggregator.drain()
    await database.execute("UPDATE content_owners SET creator_id = 'wrong'")
    await rebuild(settings)
    await aggregator.drain()
    assert await rebuild(settings) == []
    assert (await creator_totals(database, "k1"))["views"] == 1


async def test_many_changes_of_owner_are_spread_over_runs(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.rollup.fold.TRANSFERS_AT_ONCE", 2)
    contents = [f"c{number}" for number in range(5)]
    await feed(database, [event("view_start", content_id=name, creator_id="k1", session_id="s1") for name in contents])
    await aggregator.drain()
    for name in contents:
        await declare_owner(database, name, "k2")
    moved: list[int] = []
    while (report := await aggregator.run_once()).backlog or len(moved) < 3:
        moved.append((await creator_totals(database, "k2"))["views"])
        assert report.backlog == (len(moved) < 3)
    assert moved == [2, 4, 5]
    assert await rebuild(settings) == []
