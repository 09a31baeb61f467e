"""Scalars that are not those of a library."""

import json
from datetime import timedelta

import pytest
from graphql import GraphQLError

from resolvers.scalars import MAX_LONG
from resolvers.schema import build_schema

SCHEMA = build_schema()._schema


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("1s", timedelta(seconds=1)),
        ("90m", timedelta(minutes=90)),
        ("86400s", timedelta(days=1)),
        ("24h", timedelta(days=1)),
        ("7776000s", timedelta(days=90)),
    ],
)
def test_a_duration_is_a_number_and_its_unit(text: str, duration: timedelta) -> None:
    scalar = SCHEMA.type_map["Duration"]
    assert scalar.parse_value(text) == duration  # type: ignore[attr-defined]
    assert scalar.parse_value(scalar.serialize(duration)) == duration  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["1s", "90m", "1d", "7d", "23h", "86401s", "90d"])
def test_a_duration_is_written_in_the_largest_unit_that_fits(text: str) -> None:
    scalar = SCHEMA.type_map["Duration"]
    assert scalar.serialize(scalar.parse_value(text)) == text  # type: ignore[attr-defined]


def test_a_long_is_exact_for_readers_that_know_floats_only_or_it_is_an_error() -> None:
    scalar = SCHEMA.type_map["Long"]
    for number in (MAX_LONG, -MAX_LONG, MAX_LONG - 1):
        assert scalar.serialize(number) == int(float(json.dumps(number))) == number  # type: ignore[attr-defined]
    for number in (MAX_LONG + 1, -MAX_LONG - 1):
        with pytest.raises(GraphQLError, match="within ±2\\^53"):
            scalar.serialize(number)  # type: ignore[attr-defined]
