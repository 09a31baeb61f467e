"""Collects all connected accounts of a workspace soon."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialAccountState,
    )


class CollectSocialWorkspaceVariables(TypedDict):
    workspaceId: str


class CollectSocialWorkspaceAnswer(TypedDict):
    accountId: str
    state: SocialAccountState
    collectedAt: str | None


class CollectSocialWorkspaceData(TypedDict):
    collectSocialWorkspace: list[CollectSocialWorkspaceAnswer]


CollectSocialWorkspace: Document[CollectSocialWorkspaceVariables, CollectSocialWorkspaceData] = Document(
    "CollectSocialWorkspace",
    "collectSocialWorkspace",
    """\
# Collects all connected accounts of a workspace soon.
mutation CollectSocialWorkspace($workspaceId: ID!) {
  collectSocialWorkspace(workspaceId: $workspaceId) {
    accountId
    state
    collectedAt
  }
}
""",
)
"""The question."""
