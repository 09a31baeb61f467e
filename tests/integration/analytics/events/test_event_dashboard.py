"""``eventDashboard``: every part is what the question says that it takes its numbers from."""

from dataclasses import replace
from typing import Any

import pytest

from resolvers.context import ask_nobody
from tests.integration.analytics.funnels.asking import FUNNEL
from tests.integration.analytics.stack import ADMIN, NOW, Stack, at, creator, event, moment, rounded

HEAD = "id asOf revision isFinal definition timeframe timezone range { start end }"
COMPARED = "{ value baseline change changePercent }"
COUNTS = "counts { type name family count }"
POINTS = f"points {{ start end date isFinal total {COUNTS} }} totals {{ total {COUNTS} }}"
SERIES = f"id asOf revision isFinal by timezone truncated range {{ start end }} {POINTS}"
MONEY = "currency decimals gross refunds net gifts orders averageOrder buyers spend"
SALES = f"""id asOf revision isFinal timezone range {{ start end }} orders buyers views conversion totals {{ {MONEY} }}
    series(by: DAY) {{ points {{ date totals {{ {MONEY} }} }} }}
    previous {{ basis range {{ start end }} orders {COMPARED} totals {{ currency net {COMPARED} }} }}"""
STEPS = "steps { number name viewers dropped incomplete sincePrevious { median } }"
NUMBERS = f"""id asOf revision isFinal order window timezone range {{ start end }}
    started converted conversionRate dropped incomplete {STEPS} previous {{ started range {{ start end }} }}"""
ARGUMENTS = "$timeframe: String!, $timezone: String!, $include: TrafficInput"
GIVEN = "timeframe: $timeframe, timezone: $timezone, include: $include"
QUESTION = "$range: RangeInput, $timezone: String!, $include: TrafficInput"
ASKED = "range: $range, timezone: $timezone, include: $include"
PIN = """
mutation (
  $name: String!, $steps: [FunnelStepInput!]!, $order: FunnelOrder! = ORDERED, $window: Duration! = "1h"
  $exclusions: [FunnelExclusionInput!]
) {
  pinFunnel(name: $name, steps: $steps, order: $order, window: $window, exclusions: $exclusions) {
    name pinnedAt order window
    steps {
      name optional within types names contentId creatorId properties watched { percent contentId creatorId }
    }
    exclusions {
      after before types names contentId creatorId properties watched { percent contentId creatorId }
    }
  }
}
"""
UNPIN = "mutation ($name: String!) { unpinFunnel(name: $name) { name window steps { types } } }"
NAMES = "{ eventDashboard { funnels { name pinned { name window order } } } }"
TWO = [{"types": ["VIEW_START"]}, {"types": ["LIKE"], "name": "liked"}]
WAYS: list[dict[str, Any]] = [
    {"timeframe": "24h", "timezone": "UTC"},
    {"timeframe": "7d", "timezone": "Asia/Kathmandu"},
    {"timeframe": "2w", "timezone": "America/New_York", "include": {"bots": True, "selfViews": True}},
]


def bought(order: str, amount: str) -> dict[str, Any]:
    return {"productId": "mug", "orderId": order, "amount": amount, "currency": "EUR"}


