"""The field of an error in a document is the path of the value that is wrong, as it is for a variable."""

from typing import Any

import pytest

from resolvers.context import Services
from resolvers.schema import ROOT_FIELDS, build_schema
from server.access import Caller, Role
from server.settings import Settings
from server.transport.budget import Limits
from server.transport.documents import Documents
from server.transport.execution import Executor
from server.transport.failures import OperationRefused
from tests.contexts import contexts_of

SCHEMA = build_schema()._schema
ADMIN = Caller(user_id="root", role=Role.ADMIN)
RANGE = 'contentAnalytics(contentId: "c", range: $r) { revision }'


def refused(document: str) -> list[dict[str, Any]]:
    with pytest.raises(OperationRefused) as caught:
        Documents(SCHEMA, Limits(), hide_suggestions=True).find(document, None, may_introspect=False)
    return [error["extensions"] for error in caught.value.errors]


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ('subscription { platformAnalytics(every: "10") { revision } }', ["every"]),
        ('subscription ($e: Duration = "91d") { platformAnalytics(every: $e) { revision } }', ["every"]),
        ("query ($r: RangeInput = {last: 1}) { platformAnalytics(range: $r) { revision } }", ["range", "last"]),
        ("query ($s: String) { platformAnalytics(range: {last: $s}) { revision } }", ["range", "last"]),
        ('{ series(of: {contentId: "c", platform: true}, by: DAY) { revision } }', ["of"]),
        ('{ platformAnalytics(range: {between: {start: "x", end: "2026-01-01T00:00:00Z"}}) { revision } }', None),
        ('{ interactionHistory(userId: "u", types: [LIKE, LIEK]) { revision } }', ["types", 1]),
        ("subscription { platformAnalytics(after: 1) { revision } }", ["after"]),
        ("{ platformAnalytics { revision @include(if: 1) } }", ["if"]),
        ("{ platformAnalytics { revision @include(iff: true, if: true) } }", ["iff"]),
        ("{ contentAnalytics { revision } }", ["contentId"]),
        ('{ contentAnalytics(contentID: "c", contentId: "c") { revision } }', ["contentID"]),
        ("{ platformAnalytics { revision @include } }", ["if"]),
        ("{ contentAnalytics(contentId: {a: 1}) { revision } }", ["contentId"]),
        ("{ contentAnalytics(contentId: [1]) { revision } }", ["contentId"]),
        ("{ eventCounts(by: {a: 1}) { revision } }", ["by"]),
        ("{ events(filter: {userId: {a: 1}}) { revision } }", ["filter", "userId"]),
        ("{ events(filter: {types: [LIKE, {a: 1}]}) { revision } }", ["filter", "types", 1]),
        ("{ platformAnalytics { compare { basis } } }", ["to"]),
        ("mutation { upsertContents { accepted } }", ["contents"]),
        ("subscription { contentAnalytics { revision } }", ["contentId"]),
        ("{ ...F } fragment F on Query { contentAnalytics { revision } }", ["contentId"]),
        ('{ platformAnalytics(range: {between: {start: "2026-01-01"}}) { revision } }', ["range", "between", "end"]),
        ("{ platformAnalytics(range: {calendar: {unit: DAY, bakc: 1}}) { revision } }", ["range", "calendar", "bakc"]),
        (
            "query ($n: String) { a: trending(window: $n) { revision } b: trending(first: $n) { revision } }",
            ["first"],
        ),
    ],
)
def test_an_error_names_the_path_of_its_value(document: str, field: list[str | int] | None) -> None:
    assert refused(document) == [
        {"code": "BAD_INPUT", "retryable": False, "field": field or ["range", "between", "start"]}
    ]


def test_each_argument_that_is_missing_has_an_error_of_its_own() -> None:
    assert [extensions["field"] for extensions in refused("{ series { revision } }")] == [["of"], ["by"]]
    box = "{ eventsInBox(box: {south: 1.0, east: 2.0}) { revision } }"
    assert [extensions["field"] for extensions in refused(box)] == [["box", "west"], ["box", "north"]]


