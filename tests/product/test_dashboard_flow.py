"""The page Events of the dashboard and its map in Chromium: what is built there, shown, said and saved."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from resolvers.documents import load_documents
from tests.clients.browser import browser_script, needs_chromium
from tests.product.visits import ask, cells, given, product_with_past, same
from tests.products import Product

pytestmark = [pytest.mark.browser, needs_chromium]

SCRIPT = "dashboard_flow.mjs"
DOCUMENTS = load_documents()
QUIZ = "quiz_answered"
CONTENT = "offer:1"
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted rejected } }"
WHEN = {"range": {"days": 28}, "timezone": "Europe/Berlin"}
PERIODS = 8


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A product with the demo's past, and no traffic; its application has an event of its own."""
    with product_with_past() as product:
        schema = {"type": "object"}
        asked(product, "RegisterSchemaVersion", type="CUSTOM", name=QUIZ, version="1.0.0", schema=schema)
        for viewer, seconds in (("ada", 7200), ("bob", 7200), ("cyd", 600)):
            watch(product, viewer, seconds)
        quiz = {"type": "CUSTOM", "name": QUIZ, "schemaVersion": "1.0.0", "contentId": CONTENT}
        track(product, [{**quiz, "userId": "ada", "age": 7000}])
        yield product


def asked(product: Product, document: str, /, **variables: Any) -> Any:
    """The answer of a document of graphql/dashboard/."""
    [answer] = ask(product, DOCUMENTS[f"dashboard/{document}.graphql"], **variables).values()
    return answer


def track(product: Product, events: list[dict[str, Any]]) -> None:
    sent = [{"id": str(uuid4()), **event} for event in events]
    assert ask(product, TRACK, admin=False, events=sent)["trackEvents"] == {"accepted": len(sent), "rejected": 0}


def watch(product: Product, viewer: str, seconds: float) -> None:
    """A viewer watches two thirds of the content, and began some seconds ago."""
    of = {"contentId": CONTENT, "userId": viewer}
    position = {"position": 20, "duration": 30}
    progress = {**of, "type": "VIEW_PROGRESS", "age": seconds - 20, "viewData": position}
    track(product, [{**of, "type": "VIEW_START", "age": seconds}, progress])


async def test_a_funnel_is_built_in_the_page_moves_and_is_shared_by_its_address(product: Product) -> None:
    async with browser_script(SCRIPT, given(product, "build", content=CONTENT)) as script:
        opened = await script.step("opened", seconds=90)
        assert {state for _, state in opened["states"]} == {"ready"}
        assert [step["name"] for step in opened["funnel"]] == ["View start", "View complete", "Like"]
        assert opened["funnel"][0]["viewers"] > 100
        assert opened["groups"]["Your own"] == [f".{QUIZ}"]
        assert "PURCHASE" in opened["groups"]["Commerce"]

        built = await script.step("built")
        names = ["View start", "Watched 50 %", QUIZ]
        assert built["funnel"] == [
            {"number": at + 1, "name": f"{name} of {CONTENT}", "viewers": viewers, "incomplete": incomplete}
            for at, (name, viewers, incomplete) in enumerate(zip(names, (3, 3, 1), (0, 0, 1), strict=True))
        ]
        assert "1 of 3 got through" in built["text"]
        assert "1 still have time" in built["text"]
        assert "window=1h" in built["address"]
        assert built["pasted"] == built["own"]
        assert len(built["own"]) == 5

        watch(product, "dan", 30)
        script.go_ahead()
        moved = await script.step("moved")
        assert [(step["viewers"], step["incomplete"]) for step in moved["funnel"]] == [(4, 0), (4, 0), (1, 2)]
        assert "2 still have time" in moved["text"]
        any_order = await script.step("any")
        assert any_order["any"] == [f"{number}. Any {number} of 3" for number in (1, 2, 3)]
        assert any_order["back"] == built["address"]
        most = await script.step("most", seconds=90)
        assert most == {"disabled": True, "text": "A funnel has at most 16 steps.", "violations": []}
        assert (await script.step("done"))["complaints"] == []


