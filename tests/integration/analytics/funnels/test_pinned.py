"""Pinned funnels: what is stored, in which order, and for whom."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from tests.integration.analytics.events.test_event_dashboard import NAMES, PIN, TWO, UNPIN
from tests.integration.analytics.funnels.asking import FUNNEL, steps
from tests.integration.analytics.stack import ADMIN, Stack

CONDITION = dict.fromkeys(("types", "names", "contentId", "creatorId", "properties", "watched"))
STEP = {"name": None, "optional": False, "within": None, **CONDITION}


async def names(stack: Stack, **more: Any) -> list[str]:
    return [row["name"] for row in (await stack.ask(NAMES, **more))["funnels"]]


async def test_what_is_stored_is_returned(stack: Stack) -> None:
    found = await stack.ask(
        PIN,
        name="Buyers",
        steps=[
            {"watched": {"percent": 57.5, "creatorId": "carl"}, "name": "watched"},
            {"types": ["VIEW", "LIKE"], "contentId": "c1", "optional": True},
            {"names": ["quiz", "poll"], "optional": True},
            {"types": ["PURCHASE"], "creatorId": "carl", "properties": {"a": {"b": [1, "x"]}}, "within": "5m"},
        ],
        window="2d",
        exclusions=[{"types": ["HIDE"]}],
    )
    pinned_at = found.pop("pinnedAt")
    assert found == {
        "name": "Buyers",
        "order": "ORDERED",
        "window": "2d",
        "steps": [
            {**STEP, "name": "watched", "watched": {"percent": 57.5, "contentId": None, "creatorId": "carl"}},
            {**STEP, "types": ["LIKE", "VIEW_START"], "contentId": "c1", "optional": True},
            {**STEP, "names": ["poll", "quiz"], "optional": True},
            {
                **STEP,
                "types": ["PURCHASE"],
                "creatorId": "carl",
                "properties": {"a": {"b": [1, "x"]}},
                "within": "5m",
            },
        ],
        "exclusions": [{**CONDITION, "types": ["HIDE"], "after": 1, "before": 4}],
    }
    [row] = (await stack.ask("{ eventDashboard { funnels { name pinned { name pinnedAt steps { name } } } } }"))[
        "funnels"
    ]
    assert row["pinned"] == {
        "name": "Buyers",
        "pinnedAt": pinned_at,
        "steps": [{"name": "watched"}, {"name": None}, {"name": None}, {"name": None}],
    }


async def test_one_of_the_same_name_is_replaced_and_keeps_its_place(stack: Stack) -> None:
    for name in ("z", "a", "m"):
        await stack.ask(PIN, name=name, steps=TWO)
    await stack.ask(PIN, name="z", steps=steps("SHARE"), order="ANY", window="3h")
    rows = (await stack.ask(NAMES))["funnels"]
    assert [(row["name"], row["pinned"]["order"], row["pinned"]["window"]) for row in rows] == [
        ("z", "ANY", "3h"),
        ("a", "ORDERED", "1h"),
        ("m", "ORDERED", "1h"),
    ]


async def test_a_project_has_ten(stack: Stack) -> None:
    for number in range(10):
        await stack.ask(PIN, name=f"f{number}", steps=TWO)
    refused = await stack.refusal(PIN, name="one more", steps=TWO)
    assert (refused["code"], refused["limit"]) == (
        "LIMIT_EXCEEDED",
        {"name": "pinnedFunnels", "allowed": 10, "requested": 11},
    )
    await stack.ask(PIN, name="f3", steps=steps("SHARE"))
    await stack.ask(UNPIN, name="f0")
    await stack.ask(PIN, name="one more", steps=TWO)
    assert await names(stack) == [*(f"f{number}" for number in range(1, 10)), "one more"]


async def test_no_more_than_ten_are_pinned_at_the_same_time(stack: Stack) -> None:
    asked = (stack.execute(PIN, ADMIN, {"name": f"f{number}", "steps": TWO}) for number in range(14))
    refused = [result.errors for result, _ in await asyncio.gather(*asked) if result.errors]
    assert len(refused) == 4
    assert len(await names(stack)) == 10


async def test_what_was_unpinned_is_returned_and_gone(stack: Stack) -> None:
    await stack.ask(PIN, name="likes", steps=TWO)
    assert await stack.ask(UNPIN, name="likes") == {
        "name": "likes",
        "window": "1h",
        "steps": [{"types": ["VIEW_START"]}, {"types": ["LIKE"]}],
    }
    assert await names(stack) == []
    refused = await stack.refusal(UNPIN, name="likes")
    assert (refused["code"], refused["field"]) == ("NOT_FOUND", ["name"])


async def test_another_project_does_not_see_them(stack: Stack) -> None:
    other = replace(ADMIN, project_id=2)
    await stack.ask(PIN, name="mine", steps=TWO)
    assert await names(stack, caller=other) == []
    assert (await stack.refusal(UNPIN, other, name="mine"))["code"] == "NOT_FOUND"
    await stack.ask(PIN, other, name="mine", steps=steps("SHARE"))
    await stack.ask(UNPIN, other, name="mine")
    assert await names(stack) == ["mine"]


@pytest.mark.parametrize(
    "asked",
    [
        {"steps": []},
        {"steps": steps(*["LIKE"] * 17)},
        {"steps": [{}]},
        {"steps": [{"types": []}]},
        {"steps": [{"watched": {"percent": 0}}]},
        {"steps": [{"types": ["LIKE"], "name": "x" * 101}]},
        {"steps": [{"types": ["LIKE"], "within": "5m"}]},
        {"steps": [{"types": ["LIKE"], "properties": {"a": "\0"}}]},
        {"steps": steps("LIKE", "SHARE"), "exclusions": [{"types": ["HIDE"], "after": 2}]},
        {"steps": steps("LIKE", "SHARE"), "exclusions": [{"types": ["HIDE"]}] * 9},
        {"steps": steps("LIKE", "SHARE", "SAVE"), "order": "ANY", "exclusions": [{"types": ["HIDE"], "before": 2}]},
    ],
)
async def test_it_is_refused_as_the_question_would_be(stack: Stack, asked: dict[str, Any]) -> None:
    assert await stack.refusal(PIN, name="x", **asked) == await stack.refusal(FUNNEL, **asked)
    assert await names(stack) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"name": ""}, ["name"]),
        ({"name": "x" * 101}, ["name"]),
        ({"name": "\0"}, ["name"]),
        ({"steps": [{"types": ["LIKE"], "name": "\0"}]}, ["steps", 0, "name"]),
    ],
)
async def test_what_cannot_be_stored_is_refused_with_its_path(
    stack: Stack, asked: dict[str, Any], field: list[str | int]
) -> None:
    refused = await stack.refusal(PIN, **{"name": "x", "steps": TWO, **asked})
    assert (refused["code"], refused["field"]) == ("BAD_INPUT", field)


async def test_a_funnel_that_is_too_large_is_refused(stack: Stack) -> None:
    refused = await stack.refusal(PIN, name="x", steps=[{"properties": {"a": "x" * 70_000}}])
    assert (refused["code"], refused["limit"]["name"]) == ("LIMIT_EXCEEDED", "pinnedFunnelBytes")


async def test_subscribers_are_notified(stack: Stack) -> None:
    before = (await stack.ask("{ eventDashboard { revision } }"))["revision"]
    await stack.ask(PIN, name="likes", steps=TWO)
    await stack.aggregator.drain()
    after = (await stack.ask("{ eventDashboard { revision } }"))["revision"]
    assert after > before
    await stack.ask(UNPIN, name="likes")
    await stack.aggregator.drain()
    assert (await stack.ask("{ eventDashboard { revision } }"))["revision"] > after
