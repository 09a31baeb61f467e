"""What the token may do, and its project as an admin of it sees it."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ConsentPolicy,
        Role,
    )


class OwnProjectProjectQuotas(TypedDict):
    eventsPerDay: int | None
    sessionsPerDay: int | None
    contents: int | None
    customTypes: int | None


class OwnProjectProject(TypedDict):
    projectId: int
    name: str
    createdAt: str
    archivedAt: str | None
    consent: ConsentPolicy
    quotas: OwnProjectProjectQuotas


class OwnProjectAnswer(TypedDict):
    userId: str
    role: Role
    expiresAt: str | None
    project: OwnProjectProject | None


class OwnProjectData(TypedDict):
    me: OwnProjectAnswer | None


OwnProject: Document[None, OwnProjectData] = Document(
    "OwnProject",
    "me",
    """\
# What the token may do, and its project as an admin of it sees it.
query OwnProject {
  me {
    userId
    role
    expiresAt
    project {
      projectId
      name
      createdAt
      archivedAt
      consent
      quotas {
        eventsPerDay
        sessionsPerDay
        contents
        customTypes
      }
    }
  }
}
""",
)
"""The question."""