async def test_steps_have_conditions_attempts_end_and_what_is_wrong_is_said_at_its_field(
    product: Product, tmp_path: Path
) -> None:
    course = "course:1"
    quiz = {"type": "CUSTOM", "name": QUIZ, "schemaVersion": "1.0.0", "contentId": course}
    for viewer, between, answer in (
        ("fay", None, "yes"),
        ("gus", None, "no"),
        ("hal", "SKIP", "yes"),
        ("ivy", "LIKE", "yes"),
    ):
        of = {"contentId": course, "userId": viewer}
        events = [
            {**of, "type": "VIEW_START", "age": 7000},
            {**quiz, "userId": viewer, "age": 5000, "properties": {"answer": answer}},
        ]
        track(product, [*events, *([{**of, "type": between, "age": 6000}] if between else [])])
    folder = os.environ.get("VIEWPULSE_TEST_PICTURES", str(tmp_path))
    async with browser_script(SCRIPT, given(product, "conditions", content=course, folder=folder)) as script:
        seen = await script.step("built", seconds=120)
        wrong = await script.step("wrong", seconds=90)
        assert (await script.step("done"))["complaints"] == []
    assert [step["viewers"] for step in seen["before"]] == [4, 1, 3]
    assert [step["viewers"] for step in seen["built"]] == [4, 1, 2]
    named = [f"View start of {course}", f"Like of {course}", f"{QUIZ} of {course}, answer yes"]
    assert [step["name"] for step in seen["built"]] == named
    assert seen["pasted"] == seen["built"]
    assert seen["filled"]["Value of answer of step 3"] == "yes"
    assert seen["filled"]["Longest time before step 3"] == "1h"
    assert seen["filled"]["Id of the only content of exclusion 1"] == course
    assert (seen["wide"], seen["violations"], wrong["violations"], wrong["left"]) == (0, [], [], 0)
    steps = [
        {"types": ["VIEW_START"], "contentId": course},
        {"types": ["LIKE"], "contentId": course, "optional": True},
        {"names": [QUIZ], "contentId": course, "properties": {"answer": "yes"}, "within": "1h"},
    ]
    ends = [{"types": ["SKIP"], "contentId": course}]
    found = asked(product, "Funnel", steps=steps, exclusions=ends, **WHEN)["steps"]
    assert [step["viewers"] for step in seen["built"]] == [step["viewers"] for step in found]
    said = wrong["wrong"]
    assert said["within"]["fields"] == said["length"]["fields"] == ["Longest time before step 1"]
    assert "No step comes before it" in said["within"]["text"]
    assert said["after"]["fields"] == ["Exclusion 1 counts after step"]


async def test_what_is_asked_wrongly_is_said_with_what_is_to_blame(product: Product, tmp_path: Path) -> None:
    arguments = given(product, "wrong", creatorToken=product.facts.creator_token, folder=str(tmp_path))
    async with browser_script(SCRIPT, arguments) as script:
        said = (await script.step("wrong", seconds=120))["said"]
        empty = await script.step("empty")
        forbidden = await script.step("forbidden")
        assert (await script.step("done"))["complaints"] == []
    to_blame = {"step": "steps.0.types.0", "window": "window", "by": "by", "start": "start.types.0", "split": "by"}
    for name, field in to_blame.items():
        assert f"\n{field}: " in said[name], said
    assert "16" in said["many"]
    assert "Add a step." in said["none"]
    assert "currency" in said["currency"]
    assert {state for _, state in empty["states"]} == {"empty"}
    assert {name: state for name, state in forbidden["states"] if state != "forbidden"} == {}


async def test_open_periods_are_marked_and_money_is_of_one_currency(product: Product, tmp_path: Path) -> None:
    async with browser_script(SCRIPT, given(product, "cohorts", folder=str(tmp_path))) as script:
        seen = await script.step("cohorts", seconds=90)
        assert (await script.step("done"))["complaints"] == []
    returns = asked(product, "Retention", start={"types": ["VIEW_START"]}, **WHEN)
    periods = [period for cohort in returns["cohorts"] if cohort["size"] for period in cohort["periods"]]
    assert len(seen["open"]) == sum(period["isOpen"] and period["rate"] is not None for period in periods) > 3
    assert all("not over" in cell for cell in seen["open"])
    assert seen["worth"] == "EUR"
    assert seen["cells"][1].startswith("€")
    assert seen["legend"].split("\n") == ["Net, JPY", "Gross, JPY"]
    assert set(seen["sold"]) == {"JPY"}
    assert all(one in seen["address"] for one in ("number=lifetimeValue", "currency=JPY", "split=PRODUCT"))


