"""Variables of operations: decoded late and one by one, and checked against their types in bounded time."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias, cast

import msgspec
from graphql import (
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    Undefined,
    VariableDefinitionNode,
    get_named_type,
    get_nullable_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    type_from_ast,
)
from graphql.pyutils import print_path_list
from graphql.utilities.validate_input_value import validate_input_value

from resolvers.items import MAX_DECODED
from server import deep_json
from server.deep_json import MAX_GROUPS, count_groups
from server.errors import ErrorCode, ViewpulseError
from server.transport.argument_path import named_in
from server.transport.documents import Operation
from server.transport.failures import OperationRefused, refuse, refuse_document
from server.transport.item_types import PART_OF_ITEM, ItemType
from server.transport.unpaired_surrogates import Step, find_unpaired, read, repaired

Variables: TypeAlias = dict[str, Any] | msgspec.Raw | None
MAX_VALUES = 10_000
"""Maximum values in all variables of an operation, not counting items."""
MAX_LIST_LENGTH = 1_000
"""Maximum values in one list of a variable; in a list of enum values, as many as the enum has."""

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw] | None)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_ANY: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
_UNREADABLE = (msgspec.DecodeError, UnicodeError)


def split_variables(variables: Variables) -> dict[str, Any]:
    """The variables by name, each as undecoded JSON or, if a text in them has an unpaired surrogate, as a JSON value.

    Raises:
        msgspec.DecodeError, UnicodeError: They are not a JSON object, or too large.
    """
    if not isinstance(variables, msgspec.Raw):
        return variables or {}
    if memoryview(variables).nbytes > 2 * MAX_GROUPS and count_groups(bytes(variables)) > MAX_GROUPS:
        raise msgspec.DecodeError(f"they contain more than {MAX_GROUPS:,} lists and objects")
    try:
        return deep_json.decode(variables, _OBJECT) or {}
    except _UNREADABLE:
        return msgspec.convert(read(variables), dict[str, Any] | None) or {}


def split_items(value: Any) -> list[msgspec.Raw]:
    """The items of a list as JSON, with unpaired surrogates repaired; a value that is not a list is the only item.

    Raises:
        msgspec.DecodeError, UnicodeError: The value cannot be decoded.
    """
    if isinstance(value, msgspec.Raw):
        return deep_json.decode(value, _LIST) if _first(value) == b"[" else [value]
    return [repaired(item) for item in (value if isinstance(value, list) else [value])]


def raw_item(value: Any) -> msgspec.Raw:
    """One item as JSON, repaired if needed."""
    return value if isinstance(value, msgspec.Raw) else repaired(value)


def is_null(value: Any) -> bool:
    """Whether a variable was sent as null."""
    return value is None or (isinstance(value, msgspec.Raw) and _first(value) == b"n")


def read_variables(
    operation: Operation, schema: GraphQLSchema, variables: Variables, *, hide_suggestions: bool
) -> dict[str, Any]:
    """The variables of an operation: items as undecoded JSON, everything else as JSON values of the declared types.

    Variables that the operation does not declare are left out, and never decoded.

    Args:
        operation: The operation.
        schema: A schema made by ``with_undecoded_items``.
        variables: The variables as they arrived.
        hide_suggestions: Leave "Did you mean …" out of messages; computing it costs time.

    Raises:
        OperationRefused: They cannot be decoded, or one does not have its type; the first error is reported, with its
            path.
    """
    declared = _declared(operation, schema)
    try:
        given = split_variables(variables)
        values = {name: declared[name].read(value) for name, value in given.items() if name in declared}
        left = MAX_VALUES
        for name, variable in declared.items():
            value = values.get(name, Undefined)
            if variable.is_validated_later or (value is Undefined and variable.node.default_value):
                continue
            if not isinstance(given.get(name), msgspec.Raw):
                _check_text(name, value)
            left = _spend(left, value, variable.type, [name])
            _check(name, variable.type, value, hide_suggestions=hide_suggestions)
    except _UNREADABLE as error:
        raise refuse(ViewpulseError(ErrorCode.BAD_INPUT, f"The variables cannot be read: {error}.")) from error
    except _Fault as fault:
        raise fault.refusal(operation, declared) from fault
    return values


class _Fault(Exception):  # noqa: N818 - the client's, not ours
    """An error in the variables.

    Attributes:
        path: Path of the invalid value, from the name of the variable.
    """

    def __init__(self, message: str, path: list[Step]) -> None:
        super().__init__(message)
        self.path = path

    def refusal(self, operation: Operation, declared: Mapping[str, "_Variable"]) -> OperationRefused:
        """The message for the client; its field is the argument to which the variable is given."""
        variable, *inside = self.path
        node = declared[str(variable)].node
        refused = refuse_document([GraphQLError(str(self), node)], operation.document)
        refused.errors[0]["extensions"].setdefault("field", []).extend(inside)
        return refused


class _Variable(NamedTuple):
    """One variable of an operation.

    Attributes:
        node: Its definition.
        type: Its type.
        is_item: Whether it is an item or a list of items.
        is_part: Whether it occurs only inside items.
    """

    node: VariableDefinitionNode
    type: GraphQLInputType
    is_item: bool
    is_part: bool

    @property
    def is_validated_later(self) -> bool:
        """Whether only its items are validated, when they are decoded."""
        return self.is_item or self.is_part

    def read(self, value: Any) -> Any:
        """Its value, decoded as far as it is now."""
        if not self.is_item:
            return _repaired_part(value) if self.is_part else _decoded(value)
        is_list = is_list_type(get_nullable_type(self.type))
        if is_null(value) and (is_list or not is_non_null_type(self.type)):
            return None
        return split_items(value)[:MAX_DECODED] if is_list else raw_item(value)


def _declared(operation: Operation, schema: GraphQLSchema) -> dict[str, _Variable]:
    if "variables" not in operation.compiled:
        nodes = operation.definition.variable_definitions or ()
        operation.compiled["variables"] = {node.variable.name.value: _variable(node, schema) for node in nodes}
    found: dict[str, _Variable] = operation.compiled["variables"]
    return found


def _variable(node: VariableDefinitionNode, schema: GraphQLSchema) -> _Variable:
    type_ = cast("GraphQLInputType", type_from_ast(schema, node.type))  # the operation is valid
    named = get_named_type(type_)
    is_part = named.name == PART_OF_ITEM
    return _Variable(node, type_, isinstance(named, ItemType) and not is_part, is_part)


def _decoded(value: Any) -> Any:
    return deep_json.decode(value, _ANY) if isinstance(value, msgspec.Raw) else value


def _repaired_part(value: Any) -> Any:
    raw = raw_item(value)
    try:
        return deep_json.decode(raw, _ANY)
    except _UNREADABLE:
        return raw  # its item will be told that it is of no type


def _first(raw: msgspec.Raw) -> bytes:
    return bytes(memoryview(raw)[:1])


def _check_text(name: str, value: Any) -> None:
    if (half := find_unpaired(value)) is not None:
        raise _Fault(f"Variable '${name}' contains an unpaired surrogate.", [name, *half])


def _spend(left: int, value: Any, type_: GraphQLInputType, path: list[Step]) -> int:
    """How many more values the variables may hold; visits no more than that, and checks no leaf."""
    left -= 1
    if left < 0:
        raise _Fault(f"The variables contain more than {MAX_VALUES:,} values.", path)
    nullable = get_nullable_type(type_)
    if is_list_type(nullable) and isinstance(value, list):
        inner = get_nullable_type(nullable.of_type)
        longest = len(inner.values) if is_enum_type(inner) else MAX_LIST_LENGTH
        if len(value) > longest:
            raise _Fault(f"The list contains more than {longest:,} values.", path)
        for index, item in enumerate(value):
            left = _spend(left, item, inner, [*path, index])
    elif is_input_object_type(nullable) and isinstance(value, dict):
        for name, field in nullable.fields.items():
            if name in value:
                left = _spend(left, value[name], field.type, [*path, name])
    return left


def _check(name: str, type_: GraphQLInputType, value: Any, *, hide_suggestions: bool) -> None:
    def stop(error: GraphQLError, path: list[Step]) -> None:
        message = f"Variable '${name}' has invalid value{print_path_list(path)}: {error.message}"
        raise _Fault(message, [name, *path, *named_in(error.message)])

    validate_input_value(value, type_, stop, hide_suggestions)
