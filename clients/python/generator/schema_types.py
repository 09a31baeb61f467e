"""The types of GraphQL as those of Python."""

import keyword
from collections.abc import Iterable, Iterator
from typing import Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLOutputType,
    get_named_type,
)

WIDTH = 120
HEAD = '''"""{about}"""

# Written by `python -m generator`; do not edit.

from __future__ import annotations
'''
SCALARS: Final = {
    "ID": "str",
    "String": "str",
    "Int": "int",
    "Long": "int",
    "Float": "float",
    "Boolean": "bool",
    "DateTime": "str",
    "DateOrDateTime": "str",
    "Duration": "str",
    "JSON": "Any",
}


def input_name(kind: GraphQLInputType) -> str:
    """What may be sent, null included if the schema takes it."""
    if isinstance(kind, GraphQLNonNull):
        return _given(kind.of_type)
    return f"{_given(kind)} | None"


def _given(kind: GraphQLInputType) -> str:
    if isinstance(kind, GraphQLList):
        return f"Sequence[{input_name(kind.of_type)}]"
    assert not isinstance(kind, GraphQLNonNull)
    return "Mapping[str, Any]" if kind.name == "JSONObject" else SCALARS.get(kind.name, kind.name)


def output_name(kind: GraphQLOutputType, named: str) -> str:
    """What is answered, around the name of the type inside."""
    if isinstance(kind, GraphQLNonNull):
        return _answered(kind.of_type, named)
    return f"{_answered(kind, named)} | None"


def _answered(kind: GraphQLOutputType, named: str) -> str:
    return f"list[{output_name(kind.of_type, named)}]" if isinstance(kind, GraphQLList) else named


def leaf_name(kind: GraphQLNamedType) -> str:
    """A scalar or an enum of an answer."""
    return "dict[str, Any]" if kind.name == "JSONObject" else SCALARS.get(kind.name, kind.name)


def reachable(kinds: Iterable[GraphQLNamedType]) -> Iterator[GraphQLEnumType | GraphQLInputObjectType]:
    """Enums and inputs among some types, and what these consist of, each once."""
    waiting, seen = list(kinds), set[str]()
    while waiting:
        kind = waiting.pop()
        if kind.name in seen or not isinstance(kind, GraphQLEnumType | GraphQLInputObjectType):
            continue
        seen.add(kind.name)
        yield kind
        if isinstance(kind, GraphQLInputObjectType):
            waiting += [get_named_type(field.type) for field in kind.fields.values()]


def docstring(text: str | None, indent: str = "    ") -> str:
    """A description as a docstring or an attribute's comment, on lines that are short enough."""
    words, lines = " ".join((text or "").split()).replace("\\", "\\\\").replace('"""', "'''").split(" "), [""]
    for word in words:
        if lines[-1] and len(f"{indent}{lines[-1]} {word}") > WIDTH - 6:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""\n'
    return f'{indent}"""{lines[0]}\n' + "".join(f"{indent}{line}\n" for line in lines[1:]) + f'{indent}"""\n'


def literal(name: str, values: Iterable[str]) -> str:
    """An alias of some texts."""
    texts = [f'"{value}"' for value in values]
    line = f"{name}: TypeAlias = Literal[{', '.join(texts)}]\n"
    if len(line) <= WIDTH + 1:
        return line
    return f"{name}: TypeAlias = Literal[\n" + "".join(f"    {text},\n" for text in texts) + "]\n"


def typed_dict(name: str, fields: Iterable[tuple[str, str, str | None]], about: str | None) -> str:
    """A class; each field has a name, a type, and what it says."""
    fields = list(fields)
    if any(keyword.iskeyword(field) for field, _, _ in fields):
        items = "".join(f'        "{field}": "{kind}",\n' for field, kind, _ in fields)
        return f'{name} = TypedDict(\n    "{name}",\n    {{\n{items}    }},\n)\n'
    lines = [f"class {name}(TypedDict):\n"]
    if about:
        lines += [docstring(about), "\n"]
    for field, kind, says in fields:
        lines.append(f"    {field}: {kind}\n")
        if says:
            lines.append(docstring(says))
    return "".join(lines)


def optional(kind: str) -> str:
    """The type of a key that may be left out."""
    return f"NotRequired[{kind}]"
