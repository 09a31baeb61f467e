"""An admin declares whether viewers are bots; with null, the events decide again."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ItemStatus,
        ViewerClassInput,
    )


class ClassifyViewersVariables(TypedDict):
    viewers: Sequence[ViewerClassInput]


class ClassifyViewersProblems(TypedDict):
    index: int
    status: ItemStatus
    viewerId: str | None
    code: str | None
    message: str | None
    path: list[str] | None


class ClassifyViewersAnswer(TypedDict):
    accepted: int
    rejected: int
    problems: list[ClassifyViewersProblems]


class ClassifyViewersData(TypedDict):
    classifyViewers: ClassifyViewersAnswer


ClassifyViewers: Document[ClassifyViewersVariables, ClassifyViewersData] = Document(
    "ClassifyViewers",
    "classifyViewers",
    """\
# An admin declares whether viewers are bots; with null, the events decide again.
mutation ClassifyViewers($viewers: [ViewerClassInput!]!) {
  classifyViewers(viewers: $viewers) {
    accepted
    rejected
    problems {
      index
      status
      viewerId
      code
      message
      path
    }
  }
}
""",
)
"""The question."""