async def fill(stack: Stack) -> None:
    """Two weeks of a shop, with a bot, a creator on its own content, a custom event and a refused one."""
    await stack.ask('mutation { upsertContents(contents: [{id: "c1", creatorId: "carl"}]) { rejected } }')
    await stack.ask(
        'mutation { registerSchemaVersion(type: CUSTOM, name: "poll", version: "1.0.0", schema: {}) { name } }'
    )
    await stack.count(
        event("VIEW_START", "c1", "ada", sessionId="s1", **at("2026-11-20T12:05")),
        event("VIEW_PROGRESS", "c1", "ada", sessionId="s1", viewData={"totalWatchTime": 40}, **at("2026-11-20T12:06")),
        event("VIEW_START", "c1", "ada", sessionId="s1", **at("2026-11-20T10:00")),
        event("LIKE", "c1", "ada", sessionId="s1", **at("2026-11-20T10:05")),
        event("VIEW_START", "c1", "bob", sessionId="s2", **at("2026-11-19T20:00")),
        event("PURCHASE", "c1", "bob", properties=bought("o1", "12.50"), **at("2026-11-19T20:10")),
        event("CUSTOM", None, "bob", name="poll", schemaVersion="1.0.0", **at("2026-11-19T20:11")),
        event("CUSTOM", None, "ada", name="poll", schemaVersion="1.0.0", **at("2026-11-17T20:11")),
        event("VIEW_START", "c1", "robot", **at("2026-11-20T09:00")),
        event("LIKE", "c1", "carl", **at("2026-11-20T09:30")),
        event("VIEW_START", "c1", "cyd", sessionId="s3", **at("2026-11-19T08:00")),
        event("VIEW_START", "c1", "dan", sessionId="s4", **at("2026-11-12T08:00")),
        event("LIKE", "c1", "dan", sessionId="s4", **at("2026-11-12T08:10")),
        event("PURCHASE", "c1", "dan", properties=bought("o2", "5.00"), **at("2026-11-11T20:10")),
        event("SHARE", "c1", "dan", **at("2026-11-01T08:10")),
    )
    await stack.ask('mutation { classifyViewers(viewers: [{id: "robot", kind: USER, bot: true}]) { rejected } }')
    await stack.aggregator.drain()


async def dashboard(stack: Stack, selected: str, **way: Any) -> Any:
    return await stack.ask(f"query ({ARGUMENTS}) {{ eventDashboard({GIVEN}) {{ {selected} }} }}", **way)


async def question(stack: Stack, field: str, selected: str, way: dict[str, Any], more: str = "") -> Any:
    """The answer to a question about the same time."""
    variables = {name: value for name, value in way.items() if name != "timeframe"}
    variables["range"] = {"last": way["timeframe"]}
    return await stack.ask(f"query ({QUESTION}) {{ {field}({more} {ASKED}) {{ {selected} }} }}", **variables)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["timeframe"])
async def test_totals_are_those_of_the_platform_and_of_event_counts(stack: Stack, way: dict[str, Any]) -> None:
    await fill(stack)
    compared = " ".join(f"{name} {COMPARED}" for name in ("events", "viewers", "sessions", "views", "watchTime"))
    found = await dashboard(
        stack,
        f"""{HEAD} totals {{ events viewers {{ count estimated }} sessions views watchTime
            previous {{ basis range {{ start end }} valueRange {{ start end }} {compared} }} }}""",
        **way,
    )
    totals = found["totals"]
    platform = await question(
        stack,
        "platformAnalytics",
        f"""range {{ start end }} uniqueViewers {{ count estimated }} sessions views {{ total }} watchTime {{ total }}
            compare(to: PREVIOUS_PERIOD) {{ basis range {{ start end }} valueRange {{ start end }}
                views {COMPARED} uniqueViewers {COMPARED} watchTime {COMPARED} }}""",
        way,
    )
    counted = await question(stack, "eventCounts", SERIES, way, "by: DAY,")
    assert found["range"] == platform["range"] == counted["range"]
    assert totals["events"] == counted["totals"]["total"] > 0
    assert totals["viewers"] == platform["uniqueViewers"]
    assert totals["sessions"] == platform["sessions"]
    assert totals["views"] == platform["views"]["total"]
    assert totals["watchTime"] == platform["watchTime"]["total"]
    previous, other = totals["previous"], platform["compare"]
    for mine, its in (("viewers", "uniqueViewers"), ("views", "views"), ("watchTime", "watchTime")):
        assert previous[mine] == other[its], mine
    for name in ("basis", "range", "valueRange"):
        assert previous[name] == other[name]
    for side, span in (("value", previous["valueRange"]), ("baseline", previous["range"])):
        within = {**way, "between": span}
        assert previous["events"][side] == await events_between(stack, within)
        assert previous["sessions"][side] == await sessions_between(stack, within)


async def events_between(stack: Stack, way: dict[str, Any]) -> int:
    counted = await between(stack, "eventCounts", "totals { total }", way, "by: DAY,")
    total: int = counted["totals"]["total"]
    return total


