"""Items are left as they were sent, and nothing else is; the schema that clients see stays typed."""

import json
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type, parse, parse_value, validate

from resolvers.schema import build_schema
from server.transport.failures import OperationRefused
from server.transport.item_types import ItemType, plain_value, with_undecoded_items
from tests.integration.transport.test_tracking_paths import VIEWER, Echo, executor

SCHEMA = build_schema()._schema
APART = with_undecoded_items(SCHEMA)
ITEMS = {"EventInput", "SessionInput", "EngagementInput", "InteractionInput"}
ITEMS |= {"ContextInput", "ContentInput", "CreatorInput", "ViewerInput", "ViewerClassInput"}
ITEMS |= {"PurchaseInput", "StreamInput", "SessionEventInput", "CampaignSpendInput"}


def test_only_inputs_that_decode_themselves_are_set_apart() -> None:
    apart = {name for name, type_ in APART.type_map.items() if isinstance(type_, ItemType)}
    assert apart == {*ITEMS, "PartOfItem"}
    assert APART.query_type is SCHEMA.query_type
    for name in ITEMS:
        assert isinstance(SCHEMA.type_map[name], GraphQLInputObjectType)


def test_what_is_answered_and_every_other_argument_is_the_same() -> None:
    assert SCHEMA.mutation_type
    assert APART.mutation_type
    for name, field in SCHEMA.mutation_type.fields.items():
        apart = APART.mutation_type.fields[name]
        assert (apart.type, apart.resolve, list(apart.args)) == (field.type, field.resolve, list(field.args))
        for argument, taken in field.args.items():
            if get_named_type(taken.type).name not in ITEMS:
                assert apart.args[argument] is taken


def test_every_argument_is_called_what_the_schema_calls_it() -> None:
    assert SCHEMA.mutation_type
    assert APART.mutation_type
    names = {
        (field, argument): (str(taken.type), str(SCHEMA.mutation_type.fields[field].args[argument].type))
        for field, definition in APART.mutation_type.fields.items()
        for argument, taken in definition.args.items()
    }
    assert names[("trackEvents", "events")] == ("[EventInput!]!", "[EventInput!]!")
    assert {place: shown for place, shown in names.items() if shown[0] != shown[1]} == {}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            "mutation($e: [EventInput!]) { trackEvents(events: $e) { accepted } }",
            "Variable '$e' of type '[EventInput!]' used in position expecting type '[EventInput!]!'.",
        ),
        (
            "mutation { trackEvents { accepted } }",
            "Argument 'Mutation.trackEvents(events:)' of type '[EventInput!]!' is required, but it was not provided.",
        ),
        (
            "mutation { trackEvents(events: null) { accepted } }",
            "Expected value of non-null type '[EventInput!]!' not to be None.",
        ),
    ],
)
def test_the_error_of_a_wrong_list_names_the_type_of_the_schema(document: str, message: str) -> None:
    assert [error.message for error in validate(APART, parse(document))] == [message]


@pytest.mark.parametrize("type_", ["[EventInput!]!", "[EventInput]!"])
def test_a_list_may_be_declared_with_items_that_may_be_null(type_: str) -> None:
    assert validate(APART, parse(f"mutation($e: {type_}) {{ trackEvents(events: $e) {{ accepted }} }}")) == []


async def test_introspection_shows_the_typed_inputs() -> None:
    runner = executor(Echo())
    query = '{ __type(name: "EventInput") { kind } gone: __type(name: "PartOfItem") { kind } }'
    runner._development = True
    operation = runner.prepare(query, None, VIEWER)
    answer = json.loads(await runner.run(operation, None, VIEWER, request_id="r"))
    assert answer == {"data": {"__type": {"kind": "INPUT_OBJECT"}, "gone": None}}


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ('{a: "x", b: WORD, c: true, d: null, e: [1, -2.5, {f: 1e3}]}',
         {"a": "x", "b": "WORD", "c": True, "d": None, "e": [1, -2.5, {"f": 1000.0}]}),
        ('"""two\nlines"""', "two\nlines"),
        ("{a: $given, b: $missing, c: [$missing, $given]}", {"a": [1], "c": [None, [1]]}),
        ("9" * 30, 1e30),
        ("9" * 50_000, float("inf")),
        ("1e999", float("inf")),
        ("123456789012345678", 123456789012345678),
    ],
)  # fmt: skip
def test_a_literal_equals_its_json_value(literal: str, value: Any) -> None:
    assert plain_value(parse_value(literal), {"given": [1]}) == value


async def answered(query: str, variables: dict[str, Any]) -> dict[str, Any]:
    runner = executor(Echo())
    operation = runner.prepare(query, None, VIEWER)
    found: dict[str, Any] = json.loads(await runner.run(operation, variables, VIEWER, request_id="r"))
    return found


PLACE = ["events", 0, "contentId"]
INSIDE = "trackEvents(events: [{type: LIKE, contentId: $c}, {type: LIKE}]) { results { status path } }"


async def test_a_variable_only_inside_items_is_validated_with_its_item() -> None:
    for query in (
        f"mutation($c: ID!) {{ {INSIDE} }}",
        f"mutation($c: ID!) {{ ...F }} fragment F on Mutation {{ {INSIDE} }}",
    ):
        found = await answered(query, {"c": {"no": "id"}})
        first, second = found["data"]["trackEvents"]["results"]
        assert (first["status"], first["path"]) == ("REJECTED", ["events", "0", "contentId"])
        assert second["status"] == "ACCEPTED"


@pytest.mark.parametrize(
    "query",
    [
        f"mutation($c: ID!) {{ {INSIDE} saveContent(contentId: $c) {{ status }} }}",
        f"mutation($c: Boolean!) {{ {INSIDE} ... @include(if: $c) {{ processEvents {{ __typename }} }} }}",
    ],
)
async def test_a_variable_that_is_also_used_elsewhere_keeps_its_type(query: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        await answered(query, {"c": {"no": "id"}})
    assert refused.value.errors[0]["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": PLACE}


@pytest.mark.parametrize(
    "query",
    [
        "mutation($e: Int) { trackEvents(events: [$e]) { accepted } }",
        "mutation($e: [EventInput!]) { trackEvents(events: $e) { accepted } }",
        "mutation { trackEvents(events: null) { accepted } }",
        "mutation { trackEvents { accepted } }",
        "mutation { trackEvents(events: [{type: LIKE, type: LIKE}]) { accepted } }",
        "mutation { trackEvents(events: [{type: $nope}]) { accepted } }",
    ],
)
def test_errors_of_the_document_itself_are_refused(query: str) -> None:
    with pytest.raises(OperationRefused):
        executor(Echo()).prepare(query, None, VIEWER)


@pytest.mark.parametrize("variables", [{}, {"e": None}])
async def test_a_list_that_is_missing_is_no_item(variables: dict[str, Any]) -> None:
    for selected in ("accepted", "accepted @skip(if: false)"):
        with pytest.raises(OperationRefused) as refused:
            await answered(f"mutation($e: [EventInput!]!) {{ trackEvents(events: $e) {{ {selected} }} }}", variables)
        assert refused.value.code == "BAD_INPUT"
