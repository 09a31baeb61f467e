"""Documents of GraphQL that know the types of their variables and of their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

Variables = TypeVar("Variables")
Answer = TypeVar("Answer")
Answered_co = TypeVar("Answered_co", covariant=True)


@dataclass(frozen=True)
class Question(Generic[Answered_co]):
    """A query or a mutation with its variables, as ``query`` takes it.

    Attributes:
        document: The text of the document.
        field: Under which the answer has what was asked for first.
        variables: As the API names them.
    """

    document: str
    field: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class LiveQuestion(Generic[Answered_co]):
    """A subscription with its variables, as ``subscribe`` takes it; the attributes are those of a ``Question``."""

    document: str
    field: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class Document(Generic[Variables, Answer]):
    """A query or a mutation; called with its variables, it is a question.

    Attributes:
        name: Of the operation.
        field: Under which the answer has what was asked for first.
        text: The document.
    """

    name: str
    field: str
    text: str

    @overload
    def __call__(self: Document[None, Answer]) -> Question[Answer]: ...
    @overload
    def __call__(self, variables: Variables) -> Question[Answer]: ...
    def __call__(self, variables: Any = None) -> Question[Answer]:
        """The question.

        Args:
            variables: As the document declares them, with the names of the API.
        """
        return Question(self.text, self.field, variables or {})


@dataclass(frozen=True)
class LiveDocument(Generic[Variables, Answer]):
    """A subscription; called with its variables, it is a live question. The attributes are those of a ``Document``."""

    name: str
    field: str
    text: str

    @overload
    def __call__(self: LiveDocument[None, Answer]) -> LiveQuestion[Answer]: ...
    @overload
    def __call__(self, variables: Variables) -> LiveQuestion[Answer]: ...
    def __call__(self, variables: Any = None) -> LiveQuestion[Answer]:
        """The live question.

        Args:
            variables: As the document declares them, with the names of the API.
        """
        return LiveQuestion(self.text, self.field, variables or {})
