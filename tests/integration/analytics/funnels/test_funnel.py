"""``funnel``: series of steps, by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.msgpack import decode, encode

from server.analytics import worker_answers
from server.analytics.event_conditions import Condition
from server.analytics.funnels.funnel import FunnelFound, ViewersFound
from server.analytics.funnels.question import FunnelQuestion, Step, ViewerPage, ViewersOf
from server.analytics.funnels.rules import FunnelOrder
from tests.integration.analytics.funnels.asking import FUNNEL, VIEWERS, people, steps, told
from tests.integration.analytics.stack import Stack, creator, event, rounded

DAY = {"between": {"start": "2026-11-10T00:00:00Z", "end": "2026-11-11T00:00:00Z"}}
"""Long before the stack's now, so that every window is over."""
THREE = steps("VIEW_START", "LIKE", "SAVE")


def did(who: str, *done: str, day: str = "2026-11-10", content: str = "c1") -> list[dict[str, Any]]:
    """What a viewer did: ``10:00 LIKE``."""
    return [
        event(kind, content, who, occurredAt=f"{day}T{clock if len(clock) > 5 else clock + ':00'}Z")
        for clock, kind in (one.split(" ") for one in done)
    ]


async def fill(stack: Stack) -> None:
    await stack.count(
        *did("ada", "10:00 VIEW_START", "10:05 LIKE", "10:20 SAVE"),
        *did("bob", "10:00 VIEW_START", "10:05 LIKE"),
        *did("cyd", "10:00 VIEW_START", "10:01 SAVE", "10:30 LIKE"),
        *did("dan", "10:00 LIKE", "10:05 SAVE"),
        *did("eve", "10:00 VIEW_START", "10:30 LIKE", "11:10 SAVE"),
        *did("fay", "10:00 VIEW_START", "10:50 VIEW_START", "11:30 LIKE", "11:40 SAVE"),
    )


async def test_steps_in_order_within_the_window(stack: Stack) -> None:
    await fill(stack)
    assert await told(stack, steps=THREE, range=DAY) == [(5, 0, 0), (5, 0, 0), (2, 3, 0)]
    assert await people(stack, 3, steps=THREE, range=DAY) == {"ada", "fay"}
    assert await people(stack, 3, "DROPPED", steps=THREE, range=DAY) == {"bob", "cyd", "eve"}


async def test_a_late_second_beginning_converts(stack: Stack) -> None:
    """The first view is too long ago; the second one is not."""
    await fill(stack)
    assert "fay" in await people(stack, 3, steps=THREE, range=DAY)
    assert "eve" in await people(stack, 3, steps=THREE, range=DAY, window="2h")


async def test_rates_and_times(stack: Stack) -> None:
    await fill(stack)
    answer = await stack.ask(FUNNEL, steps=[{**THREE[0], "name": "Seen"}, *THREE[1:]], range=DAY)
    assert (answer["started"], answer["converted"], answer["dropped"], answer["incomplete"]) == (5, 2, 3, 0)
    assert answer["conversionRate"] == rounded(40)
    assert [step["name"] for step in answer["steps"]] == ["Seen", None, None]
    assert [step["conversionRate"] for step in answer["steps"]] == [rounded(100), rounded(100), rounded(40)]
    assert [step["stepConversionRate"] for step in answer["steps"]] == [rounded(100), rounded(100), rounded(40)]
    assert [step["dropOffRate"] for step in answer["steps"]] == [0, 0, rounded(60)]
    last = answer["steps"][2]
    assert last["sincePrevious"]["median"] == rounded((15 * 60 + 10 * 60) / 2)
    assert last["sinceFirst"]["median"] == rounded((20 * 60 + 50 * 60) / 2)
    assert last["sinceFirst"]["medianEstimated"] is False
    bars = [bar for bar in last["sinceFirst"]["histogram"] if bar["viewers"]]
    assert bars == [{"from": 900, "to": 3600, "viewers": 2}]
    assert answer["isFinal"] is True


async def test_any_order(stack: Stack) -> None:
    await fill(stack)
    assert await told(stack, steps=THREE, range=DAY, order="ANY") == [(6, 0, 0), (6, 0, 0), (3, 3, 0)]
    answer = await stack.ask(FUNNEL, steps=[{**step, "name": "x"} for step in THREE], range=DAY, order="ANY")
    assert [step["name"] for step in answer["steps"]] == [None] * 3