async def test_all_of_it_is_reached_and_changed_without_a_pointer(product: Product) -> None:
    async with browser_script(SCRIPT, given(product, "keys")) as script:
        walked = await script.step("walked", seconds=90)
        assert (await script.step("done"))["complaints"] == []
    reached = walked["walked"]
    for name in (
        *("Step 1", "Id of the only content of step 1", "Move View start down", "Remove Like", "Add a step"),
        *("Order of the steps", "More of Funnel", "Start of Who comes back", "Who comes back, by period"),
        *("Number of Cohorts", "Currency of Revenue", "Revenue, by currency", "Lines of What sold best"),
    ):
        assert name in reached, reached
    assert "steps=VIEW_COMPLETE%2CVIEW_START%2CLIKE" in walked["after"]
    assert walked["kept"] == "Move View start down"
    assert "Net, EUR " in walked["said"]


def written(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def compare(file: dict[str, Any], names: list[str], rows: list[list[Any]]) -> None:
    head, *found = cells(file["text"])
    assert head == names
    assert len(rows) > 0
    same(found, [[written(value) for value in row] for row in rows])
    assert file["picture"] > 10_000


async def test_each_file_is_the_answer_cell_by_cell(product: Product) -> None:
    async with browser_script(SCRIPT, given(product, "files")) as script:
        saved = await script.step("saved", seconds=120)
        assert (await script.step("done"))["complaints"] == []
    files = {tag.removeprefix("viewpulse-"): file for tag, file in saved["csv"].items()}

    steps = [
        {"types": [name], "name": name.replace("_", " ").capitalize()}
        for name in ("VIEW_START", "VIEW_COMPLETE", "LIKE")
    ]
    funnel = asked(product, "Funnel", steps=steps, **WHEN)
    names = ["number", "name", "viewers", "stepConversionRate", "conversionRate", "dropped", "incomplete"]
    medians = [step["sincePrevious"]["median"] for step in funnel["steps"]]
    rows = [[step[name] for name in names] + [median] for step, median in zip(funnel["steps"], medians, strict=True)]
    compare(files["funnel"], [*names, "sincePrevious.median"], rows)

    def listed(cohorts: list[dict[str, Any]], of_period: list[str]) -> list[list[Any]]:
        return [
            [cohort["start"], cohort["size"], *(period[name] for name in of_period)]
            for cohort in cohorts
            for period in cohort["periods"]
        ]

    returns = asked(product, "Retention", start={"types": ["VIEW_START"]}, by="DAY", **WHEN)
    names = ["number", "isOpen", "retained", "rate"]
    compare(files["returns"], ["start", "size", *names], listed(returns["cohorts"], names))
    cohorts = asked(product, "Cohorts", by="DAY", currency="EUR", **WHEN)
    names = ["number", "isOpen", "rate", "watchTime", "revenue", "lifetimeValue"]
    compare(files["cohorts"], ["start", "size", *names], listed(cohorts["cohorts"], names))

    revenue = asked(product, "Revenue", of={"platform": True}, by="DAY", **WHEN)
    names = ["currency", "gross", "net", "orders"]
    rows = [
        [point["start"], *(total[name] for name in names)]
        for point in revenue["series"]["points"]
        for total in point["totals"]
    ]
    compare(files["revenue"], ["start", *names], rows)
    assert len({row[1] for row in rows}) > 2
    by_content = {"of": {"platform": True}, "currency": "EUR", "by": "CONTENT", "first": 10}
    sold = [edge["node"] for edge in asked(product, "RevenueBreakdown", **by_content, **WHEN)["breakdown"]["edges"]]
    names = ["currency", "gross", "refunds", "net", "gifts", "orders", "averageOrder", "buyers"]
    rows = [[one["value"], one["label"], *(one["money"][name] for name in names)] for one in sold]
    compare(files["sold"], ["value", "label", *names], rows)

    of = {"of": {"platform": True}, "by": ["COUNTRY"], "first": 200}
    countries = asked(product, "Breakdown", **of, **WHEN)["rows"]
    names = ["value", "label", "views", "percentage", "uniqueViewers", "plays", "watchTime"]
    compare(files["map"], names, [[row[name] for name in names] for row in countries])
    drawn = {row["value"]: f"{row['label']}: {row['views']:,} views" for row in countries if row["value"]}
    assert saved["drawn"] == {code: text for code, text in drawn.items() if code in saved["drawn"]}
    assert {"US", "IN", "BR", "DE"} <= set(saved["drawn"])
    assert saved["said"].startswith(f"Map of the world: {countries[0]['label']} {countries[0]['views']:,}, ")
