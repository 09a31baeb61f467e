"""Recomputes the scores of all contents now."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class RecomputeScoresAnswer(TypedDict):
    contents: int
    finishedAt: str


class RecomputeScoresData(TypedDict):
    recomputeScores: RecomputeScoresAnswer


RecomputeScores: Document[None, RecomputeScoresData] = Document(
    "RecomputeScores",
    "recomputeScores",
    """\
# Recomputes the scores of all contents now.
mutation RecomputeScores {
  recomputeScores {
    contents
    finishedAt
  }
}
""",
)
"""The question."""
