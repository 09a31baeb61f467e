"""Curves of many plays: from daily summaries of closed days, exactly as from the plays; coverage from a fair sample."""

from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from server.analytics.breakdowns import breakdown
from server.analytics.contents import retention
from server.rollup import daily_summaries
from server.rollup.curves import recompute_curves
from server.rollup.rebuild import rebuild
from server.rollup.summarizer import Summarizer
from tests.integration.analytics.contents.test_retention import CATALOGUE, draw, play, so_far, watched
from tests.integration.analytics.stack import NOW, Stack, event, moment
from tests.integration.analytics.test_plans import explain

DAYS = 4
SLICES: tuple[dict[str, Any] | None, ...] = (
    None,
    {"by": "DEVICE", "value": "MOBILE"},
    {"by": "PLATFORM", "value": "WEB"},
    {"by": "SOURCE", "value": "SEARCH"},
    {"by": "COUNTRY", "value": "DE"},
    {"by": "COUNTRY", "value": None},
)
RANGES: tuple[dict[str, Any] | None, ...] = (None, {"last": "2d"}, {"last": "40h"}, {"last": "4w"})


@pytest_asyncio.fixture(loop_scope="session")
async def summarizing(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Summarizer]:
    """A summarizer that processes every day that is over, however few its plays."""
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    summarizer = Summarizer(stack.services.settings, now=lambda: NOW, quiet=timedelta(0))
    yield summarizer
    await summarizer.close()


def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on any number of plays is too many to be read one by one."""
    monkeypatch.setattr(retention, "EXACT_PLAYS", -1)
    monkeypatch.setattr(breakdown, "EXACT_PLAYS", -1)


def days_of_plays(chance: Random, plays: int) -> list[dict[str, Any]]:
    found = []
    for number in range(plays):
        start = NOW - timedelta(minutes=chance.randrange(DAYS * 1440))
        more: dict[str, Any] = {"occurredAt": moment(start)}
        if chance.random() < 0.8:
            more["device"] = {"type": chance.choice(["MOBILE", "DESKTOP"]), "platform": chance.choice(["WEB", "IOS"])}
        if chance.random() < 0.8:
            more["location"] = {"country": chance.choice(["DE", "US"])}
        if chance.random() < 0.5:
            more["source"] = {"type": "SEARCH"}
        pieces = []
        for _ in range(chance.randrange(4)):
            begin = chance.randrange(55_000)
            report = chance.choice([watched, watched, so_far])
            pieces.append(report((begin / 1000, chance.randrange(begin + 1, 65_000) / 1000)))
        pieces = pieces or [{"position": chance.randrange(70)}]
        found += [{**part, "userId": f"u{number % 40}"} for part in play(number, *pieces, **more)]
    return found


async def curves(stack: Stack) -> dict[str, Any]:
    found = {}
    for within in RANGES:
        for sliced in SLICES:
            for curve in ("PLAYS", "COVERAGE"):
                for definition in ("start@1", "engaged@1"):
                    answer = await draw(
                        stack, curve=curve, slice=sliced, range=within, definition=definition, points=20
                    )
                    answer.pop("estimated")
                    answer.pop("viewers")
                    found[f"{within} {sliced} {curve} {definition}"] = answer
    return found


def assert_alike(found: dict[str, Any], expected: dict[str, Any]) -> None:
    for name, curve in expected.items():
        got = found[name]
        assert {**got, "points": None} == {**curve, "points": None}, name
        for point, known in zip(got["points"], curve["points"], strict=True):
            assert {**point, "value": None} == {**known, "value": None}, name
            assert point["value"] == pytest.approx(known["value"], abs=1e-6), name


async def test_summaries_change_nothing_but_the_cost(
    stack: Stack, summarizing: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(4)
    await stack.count(*days_of_plays(chance, 150))
    expected = await curves(stack)
    with monkeypatch.context() as patched:
        many(patched)
        assert_alike(await curves(stack), expected)
        await summarizing.drain()
        assert await stack.services.pool.fetchval("SELECT count(*) FROM summarized_days") == DAYS
        assert_alike(await curves(stack), expected)
    late = moment(NOW - timedelta(days=2))
    await stack.count(*play(1000, watched((0, 60)), occurredAt=late, location={"country": "DE"}))
    expected = await curves(stack)
    many(monkeypatch)
    assert_alike(await curves(stack), expected)
    await summarizing.drain()
    assert_alike(await curves(stack), expected)


async def durations(stack: Stack) -> list[int]:
    """Whose parts the daily summaries have."""
    rows = await stack.services.pool.fetch("SELECT DISTINCT duration_ms FROM day_retention")
    return [row["duration_ms"] for row in rows]


async def test_another_duration_gives_the_parts_another_length(
    stack: Stack, summarizing: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stack.count(*days_of_plays(Random(5), 40))
    await summarizing.drain()
    await stack.ask(CATALOGUE, contents=[{"id": "c1", "duration": 47.5}])
    expected = await curves(stack)
    assert expected["None None PLAYS start@1"]["duration"] == 47.5
    many(monkeypatch)
    assert_alike(await curves(stack), expected)
    await stack.services.pool.execute("UPDATE stale_days SET touched_at = now() - interval '1 hour'")
    await summarizing.drain()
    assert await durations(stack) == [47_500]
    assert_alike(await curves(stack), expected)


async def test_a_longer_play_gives_the_parts_another_length(
    stack: Stack, summarizing: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stack.count(*days_of_plays(Random(6), 40))
    await summarizing.drain()
    await stack.count(event("VIEW_START", who="u1", viewData={"duration": 80}))
    expected = await curves(stack)
    assert expected["None None PLAYS start@1"]["duration"] == 80
    await summarizing.drain()
    many(monkeypatch)
    assert await durations(stack) == [80_000]
    assert_alike(await curves(stack), expected)


MANY_VIEWERS = """
INSERT INTO plays (project_id, content_id, play_key, origin_at, origin_event, viewer_id, traffic, started_at, views,
    watch_delta_ms, watch_total_ms, position_ms, duration_ms, delta_levels, total_levels, reported, completed, loops)
