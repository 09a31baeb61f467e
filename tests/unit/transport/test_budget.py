"""What documents cost."""

from dataclasses import replace

import pytest
from graphql import OperationDefinitionNode, parse

from server.errors import ErrorCode, ViewpulseError
from server.transport.budget import (
    MAX_PAGE,
    UNSIZED_LIST,
    Limits,
    Spending,
    check_spending,
    measure,
)
from tests.unit.transport.schemas import COST, EACH, LENGTH, MAX_FIRST, nested_schema

SCHEMA = nested_schema()


def spent(text: str, variables: dict[str, object] | None = None) -> Spending:
    document = parse(text)
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    return measure(SCHEMA, document, operation, variables)


def test_fields_depth_and_aliases_are_counted() -> None:
    found = spent("{ a: name node { self { id } b: id } }")
    assert (found.fields, found.depth, found.aliases) == (5, 3, 2)


def test_a_fragment_counts_wherever_it_is_spread() -> None:
    found = spent("{ node { ...F self { ...F } } } fragment F on Node { a: id tags }")
    assert (found.fields, found.depth, found.aliases) == (6, 3, 2)


def test_inline_fragments_are_transparent() -> None:
    assert spent("{ node { ... on Node { id } ... { tags } } }") == spent("{ node { id tags } }")


def test_directives_count_on_operations_variables_fields_and_fragments() -> None:
    text = "query($v: Int @a) @b { name @c ...F @d ... on Query @e { name } } fragment F on Query @f { name @g }"
    assert spent(text).directives == 7


def test_the_size_of_a_page_multiplies_what_is_inside() -> None:
    assert spent("{ shelf(first: 7) { id } }").cost == 1 + 7
    assert spent("{ shelf(first: 7) { shelf(first: 5) { id tags } } }").cost == 1 + 7 * (1 + 5 * 2)


def test_a_page_without_a_size_has_the_default_of_the_schema() -> None:
    assert spent("{ shelf { id } }").cost == 1 + 10


def test_a_series_counts_as_the_many_points_it_has() -> None:
    assert spent("{ node { points { id } } }").cost == 1 + 1 + LENGTH


def test_a_field_that_is_read_by_itself_costs_its_weight_once_wherever_it_stands() -> None:
    heavy = 1 + COST
    assert spent("{ node { breakdown(first: 5) { rows { id } } } }").cost == 1 + heavy + 5 * 2
    assert spent("{ shelf(first: 3) { breakdown(first: 1) { rows { id } } } }").cost == 1 + 3 * (heavy + 2)
    assert spent("{ node { a: breakdown { __typename } b: breakdown { __typename } } }").cost == 1 + 2 * (heavy + 10)


def test_a_page_counts_as_the_most_rows_that_its_field_has() -> None:
    assert spent("{ node { breakdown(first: 150) { rows { id } } } }").cost == 2 + COST + 150 * 2
    assert spent("{ node { breakdown(first: 12345678901) { rows { id } } } }").cost == 2 + COST + MAX_FIRST * 2
    assert spent("{ shelf(first: 150) { id } }").cost == 1 + 100
    document = "query ($n: Int!) { node { breakdown(first: $n) { rows { id } } } }"
    assert spent(document).cost == 2 + COST + MAX_FIRST * 2
    assert spent(document, {"n": 150}).cost == 2 + COST + 150 * 2


def test_a_list_without_pages_counts_as_a_few() -> None:
    assert spent("{ node { nodes { id } } }").cost == 1 + 1 + UNSIZED_LIST
    assert spent("{ node { tags } }").cost == 2, "a list of plain values is one field"


def test_the_edges_of_a_page_are_not_counted_twice() -> None:
    assert spent("{ books(first: 4) { edges { node { id } } total } }").cost == 1 + 4 * (1 + 1 + 1 + 1)


@pytest.mark.parametrize("size", [1, 100])
def test_what_is_read_once_for_a_page_costs_its_weight_once(size: int) -> None:
    count, rows = 1 + COST, "edges { node { id } }"
    assert spent(f"{{ books(first: {size}) {{ count }} }}").cost == 1 + count
    assert spent(f"{{ books(first: {size}) {{ a: count b: count }} }}").cost == 1 + 2 * count
    text = f"{{ books(first: {size}) {{ {rows} total ...F }} }} fragment F on Connection {{ ... {{ count }} }}"
    assert spent(text).cost == 1 + size * (3 + 1) + count
    assert spent(f"{{ shelf(first: {size}) {{ books(first: 5) {{ count }} }} }}").cost == 1 + size * (1 + count)


@pytest.mark.parametrize(
    ("variables", "times"),
    [(None, MAX_PAGE), ({"n": 3}, 3), ({}, 10), ({"n": None}, MAX_PAGE), ({"n": "x"}, MAX_PAGE)],
)
def test_a_variable_size_is_the_largest_until_it_is_known(variables: dict[str, object] | None, times: int) -> None:
    assert spent("query($n: Int) { shelf(first: $n) { id } }", variables).cost == 1 + times


