"""Batch inputs whose items are validated one by one, so that an invalid item does not reject the others."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from strawberry.types.arguments import InputContext

MAX_DECODED = 101
"""Number of items that are decoded: one more than the limit is enough to reject the batch."""

Input = TypeVar("Input", bound=type)
Decoded = TypeVar("Decoded")


def as_sent(cls: Input) -> Input:
    """Makes resolvers receive values of an input type as they were sent; resolvers decode them with ``decode_items``.

    The transport neither coerces nor validates such values.
    """
    cast("Any", cls).__strawberry_definition__.from_input = _unchanged
    return cls


def decode_items(items: Sequence[object], decode: Callable[[object], Decoded]) -> list[Decoded]:
    """Decodes each item, or returns a rejection.

    Args:
        items: The items as sent: undecoded JSON, or JSON-like values.
        decode: Decodes one item.
    """
    return [decode(item) for item in items[:MAX_DECODED]]


def _unchanged(_cls: type, value: object, _context: InputContext) -> object:
    return value
