"""Enums of ``server/`` in the schema, with a description of each value."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar, cast

import strawberry

Choice = TypeVar("Choice", bound=Enum)


def register_enum(
    kind: type[Choice], description: str, values: Mapping[Choice, str], *, name: str | None = None
) -> None:
    """Makes an enum known to the schema.

    Args:
        kind: The enum.
        description: What all of its values have in common.
        values: What each value means.
        name: What the schema calls it, when not as Python does.

    Raises:
        KeyError: A value has no description.
    """
    strawberry.enum(kind, name=name, description=description)
    for value in cast("Any", kind).__strawberry_definition__.values:
        value.description = values[kind[value.name]]
