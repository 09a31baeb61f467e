"""``cohorts``: what groups of viewers do after their start, by hand."""

from typing import Any

import pytest

from server.analytics.cohorts import question
from tests.integration.analytics.cohorts.asking import COHORTS
from tests.integration.analytics.revenue.test_revenue import bought, given_back
from tests.integration.analytics.stack import Stack, event, rounded

RANGE = {"between": {"start": "2026-11-02", "end": "2026-11-16"}}
AS_OF = "2026-11-20T12:00:00+00:00"


def on(day: int, hour: int = 12) -> dict[str, Any]:
    return {"occurredAt": f"2026-11-{day:02}T{hour:02}:00:00Z"}


def watched(who: str, day: int, seconds: float, play: str) -> list[dict[str, Any]]:
    """A play that watches so long."""
    more = {"playId": play, "sessionId": f"s-{who}", **on(day)}
    return [
        event("VIEW_START", "c1", who, **more),
        event("VIEW_PROGRESS", "c1", who, viewData={"totalWatchTime": seconds}, **more),
    ]


async def fill(stack: Stack) -> None:
    await stack.count(
        *watched("ada", 2, 10, "p1"),
        *watched("ada", 10, 30, "p2"),
        *watched("bob", 4, 5, "p3"),
        *watched("cyd", 9, 7, "p4"),
        bought("10.00", who="ada", orderId="o1", **on(3)),
        bought("2.50", who="ada", orderId="o2", **on(11)),
        bought("4.00", who="bob", orderId="o3", **on(5)),
        bought("9.00", "USD", who="bob", orderId="o4", **on(5)),
        given_back("o1", "1.00", **on(12)),
    )
    await stack.set_as_of(AS_OF)


def line(cohort: dict[str, Any], field: str) -> list[Any]:
    return [cell[field] for cell in cohort["periods"]]


async def test_watch_time_and_revenue_of_the_weeks_in_which_viewers_were_first_seen(stack: Stack) -> None:
    await fill(stack)
    answer = await stack.ask(COHORTS, range=RANGE, currency="EUR")
    first, second = answer["cohorts"]
    assert [(one["size"], one["value"], one["label"]) for one in answer["cohorts"]] == [
        (2, None, None),
        (1, None, None),
    ]
    assert line(first, "retained") == [2, 1, None]
    assert line(first, "watchTime") == [15, 30, None]
    assert line(first, "revenue") == [1400, 150, None]
    assert line(first, "lifetimeValue") == [700, 775, None]
    assert line(second, "watchTime") == [7, None, None]
    assert line(second, "revenue") == [0, None, None]
    assert (answer["values"], answer["rest"], answer["currency"]) == (0, None, "EUR")
    assert [mean["rate"] for mean in answer["means"]] == [100, 50, None]


async def test_late_and_removed_events_and_bots_found_later_change_the_cohorts(stack: Stack) -> None:
    async def told() -> list[list[Any]]:
        first = (await stack.ask(COHORTS, range=RANGE, currency="EUR"))["cohorts"][0]
        return [[first["size"]], *(line(first, field)[:2] for field in ("retained", "watchTime", "revenue"))]

    await fill(stack)
    assert await told() == [[2], [2, 1], [15, 30], [1400, 150]]
    await stack.track([bought("1.00", who="bob", orderId="o5", **on(12)), *watched("ada", 3, 2, "p5")])
    await stack.aggregator.drain()
    await stack.set_as_of(AS_OF)
    assert await told() == [[2], [2, 2], [17, 30], [1400, 250]]
    await stack.ask('mutation { removeEvents(filter: {userId: "ada", since: "2026-11-09T00:00:00Z"}) { removed } }')
    await stack.set_as_of(AS_OF)
    assert await told() == [[2], [2, 1], [17, 0], [1400, 0]], "the refund names nobody, and stays"
    await stack.ask('mutation { classifyViewers(viewers: [{id: "bob", kind: USER, bot: true}]) { rejected } }')
    await stack.aggregator.drain()
    await stack.set_as_of(AS_OF)
    assert await told() == [[1], [1, 0], [12, 0], [1000, -100]]


async def test_without_a_currency_there_is_no_revenue(stack: Stack) -> None:
    await fill(stack)
    answer = await stack.ask(COHORTS, range=RANGE)
    assert {value for one in answer["cohorts"] for value in line(one, "revenue")} == {None}
    assert {value for one in answer["cohorts"] for value in line(one, "lifetimeValue")} == {None}
    assert line(answer["cohorts"][0], "watchTime") == [15, 30, None]


async def test_first_purchases(stack: Stack) -> None:
    """What was watched and paid before the start does not count."""
    await fill(stack)
    answer = await stack.ask(COHORTS, start={"types": ["PURCHASE"]}, range=RANGE, currency="USD")
    first = answer["cohorts"][0]
    assert first["size"] == 2
    assert line(first, "watchTime") == [0, 30, None]
    assert line(first, "revenue") == [900, 0, None]
    assert line(first, "lifetimeValue") == [450, 450, None]


@pytest.mark.parametrize("event_id", ["o1", "~", "~o1", "é"])
async def test_the_purchase_that_is_the_start_counts_whatever_its_id_is(stack: Stack, event_id: str) -> None:
    await stack.count(bought("4.00", who="ada", id=event_id, **on(3)))
    await stack.set_as_of(AS_OF)
    answer = await stack.ask(COHORTS, start={"types": ["PURCHASE"]}, range=RANGE, currency="EUR")
    assert line(answer["cohorts"][0], "revenue") == [400, 0, None]