@pytest.mark.parametrize("document", ["{ nothing }", "{ platformAnalytics }"])
def test_an_error_of_no_argument_has_no_field(document: str) -> None:
    assert refused(document) == [{"code": "BAD_INPUT", "retryable": False}]


def executor() -> Executor:
    nowhere: Any = None  # nothing here gets as far as the database
    services = Services(Settings(), pool=nowhere, ingest=nowhere, contents=nowhere)
    return Executor(build_schema(), contexts_of(services), services.settings, root_fields=ROOT_FIELDS)


@pytest.mark.parametrize(
    ("selection", "variables", "field"),
    [
        (f"($r: RangeInput) {{ {RANGE} }}", {"r": {"days": "x"}}, ["range", "days"]),
        (f"($r: RangeInput) {{ {RANGE} }}", {"r": {"last": "1d", "days": 2}}, ["range"]),
        (f"($r: RangeInput) {{ {RANGE} }}", {"r": {}}, ["range"]),
        (f"($r: RangeInput) {{ {RANGE} }}", {"r": {"last": None}}, ["range", "last"]),
        (f"($r: RangeInput) {{ {RANGE} }}", {"r": {"between": {"start": "2026-01-01"}}}, ["range", "between", "end"]),
        (f"($r: RangeInput) {{ {RANGE} }}", {"r": {"lst": "1d"}}, ["range", "lst"]),
        (f"($r: RangeInput) {{ {RANGE} }}", {"r": {"calendar": {"unit": "DAY", "it's": 1}}},
         ["range", "calendar", "it's"]),
        ("($c: CalendarInput!) { platformAnalytics(range: {calendar: $c}) { revision } }", {"c": {"back": 1}},
         ["range", "calendar", "unit"]),
        ("($i: ID!) { contentAnalytics(contentId: $i) { revision } }", {}, ["contentId"]),
        ("($o: OfInput!) { series(of: $o, by: DAY) { revision } }", {"o": {"platform": True, "contentId": ""}}, ["of"]),
        ("($o: OfInput!) { series(of: $o, by: DAY) { revision } }", {}, ["of"]),
        ("($d: Int!) { platformAnalytics(range: {days: $d}) { revision } }", {"d": "x"}, ["range", "days"]),
        ('($i: ID!) { likeState(contentIds: ["a", $i], userId: "u") { revision } }', {"i": {}}, ["contentIds", 1]),
        ('($i: [ID!]!) { likeState(contentIds: $i, userId: "u") { revision } }', {"i": ["a", {}]}, ["contentIds", 1]),
        ("($n: Int) { trending(first: $n) { revision } }", {"n": "x"}, ["first"]),
        ("($n: Int) { trending(first: $n) { revision } }", {"n": None}, ["first"]),
        ("($b: Boolean!) { ...F } fragment F on Query { platformStats { lag @include(if: $b) } }", {"b": 1}, ["if"]),
        ("($a: Int, $b: Int) { a: trending(first: $b) { revision } b: trending(first: $a) { revision } }", {"a": "x"},
         ["first"]),
    ],
)  # fmt: skip
async def test_an_error_in_a_variable_names_the_argument_that_it_is_given_to(
    selection: str, variables: dict[str, Any], field: list[str | int]
) -> None:
    runner = executor()
    try:
        answer = await runner.answer(
            runner.prepare(f"query {selection}", None, ADMIN), variables, ADMIN, request_id="r"
        )
        [error] = answer.errors
    except OperationRefused as refused:
        [error] = refused.errors
    assert error["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": field}


async def test_an_error_in_a_variable_of_a_subscription_does_so_too() -> None:
    runner = executor()
    field = "platformAnalytics(range: $r, every: $e) { revision }"
    operation = runner.prepare(f"subscription ($r: RangeInput, $e: Duration) {{ {field} }}", None, ADMIN)
    for variables, path in (({"r": {"days": "x"}}, ["range", "days"]), ({"e": "1"}, ["every"])):
        with pytest.raises(OperationRefused) as refused:
            await runner.go_live(operation, variables, ADMIN, request_id="r")
        assert refused.value.errors[0]["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": path}
