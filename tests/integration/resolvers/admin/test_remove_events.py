"""`removeEvents`: who may call it, its answer, and the corrected answers about the past."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from server.access import Caller
from server.storage.audit_trail import shown_actor
from tests.integration.analytics.stack import APP, NOW, Stack, at, creator, event, moment, user

REMOVE = """
mutation ($filter: EventFilterInput!, $dryRun: Boolean! = false) {
  removeEvents(filter: $filter, dryRun: $dryRun) { matched removed revision }
}
"""
SERIES = """{ contentAnalytics(contentId: "c1") {
    revision views { total unique } watchTime { total } engagement { likes }
    series(by: DAY) { points { date views uniqueViewers } }
} }"""


@pytest.mark.parametrize("caller", [APP, user("ann"), creator("k1")])
async def test_only_an_admin_may_remove(stack: Stack, caller: Caller) -> None:
    refusal = await stack.refusal(REMOVE, caller, filter={"contentId": "c1"})
    assert refusal["code"] in ("FORBIDDEN", "UNAUTHENTICATED")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, ["filter"]),
        ({"ids": []}, ["filter", "ids"]),
        ({"ids": ["x"] * 1001}, ["filter", "ids"]),
        ({"since": "2026-11-20T10:00:00Z", "until": "2026-11-20T09:59:59Z"}, ["filter", "since"]),
        ({"since": "2026-11-20T10:00:00Z", "until": "2026-11-20T11:00:00+01:00"}, ["filter", "since"]),
    ],
)
async def test_removing_events_needs_a_filter(stack: Stack, asked: dict[str, Any], field: list[str]) -> None:
    assert await stack.refusal(REMOVE, filter=asked) == {"code": "BAD_INPUT", "field": field}


async def test_removing_an_old_event_shortens_the_series(stack: Stack) -> None:
    watched: dict[str, Any] = {"viewData": {"watchTime": 5}}
    await stack.count(event("VIEW_START", who="u2", **watched), event("LIKE", who="u2"))
    right = await stack.ask(SERIES)
    await stack.count(event("VIEW_START", who="u1", id="stray", **at("2021-01-02T00:00"), **watched))
    wrong = await stack.ask(SERIES)
    assert (len(right["series"]["points"]), wrong["views"]["total"]) == (1, 2)
    assert len(wrong["series"]["points"]) > 2_000
    counted = await stack.ask(REMOVE, filter={"ids": ["stray"]}, dryRun=True)
    assert counted == {"matched": 1, "removed": 0, "revision": None}
    done = await stack.ask(REMOVE, filter={"ids": ["stray"]})
    assert done == {"matched": 1, "removed": 1, "revision": wrong["revision"] + 1}
    assert await stack.ask(SERIES) == {**right, "revision": done["revision"]}
    assert await stack.ask(REMOVE, filter={"ids": ["stray"]}) == {"matched": 0, "removed": 0, "revision": None}


async def test_the_shortest_time_can_be_named(stack: Stack) -> None:
    await stack.count(*(event("VIEW_START", who="u1", **at(f"2026-11-20T10:0{n}")) for n in range(3)))
    asked = {"since": "2026-11-20T10:01:00Z", "until": "2026-11-20T10:01:00.000001Z"}
    assert (await stack.ask(REMOVE, filter=asked))["removed"] == 1


async def test_the_log_records_the_admin_as_a_hash_and_the_fields_of_the_filter(stack: Stack) -> None:
    views = [event("VIEW_START", who="u1", id=name) for name in ("e-1", "e-2", "E0B7D3A4-0000-4000-8000-00000000000A")]
    await stack.count(*views)
    asked = {
        "ids": ["e-2", "E0B7D3A4-0000-4000-8000-00000000000A", "unknown"],
        "userId": "u1",
        "until": "2026-11-20T13:00:00+01:00",
    }
    with capture_logs() as logs:
        assert (await stack.ask(REMOVE, filter=asked))["removed"] == 2
    [line] = [line for line in logs if line["event"] == "events removed"]
    by = shown_actor(stack.services.settings, 1, "root")
    assert by
    assert (line["by"], line["project"], line["matched"], line["removed"]) == (by, 1, 2, 2)
    assert sorted(line["asked"]) == ["ids", "until", "userId"]
    assert not [value for value in line.values() if "u1" in str(value) or "root" in str(value)]


async def test_a_viewer_classified_as_a_bot_by_removed_events_counts_again(stack: Stack) -> None:
    await stack.count(*(event("VIEW_START", who="u1", playId=f"p{n}") for n in range(3)))
    await stack.count(event("CLICK", who="u1", id="crawler", device={"userAgent": "Googlebot/2.1"}))
    await stack.ask(REMOVE, filter={"ids": ["crawler"]})
    assert (await stack.ask(SERIES))["views"] == {"total": 3, "unique": 1}


async def test_a_removed_event_that_is_sent_again_is_new(stack: Stack) -> None:
    again = event("VIEW_START", who="u1", id="e-again", occurredAt=moment(NOW))
    await stack.count(again)
    await stack.ask(REMOVE, filter={"userId": "u1", "since": moment(NOW)})
    assert (await stack.ask(SERIES))["views"]["total"] == 0
    await stack.count(again)
    assert (await stack.ask(SERIES))["views"]["total"] == 1