async def test_first_views_of_a_creator(stack: Stack) -> None:
    await fill(stack)
    await stack.count(event("VIEW_START", "c2", "dan", creatorId="k2", **on(3)))
    await stack.set_as_of(AS_OF)
    answer = await stack.ask(COHORTS, start={"types": ["VIEW_START"], "creatorId": "k2"}, range=RANGE)
    assert [one["size"] for one in answer["cohorts"]] == [1, 0]


def came(who: str, day: int, campaign: str | None, plan: str | None = None) -> dict[str, Any]:
    source = {"source": {"type": "OTHER", "campaign": campaign}} if campaign else {}
    properties = {"properties": {"plan": plan}} if plan else {}
    return event("VIEW_START", "c1", who, **on(day), **source, **properties)


async def fill_groups(stack: Stack) -> None:
    await stack.count(
        came("ada", 2, "spring", "pro"),
        came("ada", 3, "autumn"),
        came("bob", 4, "spring"),
        came("cyd", 5, "autumn", "free"),
        came("cyd", 6, "spring"),
        came("dan", 7, None),
        bought("3.00", who="cyd", **on(6, 13)),
    )
    await stack.set_as_of(AS_OF)


async def test_groups_by_a_dimension_of_the_first_event(stack: Stack) -> None:
    await fill_groups(stack)
    asked: dict[str, Any] = {"dimension": "CAMPAIGN", "by": "DAY", "range": RANGE, "currency": "EUR"}
    answer = await stack.ask(COHORTS, **asked)
    assert [(one["value"], one["size"]) for one in answer["cohorts"]] == [("spring", 2), (None, 1), ("autumn", 1)]
    spring, _, autumn = answer["cohorts"]
    assert line(spring, "retained") == [2, 1, 0]
    assert line(autumn, "revenue") == [0, 300, 0]
    assert (answer["values"], answer["rolling"], answer["rest"]["size"]) == (3, True, 0)
    one = await stack.ask(COHORTS, **asked, first=1)
    assert [(one["value"], one["size"]) for one in one["cohorts"]] == [("spring", 2)]
    assert (one["rest"]["size"], line(one["rest"], "retained"), line(one["rest"], "revenue")) == (
        2,
        [2, 1, 0],
        [0, 300, 0],
    )
    assert one["means"] == answer["means"]
    assert [mean["rate"] for mean in one["means"]] == [100, 50, 0]


async def test_groups_by_a_property_of_the_first_event(stack: Stack) -> None:
    await fill_groups(stack)
    answer = await stack.ask(COHORTS, property="plan", by="DAY", range=RANGE)
    assert [(one["value"], one["label"], one["size"]) for one in answer["cohorts"]] == [
        (None, None, 2),
        ("free", "free", 1),
        ("pro", "pro", 1),
    ]


async def test_an_empty_property_is_another_group_than_none(stack: Stack) -> None:
    await stack.count(*(event("VIEW_START", "c1", who, **on(3), properties={"plan": ""}) for who in ("ada", "bob")))
    await stack.count(event("VIEW_START", "c1", "cyd", **on(3)))
    await stack.set_as_of(AS_OF)
    answer = await stack.ask(COHORTS, property="plan", range=RANGE)
    assert [(one["value"], one["size"]) for one in answer["cohorts"]] == [("", 2), (None, 1)]


async def test_too_many_values_are_refused(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill_groups(stack)
    for module in ("cohorts", "statements"):
        monkeypatch.setattr(f"server.analytics.cohorts.{module}.MAX_VALUES", 2)
    refusal = await stack.refusal(COHORTS, dimension="CAMPAIGN", range=RANGE)
    assert (refusal["code"], refusal["limit"]) == ("LIMIT_EXCEEDED", {"name": "cohortValues", "allowed": 2})
    assert question.MAX_VALUES == 1000


async def test_without_events_there_are_cohorts_of_nobody(stack: Stack) -> None:
    answer = await stack.ask(COHORTS, range=RANGE, currency="EUR")
    assert [(one["size"], line(one, "lifetimeValue")) for one in answer["cohorts"]] == [(0, [None] * 3)] * 2
    grouped = await stack.ask(COHORTS, range=RANGE, dimension="COUNTRY")
    assert (grouped["cohorts"], grouped["values"], grouped["rest"]["size"]) == ([], 0, 0)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"dimension": "COUNTRY", "property": "plan"}, ["property"]),
        ({"property": ""}, ["property"]),
        ({"property": "x" * 129}, ["property"]),
        ({"property": "a\0"}, ["property"]),
        ({"currency": "euro"}, ["currency"]),
        ({"first": 0}, ["first"]),
        ({"first": 101}, ["first"]),
        ({"start": {}}, ["start"]),
    ],
)
async def test_what_cannot_be_answered_says_why(stack: Stack, asked: dict[str, Any], field: list[str]) -> None:
    refusal = await stack.refusal(COHORTS, **asked)
    assert (refusal["code"], refusal["field"]) == ("BAD_INPUT", field)


async def test_refunds_of_nobody_count_for_the_buyer_of_the_order(stack: Stack) -> None:
    await stack.count(
        bought("5.00", who="ada", orderId="o1", **on(3)),
        bought("5.00", who="bob", orderId="o2", **on(3)),
        bought("5.00", who="cyd", orderId="o2", **on(3)),
        given_back("o1", "2.00", **on(4)),
        given_back("o2", "1.00", **on(4)),
        given_back("o2", "0.50", who="bob", **on(4)),
    )
    await stack.set_as_of(AS_OF)
    answer = await stack.ask(COHORTS, range=RANGE, currency="EUR", periods=1)
    assert line(answer["cohorts"][0], "revenue") == [1500 - 200 - 50], "an order of two buyers has no buyer"
    assert line(answer["cohorts"][0], "lifetimeValue") == [rounded(1250 / 3)]
