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
    """A root field that is certainly executed."""

    node: FieldNode
    access: Access
    is_non_null: bool

    @property
    def key(self) -> str:
        """Its key in the response."""
        return (self.node.alias or self.node.name).value


def refusal_of(
    operation: Operation, schema: GraphQLSchema, root_fields: Mapping[str, RootField], caller: Caller
) -> ExecutionResult | None:
    """What executing the operation would answer, if all of its fields refuse the caller whatever their arguments.

    Args:
        operation: A valid operation.
        schema: Its schema.
        root_fields: Those of the schema by name.
        caller: The sender of the operation.
    """
    if "gated" not in operation.compiled:
        operation.compiled["gated"] = tuple(_gated(operation, schema, root_fields))
    gated: tuple[_Gated, ...] = operation.compiled["gated"]
    refused: dict[str, GraphQLError] = {}
    for field in gated:
        try:
            field.access.require(caller)
        except ViewpulseError as error:
            located = GraphQLError(str(error), nodes=field.node, path=[field.key], original_error=error)
            refused.setdefault(field.key, located)
        else:
            return None
    if not refused:
        return None
    is_void = any(field.is_non_null for field in gated)
    return ExecutionResult(None if is_void else dict.fromkeys(refused), list(refused.values()))


def _gated(operation: Operation, schema: GraphQLSchema, root_fields: Mapping[str, RootField]) -> Iterator[_Gated]:
    """The fields that decide the whole answer; none if another field may be answered.

    Of a mutation, only the first field: it is executed before the others, whose effects remain, and its null ends it.
    """
    root = schema.get_root_type(operation.type)
    is_mutation = operation.type is OperationType.MUTATION
    roots = operation.roots[:1] if is_mutation else operation.roots
    if root is None or any(conditional or node.name.value not in root_fields for node, conditional in roots):
        return
    for node, _ in roots:
        is_non_null = is_non_null_type(root.fields[node.name.value].type)
        if is_non_null or not is_mutation or len(operation.roots) == 1:
            yield _Gated(node, root_fields[node.name.value].access, is_non_null)
