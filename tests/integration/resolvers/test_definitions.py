"""docs/definitions.md defines exactly the fields of the analytics types, but for social networks (docs/social.md)."""

import re
from collections import defaultdict
from pathlib import Path

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type

from resolvers.schema import ROOT_FIELDS, build_schema

PAGE = Path(__file__).parents[3] / "docs" / "definitions.md"


def fields_of_the_schema(schema: GraphQLSchema) -> dict[str, set[str]]:
    """Fields of every type that an analytics answer can hold; those of an interface under its own name only."""
    assert schema.query_type
    found: dict[str, set[str]] = {}
    waiting = [
        get_named_type(schema.query_type.fields[name].type)
        for name, root in ROOT_FIELDS.items()
        if root.is_live and not name.startswith("social")
    ]
    while waiting:
        kind = waiting.pop()
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) or kind.name in found:
            continue
        inherited = {name for interface in kind.interfaces for name in interface.fields}
        own = {name: field for name, field in kind.fields.items() if not name.startswith("social")}
        found[kind.name] = own.keys() - inherited
        waiting += kind.interfaces
        waiting += [get_named_type(field.type) for field in own.values()]
    return found


def fields_of_the_page() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    types: list[str] = []
    for line in PAGE.read_text().splitlines():
        if line.startswith("## "):
            types = line.removeprefix("## ").split(" and ")
        elif row := re.match(r"\| `(\w+)` \| (\S[^|]*) \|[^|]*\|$", line):
            for name in types:
                found[name].add(row[1])
    return found


def test_every_metric_is_defined() -> None:
    assert fields_of_the_page() == fields_of_the_schema(build_schema()._schema)
