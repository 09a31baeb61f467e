"""The workspaces of the project."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class SocialWorkspacesWorkspaces(TypedDict):
    workspaceId: str
    name: str
    timezone: str
    createdAt: str


class SocialWorkspacesAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    workspaces: list[SocialWorkspacesWorkspaces]


class SocialWorkspacesData(TypedDict):
    socialWorkspaces: SocialWorkspacesAnswer | None


class SocialWorkspacesLiveVariables(TypedDict):
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialWorkspaces: Document[None, SocialWorkspacesData] = Document(
    "SocialWorkspaces",
    "socialWorkspaces",
    """\
# The workspaces of the project.
query SocialWorkspaces {
  socialWorkspaces {
    id
    asOf
    revision
    workspaces {
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
subscription SocialWorkspacesLive($afterRevision: Long, $every: Duration) {
  socialWorkspaces(afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    workspaces {
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