async def test_strict_order_allows_nothing_in_between(stack: Stack) -> None:
    await stack.count(
        *did("ada", "10:00 VIEW_START", "10:05 LIKE"),
        *did("bob", "10:00 VIEW_START", "10:01 SHARE", "10:05 LIKE"),
        *did("cyd", "10:00 VIEW_START", "10:01 SHARE", "10:02 VIEW_START", "10:05 LIKE"),
    )
    two = steps("VIEW_START", "LIKE")
    assert await told(stack, steps=two, range=DAY, order="STRICT") == [(3, 0, 0), (2, 1, 0)]
    assert await people(stack, 2, "DROPPED", steps=two, range=DAY, order="STRICT") == {"bob"}
    assert await told(stack, steps=two, range=DAY) == [(3, 0, 0), (3, 0, 0)]


async def test_viewers_who_still_have_time_are_incomplete_and_not_dropped(stack: Stack) -> None:
    today = {"last": "24h"}
    await stack.count(
        *did("old", "10:00 VIEW_START", day="2026-11-20"),
        *did("new", "11:30 VIEW_START", day="2026-11-20"),
        *did("liked", "11:30 VIEW_START", "11:40 LIKE", day="2026-11-20"),
        *did("done", "11:30 VIEW_START", "11:40 LIKE", "11:50 SAVE", day="2026-11-20"),
    )
    await stack.set_as_of("2026-11-20T12:07:00+00:00")
    assert await told(stack, steps=THREE, range=today) == [(4, 0, 0), (2, 1, 1), (1, 0, 1)]
    assert await people(stack, 2, "INCOMPLETE", steps=THREE, range=today) == {"new"}
    assert await people(stack, 2, "DROPPED", steps=THREE, range=today) == {"old"}
    assert await told(stack, steps=THREE, range=today, window="10m") == [(4, 0, 0), (2, 2, 0), (0, 2, 0)]


async def test_in_any_order_nobody_is_incomplete_once_the_range_is_over(stack: Stack) -> None:
    """What is done after the range is no step, however long the window is."""
    await stack.count(*did("ada", "10:00 LIKE"))
    await stack.set_as_of("2026-11-20T12:07:00+00:00")
    two = steps("VIEW_START", "LIKE")
    assert await told(stack, steps=two, range=DAY, order="ANY", window="30d") == [(1, 0, 0), (0, 1, 0)]
    until_later = {"between": {"start": "2026-11-10", "end": "2026-11-21"}}
    assert await told(stack, steps=two, range=until_later, order="ANY", window="30d") == [(1, 0, 0), (0, 0, 1)]


async def test_attempts_begin_in_the_range_and_may_end_after_it(stack: Stack) -> None:
    await stack.count(
        *did("before", "23:59 VIEW_START", day="2026-11-09"),
        *did("before", "00:10 LIKE"),
        *did("after", "23:50 VIEW_START"),
        *did("after", "00:10 LIKE", day="2026-11-11"),
        *did("late", "00:20 VIEW_START", "00:30 LIKE", day="2026-11-11"),
    )
    two = steps("VIEW_START", "LIKE")
    assert await told(stack, steps=two, range=DAY) == [(1, 0, 0), (1, 0, 0)]
    assert await people(stack, 2, steps=two, range=DAY) == {"after"}
    assert await told(stack, steps=two, range=DAY, order="ANY") == [(2, 0, 0), (0, 2, 0)]


async def test_the_same_step_twice_takes_two_events(stack: Stack) -> None:
    await stack.count(*did("one", "10:00 VIEW_START"), *did("two", "10:00 VIEW_START", "10:01 VIEW_START"))
    assert await told(stack, steps=steps("VIEW_START", "VIEW_START"), range=DAY) == [(2, 0, 0), (1, 1, 0)]


async def test_optional_steps_and_windows_of_a_step(stack: Stack) -> None:
    await fill(stack)
    optional = [THREE[0], {**THREE[1], "optional": True}, THREE[2]]
    assert await told(stack, steps=optional, range=DAY) == [(5, 0, 0), (4, 0, 0), (3, 2, 0)]
    assert await people(stack, 3, steps=optional, range=DAY) == {"ada", "cyd", "fay"}
    quick = [THREE[0], THREE[1], {**THREE[2], "within": "12m"}]
    assert await people(stack, 3, steps=quick, range=DAY) == {"fay"}


