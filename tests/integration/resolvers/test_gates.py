"""Without the required credentials an operation is refused, whatever its variables: they are not read before."""

from typing import Any

import pytest
from graphql import GraphQLField, GraphQLNonNull, GraphQLObjectType, get_named_type, is_leaf_type

from resolvers.schema import build_schema
from server.access import Role
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import socket

SCHEMA = build_schema()._schema
ROOTS = [
    (kind, name, field)
    for kind, root in (
        ("query", SCHEMA.query_type),
        ("mutation", SCHEMA.mutation_type),
        ("subscription", SCHEMA.subscription_type),
    )
    if isinstance(root, GraphQLObjectType)
    for name, field in root.fields.items()
]
WITHOUT_CREDENTIALS = {"definitions", "eventVocabulary"}
CREDENTIALS = {"UNAUTHENTICATED", "FORBIDDEN"}


def document(kind: str, name: str, field: GraphQLField) -> tuple[str, dict[str, Any]]:
    """A call of a field with all its arguments by variables, each of which has a value of no type."""
    declared = ", ".join(f"${argument}: {taken.type}" for argument, taken in field.args.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in field.args)
    inner = "" if is_leaf_type(get_named_type(field.type)) else "{ __typename }"
    text = f"{kind}{f'({declared})' if declared else ''} {{ {name}{f'({passed})' if passed else ''} {inner} }}"
    return text, {argument: {"no": ["such"]} for argument in field.args}


async def test_without_credentials_an_operation_is_refused_before_its_variables(api: Api) -> None:
    api.write_key = None
    for kind, name, field in ROOTS:
        if kind == "subscription" or name in WITHOUT_CREDENTIALS:
            continue
        answer = await api.ask(*document(kind, name, field))
        assert answer["data"] == (None if isinstance(field.type, GraphQLNonNull) else {name: None})
        [error] = answer["errors"]
        assert (error["path"], error["extensions"]["code"]) == ([name], "UNAUTHENTICATED"), name


async def test_without_credentials_an_operation_is_refused_on_a_socket_too(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise()
        for kind, name, field in ROOTS:
            if name in WITHOUT_CREDENTIALS:
                continue
            await client.subscribe(*document(kind, name, field), name=name)
            heard = await client.hear()
            errors = heard["payload"] if heard["type"] == "error" else heard["payload"]["errors"]
            assert errors[0]["extensions"]["code"] == "UNAUTHENTICATED", name
            if heard["type"] == "next":
                assert (await client.hear())["type"] == "complete"


@pytest.mark.parametrize("role", [Role.USER, Role.ADMIN])
async def test_after_the_gate_the_variables_are_validated(api: Api, role: Role) -> None:
    for kind, name, field in ROOTS:
        if kind == "subscription" or not field.args:
            continue
        text, variables = document(kind, name, field)
        answer = (await api.post(text, variables, authorization=api.token("u1", role))).json()
        if "errors" in answer:  # an item is validated separately, in its own answer
            assert answer["errors"][0]["extensions"]["code"] in {"BAD_INPUT", *CREDENTIALS}, name
        else:
            assert '"REJECTED"' in str(answer) or kind == "mutation", name


@pytest.mark.parametrize(
    ("query", "data"),
    [
        ('{ __typename content(contentId: "c") { id } }', {"__typename": "Query", "content": None}),
        ("query($n: Boolean!) { definitions { name } platformStats @include(if: $n) { views } }", "definitions"),
        ('mutation { a: saveContent(contentId: "c", sessionId: "s") { status } processEvents { __typename } }', None),
    ],
)
async def test_a_gate_changes_no_answer_of_the_other_fields(api: Api, query: str, data: Any) -> None:
    if "content(" in query:
        api.write_key = None
    answer = await api.ask(query, {"n": False})
    if isinstance(data, str):
        assert data in answer["data"]
    else:
        assert answer["data"] == data
