"""Subscriptions turned into queries."""

import pytest
from graphql import OperationType, build_schema, parse, print_ast, validate

from resolvers.schema import build_schema as build_api
from server.access import Caller, Role
from server.errors import ErrorCode
from server.transport.budget import Limits
from server.transport.documents import Documents
from server.transport.failures import OperationRefused
from server.transport.live_query import LiveQuery, live_query_of
from tests.unit.transport.schemas import nested_schema

SCHEMA = nested_schema()
CREATOR = Caller(user_id="u1", role=Role.CREATOR)
QUERYABLE = 'type Query { node(id: ID = "1", page: Int): Node! }'


def live(text: str, name: str | None = None) -> LiveQuery:
    documents = Documents(SCHEMA, Limits(), hide_suggestions=True)
    return live_query_of(documents.find(text, name, may_introspect=False))


def test_the_query_has_the_same_selection_and_nothing_about_delivery() -> None:
    asked = "n: node(id: $id, afterRevision: $a, every: $e) { id self { tags } }"
    query = live(f"subscription S($id: ID, $a: Int, $e: String) {{ {asked} }}")
    assert query.text == print_ast(query.document)
    assert query.definition.operation is OperationType.QUERY
    for gone in ("after", "every", "$a", "$e"):
        assert gone not in query.text
    assert "query S($id: ID)" in query.text
    assert query.variables == {"id"}


def test_a_list_keeps_the_cursor_of_its_page() -> None:
    text = "subscription($c: String, $r: Int) { books(first: 9, after: $c, afterRevision: $r) { total } }"
    assert live(text).variables == {"c"}
    assert "books(first: 9, after: $c)" in live(text).text


def test_a_variable_that_is_used_elsewhere_too_stays() -> None:
    assert live("subscription($a: Int) { node(page: $a, afterRevision: $a) { id } }").variables == {"a"}


def test_fragments_come_along_when_they_are_used() -> None:
    text = """
        subscription { node { ...A } }
        fragment A on Node { self { ...B } }
        fragment B on Node { id }
    """
    assert live(text).text.count("fragment") == 2


def test_fragments_on_the_root_are_written_out() -> None:
    query = live("""
        subscription { ...S }
        fragment S on Subscription { ... { node(afterRevision: 3) { ...A } } node(afterRevision: 3) { tags } }
        fragment A on Node { id }
    """)
    assert "Subscription" not in query.text
    assert [node.name.value for node in query.definition.selection_set.selections] == ["node", "node"]  # type: ignore[attr-defined]


def test_the_query_is_valid() -> None:
    node = 'node(id: 5, afterRevision: 3, every: "1s") { id }'
    query = live(f"subscription {{ ...S }} fragment S on Subscription {{ {node} }}")
    schema = build_schema(f"{QUERYABLE} type Node {{ id: ID!, self: Node!, tags: [String!]! }}")
    assert validate(schema, parse(query.text)) == []


@pytest.mark.parametrize("text", ["{ name }", 'mutation { rename(to: "x") { id } }'])
def test_only_subscriptions_can_be_subscribed_to(text: str) -> None:
    with pytest.raises(OperationRefused, match="only subscriptions can be subscribed to") as caught:
        live(text)
    assert caught.value.code is ErrorCode.BAD_INPUT


@pytest.mark.parametrize(
    "text",
    [
        "subscription($x: Boolean!) { ... @include(if: $x) { node { id } } }",
        "subscription($x: Boolean!) { node @skip(if: $x) { id } }",
    ],
)
def test_the_root_may_not_be_conditional(text: str) -> None:
    with pytest.raises(OperationRefused):
        live(text)


def test_layout_does_not_part_shared_subscriptions_but_the_selection_does() -> None:
    one = live("subscription { node { id } }").shared({}, CREATOR, "s")
    assert live("subscription\n{ node{id} } # same").shared({}, CREATOR, "s") == one
    assert live("subscription { node { id tags } }").shared({}, CREATOR, "s") != one


def test_where_a_client_resumes_and_its_pause_do_not_part_shared_subscriptions() -> None:
    query = live("subscription($id: ID, $a: Int, $e: String) { node(id: $id, afterRevision: $a, every: $e) { id } }")
    one = query.shared({"id": "1", "a": 5, "e": "1s"}, CREATOR, "s")
    assert query.shared({"a": 9, "id": "1", "e": "1h"}, CREATOR, "s") == query.shared({"id": "1"}, CREATOR, "s") == one
    assert query.shared({"id": "2"}, CREATOR, "s") != one
    literal = [f'subscription {{ node(afterRevision: {n}, every: "{n}s") {{ id }} }}' for n in (1, 2)]
    keys = [live(text).shared({}, CREATOR, "s") for text in [*literal, "subscription { node { id } }"]]
    assert keys[0] == keys[1] == keys[2]


def test_viewers_who_may_see_different_things_are_kept_apart() -> None:
    query = live("subscription { node { id } }")
    admins = [Caller(user_id=name, role=Role.ADMIN) for name in ("a", "b")]
    creators = [Caller(user_id=name, role=Role.CREATOR) for name in ("a", "b")]
    assert query.shared({}, admins[0], "s") == query.shared({}, admins[1], "s")
    viewers = [admins[0], *creators, Caller(user_id="a", role=Role.USER), Caller(2, user_id="a", role=Role.ADMIN)]
    assert len({query.shared({}, viewer, "s") for viewer in viewers}) == len(viewers)
    assert query.shared({}, creators[0], "s") != query.shared({}, creators[0], "t")


def test_a_public_field_is_executed_once_for_all_clients_of_a_project() -> None:
    query = live("subscription { node { id } }")
    viewers = [Caller(may_track=True), *(Caller(user_id=name, role=Role.USER) for name in ("a", "b"))]
    assert len({query.shared({}, viewer, "s", public=True) for viewer in viewers}) == 1
    assert query.shared({}, Caller(2, may_track=True), "s", public=True) != query.shared(
        {}, viewers[0], "s", public=True
    )


@pytest.mark.parametrize("field", ["trending", "topContents"])
def test_public_lists_about_other_traffic_are_executed_apart(field: str) -> None:
    schema = build_api()._schema
    documents = Documents(schema, Limits(), hide_suggestions=True)
    text = f"subscription ($include: TrafficInput) {{ {field}(include: $include) {{ revision }} }}"
    query = live_query_of(documents.find(text, None, may_introspect=False))
    asked = [{}, {"include": {"bots": True}}, {"include": {"selfViews": True}}]
    assert len({query.shared(values, Caller(may_track=True), "s", public=True) for values in asked}) == 3