async def test_an_exclusion_ends_an_attempt_and_not_a_viewer(stack: Stack) -> None:
    await stack.count(
        *did("ada", "10:00 VIEW_START", "10:05 LIKE"),
        *did("bob", "10:00 VIEW_START", "10:01 HIDE", "10:05 LIKE"),
        *did("cyd", "10:00 VIEW_START", "10:01 HIDE", "10:02 VIEW_START", "10:05 LIKE"),
        *did("dan", "10:00 HIDE", "10:01 VIEW_START", "10:05 LIKE", "10:06 HIDE"),
    )
    asked = {"steps": steps("VIEW_START", "LIKE"), "range": DAY, "exclusions": [{"types": ["HIDE"]}]}
    assert await told(stack, **asked) == [(4, 0, 0), (3, 1, 0)]
    assert await people(stack, 2, "DROPPED", **asked) == {"bob"}
    assert await told(stack, order="ANY", **asked) == [(4, 0, 0), (3, 1, 0)]


async def test_conditions_of_steps(stack: Stack) -> None:
    bought = {"productId": "mug", "orderId": "o1", "amount": "12.50", "currency": "EUR"}
    await stack.count(
        *did("ada", "10:00 VIEW_START", content="c1"),
        event("FOLLOW", None, "ada", creatorId="carl", occurredAt="2026-11-10T10:01:00Z"),
        event("PURCHASE", "c1", "ada", properties=bought, occurredAt="2026-11-10T10:02:00Z"),
        *did("bob", "10:00 VIEW_START", content="c2"),
        event("FOLLOW", None, "bob", creatorId="dora", occurredAt="2026-11-10T10:01:00Z"),
        event("PURCHASE", "c1", "bob", properties={**bought, "productId": "cup"}, occurredAt="2026-11-10T10:02:00Z"),
    )
    first = {"contentId": "c1", "types": ["VIEW_START"]}
    follow = {"types": ["FOLLOW"], "creatorId": "carl"}
    purchase = {"types": ["PURCHASE"], "properties": {"productId": "mug"}}
    assert await people(stack, 1, steps=[first], range=DAY) == {"ada"}
    assert await people(stack, 1, steps=[follow], range=DAY) == {"ada"}
    assert await people(stack, 1, steps=[purchase], range=DAY) == {"ada"}
    assert await people(stack, 1, steps=[{"types": ["PURCHASE"], "properties": {"orderId": "o1"}}], range=DAY) == {
        "ada",
        "bob",
    }
    assert await told(stack, steps=[first, follow, purchase], range=DAY) == [(1, 0, 0)] * 3


async def test_custom_events_by_their_names(stack: Stack) -> None:
    for name in ("poll", "quiz"):
        declared = f'type: CUSTOM, name: "{name}", version: "1.0.0", schema: {{}}'
        await stack.ask(f"mutation {{ registerSchemaVersion({declared}) {{ name }} }}")
    at = {"schemaVersion": "1.0.0", "occurredAt": "2026-11-10T10:01:00Z"}
    await stack.count(
        *did("ada", "10:00 VIEW_START"),
        event("CUSTOM", None, "ada", name="poll", **at),
        *did("bob", "10:00 VIEW_START"),
        event("CUSTOM", None, "bob", name="quiz", **at),
    )
    voted: list[dict[str, Any]] = [{"types": ["VIEW_START"]}, {"names": ["poll"]}]
    assert await told(stack, steps=voted, range=DAY) == [(2, 0, 0), (1, 1, 0)]
    assert await people(stack, 2, steps=voted, range=DAY) == {"ada"}
    either = [{"types": ["CUSTOM"], "names": ["poll", "quiz"]}]
    assert await people(stack, 1, steps=either, range=DAY) == {"ada", "bob"}
    assert await people(stack, 1, steps=[{"types": ["VIEW_START"], "names": ["poll"]}], range=DAY) == set()


