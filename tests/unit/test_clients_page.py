"""docs/clients.md and the example dashboard know every scalar of the schema."""

import re
from pathlib import Path

from graphql import GraphQLScalarType, is_specified_scalar_type

from resolvers.schema import build_schema
from tests.examples import DOCS, blocks_of

CODEGEN = Path(__file__).parents[2] / "examples" / "dashboard" / "codegen.mjs"


def custom_scalars() -> set[str]:
    types = build_schema()._schema.type_map.values()
    return {one.name for one in types if isinstance(one, GraphQLScalarType) and not is_specified_scalar_type(one)}


def test_the_table_of_scalars_is_complete() -> None:
    _, _, section = (DOCS / "clients.md").read_text().partition("\n## Types for the scalars\n")
    table, _, _ = section.partition("\n```")

    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == custom_scalars()


def test_the_configuration_is_that_of_the_example_and_knows_every_scalar() -> None:
    ((_, shown),) = (block for block in blocks_of("clients.md") if block[0] == "js")
    assert shown in CODEGEN.read_text()
    _, _, listed = shown.partition("scalars: {\n")
    assert set(re.findall(r"(\w+): ", listed.partition("}")[0])) == custom_scalars()
