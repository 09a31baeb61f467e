"""Declares a workspace of social accounts, or changes it."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class UpsertSocialWorkspaceVariables(TypedDict):
    workspaceId: str
    name: str
    timezone: NotRequired[str | None]
    seriesDays: NotRequired[int | None]
    aggregatesDays: NotRequired[int | None]


class UpsertSocialWorkspaceAnswer(TypedDict):
    workspaceId: str
    name: str
    timezone: str
    seriesDays: int | None
    aggregatesDays: int | None


class UpsertSocialWorkspaceData(TypedDict):
    upsertSocialWorkspace: UpsertSocialWorkspaceAnswer


UpsertSocialWorkspace: Document[UpsertSocialWorkspaceVariables, UpsertSocialWorkspaceData] = Document(
    "UpsertSocialWorkspace",
    "upsertSocialWorkspace",
    """\
# Declares a workspace of social accounts, or changes it.
mutation UpsertSocialWorkspace(
  $workspaceId: ID!
  $name: String!
  $timezone: String = "UTC"
  $seriesDays: Int
  $aggregatesDays: Int
) {
  upsertSocialWorkspace(
    workspaceId: $workspaceId
    name: $name
    timezone: $timezone
    seriesDays: $seriesDays
    aggregatesDays: $aggregatesDays
  ) {
    workspaceId
    name
    timezone
    seriesDays
    aggregatesDays
  }
}
""",
)
"""The question."""
