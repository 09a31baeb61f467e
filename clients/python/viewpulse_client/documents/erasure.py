"""How far an erasure is, and what named the viewer, by table."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ErasureState,
    )


class ErasureVariables(TypedDict):
    id: str


class ErasureTables(TypedDict):
    table: str
    rows: int


class ErasureAnswer(TypedDict):
    id: str
    revision: int
    erasureId: str
    state: ErasureState
    requestedAt: str
    deadline: str
    finishedAt: str | None
    tables: list[ErasureTables]


class ErasureData(TypedDict):
    erasure: ErasureAnswer | None


class ErasureLiveVariables(TypedDict):
    id: str
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Erasure: Document[ErasureVariables, ErasureData] = Document(
    "Erasure",
    "erasure",
    """\
# How far an erasure is, and what named the viewer, by table.
query Erasure($id: ID!) {
  erasure(id: $id) {
    id
    revision
    erasureId
    state
    requestedAt
    deadline
    finishedAt
    tables {
      table
      rows
    }
  }
}
""",
)
"""The question."""


ErasureLive: LiveDocument[ErasureLiveVariables, ErasureData] = LiveDocument(
    "ErasureLive",
    "erasure",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription ErasureLive($id: ID!, $afterRevision: Long, $every: Duration) {
  erasure(id: $id, afterRevision: $afterRevision, every: $every) {
    id
    revision
    erasureId
    state
    requestedAt
    deadline
    finishedAt
    tables {
      table
      rows
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