@pytest.mark.parametrize(
    ("arguments", "variables", "times"),
    [
        ("last: 3", None, 3),
        ("first: 7, last: 3", None, 3),
        ("last: $n", None, MAX_PAGE),
        ("last: $n", {"n": 4}, 4),
        ("last: $n", {}, 10),
        ("first: 5, last: $n", {"n": None}, 5),
        ("first: $m, last: $n", {"m": None, "n": 2}, 2),
        ("last: null", None, 10),
        ("last: 101", None, MAX_PAGE),
    ],
)
def test_a_page_that_is_read_backwards_has_its_own_size(
    arguments: str, variables: dict[str, object] | None, times: int
) -> None:
    found = spent(f"query($m: Int, $n: Int) {{ row({arguments}) {{ id }} }}", variables)
    assert found.cost == 1 + times
    assert found.varies is ("$n" in arguments)


def test_a_cost_that_depends_on_variables_says_so() -> None:
    assert not spent("query($n: Int) { shelf(first: 3) { id nodes { id } } rename: name @skip(if: $n) }").varies
    assert spent("query($n: Int) { node { ...F } } fragment F on Node { shelf(first: $n) { id } }").varies


def test_a_variable_size_has_the_default_of_the_operation() -> None:
    assert spent("query($n: Int = 6) { shelf(first: $n) { id } }", {}).cost == 1 + 6


@pytest.mark.parametrize(
    ("ids", "variables", "items"),
    [
        ('["a", "b", "c"]', None, 3),
        ('"a"', None, 1),
        ("[]", None, 0),
        (str(["a"] * 200).replace("'", '"'), None, MAX_PAGE),
        ("$ids", None, MAX_PAGE),
        ("$ids", {"ids": ["a", "b"]}, 2),
        ("$ids", {"ids": ["a"] * 200}, MAX_PAGE),
        ("$ids", {}, MAX_PAGE),
        ("$ids", {"ids": {}}, MAX_PAGE),
    ],
)
def test_a_list_of_what_an_argument_names_costs_so_many_times(
    ids: str, variables: dict[str, object] | None, items: int
) -> None:
    text = f"query($ids: [ID!]!) {{ picked(ids: {ids}) {{ id breakdown(first: 0) {{ __typename }} }} }}"
    found = spent(text, variables)
    assert found.cost == 1 + items * (EACH + 1 + 1 + COST)
    assert found.varies is (ids == "$ids")


@pytest.mark.parametrize(
    ("ids", "variables", "items"),
    [
        ('["a", "b", "c"]', None, 3),
        ('"a"', None, 1),
        ("[]", None, 0),
        ("$ids", None, MAX_PAGE),
        ("$ids", {"ids": ["a", "b"]}, 2),
        ("$ids", {"ids": ["a"] * 200}, MAX_PAGE),
    ],
)
def test_the_answer_of_a_batch_has_a_result_for_each_item(
    ids: str, variables: dict[str, object] | None, items: int
) -> None:
    batch = f"mutation($ids: [ID!]!) {{ store(ids: {ids}) {{ total results {{ id nodes {{ id }} ...F }} ...G }} }}"
    found = spent(f"{batch} fragment F on Node {{ tags }} fragment G on Stored {{ results {{ id }} }}", variables)
    assert found.cost == 1 + items * (1 + (1 + 1 + (1 + UNSIZED_LIST) + 1) + (1 + 1))
    assert found.varies is (ids == "$ids")
    one = spent("mutation($id: ID!) { storeOne(id: $id) { total results { id } } }", variables)
    assert one.cost == 1 + 1 + (1 + 1)


def test_the_list_in_an_answer_about_items_has_as_many_rows_as_there_are_items() -> None:
    found = spent('{ compared(ids: ["a", "b", "c"]) { rows { id nodes { id } } } }')
    assert found.cost == 1 + 3 * (EACH + 1 + 1 + (1 + UNSIZED_LIST))


@pytest.mark.parametrize("size", ["-5", "101", "9" * 5000])
def test_a_size_out_of_bounds_never_makes_it_cheaper_than_nothing_or_slow(size: str) -> None:
    assert 1 <= spent(f"{{ shelf(first: {size}) {{ id }} }}").cost <= 1 + MAX_PAGE


def test_introspection_is_noticed_wherever_it_hides() -> None:
    assert not spent("{ __typename }").introspects
    assert spent("{ x: __schema { types { name } } }").introspects
    assert spent('{ ...F } fragment F on Query { ... { __type(name: "Node") { name } } }').introspects


def test_a_fragment_within_itself_is_refused() -> None:
    with pytest.raises(ViewpulseError, match="within itself") as caught:
        spent("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")
    assert caught.value.code is ErrorCode.BAD_INPUT


def test_doubling_fragments_take_linear_time() -> None:
    """Written out, they would take for ever."""
    parts = [f"fragment F{i} on Node {{ ...F{i + 1} self {{ ...F{i + 1} }} }}" for i in range(60)]
    text = "{ node { ...F0 } } fragment F60 on Node { id } " + " ".join(parts)
    found = spent(text)
    assert found.fields >= 10**9


@pytest.mark.parametrize("name", ["fields", "depth", "aliases", "directives"])
def test_each_limit_is_named_when_it_is_passed(name: str) -> None:
    limits = Limits()
    limit = getattr(limits, name)
    check_spending(replace(Spending(), **{name: limit}), limits)
    with pytest.raises(ViewpulseError, match=name) as caught:
        check_spending(replace(Spending(), **{name: limit + 1}), limits)
    assert caught.value.code is ErrorCode.LIMIT_EXCEEDED
