"""peertube@2: of a viewer's plays of a content, one an hour is a view, in whatever order they come."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection
from tests.dataset.delivery import Delivery
from tests.dataset.entities import Entities
from tests.integration.analytics.stack import NOW, Stack, event, moment
from tests.integration.rollup.feed import at, feed, in_project
from tests.integration.rollup.feed import event as stored
from tests.oracle import Oracle
from tests.recompute.raw import load

VIEWS = """
query ($include: TrafficInput, $range: RangeInput) {
  contentAnalytics(contentId: "c1", definition: "peertube@2", include: $include, range: $range) {
    views { total unique } rewatch { count } breakdown(by: COUNTRY) { rows { value views } }
  }
}
"""


def watch(time: str, play: str, who: str = "u1", seconds: float = 12, **more: Any) -> list[dict[str, Any]]:
    """A play that is watched for so many seconds of a content of 100."""
    facts = {"playId": play, "occurredAt": f"2026-11-20T{time}:00Z", **more}
    return [
        event("VIEW_START", who=who, **facts),
        event("VIEW_PROGRESS", who=who, viewData={"totalWatchTime": seconds, "duration": 100}, **facts),
    ]


async def views(stack: Stack, **variables: Any) -> tuple[int, int, int]:
    answer = await stack.ask(VIEWS, **variables)
    return answer["views"]["total"], answer["views"]["unique"], answer["rewatch"]["count"]


async def test_a_view_an_hour_after_the_last_counts_again(stack: Stack) -> None:
    await stack.count(*watch("08:00", "p1"), *watch("08:30", "p2"), *watch("08:59", "p3"))
    assert await views(stack) == (1, 1, 0)
    await stack.count(*watch("09:00", "p4"), *watch("09:59", "p5"), *watch("10:00", "p6"))
    assert await views(stack) == (3, 1, 2), "an hour after the view, not after the play before"


async def test_other_viewers_and_short_plays_do_not_suppress_a_view(stack: Stack) -> None:
    await stack.count(
        *watch("08:00", "p0", seconds=9.9),
        *watch("08:10", "p1"),
        *watch("08:20", "p2", who="u2"),
        *watch("08:30", "p3", contentId="c2"),
    )
    assert await views(stack) == (2, 2, 0)


async def test_a_late_earlier_play_decides_those_after_it_again(stack: Stack) -> None:
    await stack.count(*watch("09:00", "p2", location={"country": "DE"}), *watch("09:45", "p3"))
    await stack.count(*watch("10:10", "p4", location={"country": "FR"}))
    assert await views(stack) == (2, 1, 1)
    await stack.count(*watch("08:30", "p1", location={"country": "US"}))
    answer = await stack.ask(VIEWS)
    assert {row["value"]: row["views"] for row in answer["breakdown"]["rows"]} == {"US": 1, None: 1, "FR": 0, "DE": 0}
    assert answer["views"] == {"total": 2, "unique": 1}
    within = {"between": {"start": "2026-11-20T09:00:00Z", "end": "2026-11-20T09:30:00Z"}}
    assert await views(stack, range=within) == (0, 0, 0)


async def test_a_play_that_is_watched_long_enough_later_counts_from_its_start(stack: Stack) -> None:
    await stack.count(*watch("08:00", "p1", seconds=3), *watch("08:30", "p2"), *watch("09:10", "p3"))
    assert await views(stack) == (1, 1, 0)
    await stack.count(
        event("VIEW_PROGRESS", playId="p1", occurredAt="2026-11-20T08:01:00Z", viewData={"totalWatchTime": 15})
    )
    assert await views(stack) == (2, 1, 1), "that of 8:30 no more, that of 9:10 instead"


async def test_a_play_that_is_no_view_any_more_leaves_the_hour_to_the_next(stack: Stack) -> None:
    short = {"totalWatchTime": 6, "duration": 8}
    await stack.count(event("VIEW_PROGRESS", playId="p1", occurredAt="2026-11-20T08:00:00Z", viewData=short))
    await stack.count(*watch("08:30", "p2"), *watch("09:10", "p3"))
    assert await views(stack) == (2, 1, 1)
    longer = {"duration": 60}
    await stack.count(event("VIEW_PROGRESS", playId="p1", occurredAt="2026-11-20T08:01:00Z", viewData=longer))
    assert await views(stack) == (1, 1, 0), (
        "6 of 60 seconds: now that of 8:30 is the first, and that of 9:10 within its hour"
    )
    more = {"totalWatchTime": 10}
    await stack.count(event("VIEW_PROGRESS", playId="p1", occurredAt="2026-11-20T08:02:00Z", viewData=more))
    assert await views(stack) == (2, 1, 1)


async def test_a_play_that_changes_its_viewer_is_decided_among_those_of_its_new_viewer(stack: Stack) -> None:
    await stack.count(*watch("08:10", "p1"), *watch("08:50", "p2"), *watch("08:30", "p3", who="u2"))
    assert await views(stack) == (2, 2, 0)
    await stack.count(event("VIEW_START", who="u2", playId="p1", occurredAt="2026-11-20T08:05:00Z"))
    found = await stack.services.pool.fetch("SELECT play_key, viewer_id FROM plays WHERE NOT repeats ORDER BY 1")
    assert [tuple(row) for row in found] == [("p:p1", "u:u2"), ("p:p2", "u:u1")]
    assert await views(stack) == (2, 2, 0)


def play(time: str, content: str, who: str, project: int = 1) -> dict[str, Any]:
    """A play long enough; its key tells all of it."""
    hour, minute = map(int, time.split(":"))
    return stored(
        "view_progress",
        at(60 * (hour - 10) + minute),
        content_id=content,
        user_id=who,
        play_key=f"p:{content} {who} {time}",
        total_watch_ms=12_000,
        project_id=project,
    )


async def viewed(database: Connection) -> dict[tuple[int, str, str], list[str]]:
    """When the views by peertube@2 began, by project, content and user."""
    rows = await database.fetch("""
        SELECT project_id, content_id, viewer_user(viewer_id) AS user_id, to_char(started_at, 'HH24:MI') AS time
        FROM plays WHERE is_peertube2_view(watch_ms, duration_ms, repeats) ORDER BY started_at
    """)
    found = defaultdict(list)
    for row in rows:
        found[row["project_id"], row["content_id"], row["user_id"]].append(row["time"])
    return found


async def test_a_run_decides_each_content_of_each_viewer_from_where_it_changed(
    aggregator: Aggregator, database: Connection, settings: Settings
) -> None:
    await feed(
        database,
        [play(time, "c1", "u1") for time in ("10:00", "10:30", "12:00", "12:59")],
        [play("15:00", "c2", "u1"), play("15:30", "c2", "u1"), play("11:15", "c1", "u2")],
    )
    await aggregator.drain()
    await feed(
        database,
        [play(time, "c1", "u1") for time in ("13:59", "11:30", "13:00", "14:00")],
        [play(time, "c2", "u1") for time in ("14:10", "15:05", "15:10", "16:09")],
        [play(time, "c3", "u1") for time in ("09:59", "10:00", "10:58", "10:59")],
        [play("10:15", "c1", "u2"), play("12:10", "c1", "u2"), play("12:15", "c1", "u3")],
        [play(time, "c1", "u1", project=2) for time in ("10:59", "11:58", "11:59")],
    )
    assert (await aggregator.run_once()).events == 18, "all in one run"
    expected = {
        (1, "c1", "u1"): ["10:00", "11:30", "12:59", "13:59"],
        (1, "c1", "u2"): ["10:15", "11:15"],
        (1, "c1", "u3"): ["12:15"],
        (1, "c2", "u1"): ["14:10", "15:10"],
        (1, "c3", "u1"): ["09:59", "10:59"],
        (2, "c1", "u1"): ["10:59", "11:59"],
    }
    assert await viewed(database) == expected
    assert await rebuild(settings) == []


async def test_bots_have_one_view_an_hour_too(stack: Stack) -> None:
    await stack.count(*watch("08:00", "p1"), *watch("08:00", "p2"), *watch("08:10", "b1", who="b"))
    await stack.ask('mutation { classifyViewers(viewers: [{id: "u1", bot: true}, {id: "b", bot: true}]) { accepted } }')
    await stack.count(*watch("08:20", "p3"), *watch("08:30", "b2", who="b"))
    assert await views(stack) == (0, 0, 0)
    assert await views(stack, include={"bots": True}) == (2, 2, 0)


def history(random: Random, size: int) -> list[dict[str, Any]]:
    """Many plays of few viewers within a few hours; some get shorter than half of the content only later."""

    def one() -> dict[str, Any]:
        return stored(
            "view_progress",
            at(minutes=random.randrange(0, 400, 10)),
            id=UUID(int=random.getrandbits(64)),
            content_id=random.choice(["c1", "c2"]),
            creator_id="k1",
            session_id=f"s{random.randrange(4)}",
            play_key=f"p:{random.randrange(size // 2)}",
            user_id=random.choice([None, None, "u1"]),
            total_watch_ms=random.choice([2_000, 6_000, 15_000]),
            duration_ms=random.choice([None, 4_000, 60_000]),
        )

    return [one() for _ in range(size)]


async def test_any_order_gives_what_a_plain_recomputation_gives(
    aggregator: Aggregator, database: Connection, settings: Settings
) -> None:
    """Twelve histories side by side, each in a project of its own, and in pieces of one size."""
    sent, waiting = {}, []
    for seed in range(12):
        random = Random(seed)
        sent[seed + 1] = in_project(history(random, 60), seed + 1)
        waiting.append(pieces(random, sent[seed + 1]))
    for together in zip_longest(*waiting):
        await feed(database, *(piece for piece in together if piece))
        await aggregator.drain()
    for project, events in sent.items():
        expected = {
            tuple(play.id)
            for play in Oracle(events, project).plays
            if play.started_at is not None and "peertube2" in play.definitions
        }
        found = await database.fetch(
            "SELECT content_id, play_key FROM plays WHERE project_id = $1 AND started_at IS NOT NULL"
            " AND is_peertube2_view(watch_ms, duration_ms, repeats)",
            project,
        )
        assert {tuple(row) for row in found} == expected, project
        for table in ("content_totals", "content_buckets"):
            counted = f"SELECT sum(peertube2_views) FROM {table} WHERE project_id = $1"
            assert await database.fetchval(counted, project) == len(expected), project
    assert await rebuild(settings) == []


def pieces(
    random: Random, sent: Sequence[dict[str, Any]], sizes: Sequence[int] = (1, 7, 25)
) -> list[list[dict[str, Any]]]:
    order = random.sample(sent, len(sent))
    size = random.choice(sizes)
    return [order[start : start + size] for start in range(0, len(order), size)]


def sent_plays(random: Random, size: int) -> list[dict[str, Any]]:
    """What apps send of plays that follow each other by about an hour or less; some are watched together."""
    moments = [timedelta(minutes=20 * number, milliseconds=random.choice([-1, 0, 0, 1])) for number in range(20)]
    sent = []
    for number in range(size):
        began = NOW - random.choice(moments)
        content, who = random.choice(["c1", "c2", "c3"]), random.choice(["u1", "u2", "u3", None])
        facts = {"sessionId": f"s{random.randrange(3)}", "playId": f"p{number - number % random.choice([1, 1, 1, 2])}"}
        for kind, after in (("VIEW_START", 0), ("VIEW_PROGRESS", random.choice([0, 30]))):
            data = {"totalWatchTime": random.choice([4.0, 12.0]), "duration": random.choice([7.5, 60.0])}
            more = {
                "id": str(UUID(int=random.getrandbits(128))),
                "occurredAt": moment(began + timedelta(seconds=after)),
            }
            sent.append(event(kind, content, who, viewData=data, **facts, **more))
    return sent


@pytest.mark.parametrize(("seed", "size"), [(0, 5), (1, 30), (2, 300)])
async def test_answers_are_those_of_a_recomputation_in_another_database(
    stack: Stack, settings: Settings, tmp_path: Path, seed: int, size: int
) -> None:
    random = Random(seed)
    sent = sent_plays(random, 150)
    for piece in pieces(random, sent, [size]):
        await stack.count(*piece)
    recomputed = load(Entities([], []), [Delivery(NOW, sent)], tmp_path)
    named = "SELECT content_id, play_key FROM views WHERE definition = ?"
    expected, in_all = (set(recomputed.execute(named, [name]).fetchall()) for name in ("peertube@2", "peertube@1"))
    counted = recomputed.execute("""
        SELECT content_id, count(*), count(DISTINCT viewer_id) FROM views WHERE definition = 'peertube@2' GROUP BY ALL
    """).fetchall()
    recomputed.close()
    assert len(in_all) > 1.5 * len(expected) > 30, "many repeat others"
    rows = await stack.services.pool.fetch(
        "SELECT content_id, play_key FROM plays WHERE is_peertube2_view(watch_ms, duration_ms, repeats)"
    )
    assert {tuple(row) for row in rows} == expected
    for content, total, unique in counted:
        answer = await stack.ask(VIEWS.replace('"c1"', f'"{content}"'))
        assert answer["views"] == {"total": total, "unique": unique}
        assert answer["rewatch"]["count"] == total - unique
    assert await rebuild(settings) == []
