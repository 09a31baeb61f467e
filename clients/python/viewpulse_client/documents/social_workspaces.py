"""The workspaces of the project that the user may see, by their ids."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class SocialWorkspacesVariables(TypedDict):
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class SocialWorkspacesPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class SocialWorkspacesNodes(TypedDict):
    workspaceId: str
    name: str
    timezone: str
    createdAt: str


class SocialWorkspacesAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    totalCount: int | None
    pageInfo: SocialWorkspacesPageInfo
    nodes: list[SocialWorkspacesNodes]


class SocialWorkspacesData(TypedDict):
    socialWorkspaces: SocialWorkspacesAnswer | None


class SocialWorkspacesLiveVariables(TypedDict):
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialWorkspaces: Document[SocialWorkspacesVariables, SocialWorkspacesData] = Document(
    "SocialWorkspaces",
    "socialWorkspaces",
    """\
# The workspaces of the project that the user may see, by their ids.
query SocialWorkspaces($first: Int = 20, $after: String, $last: Int, $before: String) {
  socialWorkspaces(first: $first, after: $after, last: $last, before: $before) {
    id
    asOf
    revision
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      workspaceId
      name
      timezone
      createdAt
    }
  }
}
""",
)
"""The question."""


SocialWorkspacesLive: LiveDocument[SocialWorkspacesLiveVariables, SocialWorkspacesData] = LiveDocument(
    "SocialWorkspacesLive",
    "socialWorkspaces",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialWorkspacesLive(
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $afterRevision: Long
  $every: Duration
) {
  socialWorkspaces(
    first: $first
    after: $after
    last: $last
    before: $before
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      workspaceId
      name
      timezone
      createdAt
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
