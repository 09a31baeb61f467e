"""Removed events leave no trace: the roll-up is as if they had never been sent."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any, TypeAlias

import pytest

from server.live.subjects import (
    content_subject,
    creator_subject,
    platform_subject,
    rankings_subject,
    session_subject,
    viewer_subject,
)
from server.rollup import daily_summaries
from server.rollup.aggregator import Aggregator
from server.rollup.content_days import add_up_next_day
from server.rollup.curves import recompute_curves
from server.rollup.rebuild import rebuild
from server.rollup.removal import remove_events
from server.rollup.removal_changes import RemovalChanges
from server.rollup.removal_filter import Removal
from server.rollup.scores import recompute_scores, refresh_scores
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.database import Connection
from tests.drawing import thinned
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import Published, aggregating, at, event, feed, in_project, snapshot
from tests.integration.rollup.test_classes import declare
from tests.integration.rollup.test_owners import declare_owner
from tests.integration.rollup.test_properties import dense_history
from tests.integration.rollup.test_raw_expiry import NOW, OLDEST
from tests.integration.rollup.test_raw_expiry import expired as let_expire
from tests.integration.rollup.test_raw_expiry import history as aging_history

BeforeLock: TypeAlias = Callable[[Callable[[int], Awaitable[None]]], list[int]]

_projects = count(700)


async def removed(settings: Settings, project: int, removal: Removal, **more: Any) -> Any:
    return await remove_events(settings, Published(), project, removal, **{"dry_run": False, "by": "root", **more})


async def counted(database: Connection, aggregator: Aggregator, events: list[dict[str, Any]]) -> None:
    for start in range(0, len(events), 40):
        await feed(database, events[start : start + 40])
        await aggregator.drain()


@pytest.mark.parametrize("seed", thinned(range(6), 3))
async def test_without_some_events_all_is_as_if_they_had_never_come(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed)
    history = dense_history(random, (10, 30, 60, 120, 250, 500)[seed])
    gone = random.sample(history, max(1, len(history) // random.choice([2, 5, 20])))
    ids = {source["id"] for source in gone}
    corrected, expected = next(_projects), next(_projects)
    await counted(database, aggregator, in_project(history, corrected))
    await counted(database, aggregator, in_project([one for one in history if one["id"] not in ids], expected))
    done = await removed(settings, corrected, Removal(ids=[str(each) for each in ids]))
    assert (done.matched, done.removed) == (len(ids), len(ids))
    await aggregator.drain()  # the owner of a content may be another without them
    found, right = await snapshot(database, corrected), await snapshot(database, expected)
    for table, rows in right.items():
        assert found[table] == rows, table
    await assert_days_add_up(database)
    assert await rebuild(settings) == []


async def test_removed_events_match_all_conditions(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    events = [
        event("view_start", at(minute), content_id=content, user_id=user, session_id=f"{user}-{content}")
        for minute, content, user in [(0, "c1", "u1"), (10, "c1", "u2"), (20, "c2", "u1"), (30, "c2", "u2")]
    ]
    await counted(database, aggregator, events)
    for removal, matched in (
        (Removal(content_id="c1"), 2),
        (Removal(user_id="u1"), 2),
        (Removal(content_id="c1", user_id="u1"), 1),
        (Removal(session_id="u2-c2"), 1),
        (Removal(since=at(10)), 3),
        (Removal(until=at(10)), 1),
        (Removal(since=at(10), until=at(30)), 2),
        (Removal(ids=[str(events[0]["id"]), str(events[3]["id"])], content_id="c1"), 1),
        (Removal(content_id="other"), 0),
    ):
        done = await removed(settings, 1, removal, dry_run=True)
        assert (done.matched, done.removed, done.revision) == (matched, 0, None)
    assert await database.fetchval("SELECT count(*) FROM events") == 4
    revision = await database.fetchval("SELECT revision FROM rollup_state WHERE project_id = 1")
    done = await removed(settings, 1, Removal(content_id="c1", user_id="u1"))
    assert (done.matched, done.removed, done.revision) == (1, 1, revision + 1)
    assert await database.fetchval("SELECT views FROM content_totals WHERE content_id = 'c1'") == 1
    assert await rebuild(settings) == []


async def test_a_call_removes_the_oldest_and_leaves_the_rest_to_the_next(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.rollup.removal.MAX_EVENTS", 4)
    await counted(
        database, aggregator, [event("view_start", at(n), content_id="c1", session_id=f"s{n}") for n in range(10)]
    )
    found: list[Any] = []
    while not found or found[-1].removed < found[-1].matched:
        found.append(await removed(settings, 1, Removal(content_id="c1")))
        assert await rebuild(settings) == []
    assert [(done.matched, done.removed) for done in found] == [(10, 4), (6, 4), (2, 2)]
    left = await snapshot(database, 1)
    assert {table: rows for table, rows in left.items() if rows} == {}


@pytest.fixture
def before_lock(monkeypatch: pytest.MonkeyPatch) -> BeforeLock:
    """Lets something happen before a removal locks the tables, told the number of the try; returns all numbers."""

    def happens(work: Callable[[int], Awaitable[None]]) -> list[int]:
        lock, tries = RemovalChanges._lock, list[int]()

        async def after_it(changes: RemovalChanges) -> None:
            tries.append(len(tries) + 1)
            await work(len(tries))
            await lock(changes)

        monkeypatch.setattr(RemovalChanges, "_lock", after_it)
        return tries

    return happens


@pytest.mark.parametrize("late", [1, 2, 3])
async def test_what_is_counted_while_the_changes_are_found_counts_once(
    database: Connection, settings: Settings, aggregator: Aggregator, before_lock: BeforeLock, late: int
) -> None:
    """The tables are locked when the changes are found: they are found again, at last while the tables are locked."""
    who = {"content_id": "c1", "session_id": "s1", "play_key": "p:1"}
    views = [event("view_start", at(n), **who, total_watch_ms=1_000, watch_ms=None) for n in range(2)]
    await counted(database, aggregator, views)

    async def watch_on(number: int) -> None:
        if number <= late:
            more = event("view_progress", at(number, 30), **who, total_watch_ms=9_000 * number)
            await counted(database, aggregator, [more])

    tries = before_lock(watch_on)
    done = await removed(settings, 1, Removal(ids=[str(views[0]["id"])]))
    assert (done.matched, done.removed) == (1, 1)
    assert len(tries) == min(late, 2) + 1
    assert await database.fetchval("SELECT watch_ms FROM content_totals") == 9_000 * late
    assert await rebuild(settings) == []


async def grow_up(database: Connection, _settings: Settings) -> None:
    """Ann declares her age, and that she is no bot."""
    await declare(database, "u:ann", age_group="25_34", is_bot=False)


async def give_away(database: Connection, _settings: Settings) -> None:
    """The content gets another owner."""
    await declare_owner(database, "c1", "k2")


async def remove_another(_database: Connection, settings: Settings) -> None:
    """Another removal takes an event of the same play."""
    await removed(settings, 1, Removal(ids=[str(WATCHED[1]["id"])]))


async def count_the_last(_database: Connection, _settings: Settings) -> None:
    """The run that follows counts the event that waits."""


async def add_up_the_day(database: Connection, settings: Settings) -> None:
    """The day is over: what its quarter-hours count is added up."""
    assert await add_up_next_day(database, settings, at() + timedelta(days=1)) == 1


WATCHED = [
    event(type_, at(minute), content_id="c1", creator_id="k1", user_id="ann", session_id="s1", play_key="p:1", **more)
    for minute, type_, more in (
        (0, "view_start", {}),
        (1, "view_progress", {"total_watch_ms": 40_000, "duration_ms": 60_000, "completion": 0.5}),
        (2, "like", {}),
        (3, "view_complete", {"total_watch_ms": 60_000, "duration_ms": 60_000, "completion": 1.0}),
    )
]


@pytest.mark.parametrize("happen", [grow_up, give_away, remove_another, count_the_last, add_up_the_day])
async def test_what_the_changes_are_found_from_may_change_meanwhile(
    database: Connection,
    settings: Settings,
    aggregator: Aggregator,
    before_lock: BeforeLock,
    happen: Callable[[Connection, Settings], Awaitable[None]],
) -> None:
    """The counters of another age group, owner or play lose the events: the first changes would have been wrong."""
    await declare(database, "u:ann", age_group="18_24", is_bot=False)
    await aggregator.drain()
    await database.execute("UPDATE rollup_state SET days_until = $1", at().date())  # the day is not over
    before = 3 if happen is count_the_last else 4
    await counted(database, aggregator, WATCHED[:before])
    await feed(database, WATCHED[before:])

    async def once(number: int) -> None:
        if number == 1:
            await happen(database, settings)
            await aggregator.drain()

    tries = before_lock(once)
    await removed(settings, 1, Removal(ids=[str(WATCHED[0]["id"]), str(WATCHED[3]["id"])]))
    await aggregator.drain()
    # the removal that happens meanwhile locks the tables, too
    assert len(tries) == (3 if happen is remove_another else 2)
    assert await rebuild(settings) == []


async def test_events_that_wait_to_be_counted_are_never_counted(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await feed(database, [event("view_start", at(n), content_id="c1", session_id=f"s{n}") for n in range(3)])
    done = await removed(settings, 1, Removal(session_id="s1"))
    assert (done.removed, done.revision) == (1, None)
    assert await database.fetchval("SELECT events FROM ingest_batches") == 2
    await aggregator.drain()
    assert await database.fetchval("SELECT views FROM content_totals") == 2
    assert await rebuild(settings) == []


async def test_subscribers_are_notified_of_all_changes(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    who = {"content_id": "c1", "creator_id": "k1", "user_id": "u1"}
    await counted(database, aggregator, [event("view_start", at(n), session_id=f"s{n}", **who) for n in range(2)])
    published = Published()
    done = await remove_events(settings, published, 1, Removal(session_id="s1"), dry_run=False, by="root")
    [(revisions, subjects)] = published.runs
    assert revisions == {1: done.revision}
    assert {
        content_subject(1, "c1"),
        creator_subject(1, "k1"),
        session_subject(1, "s1"),
        viewer_subject(1, "u1"),
        platform_subject(1),
        rankings_subject(1),
    } <= set(subjects)
    assert await database.fetchval("SELECT revision FROM content_states") == done.revision
    assert await database.fetchval("SELECT max(revision) FROM creator_totals") == done.revision


async def test_summaries_curves_and_scores_are_recomputed(
    database: Connection, settings: Settings, aggregator: Aggregator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    random = Random(3)
    history = dense_history(random, 200)
    now = at(60 * 24 * 3)
    await counted(database, aggregator, in_project(history, 1))
    summarizer = Summarizer(settings, now=lambda: now, quiet=timedelta(0))
    await summarizer.drain()
    await refresh_scores(database, settings)
    await removed(settings, 1, Removal(ids=[str(source["id"]) for source in random.sample(history, 60)]))
    await summarizer.drain()
    await summarizer.close()
    await refresh_scores(database, settings)
    assert await rebuild(settings, now=now) == [], "the daily summaries, too"
    scores = "SELECT content_id, definition, views, quality FROM content_scores ORDER BY 1, 2"
    curves = "SELECT content_id, plays, watched_until FROM retention_curves ORDER BY 1"
    found = await database.fetch(scores), await database.fetch(curves)
    await database.execute("DELETE FROM content_scores; DELETE FROM retention_curves")
    await database.execute("INSERT INTO stale_curves SELECT DISTINCT project_id, content_id, now() FROM plays")
    await recompute_scores(database, settings, 1, Published())
    await recompute_curves(database, 1)
    assert (await database.fetch(scores), await database.fetch(curves)) == found


@pytest.mark.parametrize("seed", thinned(range(3), 3))
async def test_events_of_kept_days_can_be_removed_when_others_have_expired(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    keeping = settings.model_copy(update={"raw_retention_days": 10})
    events = aging_history(seed, (60, 150, 300)[seed])
    await counted(database, aggregator, events)
    assert await let_expire(database, keeping) > 0
    left = [source for source in events if source["occurred_at"] >= OLDEST]
    gone = Random(seed).sample(left, len(left) // 4)
    old = [source for source in events if source["occurred_at"] < OLDEST][:3]
    done = await removed(keeping, 1, Removal(ids=[str(source["id"]) for source in (*gone, *old)]))
    assert (done.matched, done.removed) == (len(gone), len(gone))
    await assert_days_add_up(database)
    assert await rebuild(keeping, now=NOW) == []


@pytest.mark.parametrize("hours", [0.5, 5])
async def test_a_play_that_began_to_count_after_the_days_that_expired_stays_when_another_is_removed(
    database: Connection, settings: Settings, aggregator: Aggregator, hours: float
) -> None:
    keeping = settings.model_copy(update={"raw_retention_days": 10})

    def watched(moment: datetime, play: str) -> list[dict[str, Any]]:
        who = {"content_id": "c1", "session_id": "s1", "play_key": f"p:{play}"}
        amounts = {"total_watch_ms": 30_000, "duration_ms": 60_000, "completion": 0.5}
        return [event("view_start", moment, **who), event("view_progress", moment, **who, **amounts)]

    skip = event("skip", OLDEST - timedelta(seconds=1), content_id="c1", session_id="s1", play_key="p:1", position_ms=0)
    other = watched(OLDEST + timedelta(hours=hours), "2")
    await counted(database, aggregator, [skip, *watched(OLDEST + timedelta(hours=1), "1"), *other])
    assert await database.fetchval("SELECT peertube2_views FROM content_totals") == (1 if hours < 1 else 2)
    assert await let_expire(database, keeping) == 1
    await removed(keeping, 1, Removal(ids=[str(source["id"]) for source in other]))
    for kind in ("", "engaged_", "peertube_", "peertube2_", "linkedin_", "linkedin2_"):
        found = await database.fetchrow(f"SELECT {kind}views, {kind}unique_viewers FROM content_totals")
        assert found is not None
        assert tuple(found) == (1, 1), kind
    await assert_days_add_up(database)
    assert await rebuild(keeping, now=NOW) == []


async def hot(database: Connection, project: int) -> list[tuple[str, datetime]]:
    """The contents and the hours in which they were hot."""
    rows = await database.fetch(
        "SELECT content_id, hour FROM hot_hours WHERE project_id = $1 ORDER BY content_id, hour", project
    )
    return [tuple(row) for row in rows]


async def hot_without(
    database: Connection, settings: Settings, events: list[dict[str, Any]], gone: list[dict[str, Any]]
) -> list[tuple[str, datetime]]:
    """Hot hours after a removal; they are those of a project that never had the removed events."""
    ids = {source["id"] for source in gone}
    async with aggregating(settings) as aggregator:
        await counted(database, aggregator, in_project(events, 1))
        await counted(database, aggregator, in_project([one for one in events if one["id"] not in ids], 2))
    done = await removed(settings, 1, Removal(ids=[str(each) for each in ids]))
    assert done.removed == len(gone)
    found = await hot(database, 1)
    assert found == await hot(database, 2)
    assert await rebuild(settings) == []
    return found


@pytest.mark.parametrize(("type_", "sessions"), [("view_start", 50), ("view_start", 1), ("view_progress", 50)])
@pytest.mark.parametrize(
    ("per_hour", "left", "is_hot"),
    [(8, 2, False), (8, 3, True), (10, 3, False), (10, 4, True), (1, 0, False)],
)
async def test_an_hour_stays_hot_with_three_eighths_of_the_views_per_hour_that_trend(
    database: Connection, settings: Settings, type_: str, sessions: int, per_hour: int, left: int, is_hot: bool
) -> None:
    trending = settings.model_copy(update={"trending_min_views_per_hour": per_hour})
    views = [
        event(type_, at(n), content_id="c1", session_id=f"s{n % sessions}", bot_reason="user_agent" if n % 3 else None)
        for n in range(left + 5)
    ]
    others = [event(type_, at(minutes, n), content_id="c1", session_id=f"t{n}") for minutes in (-1, 60) for n in (1, 2)]
    found = await hot_without(database, trending, [*views, *others], views[::-1][:5])
    assert (("c1", at(0)) in found) == is_hot


@pytest.mark.parametrize(("gone", "hours"), [(2, [-60]), (3, [-60, 0]), (4, [0])])
async def test_an_hour_gets_hot_by_plays_that_began_later_than_it_seemed(
    database: Connection, settings: Settings, gone: int, hours: list[int]
) -> None:
    trending = settings.model_copy(update={"trending_min_views_per_hour": 8})
    early, later = (
        [event("view_progress", at(minutes), content_id="c1", session_id=f"s{n}") for n in range(6)]
        for minutes in (-1, 1)
    )
    found = await hot_without(database, trending, [*early, *later], early[:gone])
    assert found == [("c1", at(minutes)) for minutes in hours]
