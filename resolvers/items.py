"""Inputs that are judged one by one: each item of a list is decoded, and refused, without its neighbours."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from strawberry.types.arguments import InputContext

MOST = 101
"""Items that are decoded: one too many is refused like a thousand, and costs less."""

Input = TypeVar("Input", bound=type)
Decoded = TypeVar("Decoded")


def as_sent(cls: Input) -> Input:
    """Has resolvers receive values of an input type as they were sent; they decode them with ``judge``.

    The transport leaves such values alone as well: it neither coerces nor validates them.
    """
    cast("Any", cls).__strawberry_definition__.from_input = _unchanged
    return cls


def judge(items: Sequence[object], decode: Callable[[object], Decoded]) -> list[Decoded]:
    """What each item is, or why it is nothing.

    Args:
        items: As sent: undecoded JSON, or JSON-like values.
        decode: Decodes one.
    """
    return [decode(item) for item in items[:MOST]]


def _unchanged(_cls: type, value: object, _context: InputContext) -> object:
    return value
