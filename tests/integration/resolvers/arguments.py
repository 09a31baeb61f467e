"""Calls of every field with arguments, made from the schema; a test chooses the value of one argument."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
)

from resolvers.schema import build_schema

SCHEMA = build_schema()._schema
VALUES: dict[str, Any] = {"ID": "c1", "String": "text", "Int": 5, "Float": 1.5, "Boolean": True, "JSONObject": {}}
VALUES |= {"DateTime": "2026-03-01T00:00:00Z", "DateOrDateTime": "2026-03-02", "RangeInput": {"last": "7d"}}
VALUES |= {"FunnelStepInput": {"types": ["LIKE"]}, "FunnelExclusionInput": {"types": ["HIDE"]}}
VALUES |= {"Duration": "10s", "OfInput": {"contentId": "c1"}, "SalesOfInput": {"contentId": "c1"}}
VALUES |= {"BoxInput": {"south": 1.0, "west": 1.0, "north": 1.1, "east": 1.1}}
LITERALS = {"step": "1", "projectId": "1"}
"""What arguments are that cannot be any value of their type."""
NEEDED = {"revenue": 'currency: "EUR"'}
"""What the fields of an answer need of the question: a breakdown of sales, their currency."""


@dataclass(frozen=True)
class Taken:
    """An argument of a field.

    Attributes:
        kind: query, mutation or subscription.
        fields: The root field, and the field in it whose argument it is.
        name: The argument.
        argument: Its definition.
    """

    kind: str
    fields: tuple[tuple[str, GraphQLField], ...]
    name: str
    argument: GraphQLArgument

    def __str__(self) -> str:
        return f"{self.kind} {'.'.join(name for name, _ in self.fields)}({self.name}:)"

    def call(self, value: Any, *, nullable: bool = False) -> tuple[str, dict[str, Any]]:
        """The operation that passes a value for the argument by a variable, and what it needs for the others."""
        type_ = get_nullable_type(self.argument.type) if nullable else self.argument.type
        selected = "__typename"
        for level, (name, field) in enumerate(reversed(self.fields)):
            passed = [f"{self.name}: $value"] if level == 0 else []
            passed += [
                f"{other}: {LITERALS.get(other) or _literal(taken.type)}"
                for other, taken in field.args.items()
                if is_required_argument(taken) and not (level == 0 and other == self.name)
            ]
            passed += [NEEDED[name]] if level == 1 and name in NEEDED else []
            inner = "" if is_leaf_type(get_named_type(field.type)) else f"{{ {selected} }}"
            arguments = f"({', '.join(passed)})" if passed else ""
            selected = f"{name}{arguments} {inner}"
        return f"{self.kind}($value: {type_}) {{ {selected} }}", {"value": value}


def every_argument() -> Iterator[Taken]:
    """Those of root fields, and of the fields of what these answer."""
    roots = {"query": SCHEMA.query_type, "mutation": SCHEMA.mutation_type, "subscription": SCHEMA.subscription_type}
    for kind, root in roots.items():
        assert isinstance(root, GraphQLObjectType)
        for name, field in root.fields.items():
            yield from (Taken(kind, ((name, field),), key, taken) for key, taken in field.args.items())
            answer = get_named_type(field.type)
            for inner, found in answer.fields.items() if isinstance(answer, GraphQLObjectType) else ():
                path = ((name, field), (inner, found))
                yield from (Taken(kind, path, key, taken) for key, taken in found.args.items())


def values_with(type_: GraphQLInputType, scalar: str, extreme: Any) -> Iterator[tuple[Any, list[str | int]]]:
    """Values of a type in which one scalar is the extreme, and where it stands."""
    named, nullable = get_named_type(type_), get_nullable_type(type_)
    if is_list_type(nullable):
        yield from (([value], [0, *path]) for value, path in values_with(nullable.of_type, scalar, extreme))
    elif named.name == scalar:
        yield extreme, []
    elif isinstance(named, GraphQLInputObjectType):
        for name, field in named.fields.items():
            others = {} if named.is_one_of else _required(named)
            for value, path in values_with(field.type, scalar, extreme):
                yield {**others, name: value}, [name, *path]


def sample(type_: GraphQLInputType) -> Any:
    """A good value of a type."""
    nullable, named = get_nullable_type(type_), get_named_type(type_)
    if is_list_type(nullable):
        return [sample(nullable.of_type)]
    if named.name in VALUES:
        return VALUES[named.name]
    if isinstance(named, GraphQLEnumType):
        return next(iter(named.values))
    assert isinstance(named, GraphQLInputObjectType)
    return _required(named)


def _required(named: GraphQLInputObjectType) -> dict[str, Any]:
    return {name: sample(field.type) for name, field in named.fields.items() if is_required_input_field(field)}


def _literal(type_: GraphQLInputType, value: Any = None) -> str:
    value = sample(type_) if value is None else value
    nullable, named = get_nullable_type(type_), get_named_type(type_)
    if is_list_type(nullable):
        return "[" + ", ".join(_literal(nullable.of_type, item) for item in value) + "]"
    if isinstance(named, GraphQLInputObjectType):
        return "{" + ", ".join(f"{name}: {_literal(named.fields[name].type, one)}" for name, one in value.items()) + "}"
    return str(value) if isinstance(named, GraphQLEnumType) else json.dumps(value)


def takes_null(argument: GraphQLArgument) -> bool:
    """Whether null is a value of an argument's type."""
    return not is_non_null_type(argument.type)
