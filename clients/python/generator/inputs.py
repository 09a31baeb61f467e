"""Writes ``inputs.py``: what is sent, as the schema names it."""

from collections.abc import Iterable

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLNamedType, Undefined, is_non_null_type

from generator.schema_types import HEAD, docstring, input_name, literal, optional, reachable, typed_dict

IMPORTS = """
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias
"""


def inputs_module(kinds: Iterable[GraphQLNamedType]) -> str:
    """The module with some types and those that they consist of.

    Enums and inputs are in it by their names of the schema.
    """
    parts = [HEAD.format(about="What is sent to the server, and its enums, as the schema names them.") + IMPORTS]
    for kind in sorted(reachable(kinds), key=lambda kind: (not isinstance(kind, GraphQLEnumType), kind.name)):
        if isinstance(kind, GraphQLEnumType):
            parts.append(literal(kind.name, kind.values) + docstring(kind.description, ""))
        else:
            parts.append(_input(kind))
    return "\n\n".join(part.strip("\n") + "\n" for part in parts)


def _input(kind: GraphQLInputObjectType) -> str:
    fields = []
    for name, field in kind.fields.items():
        must = is_non_null_type(field.type) and field.default_value is Undefined
        sent = input_name(field.type)
        fields.append((name, sent if must else optional(sent), field.description))
    return typed_dict(kind.name, fields, kind.description)
