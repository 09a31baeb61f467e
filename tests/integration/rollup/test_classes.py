"""Bots and self-views: when the class of a viewer changes, everything counted of it moves to that class."""

from random import Random
from typing import Any

import pytest

from server.live.subjects import content_subject, creator_subject, platform_subject, viewer_subject
from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection
from server.storage.sketches import estimate
from tests.drawing import thinned
from tests.integration.rollup.days import assert_days_add_up
from tests.integration.rollup.feed import (
    Published,
    aggregating,
    at,
    attributed,
    event,
    feed,
    in_project,
    snapshot,
    viewers_of_all_time,
)
from tests.integration.rollup.test_properties import assert_equals_oracle, dense_history
from tests.oracle import Oracle

VIEWERS = ("u:u1", "u:u2", "u:k1", "s:s1", "s:s2", "s:s3", "u:nobody yet")


async def declare(database: Connection, viewer_id: str, **profile: Any) -> None:
    """What upsertViewers and classifyViewers write."""
    said = {"age_group": None, "gender": None, "is_bot": None, **profile}
    async with database.transaction():
        await database.execute(
            "INSERT INTO viewer_profiles (project_id, viewer_id, age_group, gender, is_bot) VALUES (1, $1, $2, $3, $4)"
            " ON CONFLICT (project_id, viewer_id) DO UPDATE SET"
            " age_group = excluded.age_group, gender = excluded.gender, is_bot = excluded.is_bot",
            viewer_id,
            said["age_group"],
            said["gender"],
            said["is_bot"],
        )
        await database.execute("INSERT INTO changed_profiles VALUES (1, $1) ON CONFLICT DO NOTHING", viewer_id)


def mixed_history(seed: int, size: int) -> list[dict[str, Any]]:
    """Dense, with some suspicious events."""
    random = Random(seed)
    history = in_project(dense_history(random, size), 1)
    for found in history:
        found["bot_reason"] = "rate" if random.random() < 0.2 else None
        found["play_key"] = found["play_key"] and found["play_key"].removeprefix("b")
    return [attributed(found) for found in history]


