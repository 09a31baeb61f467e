"""The daily summary of a closed day changes no answer, and is recomputed when its day changes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from server.analytics.breakdowns import breakdown
from server.rollup import daily_summaries, day_breakdowns
from server.rollup.leader import SUMMARY_LOCK
from server.rollup.rebuild import rebuild
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.locks import lock
from tests.integration.analytics.breakdowns.test_breakdown import BREAKDOWN, DEFINITIONS, DIMENSIONS, busy_days
from tests.integration.analytics.stack import NOW, Stack, event, moment

EVERYONE = {"bots": True, "selfViews": True}


@pytest.fixture(autouse=True)
def _summaries_wherever_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 1)
    monkeypatch.setattr(breakdown, "EXACT_PLAYS", 0)


@pytest_asyncio.fixture(loop_scope="session")
async def summarizer(settings: Settings) -> AsyncIterator[Summarizer]:
    made = Summarizer(settings, now=lambda: NOW, quiet=timedelta(0))
    yield made
    await made.close()


async def all_breakdowns(stack: Stack, **asked: Any) -> dict[str, Any]:
    """Every dimension by every definition, as one answer each."""
    found = {}
    for definition in DEFINITIONS:
        for by in DIMENSIONS:
            answer = await stack.ask(BREAKDOWN, by=by, first=2, definition=definition, **asked)
            found[f"{definition} {by}"] = answer["breakdown"]
    return found


async def summarized(stack: Stack) -> list[str]:
    rows = await stack.services.pool.fetch(
        "SELECT day::text FROM summarized_days WHERE NOT EXISTS ("
        " SELECT FROM stale_days WHERE stale_days.content_id = summarized_days.content_id"
        " AND stale_days.day = summarized_days.day) ORDER BY 1"
    )
    return [row["day"] for row in rows]


async def test_no_answer_depends_on_whether_its_days_are_summarized(stack: Stack, summarizer: Summarizer) -> None:
    bot: dict[str, Any] = {"device": {"userAgent": "Googlebot/2.1"}}
    yesterday = moment(NOW - timedelta(days=1))
    await stack.count(*busy_days(), event("VIEW_START", who="b1", occurredAt=yesterday, **bot))
    half_days = {"start": "2026-11-18T10:15:00Z", "end": "2026-11-19T08:30:00Z"}
    asked: list[dict[str, Any]] = [
        {},
        {"include": EVERYONE},
        {"range": {"last": "40h"}, "timezone": "Asia/Kathmandu"},
        {"range": {"between": half_days}},
    ]
    live = [await all_breakdowns(stack, **each) for each in asked]
    await summarizer.drain()
    assert await summarized(stack) == ["2026-11-18", "2026-11-19"]
    assert [await all_breakdowns(stack, **each) for each in asked] == live


async def test_estimated_viewers_are_the_same_from_summaries_and_from_the_viewers_themselves(
    stack: Stack, summarizer: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stack.count(*busy_days())
    live = await all_breakdowns(stack)
    await summarizer.drain()
    assert await all_breakdowns(stack) == live
    monkeypatch.setattr(breakdown, "EXACT_PLAYS", 1_000)
    exact = await all_breakdowns(stack)
    for name in exact:
        clock = name.split()[1] in {"HOUR", "DAY", "WEEKDAY"}
        assert live[name]["uniqueViewersEstimated"] is not clock
        counted, estimated = (
            [part["uniqueViewers"] for part in (*answer[name]["rows"], answer[name]["other"])]
            for answer in (exact, live)
        )
        assert estimated == counted, "sketches of so few are exact"


async def test_a_summary_is_read_instead_of_plays_and_events(stack: Stack, summarizer: Summarizer) -> None:
    yesterday = moment(NOW - timedelta(days=1))
    await stack.count(event("VIEW_START", location={"country": "DE"}, occurredAt=yesterday))
    await summarizer.drain()
    await stack.services.pool.execute("UPDATE day_breakdowns SET views = 7 WHERE value = 'DE'")
    document = '{ contentAnalytics(contentId: "c1") { breakdown(by: COUNTRY) { rows { views } } } }'
    assert (await stack.ask(document))["breakdown"]["rows"] == [{"views": 7}]
    await stack.count(event("VIEW_START", who="u2", location={"country": "DE"}, occurredAt=yesterday))
    again = (await stack.ask(document))["breakdown"]["rows"]
    assert again == [{"views": 2}], "a late event makes the daily summary stale"


async def test_values_beyond_the_most_of_a_day_are_exact_in_the_rest(
    stack: Stack, summarizer: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_breakdowns, "MAX_VALUES", 2)
    for number, city in enumerate(["Aachen", "Aachen", "Bonn", "Bonn", "Celle", "Dresden"]):
        yesterday = moment(NOW - timedelta(days=1))
        await stack.count(
            event(
                "VIEW_START", who=f"u{number % 5}", location={"city": city}, occurredAt=yesterday, playId=f"p{number}"
            )
        )
    live = await stack.ask(BREAKDOWN, by="CITY", first=10)
    await summarizer.drain()
    found = await stack.ask(BREAKDOWN, by="CITY", first=10)
    assert [row["value"] for row in live["breakdown"]["rows"]] == ["Aachen", "Bonn", "Celle", "Dresden"]
    assert found["breakdown"]["rows"] == live["breakdown"]["rows"][:2]
    other = found["breakdown"]["other"]
    assert (other["views"], other["plays"], other["uniqueViewers"]) == (2, 2, 2)


async def test_today_and_days_that_were_just_touched_wait(stack: Stack, settings: Settings) -> None:
    await stack.count(event("VIEW_START"), event("VIEW_START", who="u2", occurredAt=moment(NOW - timedelta(days=1))))
    patient = Summarizer(settings, now=lambda: NOW, quiet=timedelta(minutes=1))
    await patient.drain()
    assert await summarized(stack) == []
    await stack.services.pool.execute("UPDATE stale_days SET touched_at = touched_at - interval '61 seconds'")
    await patient.drain()
    await patient.close()
    assert await summarized(stack) == ["2026-11-19"]
    waiting = await stack.services.pool.fetch("SELECT day::text FROM stale_days")
    assert [row["day"] for row in waiting] == ["2026-11-20"]


async def test_small_days_are_processed_without_a_summary(
    stack: Stack, summarizer: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = {"occurredAt": moment(NOW - timedelta(days=1))}
    monkeypatch.setattr(daily_summaries, "MIN_FACTS", 5)
    await stack.count(event("VIEW_START", **yesterday), event("VIEW_START", who="u2", **yesterday))
    await summarizer.drain()
    assert await stack.services.pool.fetchval("SELECT count(*) FROM stale_days") == 0
    assert await summarized(stack) == []
    await stack.count(event("VIEW_START", who="u3", **yesterday))
    await summarizer.drain()
    assert await summarized(stack) == ["2026-11-19"]


async def _late_play(stack: Stack) -> None:
    occurred_at = moment(NOW - timedelta(days=2))
    await stack.count(event("VIEW_PROGRESS", playId="p1", viewData={"watchTime": 9}, occurredAt=occurred_at))


async def _late_comment(stack: Stack) -> None:
    await stack.count(event("COMMENT", who="u3", occurredAt=moment(NOW - timedelta(days=2))))


async def _bot(stack: Stack) -> None:
    document = 'mutation { classifyViewers(viewers: [{id: "u1", bot: true}]) { accepted } }'
    await stack.ask(document)
    await stack.aggregator.drain()


async def _age(stack: Stack) -> None:
    document = 'mutation { upsertViewers(viewers: [{id: "u1", ageGroup: AGE_13_17}]) { accepted } }'
    await stack.ask(document)
    await stack.aggregator.drain()


async def _age_by_event(stack: Stack) -> None:
    await stack.count(event("PAUSE", "c2", viewer={"ageGroup": "AGE_13_17"}))


async def _age_of_a_guest(stack: Stack) -> None:
    await stack.count(event("PAUSE", "c2", None, sessionId="s9", viewer={"ageGroup": "AGE_13_17"}))


@pytest.mark.parametrize("change", [_late_play, _late_comment, _bot, _age, _age_by_event, _age_of_a_guest])
async def test_what_changes_a_closed_day_makes_its_summary_stale_and_the_next_one_right(
    stack: Stack, summarizer: Summarizer, change: Callable[[Stack], Awaitable[None]]
) -> None:
    for days in (1, 2, 3):
        before = {"occurredAt": moment(NOW - timedelta(days=days))}
        await stack.count(
            event("VIEW_START", playId="p1" if days == 1 else f"q{days}", location={"country": "DE"}, **before),
            event("COMMENT", who=None, sessionId="s9", **before),
            event("VIEW_START", who="u2", **before),
        )
    await summarizer.drain()
    old = await all_breakdowns(stack)
    await change(stack)
    changed = await all_breakdowns(stack)
    assert changed != old
    assert await summarized(stack) != ["2026-11-17", "2026-11-18", "2026-11-19"]
    await summarizer.drain()
    assert await summarized(stack) == ["2026-11-17", "2026-11-18", "2026-11-19"]
    assert await all_breakdowns(stack) == changed


async def test_a_rebuild_repairs_a_wrong_summary_and_finds_nothing_else(
    stack: Stack, summarizer: Summarizer, settings: Settings
) -> None:
    await stack.count(*busy_days())
    await summarizer.drain()
    assert await rebuild(settings, now=NOW) == []
    await stack.services.pool.execute("UPDATE day_breakdowns SET plays = plays + 1 WHERE value = 'DE'")
    found = await rebuild(settings, now=NOW)
    assert {(difference.table, difference.column) for difference in found} == {("day_breakdowns", "plays")}
    assert await rebuild(settings, now=NOW) == []


async def test_a_rebuild_summarizes_waiting_days_before_it_compares(stack: Stack, settings: Settings) -> None:
    await stack.count(*busy_days())
    assert await rebuild(settings, now=NOW) == []
    assert await summarized(stack) == ["2026-11-18", "2026-11-19"]


async def test_a_day_that_changes_while_it_is_summarized_is_summarized_later(
    stack: Stack, summarizer: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = {"occurredAt": moment(NOW - timedelta(days=1))}
    await stack.count(event("VIEW_START", **yesterday))

    async def change(_connection: object) -> None:
        await stack.count(event("VIEW_START", who="u2", **yesterday))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(daily_summaries, "SUMMARIES", (*daily_summaries.SUMMARIES, change))
        with pytest.raises(asyncpg.SerializationError):
            await summarizer.run_once()
    assert await stack.services.pool.fetchval("SELECT count(*) FROM day_breakdowns") == 0
    await summarizer.drain()
    assert await summarized(stack) == ["2026-11-19"]
    assert (await stack.ask(BREAKDOWN, by="DAY"))["breakdown"]["rows"][0]["views"] == 2


async def test_only_one_writes_summaries_at_a_time(stack: Stack, summarizer: Summarizer) -> None:
    await stack.count(event("VIEW_START", occurredAt=moment(NOW - timedelta(days=1))))
    async with stack.services.pool.acquire() as other:
        await lock(other, SUMMARY_LOCK)
        await summarizer.drain()
        assert await summarized(stack) == []
        await other.execute("SELECT pg_advisory_unlock_all()")
    await summarizer.drain()
    assert await summarized(stack) == ["2026-11-19"]


async def test_it_continues_after_a_lost_connection_and_ends_when_stopped(
    stack: Stack, summarizer: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.rollup.summarizer.PAUSE_SECONDS", 0.01)
    pool = stack.services.pool
    stop = asyncio.Event()
    forever = asyncio.create_task(summarizer.run_forever(stop))

    async def until_summarized(days: list[str]) -> None:
        async with asyncio.timeout(60):
            while await summarized(stack) != days:  # noqa: ASYNC110  # what is waited for happens in PostgreSQL
                await asyncio.sleep(0.01)

    await stack.count(event("VIEW_START", occurredAt=moment(NOW - timedelta(days=1))))
    await until_summarized(["2026-11-19"])
    await pool.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'viewpulse-summarizer' AND datname = current_database()"
    )
    await stack.count(event("VIEW_START", occurredAt=moment(NOW - timedelta(days=2))))
    await until_summarized(["2026-11-18", "2026-11-19"])
    stop.set()
    async with asyncio.timeout(60):
        await forever


async def test_the_age_of_a_viewer_who_only_commented_makes_the_day_stale(
    stack: Stack, summarizer: Summarizer, settings: Settings
) -> None:
    yesterday = {"occurredAt": moment(NOW - timedelta(days=1))}
    await stack.count(event("VIEW_START", who="u2", **yesterday), event("COMMENT", who="u1", **yesterday))
    await summarizer.drain()
    await _age(stack)
    await summarizer.drain()
    assert await rebuild(settings, now=NOW) == []