async def test_bots_and_self_views_count_only_if_included(stack: Stack) -> None:
    await stack.count(*did("ada", "10:00 VIEW_START"), *did("robot", "10:00 VIEW_START"), *did("carl", "10:00 LIKE"))
    await stack.ask('mutation { classifyViewers(viewers: [{id: "robot", kind: USER, bot: true}]) { rejected } }')
    await stack.ask('mutation { upsertContents(contents: [{id: "c1", creatorId: "carl"}]) { rejected } }')
    await stack.aggregator.drain()
    every = [{"types": ["VIEW_START", "LIKE"]}]
    assert await people(stack, 1, steps=every, range=DAY) == {"ada"}
    assert await people(stack, 1, steps=every, range=DAY, include={"bots": True}) == {"ada", "robot"}
    assert await people(stack, 1, steps=every, range=DAY, include={"selfViews": True}) == {"ada", "carl"}


async def test_late_and_removed_events_change_the_answer(stack: Stack) -> None:
    two = steps("VIEW_START", "LIKE")
    await stack.count(*did("ada", "10:00 VIEW_START"))
    assert await told(stack, steps=two, range=DAY) == [(1, 0, 0), (0, 1, 0)]
    await stack.track(did("ada", "10:05 LIKE"))
    assert await told(stack, steps=two, range=DAY) == [(1, 0, 0), (0, 1, 0)], "acknowledged, but not counted yet"
    await stack.aggregator.drain()
    assert await told(stack, steps=two, range=DAY) == [(1, 0, 0), (1, 0, 0)]
    await stack.ask('mutation { removeEvents(filter: {contentId: "c1", userId: "ada"}) { removed } }')
    assert await told(stack, steps=two, range=DAY) == [(0, 0, 0), (0, 0, 0)]


async def test_guests_and_users_with_one_id_are_two_viewers(stack: Stack) -> None:
    await stack.count(
        *did("same", "10:00 VIEW_START"),
        event("VIEW_START", "c1", None, sessionId="same", occurredAt="2026-11-10T10:00:00Z"),
    )
    page = (await stack.ask(VIEWERS, steps=steps("VIEW_START"), range=DAY, step=1))["viewers"]
    assert sorted((node["kind"], node["id"]) for node in page["nodes"]) == [("GUEST", "same"), ("USER", "same")]


async def test_the_list_of_viewers_goes_both_ways(stack: Stack) -> None:
    await stack.count(*(one for number in range(7) for one in did(f"u{number}", "10:00 VIEW_START")))
    asked: dict[str, Any] = {"steps": steps("VIEW_START"), "range": DAY, "step": 1}
    whole = (await stack.ask(VIEWERS, first=10, **asked))["viewers"]
    ids = [node["id"] for node in whole["nodes"]]
    cursors = [edge["cursor"] for edge in whole["edges"]]
    middle = (await stack.ask(VIEWERS, last=3, before=cursors[5], **asked))["viewers"]
    assert [node["id"] for node in middle["nodes"]] == ids[2:5]
    assert middle["pageInfo"]["hasPreviousPage"] is middle["pageInfo"]["hasNextPage"] is True
    end = (await stack.ask(VIEWERS, first=3, after=cursors[4], **asked))["viewers"]
    assert [node["id"] for node in end["nodes"]] == ids[5:]
    assert not end["pageInfo"]["hasNextPage"]
    refused = await stack.refusal(VIEWERS, first=3, after="nonsense", **asked)
    assert (refused["code"], refused["field"]) == ("BAD_INPUT", ["after"])


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"steps": [{}]}, ["steps", 0]),
        ({"steps": [{"types": []}]}, ["steps", 0, "types"]),
        ({"steps": [{"contentId": ""}]}, ["steps", 0, "contentId"]),
        ({"steps": [{"names": []}]}, ["steps", 0, "names"]),
        ({"steps": [{"properties": {"a": [2**64]}}]}, ["steps", 0, "properties"]),
        ({"steps": [{"watched": {"percent": 50}, "names": ["poll"]}]}, ["steps", 0, "watched"]),
        ({"steps": [{"watched": {"percent": 0}}]}, ["steps", 0, "watched", "percent"]),
        ({"steps": [{"watched": {"percent": 50}, "types": ["LIKE"]}]}, ["steps", 0, "watched"]),
        ({"steps": [{"types": ["LIKE"], "optional": True}]}, ["steps", 0, "optional"]),
        ({"steps": [{"types": ["LIKE"], "within": "5m"}]}, ["steps", 0, "within"]),
        (
            {"steps": steps("LIKE", "SHARE"), "exclusions": [{"types": ["HIDE"], "after": 2}]},
            ["exclusions", 0, "after"],
        ),
        (
            {
                "steps": [*steps("LIKE"), {"types": ["SHARE"], "optional": True}, *steps("SAVE")],
                "exclusions": [{"types": ["HIDE"], "after": 1, "before": 2}],
            },
            ["exclusions", 0, "before"],
        ),
        (
            {
                "steps": steps("LIKE", "SHARE", "SAVE"),
                "order": "ANY",
                "exclusions": [{"types": ["HIDE"], "before": 2}],
            },
            ["exclusions", 0, "after"],
        ),
    ],
)
async def test_what_contradicts_itself_is_refused_with_its_path(
    stack: Stack, asked: dict[str, Any], field: list[str | int]
) -> None:
    refused = await stack.refusal(FUNNEL, **asked)
    assert (refused["code"], refused["field"]) == ("BAD_INPUT", field)


