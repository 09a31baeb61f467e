"""A workspace and the states of its social accounts."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialAccountState,
        SocialNetwork,
    )


class SocialWorkspaceVariables(TypedDict):
    workspaceId: str


class SocialWorkspaceAccounts(TypedDict):
    accountId: str
    network: SocialNetwork
    handle: str
    state: SocialAccountState
    stateReason: str | None
    stateSince: str
    collectedAt: str | None


class SocialWorkspaceAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    workspaceId: str
    name: str
    timezone: str
    createdAt: str
    seriesDays: int | None
    aggregatesDays: int | None
    aggregatedAt: str | None
    members: list[str]
    accounts: list[SocialWorkspaceAccounts]


class SocialWorkspaceData(TypedDict):
    socialWorkspace: SocialWorkspaceAnswer | None


class SocialWorkspaceLiveVariables(TypedDict):
    workspaceId: str
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialWorkspace: Document[SocialWorkspaceVariables, SocialWorkspaceData] = Document(
    "SocialWorkspace",
    "socialWorkspace",
    """\
# A workspace and the states of its social accounts.
query SocialWorkspace($workspaceId: ID!) {
  socialWorkspace(workspaceId: $workspaceId) {
    id
    asOf
    revision
    workspaceId
    name
    timezone
    createdAt
    seriesDays
    aggregatesDays
    aggregatedAt
    members
    accounts {
      accountId
      network
      handle
      state
      stateReason
      stateSince
      collectedAt
    }
  }
}
""",
)
"""The question."""


SocialWorkspaceLive: LiveDocument[SocialWorkspaceLiveVariables, SocialWorkspaceData] = LiveDocument(
    "SocialWorkspaceLive",
    "socialWorkspace",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialWorkspaceLive($workspaceId: ID!, $afterRevision: Long, $every: Duration) {
  socialWorkspace(
    workspaceId: $workspaceId
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    workspaceId
    name
    timezone
    createdAt
    seriesDays
    aggregatesDays
    aggregatedAt
    members
    accounts {
      accountId
      network
      handle
      state
      stateReason
      stateSince
      collectedAt
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
