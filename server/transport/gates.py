"""Refuses operations that the caller may not run whatever the arguments, before variables are read."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graphql import ExecutionResult, FieldNode, GraphQLError, GraphQLSchema, OperationType, is_non_null_type

from resolvers.access import Access
from resolvers.root_fields import RootField
from server.access import Caller
from server.errors import ViewpulseError
from server.transport.documents import Operation


class _Gated(NamedTuple):
    """A root field that is certainly executed, and that decides the whole answer."""

    node: FieldNode
    access: Access
    is_non_null: bool


def refusal_of(
    operation: Operation, schema: GraphQLSchema, root_fields: Mapping[str, RootField], caller: Caller
) -> ExecutionResult | None:
    """What executing the operation would answer, if a field refuses the caller whatever its arguments.

    Args:
        operation: A valid operation.
        schema: Its schema.
        root_fields: Those of the schema by name.
        caller: The sender of the operation.
    """
    if "gated" not in operation.compiled:
        operation.compiled["gated"] = tuple(_gated(operation, schema, root_fields))
    gated: tuple[_Gated, ...] = operation.compiled["gated"]
    for node, access, is_non_null in gated:
        try:
            access.gate(caller)
        except ViewpulseError as error:
            key = (node.alias or node.name).value
            located = GraphQLError(str(error), nodes=node, path=[key], original_error=error)
            return ExecutionResult(None if is_non_null else {key: None}, [located])
    return None


def _gated(operation: Operation, schema: GraphQLSchema, root_fields: Mapping[str, RootField]) -> Iterator[_Gated]:
    """For a mutation, only the first field: it is executed before the others, and its effects remain."""
    root = schema.get_root_type(operation.type)
    roots = operation.roots[:1] if operation.type is OperationType.MUTATION else operation.roots
    for node, conditional in roots:
        found = root_fields.get(node.name.value)
        if root is None or found is None or conditional:
            continue
        is_non_null = is_non_null_type(root.fields[node.name.value].type)
        if is_non_null or len(operation.roots) == 1:
            yield _Gated(node, found.access, is_non_null)
