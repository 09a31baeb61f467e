"""The projects of the server with their totals, for its operators."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        TrafficInput,
    )


class ProjectsVariables(TypedDict):
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class ProjectsEdgesNodeStats(TypedDict):
    id: str
    asOf: str | None
    revision: int
    contents: int
    creators: int
    views: int
    plays: int
    watchTime: float
    sessions: int
    pendingEvents: int
    lag: float


class ProjectsEdgesNode(TypedDict):
    projectId: int
    name: str
    createdAt: str
    archivedAt: str | None
    deletedAt: str | None
    cell: str
    stats: ProjectsEdgesNodeStats | None


class ProjectsEdges(TypedDict):
    cursor: str
    node: ProjectsEdgesNode


class ProjectsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class ProjectsAnswer(TypedDict):
    totalCount: int | None
    edges: list[ProjectsEdges]
    pageInfo: ProjectsPageInfo


class ProjectsData(TypedDict):
    projects: ProjectsAnswer | None


Projects: Document[ProjectsVariables, ProjectsData] = Document(
    "Projects",
    "projects",
    """\
# The projects of the server with their totals, for its operators.
query Projects(
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $definition: String = "start@1"
  $include: TrafficInput
) {
  projects(first: $first, after: $after, last: $last, before: $before) {
    totalCount
    edges {
      cursor
      node {
        projectId
        name
        createdAt
        archivedAt
        deletedAt
        cell
        stats(definition: $definition, include: $include) {
          id
          asOf
          revision
          contents
          creators
          views
          plays
          watchTime
          sessions
          pendingEvents
          lag
        }
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
