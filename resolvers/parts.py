"""Parts: fields of an answer that are read on their own, when they are selected."""

from collections.abc import Callable
from typing import Any

import strawberry

from resolvers.field_metadata import FieldMetadata


def part(*, description: str, metadata: FieldMetadata | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Makes a method a field that is null if it fails: its error names it, and the rest of the answer stays.

    The method's own type need not be nullable.

    Args:
        description: Its description in the schema.
        metadata: Its cost, how long its list is, and what else changes it.
    """

    def make(method: Callable[..., Any]) -> Any:
        method.__annotations__["return"] |= None
        return strawberry.field(method, description=description, metadata=metadata)

    return make
