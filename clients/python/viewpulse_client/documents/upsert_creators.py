"""Declares names and pictures of creators, so that dashboards need no other source for them."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        CreatorInput,
        ItemStatus,
    )


class UpsertCreatorsVariables(TypedDict):
    creators: Sequence[CreatorInput]


class UpsertCreatorsResultsCreator(TypedDict):
    id: str
    creatorId: str
    name: str | None
    picture: str | None


class UpsertCreatorsResults(TypedDict):
    index: int
    status: ItemStatus
    code: str | None
    message: str | None
    path: list[str] | None
    creator: UpsertCreatorsResultsCreator | None


class UpsertCreatorsAnswer(TypedDict):
    accepted: int
    rejected: int
    results: list[UpsertCreatorsResults]


class UpsertCreatorsData(TypedDict):
    upsertCreators: UpsertCreatorsAnswer


UpsertCreators: Document[UpsertCreatorsVariables, UpsertCreatorsData] = Document(
    "UpsertCreators",
    "upsertCreators",
    """\
# Declares names and pictures of creators, so that dashboards need no other source for them.
mutation UpsertCreators($creators: [CreatorInput!]!) {
  upsertCreators(creators: $creators) {
    accepted
    rejected
    results {
      index
      status
      code
      message
      path
      creator {
        id
        creatorId
        name
        picture
      }
    }
  }
}
""",
)
"""The question."""
