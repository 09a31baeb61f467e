"""Documents of GraphQL that know the types of their variables and of their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Variables = TypeVar("Variables")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Operation(Generic[Variables, Answer]):
    """An operation of the server.

    Attributes:
        name: Of the operation.
        field: Under which the answer has what was asked for first.
        text: The document.
    """

    name: str
    field: str
    text: str


class Document(_Operation[Variables, Answer]):
    """A query or a mutation."""


class LiveDocument(_Operation[Variables, Answer]):
    """A subscription."""
