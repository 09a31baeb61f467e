"""Inputs that decode themselves, item by item: graphql-core neither coerces nor validates them.

Otherwise an invalid item of a list would fail the whole operation, because GraphQL coerces arguments as a whole. The
schema that clients see is not changed; operations are validated and executed with the one that ``with_undecoded_items``
makes of it, in which such an input is a scalar that accepts anything. Resolvers receive the item as it was sent:
undecoded JSON from a variable, plain values from a literal.
"""

from typing import Any

from graphql import (
    FloatValueNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
)

PART_OF_ITEM = "PartOfItem"
"""Type of variables that occur only inside items."""

_MAX_INTEGER_DIGITS = 18
"""Maximum characters of an integer; a longer one, which Python reads slowly, becomes a float, as in JSON."""


class ItemType(GraphQLScalarType):
    """An input that is accepted as sent."""

    def __init__(self, name: str) -> None:
        super().__init__(name, parse_value=lambda value: value, parse_literal=plain_value)


class _ItemList(GraphQLList[ItemType]):
    """A list whose items may be null; messages use its name in the schema that clients see."""

    def __init__(self, item: ItemType, shown: str) -> None:
        super().__init__(item)
        self._shown = shown

    def __str__(self) -> str:
        return self._shown


def with_undecoded_items(schema: GraphQLSchema) -> GraphQLSchema:
    """The same schema, but with ``ItemType`` for inputs that decode themselves; items of lists may be null."""
    mutation = schema.mutation_type
    items = {name: ItemType(name) for name, type_ in schema.type_map.items() if _decodes_itself(type_)}
    if mutation is None or not items:
        return schema
    kwargs = mutation.to_kwargs()
    kwargs["fields"] = {name: _replace_arguments(field, items) for name, field in mutation.fields.items()}
    everything = schema.to_kwargs()
    everything["mutation"] = GraphQLObjectType(**kwargs)
    kept = [type_ for name, type_ in schema.type_map.items() if name not in {*items, mutation.name}]
    everything["types"] = (*kept, ItemType(PART_OF_ITEM))
    return GraphQLSchema(**everything)


def plain_value(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
    """The value of a literal of any type, as in JSON; Undefined for a variable that is not given."""
    if isinstance(node, VariableNode):
        return (variables or {}).get(node.name.value, Undefined)
    if isinstance(node, ObjectValueNode):
        fields = ((field.name.value, plain_value(field.value, variables)) for field in node.fields)
        return {name: value for name, value in fields if value is not Undefined}
    if isinstance(node, ListValueNode):
        values = (plain_value(value, variables) for value in node.values)
        return [None if value is Undefined else value for value in values]
    return _leaf(node)


def _leaf(node: ValueNode) -> Any:
    if isinstance(node, NullValueNode):
        return None
    if isinstance(node, IntValueNode) and len(node.value) <= _MAX_INTEGER_DIGITS:
        return int(node.value)
    if isinstance(node, IntValueNode | FloatValueNode):
        return float(node.value)
    return node.value  # type: ignore[attr-defined] # of a string, a word or a boolean


def _decodes_itself(type_: object) -> bool:
    definition = type_.extensions.get("strawberry-definition") if is_input_object_type(type_) else None
    return getattr(definition, "from_input", None) is not None


def _replace_arguments(field: GraphQLField, items: dict[str, ItemType]) -> GraphQLField:
    kwargs = field.to_kwargs()
    kwargs["args"] = {name: _replace_argument(argument, items) for name, argument in field.args.items()}
    return GraphQLField(**kwargs)


def _replace_argument(argument: GraphQLArgument, items: dict[str, ItemType]) -> GraphQLArgument:
    item = items.get(get_named_type(argument.type).name)
    if item is None:
        return argument
    kwargs = argument.to_kwargs()
    kwargs["type_"] = _wrapped(argument.type, item)
    return GraphQLArgument(**kwargs)


def _wrapped(type_: GraphQLInputType, item: ItemType) -> GraphQLInputType:
    public = get_nullable_type(type_)
    nullable = _ItemList(item, str(public)) if is_list_type(public) else item
    return GraphQLNonNull(nullable) if is_non_null_type(type_) else nullable
