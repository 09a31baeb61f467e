"""The arguments that decide how long the lists below a field are, read before the operation is validated."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    IntValueNode,
    NullValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
)

NAMES = ("range", "timeframe", "by")
_LEVELS = 3
"""Nesting of the values that are read: a range has no more."""
_DIGITS = 9

Variables: TypeAlias = Mapping[str, Any] | None


def deciding_arguments(node: FieldNode, definition: GraphQLField | None, variables: Variables) -> dict[str, Any]:
    """Such arguments of a field as JSON values, by name; Undefined: not known.

    Args:
        node: The field in the document.
        definition: The field of the schema.
        variables: The variables as sent; without them, what a variable gives is not known.
    """
    if definition is None:
        return {}
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    found = {}
    for name in NAMES:
        if name in definition.args:
            value = given.get(name)
            read = Undefined if value is None else _read(value, variables, _LEVELS)
            is_left_out = value is None or (isinstance(value, VariableNode) and variables is not None)
            found[name] = _default_of(definition.args[name]) if read is Undefined and is_left_out else read
    return found


def has_variable(node: ValueNode, levels: int = _LEVELS) -> bool:
    """Whether a value is a variable, or an object with one."""
    if isinstance(node, ObjectValueNode) and levels:
        return any(has_variable(field.value, levels - 1) for field in node.fields)
    return isinstance(node, VariableNode)


def _default_of(argument: GraphQLArgument) -> Any:
    value = argument.default_value
    return value.name if isinstance(value, Enum) else value  # as a client writes it


def _read(node: ValueNode, variables: Variables, levels: int) -> Any:
    if isinstance(node, VariableNode):
        return (variables or {}).get(node.name.value, Undefined)
    if isinstance(node, ObjectValueNode):
        if not levels:
            return Undefined
        return {field.name.value: _read(field.value, variables, levels - 1) for field in node.fields}
    if isinstance(node, NullValueNode):
        return None
    text = getattr(node, "value", Undefined)  # a list has none
    if isinstance(node, IntValueNode):
        return int(node.value) if len(node.value) <= _DIGITS else Undefined  # thousands of digits are slow to read
    return text
