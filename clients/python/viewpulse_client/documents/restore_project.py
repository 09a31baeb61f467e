"""Lets an archived project take events again, for operators."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class RestoreProjectVariables(TypedDict):
    projectId: int


class RestoreProjectAnswer(TypedDict):
    projectId: int
    name: str
    archivedAt: str | None


class RestoreProjectData(TypedDict):
    restoreProject: RestoreProjectAnswer


RestoreProject: Document[RestoreProjectVariables, RestoreProjectData] = Document(
    "RestoreProject",
    "restoreProject",
    """\
# Lets an archived project take events again, for operators.
mutation RestoreProject($projectId: Int!) {
  restoreProject(projectId: $projectId) {
    projectId
    name
    archivedAt
  }
}
""",
)
"""The question."""