async def sessions_between(stack: Stack, way: dict[str, Any]) -> int:
    platform = await between(stack, "platformAnalytics", "sessions", way)
    sessions: int = platform["sessions"]
    return sessions


async def between(stack: Stack, field: str, selected: str, way: dict[str, Any], more: str = "") -> Any:
    """The answer to a question about a part of the time."""
    return await stack.ask(
        f"query ({QUESTION}) {{ {field}({more} {ASKED}) {{ {selected} }} }}",
        range={"between": way["between"]},
        timezone=way["timezone"],
        include=way.get("include"),
    )


async def test_the_newest_events_count_in_totals_and_wait_for_the_quarter_hour_in_the_comparison(stack: Stack) -> None:
    await fill(stack)
    found = await dashboard(stack, "totals { events previous { events { value } } }", **WAYS[0])
    assert found["totals"]["events"] == 7
    assert found["totals"]["previous"]["events"]["value"] == 5


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["timeframe"])
@pytest.mark.parametrize("by", ["HOUR", "DAY"])
async def test_the_series_is_that_of_event_counts(stack: Stack, way: dict[str, Any], by: str) -> None:
    await fill(stack)
    found = await dashboard(stack, f"revision asOf series(by: {by}) {{ {SERIES} }}", **way)
    wanted = await question(stack, "eventCounts", SERIES, way, f"by: {by},")
    assert found["series"] == wanted
    assert (found["revision"], found["asOf"]) == (wanted["revision"], wanted["asOf"])


async def test_events_are_not_counted_by_minute(stack: Stack) -> None:
    refused = await refusals(stack, "{ eventDashboard { timeframe series(by: MINUTE) { by } } }")
    assert refused == {("eventDashboard", "series"): ("BAD_INPUT", ["by"])}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["timeframe"])
async def test_top_events_are_the_totals_of_event_counts_with_the_time_before(
    stack: Stack, way: dict[str, Any]
) -> None:
    await fill(stack)
    selected = f"""totals {{ previous {{ range {{ start end }} valueRange {{ start end }} }} }}
        topEvents(first: 100) {{ type name family count percentage previous {COMPARED} }}
        first: topEvents(first: 2) {{ name }}"""
    found = await dashboard(stack, selected, **way)
    rows = found["topEvents"]
    wanted = (await question(stack, "eventCounts", SERIES, way, "by: DAY,"))["totals"]
    assert [{name: row[name] for name in ("type", "name", "family", "count")} for row in rows] == wanted["counts"]
    assert [row["percentage"] for row in rows] == [rounded(row["count"] / wanted["total"] * 100) for row in rows]
    assert [row["name"] for row in rows if row["type"] == "CUSTOM"] == ["poll"]
    assert len(found["first"]) == 2
    spans = found["totals"]["previous"]
    for side, span in (("value", spans["valueRange"]), ("baseline", spans["range"])):
        counted = await between(stack, "eventCounts", f"totals {{ {COUNTS} }}", {**way, "between": span}, "by: DAY,")
        counts = {(row["type"], row["name"]): row["count"] for row in counted["totals"]["counts"]}
        assert [row["previous"][side] for row in rows] == [counts.get((row["type"], row["name"]), 0) for row in rows]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["timeframe"])
async def test_revenue_is_that_of_the_platform(stack: Stack, way: dict[str, Any]) -> None:
    await fill(stack)
    found = await dashboard(stack, f"revenue {{ {SALES} }}", **way)
    assert found["revenue"] == await question(stack, "revenue", SALES, way, "of: {platform: true},")
    assert found["revenue"]["orders"] == {"24h": 1, "7d": 1, "2w": 2}[way["timeframe"]]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["timeframe"])
