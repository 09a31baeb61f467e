"""``eventCounts``: events by type over time."""

from typing import Any

import pytest

from server.rollup.rebuild import rebuild
from server.settings import Settings
from tests.integration.analytics.stack import ADMIN, Stack, at, creator, event

COUNTS = """
query (
  $by: Interval! = DAY, $types: [EventType!], $range: RangeInput, $timezone: String! = "UTC", $include: TrafficInput
) {
  eventCounts(by: $by, types: $types, range: $range, timezone: $timezone, include: $include) {
    id asOf revision isFinal definition timezone truncated range { start end }
    points { start end date isFinal total counts { type family count } }
    totals { start end date total counts { type count } }
  }
}
"""
DAYS = {"between": {"start": "2026-11-17", "end": "2026-11-20"}}
BOUGHT = {"productId": "p1", "amount": "12.50", "currency": "EUR"}


def counted(point: dict[str, Any]) -> dict[str, int]:
    return {row["type"]: row["count"] for row in point["counts"]}


async def test_events_are_counted_by_type_and_day(stack: Stack) -> None:
    await stack.count(
        event("VIEW", **at("2026-11-17T10:00")),
        event("LIKE", **at("2026-11-17T10:01")),
        event("VIEW_START", who="u2", **at("2026-11-19T23:50")),
        event("PURCHASE", None, properties=BOUGHT, **at("2026-11-19T12:00")),
        event("SESSION_START", None, sessionId="s1", **at("2026-11-19T12:00")),
    )
    answer = await stack.ask(COUNTS, range=DAYS)
    assert [(point["date"], counted(point)) for point in answer["points"]] == [
        ("2026-11-17", {"VIEW_START": 1, "LIKE": 1}),
        ("2026-11-18", {}),
        ("2026-11-19", {"VIEW_START": 1, "PURCHASE": 1, "SESSION_START": 1}),
    ]
    assert [point["total"] for point in answer["points"]] == [2, 0, 3]
    assert answer["points"][2]["counts"][0] == {"type": "PURCHASE", "family": "commerce", "count": 1}
    totals = answer["totals"]
    assert (totals["total"], totals["counts"][0]) == (5, {"type": "VIEW_START", "count": 2})
    assert (answer["isFinal"], answer["truncated"], answer["revision"] > 0) == (True, False, True)
    asked = await stack.ask(COUNTS, range=DAYS, types=["VIEW", "PURCHASE"], timezone="Europe/Berlin")
    assert [(point["date"], counted(point)) for point in asked["points"]] == [
        ("2026-11-17", {"VIEW_START": 1}),
        ("2026-11-18", {}),
        ("2026-11-19", {"PURCHASE": 1}),
    ]
    assert asked["id"] != answer["id"]


async def test_all_time_begins_with_the_first_event(stack: Stack) -> None:
    empty = await stack.ask(COUNTS)
    assert (empty["points"], empty["totals"]["total"]) == ([], 0)
    await stack.count(event("LIKE", **at("2026-10-30T10:00")), event("LIKE", who="u2", **at("2026-11-02T10:00")))
    answer = await stack.ask(COUNTS, by="MONTH")
    assert [(point["date"], point["total"]) for point in answer["points"]] == [("2026-10-01", 1), ("2026-11-01", 1)]
    assert answer["range"]["start"] == "2026-10-30T10:00:00+00:00"
    hours = await stack.ask(COUNTS, by="HOUR", range={"last": "24h"})
    assert (len(hours["points"]), hours["totals"]["total"]) == (25, 0)


async def test_bots_are_counted_only_when_they_are_asked_for(stack: Stack) -> None:
    robot: dict[str, Any] = {"device": {"userAgent": "Googlebot/2.1"}}
    await stack.count(event("VIEW_START"), event("VIEW_START", who="u2", **robot))
    assert (await stack.ask(COUNTS))["totals"]["total"] == 1
    assert (await stack.ask(COUNTS, include={"bots": True}))["totals"]["total"] == 2


async def test_an_event_of_a_viewer_who_turns_out_to_be_a_bot_moves_to_the_bots(stack: Stack) -> None:
    await stack.count(event("VIEW_START"), event("LIKE"))
    assert counted((await stack.ask(COUNTS))["totals"]) == {"VIEW_START": 1, "LIKE": 1}
    classify = 'mutation { classifyViewers(viewers: [{id: "u1", bot: true}]) { accepted } }'
    result, _ = await stack.execute(classify, ADMIN, {})
    assert result.errors is None
    await stack.count()
    assert (await stack.ask(COUNTS))["totals"]["total"] == 0
    assert (await stack.ask(COUNTS, include={"bots": True}))["totals"]["total"] == 2


async def test_a_rebuild_counts_what_was_stored_before_types_were_counted(stack: Stack, settings: Settings) -> None:
    await stack.count(event("LIKE"), event("SHARE"))
    await stack.services.pool.execute("DELETE FROM event_counts")
    assert (await stack.ask(COUNTS))["totals"]["total"] == 0
    assert {difference.table for difference in await rebuild(settings)} == {"event_counts"}
    assert counted((await stack.ask(COUNTS))["totals"]) == {"LIKE": 1, "SHARE": 1}


@pytest.mark.parametrize(
    ("asked", "field"), [({"by": "MINUTE"}, ["by"]), ({"timezone": "Mars"}, ["timezone"]), ({"types": []}, None)]
)
async def test_minutes_are_refused_and_no_types_are_none(
    stack: Stack, asked: dict[str, Any], field: list[str] | None
) -> None:
    await stack.count(event("LIKE"))
    if field is None:
        assert (await stack.ask(COUNTS, **asked))["totals"]["total"] == 0
    else:
        refused = await stack.refusal(COUNTS, **asked)
        assert (refused["code"], refused["field"]) == ("BAD_INPUT", field)


async def test_only_an_admin_sees_them(stack: Stack) -> None:
    assert (await stack.refusal(COUNTS, creator("k1")))["code"] == "FORBIDDEN"
