"""Concurrent viewers: the number rises with signs of viewers, and falls when they leave or fall silent."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.rollup.aggregator import Aggregator
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.analytics.stack import Stack
from tests.integration.rollup.feed import Published, aggregating, event, feed

CONTENT = """
query ($id: ID!, $include: TrafficInput) {
  contentAnalytics(contentId: $id, include: $include) { concurrentViewers revision }
}
"""
UPSERT = 'mutation { upsertContents(contents: [{id: "c1", creatorId: "k1", title: "First"}]) { accepted } }'
CREATOR = '{ creatorAnalytics(creatorId: "k1") { concurrentViewers revision } }'
PLATFORM = "{ platformAnalytics { concurrentViewers revision } }"
WINDOW = 30


def sign(kind: str, viewer: str = "s1", *, ago: float = 1, content: str | None = "c1", **more: Any) -> dict[str, Any]:
    """A stored event of a guest, some seconds before now."""
    moment = datetime.now(UTC) - timedelta(seconds=ago)
    return event(kind, moment, content_id=content, session_id=viewer, creator_id="k1", **more)


async def fold(stack: Stack, *batches: list[dict[str, Any]]) -> None:
    for batch in batches:
        await fold_with(stack.aggregator, stack, batch)


async def fold_with(aggregator: Aggregator, stack: Stack, batch: list[dict[str, Any]]) -> None:
    async with stack.services.pool.acquire() as connection:
        await feed(connection, batch)
    await aggregator.run_once()


async def watching(stack: Stack, content: str = "c1", **variables: Any) -> int:
    answer = await stack.ask(CONTENT, id=content, **variables)
    found: int = answer["concurrentViewers"]
    return found


async def test_viewers_with_a_recent_sign_are_watching(stack: Stack) -> None:
    kinds = ("view_start", "view_progress", "resume", "seek")
    await fold(stack, [sign(kind, f"s{number}") for number, kind in enumerate(kinds)])
    assert await watching(stack) == 4
    assert await watching(stack, "c2") == 0


@pytest.mark.parametrize("kind", ["pause", "view_complete", "swipe_away", "skip"])
async def test_viewers_who_paused_or_left_are_not_watching(stack: Stack, kind: str) -> None:
    await fold(stack, [sign("view_start", ago=5), sign("view_start", "s2", ago=5)], [sign(kind, ago=2)])
    assert await watching(stack) == 1
    await fold(stack, [sign("resume", ago=1)])
    assert await watching(stack) == 2


async def test_a_late_event_brings_no_viewer_back(stack: Stack) -> None:
    await fold(stack, [sign("pause", ago=2)], [sign("view_progress", ago=4)])
    assert await watching(stack) == 0


async def test_other_events_are_no_signs(stack: Stack) -> None:
    await fold(stack, [sign("like"), sign("impression"), sign("share")])
    assert await watching(stack) == 0


async def test_the_end_of_a_session_ends_its_watching(stack: Stack) -> None:
    await fold(stack, [sign("view_start", ago=5), sign("view_start", "s2", ago=5)])
    before = await stack.ask(CONTENT, id="c1")
    await fold(stack, [sign("session_end", ago=2, content=None)])
    after = await stack.ask(CONTENT, id="c1")
    assert (before["concurrentViewers"], after["concurrentViewers"]) == (2, 1)
    assert after["revision"] > before["revision"]
    await fold(stack, [sign("view_progress", ago=3)])
    assert await watching(stack) == 1, "a sign from before the end came late"
    await fold(stack, [sign("view_progress", ago=1)])
    assert await watching(stack) == 2, "the session continues"


async def test_creators_and_the_platform_count_each_viewer_once(stack: Stack) -> None:
    await fold(
        stack,
        [sign("view_start"), sign("view_start", content="c2"), sign("view_start", "s2", content="c2")],
        [event("view_start", datetime.now(UTC), content_id="c3", session_id="s3", creator_id="k2")],
    )
    assert (await stack.ask(CREATOR))["concurrentViewers"] == 2
    assert (await stack.ask(PLATFORM))["concurrentViewers"] == 3


async def test_bots_watch_only_when_they_are_asked_for(stack: Stack) -> None:
    await fold(stack, [sign("view_start"), sign("view_start", "s2", bot_reason="user_agent")])
    assert await watching(stack) == 1
    assert await watching(stack, include={"bots": True}) == 2


async def test_a_viewer_found_to_be_a_bot_later_is_counted_as_one_at_once(stack: Stack) -> None:
    await fold(stack, [sign("view_start"), sign("view_start", "s2")], [sign("pause", "s2", bot_reason="rate")])
    assert await watching(stack) == 2, "a suspicious event removes no viewer"
    await stack.ask('mutation { classifyViewers(viewers: [{id: "s1", bot: true}]) { accepted } }')
    await stack.aggregator.run_once()
    assert await watching(stack) == 1
    assert await watching(stack, include={"bots": True}) == 2


@pytest.mark.parametrize("ahead", [31, 60, 600, 3000])
async def test_a_sign_dated_ahead_keeps_no_viewer_watching(stack: Stack, settings: Settings, ahead: float) -> None:
    await fold(stack, [sign("view_start", ago=-ahead), sign("view_start", "s2", ago=2)])
    assert await watching(stack) == 1
    later = settings.model_copy(update={"watching_window": -ahead - 1})  # as if the clock had gone on
    async with aggregating(later) as aggregator:
        await aggregator.run_once()
    assert await watching(stack) == 0


async def test_a_clock_that_is_a_little_fast_watches_from_the_arrival_on(stack: Stack, settings: Settings) -> None:
    await fold(stack, [sign("view_start", ago=-25), sign("view_start", "s2", ago=-25)], [sign("pause", "s2", ago=-26)])
    assert await watching(stack) == 1
    brief = settings.model_copy(update={"watching_window": 0.001})
    async with aggregating(brief) as aggregator:
        await aggregator.run_once()
    assert await watching(stack) == 0, "gone a window after the arrival, not after the date"


async def test_silent_viewers_leave_and_the_change_is_published(stack: Stack, settings: Settings) -> None:
    published = Published()
    brief = settings.model_copy(update={"watching_window": 0.5})
    async with aggregating(settings, published) as patient, aggregating(brief, published) as hasty:
        await fold_with(patient, stack, [sign("view_start"), sign("pause", "s2")])
        before = await stack.ask(CONTENT, id="c1")
        assert before["concurrentViewers"] == 1
        await hasty.run_once()
    after = await stack.ask(CONTENT, id="c1")
    assert after["concurrentViewers"] == 0
    assert after["revision"] == before["revision"] + 1
    revisions, subjects = published.runs[-1]
    assert revisions == {1: after["revision"]}
    assert set(subjects) == {"content:1:c1", "creator:1:k1", "platform:1"}
    for document in (CREATOR, PLATFORM):
        assert await stack.ask(document) == {"concurrentViewers": 0, "revision": after["revision"]}


async def test_a_viewer_may_fall_silent_just_when_the_catalogue_changes(stack: Stack, settings: Settings) -> None:
    published = Published()
    brief = settings.model_copy(update={"watching_window": 0.5})
    async with aggregating(settings, published) as patient, aggregating(brief, published) as hasty:
        await fold_with(patient, stack, [sign("view_start")])
        await stack.ask(UPSERT)
        await hasty.run_once()
    assert await watching(stack) == 0
    assert {"content:1:c1", "creator:1:k1", "platform:1"} <= set(published.runs[-1][1])


async def test_nothing_is_published_while_no_viewer_leaves(stack: Stack, settings: Settings) -> None:
    published = Published()
    async with aggregating(settings, published) as aggregator:
        await fold_with(aggregator, stack, [sign("view_start", ago=2 * WINDOW), sign("view_start")])
        assert await watching(stack) == 1
        await aggregator.run_once()
        await aggregator.run_once()
    assert len(published.runs) == 1
    async with stack.services.pool.acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM watchers") == 1, "the silent one is forgotten"


async def test_the_order_of_arrival_does_not_matter(stack: Stack) -> None:
    chance = random.Random(7)
    kinds = ["view_start", "view_progress", "pause", "resume", "skip", "seek", "view_complete"]
    for round_ in range(5):
        events = [
            sign(chance.choice(kinds), f"s{chance.randrange(4)}", ago=chance.randrange(1, 9), content=f"c{round_}")
            for _ in range(12)
        ] + [sign("session_end", "s2", ago=4, content=None)]
        found = []
        for _ in range(2):
            chance.shuffle(events)
            async with stack.services.pool.acquire() as connection:
                await reset(connection)
            await fold(stack, events[:5], events[5:9], events[9:])
            async with stack.services.pool.acquire() as connection:
                found.append(await connection.fetch("SELECT * FROM watchers ORDER BY 1, 2, 3"))
        assert found[0] == found[1]


async def reset(connection: Connection) -> None:
    await connection.execute("TRUNCATE watchers, raw_events, ingest_batches, sessions")