async def test_pinned_funnels_are_those_of_the_question(stack: Stack, way: dict[str, Any]) -> None:
    await fill(stack)
    asked: dict[str, Any] = {
        "steps": [
            {"watched": {"percent": 57, "creatorId": "carl"}, "name": "watched"},
            {"types": ["LIKE", "SHARE"], "within": "10m", "optional": True},
            {"types": ["PURCHASE"], "properties": {"productId": "mug"}, "contentId": "c1"},
        ],
        "window": "2d",
        "exclusions": [{"types": ["HIDE"], "after": 1, "before": 3}, {"creatorId": "dora"}],
    }
    every: dict[str, dict[str, Any]] = {"two": {"steps": TWO}, "any": {"steps": TWO, "order": "ANY"}, "three": asked}
    for name, said in every.items():
        await stack.ask(PIN, name=name, **said)
    found = await dashboard(stack, f"funnels {{ name analytics {{ {NUMBERS} }} }}", **way)
    assert [row["name"] for row in found["funnels"]] == [*every]
    head, variables = FUNNEL.partition("{")[0], {name: value for name, value in way.items() if name != "timeframe"}
    document = (
        head.replace("$include: TrafficInput", "$include: TrafficInput, $timezone: String!")
        + "{ funnel(steps: $steps, order: $order, window: $window, exclusions: $exclusions, "
        + f"{ASKED}) {{ {NUMBERS} }} }}"
    )
    for row in found["funnels"]:
        wanted = await stack.ask(document, range={"last": way["timeframe"]}, **every[row["name"]], **variables)
        if row["name"] == "three":  # `before` is written, where it says what is left out
            assert row["analytics"].pop("id") != wanted.pop("id")
        assert row["analytics"] == wanted
    assert found["funnels"][0]["analytics"]["started"] > 0


async def test_the_numbers_by_hand(stack: Stack) -> None:
    await fill(stack)
    await stack.ask(PIN, name="likes", steps=TWO)
    found = await stack.ask(
        """{ eventDashboard(timeframe: "24h") {
            timeframe totals { views watchTime viewers { count } previous { views { value baseline } } }
            topEvents(first: 1) { type count percentage previous { value baseline } }
            revenue { totals { currency gross } } funnels { name analytics { started converted } } } }"""
    )
    assert found == {
        "timeframe": "24h",
        "totals": {
            "views": 3,
            "watchTime": 40,
            "viewers": {"count": 2},
            "previous": {"views": {"value": 2, "baseline": 1}},
        },
        "topEvents": [
            {
                "type": "VIEW_START",
                "count": 3,
                "percentage": rounded(3 / 7 * 100),
                "previous": {"value": 2, "baseline": 1},
            }
        ],
        "revenue": {"totals": [{"currency": "EUR", "gross": 1250}]},
        "funnels": [{"name": "likes", "analytics": {"started": 2, "converted": 1}}],
    }


async def test_the_range_is_that_of_last(stack: Stack) -> None:
    found = await stack.ask(f"{{ eventDashboard {{ {HEAD} }} }}")
    assert (found["timeframe"], found["timezone"], found["isFinal"]) == ("7d", "UTC", False)
    assert found["range"] == {"start": "2026-11-13T12:00:00+00:00", "end": moment(NOW)}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        *(
            ({"timeframe": text, "timezone": "UTC"}, ["timeframe"])
            for text in ("", "7", "7m", "0d", "-1d", "7D", "300w")
        ),
        ({"timeframe": "7d", "timezone": "Mars/Olympus"}, ["timezone"]),
    ],
)
async def test_what_is_no_time_is_refused_with_its_path(stack: Stack, asked: dict[str, Any], field: list[str]) -> None:
    refused = await stack.refusal(f"query ({ARGUMENTS}) {{ eventDashboard({GIVEN}) {{ revision }} }}", **asked)
    assert (refused["code"], refused["field"]) == ("BAD_INPUT", field)


async def test_the_message_names_the_argument(stack: Stack) -> None:
    result, _ = await stack.execute('{ eventDashboard(timeframe: "soon") { revision } }', ADMIN, {})
    assert result.errors is not None
    assert result.errors[0].message == "`timeframe` must be a number followed by h, d or w, such as 24h, 7d or 4w."


