"""Enums of ``server/`` in the schema, with a description of each value."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar, cast

import strawberry

Choice = TypeVar("Choice", bound=Enum)


def register_enum(
    kind: type[Choice], description: str, values: Mapping[Choice, str], *, name: str | None = None
) -> None:
    """Registers an enum in the schema.

    Args:
        kind: The enum.
        description: The description of the enum.
        values: The description of each value.
        name: The name in the schema, if it differs from the name in Python.

    Raises:
        KeyError: A value has no description.
    """
    strawberry.enum(kind, name=name, description=description)
    for value in cast("Any", kind).__strawberry_definition__.values:
        value.description = values[kind[value.name]]