async def test_limits_are_named(stack: Stack) -> None:
    refused = await stack.refusal(FUNNEL, steps=steps(*["LIKE"] * 17))
    assert refused["limit"] == {"name": "funnelSteps", "allowed": 16, "requested": 17}
    assert await stack.ask(FUNNEL, steps=steps(*["LIKE"] * 16))
    many = [{"types": ["HIDE"]}] * 9
    refused = await stack.refusal(FUNNEL, steps=steps("LIKE", "SHARE"), exclusions=many)
    assert refused["limit"]["name"] == "funnelExclusions"
    await stack.count(*did("ada", "10:00 LIKE"))
    await stack.services.pool.execute(
        "UPDATE rollup_state SET accepts_since = '2026-11-05T00:00Z', raw_since = '2026-11-05T00:00Z'"
    )
    old = {"between": {"start": "2026-11-01", "end": "2026-11-06"}}
    refused = await stack.refusal(FUNNEL, steps=steps("LIKE"), range=old)
    assert (refused["code"], refused["limit"]["name"]) == ("LIMIT_EXCEEDED", "rawEventsSince")


async def test_a_page_has_the_revision_of_its_numbers_while_more_is_counted(stack: Stack) -> None:
    """Until a viewer on it is gone: then it has the newest revision."""
    start = datetime(2026, 11, 10, tzinfo=UTC)
    likes = Step(condition=Condition(types=["like"]))
    span: dict[str, Any] = {"project_id": 1, "start": start, "end": start + timedelta(days=1), "classes": [0]}
    asked = FunnelQuestion(order=FunnelOrder.ORDERED, window_ms=1000, steps=[likes], **span)
    ask = stack.services.ask_worker
    await stack.count(*did("ada", "10:00 LIKE"))
    found = decode(await ask(worker_answers.FUNNEL, 1, encode(asked)), type=FunnelFound)

    async def listed() -> tuple[int, list[str]]:
        page = ViewerPage(funnel=asked, step=1, kind=ViewersOf.REACHED, size=10, revision=found.revision)
        answer = decode(await ask(worker_answers.FUNNEL_VIEWERS, 1, encode(page)), type=ViewersFound)
        return answer.total, answer.viewers

    await stack.count(*did("bob", "10:00 LIKE"))
    assert await listed() == (1, ["u:ada"])
    await stack.ask('mutation { removeEvents(filter: {userId: "ada"}) { removed } }')
    assert await listed() == (1, ["u:bob"])


async def test_what_expired_since_is_refused_though_its_answer_was_kept(stack: Stack) -> None:
    await stack.count(*did("ada", "10:00 LIKE"))
    assert await people(stack, 1, steps=steps("LIKE"), range=DAY) == {"ada"}
    since = "2026-11-15T00:00Z"
    await stack.services.pool.execute(f"UPDATE rollup_state SET accepts_since = '{since}', raw_since = '{since}'")
    await stack.services.pool.execute("DELETE FROM events")
    refused = await stack.refusal(VIEWERS, steps=steps("LIKE"), range=DAY, step=1, first=2)
    assert (refused["code"], refused["limit"]["name"]) == ("LIMIT_EXCEEDED", "rawEventsSince")


async def test_only_admins_may_ask(stack: Stack) -> None:
    refused = await stack.refusal(FUNNEL, creator("carl"), steps=steps("LIKE"))
    assert refused["code"] == "FORBIDDEN"
