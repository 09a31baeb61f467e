"""Who agreed to what when, newest first; with `at`, what was in force then."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ConsentPurpose,
        ConsentSubjectInput,
        Role,
    )


class ConsentHistoryVariables(TypedDict):
    subject: NotRequired[ConsentSubjectInput | None]
    at: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class ConsentHistoryEdgesNode(TypedDict):
    id: str
    userId: str | None
    sessionId: str | None
    at: str
    purposes: list[ConsentPurpose]
    version: str
    source: str | None
    role: Role | None


class ConsentHistoryEdges(TypedDict):
    cursor: str
    node: ConsentHistoryEdgesNode


class ConsentHistoryPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class ConsentHistoryAnswer(TypedDict):
    totalCount: int | None
    edges: list[ConsentHistoryEdges]
    pageInfo: ConsentHistoryPageInfo


class ConsentHistoryData(TypedDict):
    consentHistory: ConsentHistoryAnswer | None


ConsentHistory: Document[ConsentHistoryVariables, ConsentHistoryData] = Document(
    "ConsentHistory",
    "consentHistory",
    """\
# Who agreed to what when, newest first; with `at`, what was in force then.
query ConsentHistory(
  $subject: ConsentSubjectInput
  $at: DateTime
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
) {
  consentHistory(subject: $subject, at: $at, first: $first, after: $after, last: $last, before: $before) {
    totalCount
    edges {
      cursor
      node {
        id
        userId
        sessionId
        at
        purposes
        version
        source
        role
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
""",
)
"""The question."""
