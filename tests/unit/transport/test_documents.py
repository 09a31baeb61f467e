"""Documents, read once and found again."""

import pytest
from graphql import OperationType, get_introspection_query

from server.errors import ErrorCode
from server.transport.budget import Limits
from server.transport.documents import Documents, Operation
from server.transport.failures import OperationRefused
from tests.unit.transport.schemas import nested_schema


def documents(**bounds: int) -> Documents:
    return Documents(nested_schema(), Limits(), hide_suggestions=True, **bounds)


def find(query: str, name: str | None = None, *, kept: Documents | None = None, introspect: bool = False) -> Operation:
    return (kept or documents()).find(query, name, may_introspect=introspect)


def refused(query: str, name: str | None = None) -> OperationRefused:
    with pytest.raises(OperationRefused) as caught:
        find(query, name)
    return caught.value


def test_a_document_is_read_once() -> None:
    kept = documents()
    assert find("{ name }", kept=kept) is find("{ name }", kept=kept)


def test_the_cache_is_bounded_by_number() -> None:
    kept = documents(entries=2)
    first = find("{ name }", kept=kept)
    find("{ a: name }", kept=kept)
    assert find("{ name }", kept=kept) is first, "used again, so the other one is the oldest"
    find("{ b: name }", kept=kept)
    assert find("{ name }", kept=kept) is first
    find("{ c: name }", kept=kept)
    find("{ d: name }", kept=kept)
    assert find("{ name }", kept=kept) is not first


def test_the_cache_is_bounded_by_size() -> None:
    kept = documents(characters=100)
    first = find("{ name }", kept=kept)
    find("{ name }" + " " * 95, kept=kept)
    assert find("{ name }", kept=kept) is not first


def test_the_named_operation_is_found() -> None:
    operation = find('query A { name } mutation B { rename(to: "x") { id } }', "B")
    assert (operation.type, operation.name) == (OperationType.MUTATION, "B")


def test_an_empty_name_is_no_name() -> None:
    assert find("{ name }", "").type is OperationType.QUERY


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("query A { name } query B { name }", None, "Must provide operation name"),
        ("query A { name }", "C", "Unknown operation named 'C'"),
        ("fragment F on Query { name }", None, "no operation"),
        ("{ name", None, "Syntax Error"),
        ("", None, "Syntax Error"),
        ("type A { b: Int }", None, "no operation"),
        ("{ nope }", None, "Cannot query field 'nope'"),
        ("{ books { total } }", None, "books(first:)"),
        ("query($v: Int) { name }", None, "'$v' is never used"),
        ("{ ...A } fragment A on Query { ...A }", None, "within itself"),
    ],
)
def test_invalid_requests_are_refused_with_the_reason(query: str, name: str | None, message: str) -> None:
    error = refused(query, name)
    assert message in str(error)
    assert error.code is ErrorCode.BAD_INPUT


@pytest.mark.parametrize(
    ("query", "message", "limit", "cost"),
    [
        ("{" + "name " * 999 + "}", "tokens", {"name": "tokens", "allowed": 1000}, None),
        ("#\n" * 1001 + "{ name }", "comments", {"name": "comments", "allowed": 1000}, None),
        ("{ name }" + " " * 65_536, "characters", {"name": "characters", "allowed": 65_536, "requested": 65_544}, None),
        ("{ node { " + "self { " * 300 + "id" + "}" * 302, "nested too deeply", {"name": "depth", "allowed": 12}, None),
        ("{" + "name " * 401 + "}", "fields", {"name": "fields", "allowed": 400, "requested": 401}, 401),
        (
            "{ name } fragment F on Node {" + "id " * 401 + "}",
            "fields",
            {"name": "fields", "allowed": 400, "requested": 401},
            401,
        ),
        (
            "{" + "".join(f"a{i}: name " for i in range(31)) + "}",
            "aliases",
            {"name": "aliases", "allowed": 30, "requested": 31},
            31,
        ),
        (
            "{ name " + "@skip(if: false) " * 10 + "}",
            "directives",
            {"name": "directives", "allowed": 9, "requested": 10},
            1,
        ),
        (
            "{ node {" + "self {" * 12 + "id" + "}" * 14,
            "depth",
            {"name": "depth", "allowed": 12, "requested": 14},
            14,
        ),
        (
            "".join(f"query Q{i} {{ name }} " for i in range(11)),
            "operations",
            {"name": "operations", "allowed": 10, "requested": 11},
            None,
        ),
    ],
)
def test_documents_beyond_the_limits_are_refused_before_validation(
    query: str, message: str, limit: dict[str, object], cost: int | None
) -> None:
    error = refused(query)
    assert message in str(error)
    assert error.code is ErrorCode.LIMIT_EXCEEDED
    extensions = error.errors[0]["extensions"]
    assert extensions["limit"] == limit
    assert extensions.get("cost") == (None if cost is None else {"requested": cost, "limit": 10_000})


def test_introspection_is_restricted_even_when_the_document_is_cached() -> None:
    kept = documents()
    text = "{ __schema { types { name } } }"
    with pytest.raises(OperationRefused, match="Introspection"):
        find(text, kept=kept)
    find(text, kept=kept, introspect=True)
    with pytest.raises(OperationRefused, match="Introspection"):
        find(text, kept=kept)
    assert find("{ __typename }", kept=kept).type is OperationType.QUERY


def test_every_error_of_a_document_is_reported_with_its_place() -> None:
    errors = refused("{ nope node { neither } }").errors
    assert [error["locations"] for error in errors] == [[{"line": 1, "column": 3}], [{"line": 1, "column": 15}]]
    assert {error["extensions"]["code"] for error in errors} == {"BAD_INPUT"}


def test_the_introspection_of_any_tool_fits() -> None:
    full = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
        one_of=True,
        type_depth=12,
    )
    assert find(full, introspect=True).spending.introspects
