"""Lets a project take no more events, for operators."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class ArchiveProjectVariables(TypedDict):
    projectId: int


class ArchiveProjectAnswer(TypedDict):
    projectId: int
    name: str
    archivedAt: str | None


class ArchiveProjectData(TypedDict):
    archiveProject: ArchiveProjectAnswer


ArchiveProject: Document[ArchiveProjectVariables, ArchiveProjectData] = Document(
    "ArchiveProject",
    "archiveProject",
    """\
# Lets a project take no more events, for operators.
mutation ArchiveProject($projectId: Int!) {
  archiveProject(projectId: $projectId) {
    projectId
    name
    archivedAt
  }
}
""",
)
"""The question."""