SELECT 1, 'c1', 'p' || n, at, gen_random_uuid(), 'u' || n % 8000, 0, at, 1, 0, 0, 0, 60000,
    ARRAY[int8multirange(int8range(0, 1 + n * 7919 % 60000))], '{}', 0, false, 0
FROM (
    SELECT n, '2026-11-16T06:00:00Z'::timestamptz + n * interval '12 seconds' AS at FROM generate_series(1, 20000) AS n
) AS played;
INSERT INTO content_durations (project_id, content_id, duration_ms) VALUES (1, 'c1', 60000);
INSERT INTO content_totals (project_id, content_id, traffic, plays, views, unique_viewers)
SELECT 1, 'c1', 0, 20000, 20000, 8000;
INSERT INTO content_buckets (project_id, content_id, bucket, traffic, plays, views)
SELECT 1, 'c1', date_bin('15 minutes', started_at, '1970-01-01Z'), 0, count(*), count(*) FROM plays GROUP BY 3;
INSERT INTO stale_days (project_id, content_id, day, touched_at)
SELECT DISTINCT 1, 'c1', (started_at AT TIME ZONE 'UTC')::date, now() - interval '1 hour' FROM plays;
"""


async def test_coverage_of_many_plays_comes_from_a_fair_sample_of_viewers(
    stack: Stack, summarizing: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stack.services.pool.execute(MANY_VIEWERS)
    sampled = [await draw(stack, curve="COVERAGE", points=20)]
    await summarizing.drain()
    sampled.append(await draw(stack, curve="COVERAGE", points=20))
    assert sampled[0] == sampled[1], "whether a day is summarized does not show"
    assert (sampled[0]["estimated"], sampled[0]["viewers"]) == (True, None)
    monkeypatch.setattr(retention, "EXACT_PLAYS", 100_000)
    exact = await draw(stack, curve="COVERAGE", points=20)
    assert exact["viewers"] == 8000
    for point, known in zip(sampled[0]["points"], exact["points"], strict=True):
        assert point["value"] == pytest.approx(known["value"], abs=5)
        for edge in ("startedWatching", "stoppedWatching"):
            assert point[edge] == pytest.approx(known[edge], rel=0.15, abs=0.05 * 8000), edge
    assert exact["points"][0]["startedWatching"] == 8000


async def test_a_rebuild_finds_the_same_summaries(stack: Stack, summarizing: Summarizer) -> None:
    await stack.count(*days_of_plays(Random(8), 60))
    await summarizing.drain()
    pool = stack.services.pool
    assert await rebuild(stack.services.settings) == []
    await pool.execute("UPDATE day_retention SET parts = parts || 7 WHERE dimension = 'device' AND value = 'mobile'")
    await pool.execute("UPDATE content_durations SET duration_ms = 1")
    expected = {("day_retention", "parts"), ("content_durations", "duration_ms")}
    assert {(found.table, found.column) for found in await rebuild(stack.services.settings)} == expected
    assert await pool.fetchval("SELECT duration_ms FROM content_durations") == 60_000


async def test_curves_of_contents_are_stored_in_addition_to_the_summaries(
    stack: Stack, summarizing: Summarizer
) -> None:
    await stack.count(*days_of_plays(Random(9), 60))
    pool = stack.services.pool
    async with pool.acquire() as connection:
        assert await recompute_curves(connection, 1) == 1
    from_plays = await pool.fetchval("SELECT watched_until FROM retention_curves")
    await pool.execute("DELETE FROM retention_curves; INSERT INTO stale_curves VALUES (1, 'c1', now())")
    await summarizing.drain()
    assert await pool.fetchval("SELECT count(*) FROM summarized_days") == DAYS
    assert await pool.fetchval("SELECT watched_until FROM retention_curves") == from_plays
    await pool.execute("DELETE FROM retention_curves; INSERT INTO stale_curves VALUES (1, 'c1', now())")
    await summarizing.drain()
    assert await pool.fetchval("SELECT watched_until FROM retention_curves") == from_plays, "from daily summaries alone"


async def test_a_curve_is_computed_again_an_hour_later_at_most(stack: Stack, summarizing: Summarizer) -> None:
    await stack.count(*play(1, watched((0, 60))))
    await summarizing.drain()
    await stack.count(*play(2, watched((0, 60))))
    pool = stack.services.pool
    assert await summarizing.run_once() == 0
    assert await pool.fetchval("SELECT plays FROM retention_curves") == 1
    assert await pool.fetchval("SELECT due_at - scored_at FROM stale_curves, retention_curves") == timedelta(hours=1)
    await pool.execute("UPDATE stale_curves SET due_at = now()")
    await summarizing.drain()
    assert await pool.fetchval("SELECT plays FROM retention_curves") == 2


async def test_neither_a_bad_curve_nor_a_bad_day_stops_the_others(stack: Stack, summarizing: Summarizer) -> None:
    pool = stack.services.pool
    await stack.count(*play(1, watched((0, 60))), *play(2, watched((0, 60)), content="c2"))
    await pool.execute("ALTER TABLE retention_curves ADD CONSTRAINT no_c1 CHECK (content_id <> 'c1')")
    await pool.execute("ALTER TABLE summarized_days ADD CONSTRAINT no_day CHECK (content_id = '')")
    await stack.count(*play(3, watched((0, 60)), occurredAt=moment(NOW - timedelta(days=2))))
    with pytest.raises(asyncpg.CheckViolationError, match="no_day"):
        await summarizing.run_once()
    assert [row["content_id"] for row in await pool.fetch("SELECT content_id FROM retention_curves")] == ["c2"]
    assert await pool.fetchval("SELECT count(*) FROM stale_days WHERE day < $1", NOW.date()) == 1


async def test_plays_of_summarized_days_are_not_read(stack: Stack, summarizing: Summarizer) -> None:
    await stack.services.pool.execute(MANY_VIEWERS)
    assert await plays_read(stack) == 20_000
    await summarizing.drain()
    assert await plays_read(stack) == 0


async def plays_read(stack: Stack) -> int:
    """Rows of plays that a curve over all time takes."""
    found = await explain(
        stack.services.pool,
        "retention",
        project=1,
        content="c1",
        classes=[0],
        start=None,
        end=None,
        duration=60_000,
        dimension="",
        value="",
        covers=True,
        sample=1_000,
        definition_bit=1,
        points=20,
    )
    return sum(node["Actual Rows"] * node["Actual Loops"] for node in found if node.get("Relation Name") == "plays")
