"""peertube@2: of a viewer's plays of a content, one an hour is a view, in whatever order they come."""

from collections.abc import Sequence
from random import Random
from typing import Any
from uuid import UUID

import pytest

from server.rollup.aggregator import Aggregator
from server.rollup.rebuild import rebuild
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.analytics.stack import Stack, event
from tests.integration.rollup_feed import at, feed
from tests.integration.rollup_feed import event as stored
from tests.oracle import Oracle

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


async def test_others_and_short_plays_take_nothing_away(stack: Stack) -> None:
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


async def test_bots_count_one_an_hour_too(stack: Stack) -> None:
    await stack.count(*watch("08:00", "p1"), *watch("08:00", "p2"), *watch("08:10", "b1", who="b"))
    await stack.ask('mutation { classifyViewers(viewers: [{id: "u1", bot: true}, {id: "b", bot: true}]) { stored } }')
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


@pytest.mark.parametrize("seed", range(12))
async def test_any_order_gives_what_a_plain_recomputation_gives(
    working: Aggregator, database: Connection, settings: Settings, seed: int
) -> None:
    random = Random(seed)
    sent = history(random, 60)
    expected = {
        tuple(play.id) for play in Oracle(sent).plays if play.started_at is not None and "peertube2" in play.definitions
    }
    for piece in pieces(random, sent):
        await feed(database, piece)
        await working.drain()
    found = await database.fetch("""
        SELECT content_id, play_key FROM plays
        WHERE started_at IS NOT NULL AND is_peertube2_view(watch_ms, duration_ms, repeats)
    """)
    assert {tuple(row) for row in found} == expected
    counted = await database.fetchval("SELECT sum(peertube2_views) FROM content_totals")
    assert counted == await database.fetchval("SELECT sum(peertube2_views) FROM content_buckets") == len(expected)
    assert await rebuild(settings) == []


def pieces(random: Random, sent: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    order = random.sample(sent, len(sent))
    size = random.choice([1, 7, 25])
    return [order[start : start + size] for start in range(0, len(order), size)]
