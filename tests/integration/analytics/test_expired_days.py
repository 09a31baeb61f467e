"""Answers about days whose raw events have expired stay the same."""

from datetime import timedelta
from typing import Any

import pytest

from server.analytics.breakdowns import breakdown
from server.rollup.expiry import expire
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from tests.integration.analytics.breakdowns.test_breakdown import BREAKDOWN, DEFINITIONS, DIMENSIONS, busy_days
from tests.integration.analytics.stack import NOW, Stack, event, moment


async def let_expire(stack: Stack) -> int:
    """Keeps one day of raw events."""
    settings: Settings = stack.services.settings.model_copy(update={"raw_retention_days": 1})
    async with stack.services.pool.acquire() as connection:
        await expire(connection, settings, NOW)
        summarizer = Summarizer(settings, now=lambda: NOW, quiet=timedelta(0))
        await summarizer.drain()
        await summarizer.close()
        return await expire(connection, settings, NOW)


async def breakdowns(stack: Stack, **asked: Any) -> dict[str, Any]:
    found = {}
    for definition in DEFINITIONS:
        for by in DIMENSIONS:
            answer = await stack.ask(BREAKDOWN, by=by, first=3, definition=definition, **asked)
            found[f"{definition} {by}"] = answer["breakdown"]
    return found


async def test_breakdowns_tell_the_same_from_days_of_few_events(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breakdown, "EXACT_PLAYS", 0)  # daily summaries tell distinct viewers by estimates
    await stack.count(*busy_days(), event("LIKE", who="u7", occurredAt=moment(NOW - timedelta(days=2))))
    two_days = {"between": {"start": "2026-11-18T00:00:00Z", "end": "2026-11-20T12:00:00Z"}}
    asked: tuple[dict[str, Any], ...] = ({"include": {"bots": True, "selfViews": True}}, {"range": two_days})
    before = [await breakdowns(stack, **each) for each in asked]
    assert await let_expire(stack) > 0
    assert await stack.services.pool.fetchval("SELECT count(*) FROM summarized_days") > 0
    assert [await breakdowns(stack, **each) for each in asked] == before


async def test_without_raw_events_distinct_viewers_are_estimates(stack: Stack) -> None:
    await stack.count(*busy_days())
    before = (await stack.ask(BREAKDOWN, by="COUNTRY"))["breakdown"]
    assert await let_expire(stack) > 0
    again = (await stack.ask(BREAKDOWN, by="COUNTRY"))["breakdown"]
    assert (before.pop("uniqueViewersEstimated"), again.pop("uniqueViewersEstimated")) == (False, True)
    assert again == before


async def test_a_change_of_the_past_leaves_an_expired_day_alone(stack: Stack) -> None:
    await stack.count(*busy_days())
    assert await let_expire(stack) > 0
    before = await breakdowns(stack)
    await stack.services.pool.execute("INSERT INTO stale_days SELECT project_id, content_id, day FROM summarized_days")
    assert await breakdowns(stack) == before, "its daily summary is final, even if it is marked"
    assert await let_expire(stack) == 0
    assert await breakdowns(stack) == before
    assert await stack.services.pool.fetchval("SELECT count(*) FROM stale_days WHERE day < '2026-11-19'") == 0
