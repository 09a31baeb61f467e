"""Erases all that is held about a viewer, and refuses what comes later; follow the erasure with its id."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ErasureState,
        ViewerKind,
    )


class EraseViewerVariables(TypedDict):
    id: str
    kind: NotRequired[ViewerKind | None]


class EraseViewerAnswer(TypedDict):
    erasureId: str
    state: ErasureState
    requestedAt: str
    deadline: str


class EraseViewerData(TypedDict):
    eraseViewer: EraseViewerAnswer


EraseViewer: Document[EraseViewerVariables, EraseViewerData] = Document(
    "EraseViewer",
    "eraseViewer",
    """\
# Erases all that is held about a viewer, and refuses what comes later; follow the erasure with its id.
mutation EraseViewer($id: ID!, $kind: ViewerKind = USER) {
  eraseViewer(id: $id, kind: $kind) {
    erasureId
    state
    requestedAt
    deadline
  }
}
""",
)
"""The question."""
