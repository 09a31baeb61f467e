"""Variables as they arrive: read late, checked against their types."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import msgspec
from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, Undefined, is_input_type, type_from_ast
from graphql.utilities.validate_input_value import validate_input_value

from server.errors import ErrorCode, ViewpulseError
from server.transport.failures import OperationRefused, refuse, refuse_document

Variables: TypeAlias = dict[str, Any] | msgspec.Raw | None
MOST_ERRORS = 20


def read_variables(variables: Variables) -> dict[str, Any]:
    """The variables as a dict of JSON values.

    Raises:
        OperationRefused: They are no JSON object.
    """
    if not isinstance(variables, msgspec.Raw):
        return variables or {}
    try:
        decoded: dict[str, Any] | None = msgspec.json.decode(variables, type=dict[str, Any] | None)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise refuse(ViewpulseError(ErrorCode.BAD_INPUT, f"The variables can't be read: {error}.")) from error
    return decoded or {}


def refuse_variables(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
    errors: Sequence[GraphQLError],
) -> OperationRefused:
    """What graphql-core found wrong in the variables, each error with the path of its field.

    graphql-core has the path in its message only, so the values are checked once more, in the same order.
    """
    paths: list[list[str | int]] = []
    for node in operation.variable_definitions or ():
        name = node.variable.name.value
        type_ = type_from_ast(schema, node.type)
        value = variables.get(name, Undefined)
        if is_input_type(type_) and not (value is Undefined and node.default_value):
            found: list[list[str | int]] = []
            validate_input_value(value, type_, lambda _error, path, found=found: found.append(path))  # type: ignore[misc]
            paths += [[name, *path] for path in found]
    refused = refuse_document(errors)
    for formatted, path in zip(refused.errors, paths, strict=False):
        formatted["extensions"]["field"] = path
    return refused
