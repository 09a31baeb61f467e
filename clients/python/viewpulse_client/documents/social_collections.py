"""The last collections of the accounts of a workspace, and how far those are that are under way."""

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
        SocialOutcome,
    )


class SocialCollectionsVariables(TypedDict):
    workspaceId: str


class SocialCollectionsAccountsCollections(TypedDict):
    startedAt: str
    endedAt: str | None
    duration: float | None
    outcome: SocialOutcome | None
    detail: str | None
    calls: int
    posts: int
    postsDue: int | None


class SocialCollectionsAccounts(TypedDict):
    accountId: str
    network: SocialNetwork
    handle: str
    state: SocialAccountState
    stateReason: str | None
    collectedAt: str | None
    dueAt: str | None
    collections: list[SocialCollectionsAccountsCollections]


class SocialCollectionsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    accounts: list[SocialCollectionsAccounts]


class SocialCollectionsData(TypedDict):
    socialCollections: SocialCollectionsAnswer | None


class SocialCollectionsLiveVariables(TypedDict):
    workspaceId: str
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialCollections: Document[SocialCollectionsVariables, SocialCollectionsData] = Document(
    "SocialCollections",
    "socialCollections",
    """\
# The last collections of the accounts of a workspace, and how far those are that are under way.
query SocialCollections($workspaceId: ID!) {
  socialCollections(workspaceId: $workspaceId) {
    id
    asOf
    revision
    accounts {
      accountId
      network
      handle
      state
      stateReason
      collectedAt
      dueAt
      collections {
        startedAt
        endedAt
        duration
        outcome
        detail
        calls
        posts
        postsDue
      }
    }
  }
}
""",
)
"""The question."""


SocialCollectionsLive: LiveDocument[SocialCollectionsLiveVariables, SocialCollectionsData] = LiveDocument(
    "SocialCollectionsLive",
    "socialCollections",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialCollectionsLive($workspaceId: ID!, $afterRevision: Long, $every: Duration) {
  socialCollections(
    workspaceId: $workspaceId
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    accounts {
      accountId
      network
      handle
      state
      stateReason
      collectedAt
      dueAt
      collections {
        startedAt
        endedAt
        duration
        outcome
        detail
        calls
        posts
        postsDue
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
