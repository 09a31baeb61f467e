"""Answers about days whose raw events have expired stay the same."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from server.analytics.breakdowns import breakdown
from server.rollup.expiry import expire
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from tests.integration.analytics.breakdowns.test_breakdown import BREAKDOWN, DEFINITIONS, DIMENSIONS, busy_days
from tests.integration.analytics.stack import ADMIN, NOW, Stack, at, event, moment


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


DOCUMENTS = {
    "events": "query($range: RangeInput) { events(range: $range) { rawEventsSince totalCount nodes { eventId } } }",
    "eventsNear": """query($range: RangeInput) {
        eventsNear(point: {latitude: 52.5, longitude: 13.4}, radius: 100, range: $range) {
            rawEventsSince totalCount nodes { eventId }
        }
    }""",
    "eventsInBox": """query($range: RangeInput) {
        eventsInBox(box: {south: 52, west: 13, north: 53, east: 14}, range: $range) {
            rawEventsSince totalCount nodes { eventId }
        }
    }""",
    "pair": """query($range: RangeInput) {
        breakdown(of: {platform: true}, by: [COUNTRY, DEVICE], range: $range) { rows { value views } }
    }""",
    "breakdown": """query($range: RangeInput) {
        breakdown(of: {platform: true}, by: [COUNTRY], range: $range) { rows { value views } }
    }""",
    "of a content": """query($range: RangeInput) {
        contentAnalytics(contentId: "c1", range: $range) { breakdown(by: [COUNTRY]) { rows { value views } } }
    }""",
    "audience": """query($range: RangeInput) {
        creatorAnalytics(creatorId: "k1", range: $range) { audience { countries { value views } } }
    }""",
    "hours": """query($range: RangeInput) {
        breakdown(of: {platform: true}, by: [HOUR], range: $range) { rows { value views } }
    }""",
}
LISTS = ("events", "eventsNear", "eventsInBox")
SINCE = "2026-11-19T00:00:00+00:00"


def seen(day: str) -> dict[str, Any]:
    place = {"country": "DE", "latitude": 52.5, "longitude": 13.4}
    return event("VIEW_START", id=f"on the {day}", creatorId="k1", location=place, **at(f"2026-11-{day}T10:00"))


def between(start: str, end: str = "20T12:00") -> dict[str, Any]:
    return {"between": {"start": f"2026-11-{start}:00Z", "end": f"2026-11-{end}:00Z"}}


async def refused(stack: Stack, range_: dict[str, Any]) -> set[str]:
    """The questions that are refused about a range; each names the limit, and is null."""
    found = set()
    for name, document in DOCUMENTS.items():
        result, _ = await stack.execute(document, ADMIN, {"range": range_})
        for error in result.errors or ():
            assert error.extensions["code"] == "LIMIT_EXCEEDED"
            start = int(datetime.fromisoformat(range_["between"]["start"]).timestamp())
            assert error.extensions["limit"] == {
                "name": "rawEventsSince",
                "allowed": int(datetime.fromisoformat(SINCE).timestamp()),
                "requested": start,
            }
            value = result.data
            for part in error.path:
                value = value and value[part]
            assert value is None
            found.add(name)
    return found


async def test_what_needs_events_that_have_expired_is_refused_and_never_zero(stack: Stack) -> None:
    await stack.count(*map(seen, ("17", "18", "19", "20")))
    young, whole = between("19T06:00"), between("18T00:00")
    answered = [await stack.ask(document, range=range_) for document in DOCUMENTS.values() for range_ in (young,)]
    summed = [
        await stack.ask(DOCUMENTS[name], range=whole) for name in ("breakdown", "of a content", "audience", "hours")
    ]
    assert await refused(stack, between("18T06:00")) == set()
    assert await let_expire(stack) == 2

    assert await refused(stack, between("18T06:00")) == DOCUMENTS.keys() - {"hours"}
    assert await refused(stack, between("17T00:00", "18T12:00")) == DOCUMENTS.keys() - {"hours"}, "it ends within a day"
    assert await refused(stack, between("17T12:00")) == {*LISTS, "pair"}, "nothing was counted in the rest of that day"
    assert await refused(stack, whole) == {*LISTS, "pair"}
    again = [
        await stack.ask(DOCUMENTS[name], range=whole) for name in ("breakdown", "of a content", "audience", "hours")
    ]
    assert again == summed
    for before, document in zip(answered, DOCUMENTS.values(), strict=True):
        after = await stack.ask(document, range=young)
        assert before.pop("rawEventsSince", None) is None
        assert after.pop("rawEventsSince", SINCE) == SINCE
        assert after == before
    for name in LISTS:
        answer = await stack.ask(DOCUMENTS[name])
        assert answer["rawEventsSince"] == SINCE, "the last day by default"
    history = 'query { interactionHistory(userId: "u1") { rawEventsSince nodes { eventId } } }'
    listed = await stack.ask(history)
    assert listed == {"rawEventsSince": SINCE, "nodes": [{"eventId": f"on the {day}"} for day in ("20", "19")]}
    remove = 'mutation { removeEvents(filter: {userId: "u1"}, dryRun: true) { matched rawEventsSince } }'
    assert await stack.ask(remove) == {"matched": 2, "rawEventsSince": SINCE}
