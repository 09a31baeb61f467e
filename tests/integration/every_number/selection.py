"""Selections of every field there is, read from the schema: new fields are included automatically."""

from collections.abc import Mapping, Sequence

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type, is_required_argument

from tests.integration.every_number.filling import SCHEMA

Given = Mapping[str, Sequence[str]]


def every_field(type_name: str, given: Given | None = None) -> str:
    """The selection of all fields of a type, of their fields, and so on.

    Args:
        type_name: The type.
        given: For a field, as ``Type.field``: how it is asked for instead, such as ``social: rate(profile: SOCIAL)``;
            several times, or not at all. The selection of its fields is added.

    Raises:
        AssertionError: A field needs arguments, and none are given.
    """
    return _selection(SCHEMA._schema, type_name, given or {})


def only(type_name: str, given: Given, below: Given | None = None) -> str:
    """The selection of some fields of a type, and of all fields below them.

    Args:
        type_name: The type.
        given: For each of the fields, how it is asked for.
        below: As ``given`` of ``every_field``, for fields of the types below.
    """
    kind = SCHEMA._schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType), type_name
    asked = {f"{type_name}.{name}": given.get(name, ()) for name in kind.fields}
    return every_field(type_name, {**asked, **(below or {})})


def _selection(schema: GraphQLSchema, type_name: str, given: Given) -> str:
    kind = schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType), type_name
    parts = []
    for name, field in kind.fields.items():
        asked = given.get(f"{type_name}.{name}")
        if asked is None:
            assert not any(map(is_required_argument, field.args.values())), f"{type_name}.{name} needs arguments"
            asked = [name]
        if not asked:
            continue
        inner = get_named_type(field.type)
        below = "" if is_leaf_type(inner) else f" {_selection(schema, inner.name, given)}"
        parts += [f"{way}{below}" for way in asked]
    return "{ " + " ".join(parts) + " }"
