"""The accounts of a workspace with their latest numbers, the largest first."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Provenance,
        SocialAccountSort,
        SocialAccountState,
        SocialNetwork,
    )


class SocialAccountsVariables(TypedDict):
    workspaceId: str
    sort: NotRequired[SocialAccountSort | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class SocialAccountsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class SocialAccountsNodesMetricsFollowers(TypedDict):
    value: float | None
    provenance: Provenance
    reason: str | None


class SocialAccountsNodesMetrics(TypedDict):
    followers: SocialAccountsNodesMetricsFollowers
    profileViews: SocialAccountsNodesMetricsFollowers
    impressions: SocialAccountsNodesMetricsFollowers
    reach: SocialAccountsNodesMetricsFollowers


class SocialAccountsNodes(TypedDict):
    accountId: str
    network: SocialNetwork
    handle: str
    state: SocialAccountState
    collectedAt: str | None
    metrics: SocialAccountsNodesMetrics


class SocialAccountsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    totalCount: int | None
    pageInfo: SocialAccountsPageInfo
    nodes: list[SocialAccountsNodes]


class SocialAccountsData(TypedDict):
    socialAccounts: SocialAccountsAnswer | None


class SocialAccountsLiveVariables(TypedDict):
    workspaceId: str
    sort: NotRequired[SocialAccountSort | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialAccounts: Document[SocialAccountsVariables, SocialAccountsData] = Document(
    "SocialAccounts",
    "socialAccounts",
    """\
# The accounts of a workspace with their latest numbers, the largest first.
query SocialAccounts(
  $workspaceId: ID!
  $sort: SocialAccountSort = FOLLOWERS
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
) {
  socialAccounts(workspaceId: $workspaceId, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
    id
    asOf
    revision
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      accountId
      network
      handle
      state
      collectedAt
      metrics {
        followers {
          ...SocialAccountsNumber
        }
        profileViews {
          ...SocialAccountsNumber
        }
        impressions {
          ...SocialAccountsNumber
        }
        reach {
          ...SocialAccountsNumber
        }
      }
    }
  }
}

fragment SocialAccountsNumber on SocialValue {
  value
  provenance
  reason
}
""",
)
"""The question."""


SocialAccountsLive: LiveDocument[SocialAccountsLiveVariables, SocialAccountsData] = LiveDocument(
    "SocialAccountsLive",
    "socialAccounts",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialAccountsLive(
  $workspaceId: ID!
  $sort: SocialAccountSort = FOLLOWERS
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $afterRevision: Long
  $every: Duration
) {
  socialAccounts(workspaceId: $workspaceId, sort: $sort, first: $first, after: $after, last: $last, before: $before, afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      accountId
      network
      handle
      state
      collectedAt
      metrics {
        followers {
          ...SocialAccountsLiveNumber
        }
        profileViews {
          ...SocialAccountsLiveNumber
        }
        impressions {
          ...SocialAccountsLiveNumber
        }
        reach {
          ...SocialAccountsLiveNumber
        }
      }
    }
  }
}

fragment SocialAccountsLiveNumber on SocialValue {
  value
  provenance
  reason
}
""",
)
"""An answer, and another one whenever it has changed."""