@pytest.mark.parametrize(
    ("part", "field"), [("topEvents(first: 101) { count }", ["first"]), ("funnels(first: 11) { name }", ["first"])]
)
async def test_lists_have_a_limit(stack: Stack, part: str, field: list[str]) -> None:
    refused = await refusals(stack, f"{{ eventDashboard {{ timeframe {part} }} }}")
    assert [*refused.values()] == [("BAD_INPUT", field)]


async def refusals(stack: Stack, document: str) -> dict[tuple[str | int, ...], tuple[str, Any]]:
    """Code and field of each error, by its path; the rest of the dashboard is there."""
    result, _ = await stack.execute(document, ADMIN, {})
    assert result.data is not None
    assert result.data["eventDashboard"]["timeframe"] == "7d"
    return {
        tuple(error.path or ()): ((error.extensions or {})["code"], (error.extensions or {}).get("field"))
        for error in result.errors or ()
    }


EVERY = """{ eventDashboard { timeframe totals { events } series { by } topEvents { count } revenue { orders }
    funnels { name analytics { started } } } }"""


async def test_without_a_worker_only_the_funnels_fail(stack: Stack) -> None:
    await fill(stack)
    await stack.ask(PIN, name="one", steps=TWO)
    await stack.ask(PIN, name="two", steps=TWO)
    alone = Stack(stack.schema, replace(stack.services, ask_worker=ask_nobody), stack.aggregator)
    result, _ = await alone.execute(EVERY, ADMIN, {})
    found = result.data["eventDashboard"]
    assert found["totals"]["events"] == 9
    assert None not in (found["series"], found["topEvents"], found["revenue"])
    assert found["funnels"] == [{"name": "one", "analytics": None}, {"name": "two", "analytics": None}]
    assert {error.original_error.code for error in result.errors} == {"UNAVAILABLE"}
    assert [error.path for error in result.errors] == [
        ["eventDashboard", "funnels", place, "analytics"] for place in (0, 1)
    ]


async def test_a_funnel_that_fails_leaves_the_others(stack: Stack) -> None:
    await fill(stack)
    await stack.ask(PIN, name="good", steps=TWO)
    await stack.ask(PIN, name="bad", steps=[{"contentId": "broken"}])
    ask = stack.services.ask_worker

    async def some(kind: str, project_id: int, body: bytes) -> bytes:
        return await (ask_nobody if b"broken" in body else ask)(kind, project_id, body)

    partly = Stack(stack.schema, replace(stack.services, ask_worker=some), stack.aggregator)
    result, _ = await partly.execute(EVERY, ADMIN, {})
    assert result.data["eventDashboard"]["funnels"] == [
        {"name": "good", "analytics": {"started": 3}},
        {"name": "bad", "analytics": None},
    ]
    assert [error.path for error in result.errors] == [["eventDashboard", "funnels", 1, "analytics"]]


async def test_a_newer_answer_of_a_worker_does_not_make_the_rest_look_newer(stack: Stack) -> None:
    """The hub would not execute the subscription again for the revision that the other parts do not show."""
    await fill(stack)
    await stack.ask(PIN, name="likes", steps=TWO)
    ask = stack.services.ask_worker

    async def late(kind: str, project_id: int, body: bytes) -> bytes:
        await stack.count(event("SHARE", "c1", "eve"))
        return await ask(kind, project_id, body)

    overtaken = Stack(stack.schema, replace(stack.services, ask_worker=late), stack.aggregator)
    document = "{ eventDashboard { revision totals { events } funnels { analytics { revision } } } }"
    result, context = await overtaken.execute(document, ADMIN, {})
    assert result.errors is None
    found = result.data["eventDashboard"]
    assert found["totals"]["events"] == 9
    assert context.revision == found["revision"] < found["funnels"][0]["analytics"]["revision"]


async def test_only_admins_may_ask_and_pin(stack: Stack) -> None:
    for document in (
        "{ eventDashboard { revision } }",
        'mutation { pinFunnel(name: "x", steps: [{types: [LIKE]}]) { name } }',
        'mutation { unpinFunnel(name: "x") { name } }',
    ):
        assert (await stack.refusal(document, creator("carl")))["code"] == "FORBIDDEN"
