"""Creates a project, for operators."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class CreateProjectVariables(TypedDict):
    name: NotRequired[str | None]
    cell: NotRequired[str | None]


class CreateProjectAnswer(TypedDict):
    projectId: int
    name: str
    createdAt: str
    cell: str


class CreateProjectData(TypedDict):
    createProject: CreateProjectAnswer


CreateProject: Document[CreateProjectVariables, CreateProjectData] = Document(
    "CreateProject",
    "createProject",
    """\
# Creates a project, for operators.
mutation CreateProject($name: String, $cell: String = "default") {
  createProject(name: $name, cell: $cell) {
    projectId
    name
    createdAt
    cell
  }
}
""",
)
"""The question."""
