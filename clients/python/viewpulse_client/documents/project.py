"""One project of the server with its quotas and all of its totals, for operators."""

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


class ProjectVariables(TypedDict):
    projectId: int
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class ProjectQuotas(TypedDict):
    eventsPerDay: int | None
    sessionsPerDay: int | None
    contents: int | None
    customTypes: int | None


class ProjectStatsUniqueViewers(TypedDict):
    count: int
    estimated: bool


class ProjectStats(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    contents: int
    cataloguedContents: int
    creators: int
    views: int
    plays: int
    watchTime: float
    uniqueViewers: ProjectStatsUniqueViewers
    sessions: int
    openSessions: int
    staleScores: int
    pendingBatches: int
    pendingEvents: int
    lag: float


class ProjectAnswer(TypedDict):
    projectId: int
    name: str
    createdAt: str
    archivedAt: str | None
    deletedAt: str | None
    cell: str
    quotas: ProjectQuotas
    stats: ProjectStats | None


class ProjectData(TypedDict):
    project: ProjectAnswer | None


Project: Document[ProjectVariables, ProjectData] = Document(
    "Project",
    "project",
    """\
# One project of the server with its quotas and all of its totals, for operators.
query Project($projectId: Int!, $definition: String = "start@1", $include: TrafficInput) {
  project(projectId: $projectId) {
    projectId
    name
    createdAt
    archivedAt
    deletedAt
    cell
    quotas {
      eventsPerDay
      sessionsPerDay
      contents
      customTypes
    }
    stats(definition: $definition, include: $include) {
      id
      asOf
      revision
      isFinal
      definition
      contents
      cataloguedContents
      creators
      views
      plays
      watchTime
      uniqueViewers {
        count
        estimated
      }
      sessions
      openSessions
      staleScores
      pendingBatches
      pendingEvents
      lag
    }
  }
}
""",
)
"""The question."""
