"""Floats of answers have six decimals at most; units are the same wherever a metric is shown."""

import re
from types import SimpleNamespace

import pytest
from graphql import GraphQLField, GraphQLFloat, GraphQLObjectType, GraphQLSchema, get_named_type, get_nullable_type

from resolvers.rounding import DECIMALS, round_floats
from resolvers.schema import build_schema

SCHEMA = build_schema()._schema
OBJECTS = [
    kind for kind in SCHEMA.type_map.values() if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
]
FIELDS = {f"{kind.name}.{name}": field for kind in OBJECTS for name, field in kind.fields.items()}
FACTORS = {"averagePlaybackRate": "1 is normal speed"}
"""What is called a rate as in HTML, and is none of a whole."""


def answered(value: object) -> object:
    """What a Float field whose resolver returns the value answers."""
    field = GraphQLField(GraphQLFloat, resolve=lambda *_: value)
    round_floats(GraphQLSchema(GraphQLObjectType("Query", {"number": field})))
    return field.resolve(None, SimpleNamespace())  # type: ignore[misc]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (100 / 3, 33.333333),
        (0.1 + 0.2, 0.3),
        (2 / 3 * 1e-5, 7e-06),
        (123_456_789.123, 123_456_789.123),
        (-80.0000004, -80.0),
        (7, 7.0),
    ],
)
def test_a_float_is_rounded_to_six_decimals(value: object, shown: object) -> None:
    assert answered(value) == shown


def test_what_is_rounded_to_zero_has_no_sign() -> None:
    assert str(answered(-1e-9)) == "0.0"


def test_every_float_of_an_answer_is_rounded() -> None:
    floats = {name: field for name, field in FIELDS.items() if get_named_type(field.type) is GraphQLFloat}
    assert len(floats) > 100
    assert not [name for name, field in floats.items() if get_nullable_type(field.type) is not GraphQLFloat]
    assert {field.resolve.__qualname__ for field in floats.values() if field.resolve} == {"_rounded.<locals>.answer"}
    assert DECIMALS == 6, "docs/definitions.md says so"


def test_whatever_is_called_a_rate_or_a_share_says_that_it_is_in_percent() -> None:
    named = {
        name: field
        for name, field in FIELDS.items()
        if re.search("([Rr]ate|percentage|percentile|Percent)$", name.partition(".")[2])
    }
    assert len(named) > 25
    for name, field in named.items():
        text = field.description or ""
        factor = FACTORS.get(name.partition(".")[2])
        assert factor in text if factor else re.search(r"\* 100|percent", text, re.IGNORECASE), name


def test_whatever_is_called_a_score_says_how_high_it_can_be() -> None:
    scores = {name: field for name, field in FIELDS.items() if name.endswith(("Score", "Part"))}
    numbers = {name: field for name, field in scores.items() if get_named_type(field.type) is GraphQLFloat}
    assert len(numbers) > 10
    assert not [name for name, field in numbers.items() if "100" not in (field.description or "")]


def test_each_engagement_rate_is_by_default_that_of_the_same_profile() -> None:
    taking = [field.args["profile"] for field in FIELDS.values() if "profile" in field.args]
    assert len(taking) > 8
    assert {argument.default_value for argument in taking} == {taking[0].default_value}
    fixed = {name: field for name, field in FIELDS.items() if name.endswith(".engagementRate") and not field.args}
    del fixed["Comparison.engagementRate"]  # its field has the profile
    fixed = {name: field for name, field in fixed.items() if not name.startswith("Social")}  # over what networks give
    assert len(fixed) > 1
    for name, field in fixed.items():
        assert (field.description or "").startswith("(likes + comments + shares) / views * 100"), name