@pytest.mark.parametrize("seed", thinned(range(4), 4))
async def test_numbers_follow_every_change_of_class(
    database: Connection, settings: Settings, aggregator: Aggregator, seed: int
) -> None:
    random = Random(seed)
    history = mixed_history(seed, (30, 120, 300, 800)[seed])
    size = max(5, len(history) // 8)
    declared: dict[str, bool | None] = {}
    for start in range(0, len(history), size):
        await feed(database, history[start : start + size])
        for _ in range(random.randint(0, 2)):
            viewer = random.choice(VIEWERS)
            declared[viewer] = random.choice([True, False, None])
            await declare(database, viewer, is_bot=declared[viewer])
        await aggregator.drain()
    await assert_equals_oracle(database, 1, Oracle(history, 1, declared))
    await assert_days_add_up(database)
    assert await rebuild(settings) == []


async def test_withdrawn_classifications_restore_the_rollup(database: Connection, aggregator: Aggregator) -> None:
    await feed(database, mixed_history(9, 200))
    await aggregator.drain()
    before = await snapshot(database, 1)
    await declare(database, "u:u1", is_bot=False)
    await declare(database, "u:u2", is_bot=True)
    await declare(database, "s:s1", is_bot=True)
    await aggregator.drain()
    assert await snapshot(database, 1) != before
    for viewer in ("u:u1", "u:u2", "s:s1"):
        await declare(database, viewer)
    await aggregator.drain()
    assert await snapshot(database, 1) == before


async def test_a_creator_known_late_reclassifies_its_own_views(database: Connection, aggregator: Aggregator) -> None:
    await feed(database, [event("view_start", content_id="c1", user_id="k1", session_id="s1")])
    await aggregator.run_once()
    assert await database.fetchval("SELECT traffic FROM content_totals WHERE views = 1") == 0
    await feed(database, [event("like", at(5), content_id="c1", creator_id="k1", user_id="k1", session_id="s1")])
    await aggregator.drain()
    assert await database.fetchval("SELECT traffic FROM content_totals WHERE views = 1") == 2
    assert await database.fetchval("SELECT traffic FROM plays") == 2


async def test_a_late_start_takes_the_viewer_out_of_the_quarter_hour_it_left(
    database: Connection, aggregator: Aggregator
) -> None:
    facts = {"content_id": "c1", "creator_id": "k1", "session_id": "s1"}
    await feed(database, [event("view_progress", at(16), **facts, watch_ms=5000)])
    await aggregator.run_once()
    await feed(database, [event("view_start", at(14), **facts)])
    await aggregator.run_once()
    found = await database.fetch(
        "SELECT creator_id, bucket FROM viewer_sketches"
        " WHERE engaged IS NOT NULL AND bucket > '-infinity' ORDER BY creator_id"
    )
    assert [tuple(row) for row in found] == [("", at(0)), ("k1", at(0))]
    assert await viewers_of_all_time(database, "engaged") == [1, 1]


async def test_a_quarter_hour_that_was_left_takes_the_viewer_back_in_its_new_class(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    facts = {"content_id": "c1", "creator_id": "k1", "session_id": "s1"}
    await feed(database, [event("view_progress", at(16), **facts, watch_ms=5000)])
    await aggregator.run_once()
    await feed(database, [event("resume", at(14), **facts)])  # the play moves to the quarter-hour before
    await aggregator.run_once()
    await declare(database, "s:s1", is_bot=True)
    await aggregator.run_once()
    await feed(database, [event("view_start", at(17), **facts, play_key="p:2")])
    await aggregator.run_once()
    classes = await database.fetch("SELECT traffic FROM content_viewer_buckets ORDER BY bucket")
    assert [row["traffic"] for row in classes] == [1, 1]
    assert await rebuild(settings) == []


async def test_a_viewer_who_changes_class_and_loses_the_play_in_one_run_is_in_no_sketch(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    facts = {"content_id": "c1", "creator_id": "k1", "play_key": "p:1"}
    await feed(database, [event("view_progress", at(5), **facts, user_id="u1", watch_ms=5000)])
    await aggregator.run_once()
    await declare(database, "u:u1", is_bot=True)
    await feed(database, [event("resume", at(4), **facts, user_id="u2")])
    await aggregator.run_once()
    assert await viewers_of_all_time(database, "engaged") == [1, 1]
    found = await database.fetch("SELECT DISTINCT traffic, engaged FROM viewer_sketches WHERE engaged IS NOT NULL")
    assert [(row["traffic"], estimate(row["engaged"])) for row in found] == [(0, 1)]
    assert await rebuild(settings) == []


async def test_a_run_without_events_applies_a_profile_and_publishes_it(
    database: Connection, aggregator: Aggregator, published: Published
) -> None:
    await feed(database, [event("view_start", content_id="c1", creator_id="k1", user_id="u1")])
    await aggregator.run_once()
    await declare(database, "u:u1", is_bot=True)
    report = await aggregator.run_once()
    assert (report.events, report.revisions) == (0, {1: 2})
    wanted = {content_subject(1, "c1"), creator_subject(1, "k1"), platform_subject(1), viewer_subject(1, "u1")}
    assert set(published.runs[-1][1]) == wanted
    assert await database.fetchval("SELECT revision FROM content_states") == 2
    assert await database.fetchval("SELECT max(revision) FROM creator_totals") == 2
    assert (await aggregator.run_once()).revisions == {}


async def test_a_new_age_group_notifies_the_contents_seen_and_their_creators(
    database: Connection, aggregator: Aggregator, published: Published
) -> None:
    await feed(database, [event("view_start", content_id="c1", creator_id="k1", user_id="u1")])
    await aggregator.run_once()
    await declare(database, "u:u1", age_group="age_25_34")
    await aggregator.run_once()
    wanted = {content_subject(1, "c1"), creator_subject(1, "k1"), platform_subject(1), viewer_subject(1, "u1")}
    assert set(published.runs[-1][1]) == wanted
    assert await database.fetchval("SELECT age_group FROM viewers") == "age_25_34"
    assert await database.fetchval("SELECT max(revision) FROM creator_totals") == 2


async def test_the_latest_event_sets_the_age_until_it_is_declared(database: Connection, aggregator: Aggregator) -> None:
    async def told() -> tuple[str | None, str | None]:
        return tuple(await database.fetchrow("SELECT age_group, gender FROM viewers"))  # type: ignore[arg-type]

    await feed(database, [event("click", at(5), user_id="u1", age_group="age_18_24", gender="female")])
    await aggregator.run_once()
    await feed(database, [event("click", at(4), user_id="u1", age_group="age_25_34", gender="other")])
    await aggregator.run_once()
    assert await told() == ("age_18_24", "female")
    await declare(database, "u:u1", age_group="age_35_44")
    await aggregator.run_once()
    assert await told() == ("age_35_44", "female")
    await feed(database, [event("click", at(6), user_id="u1", age_group="age_45_54", gender="male")])
    await aggregator.run_once()
    assert await told() == ("age_35_44", "male")
    await declare(database, "u:u1")
    await aggregator.run_once()
    assert await told() == ("age_45_54", "male")


async def test_events_that_wait_are_not_moved_before_they_were_counted(
    database: Connection, settings: Settings
) -> None:
    one, two = (event("view_start", at(n), content_id="c1", session_id="s1", play_key=f"p:{n}") for n in range(2))
    async with aggregating(settings.model_copy(update={"aggregation_max_events": 1})) as one_by_one:
        await feed(database, [one], [two])
        await declare(database, "s:s1", is_bot=True)
        await one_by_one.drain()
    rows = await database.fetch("SELECT traffic, views FROM content_totals WHERE views <> 0")
    assert [tuple(row) for row in rows] == [(1, 2)]


async def test_a_profile_that_waits_is_no_difference_to_a_rebuild(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await feed(database, [event("view_start", content_id="c1", user_id=user, gender="female") for user in ("u1", "u2")])
    await declare(database, "u:u1", is_bot=True)
    await aggregator.run_once()
    await declare(database, "u:u1", is_bot=False)
    await declare(database, "u:u2", gender="male", is_bot=True)
    await declare(database, "u:u3", is_bot=True)
    assert await rebuild(settings) == []
    assert await database.fetchval("SELECT count(*) FROM changed_profiles") == 3
    await aggregator.run_once()
    assert await rebuild(settings) == []


async def test_a_rebuild_classifies_viewers_and_repairs_their_counters(
    database: Connection, settings: Settings, aggregator: Aggregator
) -> None:
    await feed(database, mixed_history(5, 150))
    await aggregator.drain()
    before = await snapshot(database, 1)
    await database.execute("UPDATE viewers SET is_bot = NOT is_bot")
    await database.execute("DELETE FROM self_viewers")
    assert {difference.table for difference in await rebuild(settings, "c1")} == {"viewers", "self_viewers"}
    assert await snapshot(database, 1) == before
    assert await rebuild(settings) == []


async def test_a_viewer_who_loses_a_play_to_an_earlier_viewer_is_notified(
    database: Connection, aggregator: Aggregator, published: Published
) -> None:
    facts = {"content_id": "c1", "session_id": "s1"}
    await feed(database, [event("view_progress", at(5), user_id="u1", **facts, watch_ms=5000)])
    await aggregator.run_once()
    await feed(database, [event("view_start", at(4), user_id="u2", **facts)])
    await aggregator.run_once()
    rows = await database.fetch("SELECT viewer_id, plays FROM content_viewers ORDER BY viewer_id")
    assert [tuple(row) for row in rows] == [("u:u1", 0), ("u:u2", 1)]
    assert {viewer_subject(1, "u1"), viewer_subject(1, "u2")} <= set(published.runs[-1][1])
