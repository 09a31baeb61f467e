"""Rounds the Floats of answers, in one place: where a field is answered.

What is computed, sorted, compared and kept stays as exact as it is (ADR 50).
"""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLFloat, GraphQLSchema, default_field_resolver, get_nullable_type, is_object_type

DECIMALS = 6
"""A millionth of a percent, a microsecond, or a decimetre of latitude."""


def round_floats(schema: GraphQLSchema) -> None:
    """Makes every Float field of a schema answer with at most ``DECIMALS`` decimals."""
    for kind in schema.type_map.values():
        if is_object_type(kind):
            for field in kind.fields.values():
                if get_nullable_type(field.type) is GraphQLFloat:
                    field.resolve = _rounded(field.resolve or default_field_resolver)


def _rounded(resolve: Callable[..., Any]) -> Callable[..., float | None]:
    def answer(source: Any, info: Any, **arguments: Any) -> float | None:
        value = resolve(source, info, **arguments)
        return None if value is None else round(float(value), DECIMALS) + 0.0  # never -0.0

    return answer
