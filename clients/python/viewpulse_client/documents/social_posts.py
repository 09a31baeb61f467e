"""The posts of a social account with their latest numbers: the newest first, or the largest."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Provenance,
        SocialPostKind,
        SocialPostSort,
    )


class SocialPostsVariables(TypedDict):
    accountId: str
    sort: NotRequired[SocialPostSort | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class SocialPostsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class SocialPostsNodesMetricsLikes(TypedDict):
    value: float | None
    provenance: Provenance
    reason: str | None
    source: str | None
    collectedAt: str | None


class SocialPostsNodesMetricsCustom(TypedDict):
    name: str
    title: str
    value: float | None
    provenance: Provenance
    reason: str | None


class SocialPostsNodesMetrics(TypedDict):
    likes: SocialPostsNodesMetricsLikes
    comments: SocialPostsNodesMetricsLikes
    shares: SocialPostsNodesMetricsLikes
    saves: SocialPostsNodesMetricsLikes
    impressions: SocialPostsNodesMetricsLikes
    reach: SocialPostsNodesMetricsLikes
    views: SocialPostsNodesMetricsLikes
    watchTime: SocialPostsNodesMetricsLikes
    completionRate: SocialPostsNodesMetricsLikes
    engagementRate: SocialPostsNodesMetricsLikes
    custom: list[SocialPostsNodesMetricsCustom] | None


class SocialPostsNodes(TypedDict):
    id: str
    postId: str
    kind: SocialPostKind
    title: str
    url: str | None
    publishedAt: str
    collectedAt: str | None
    goneAt: str | None
    metrics: SocialPostsNodesMetrics


class SocialPostsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    totalCount: int | None
    pageInfo: SocialPostsPageInfo
    nodes: list[SocialPostsNodes]


class SocialPostsData(TypedDict):
    socialPosts: SocialPostsAnswer | None


class SocialPostsLiveVariables(TypedDict):
    accountId: str
    sort: NotRequired[SocialPostSort | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialPosts: Document[SocialPostsVariables, SocialPostsData] = Document(
    "SocialPosts",
    "socialPosts",
    """\
# The posts of a social account with their latest numbers: the newest first, or the largest.
query SocialPosts(
  $accountId: ID!
  $sort: SocialPostSort = RECENT
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
) {
  socialPosts(accountId: $accountId, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
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
      id
      postId
      kind
      title
      url
      publishedAt
      collectedAt
      goneAt
      metrics {
        likes {
          ...SocialPostsNumber
        }
        comments {
          ...SocialPostsNumber
        }
        shares {
          ...SocialPostsNumber
        }
        saves {
          ...SocialPostsNumber
        }
        impressions {
          ...SocialPostsNumber
        }
        reach {
          ...SocialPostsNumber
        }
        views {
          ...SocialPostsNumber
        }
        watchTime {
          ...SocialPostsNumber
        }
        completionRate {
          ...SocialPostsNumber
        }
        engagementRate {
          ...SocialPostsNumber
        }
        custom {
          name
          title
          value
          provenance
          reason
        }
      }
    }
  }
}

fragment SocialPostsNumber on SocialValue {
  value
  provenance
  reason
  source
  collectedAt
}
""",
)
"""The question."""


SocialPostsLive: LiveDocument[SocialPostsLiveVariables, SocialPostsData] = LiveDocument(
    "SocialPostsLive",
    "socialPosts",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialPostsLive(
  $accountId: ID!
  $sort: SocialPostSort = RECENT
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $afterRevision: Long
  $every: Duration
) {
  socialPosts(accountId: $accountId, sort: $sort, first: $first, after: $after, last: $last, before: $before, afterRevision: $afterRevision, every: $every) {
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
      id
      postId
      kind
      title
      url
      publishedAt
      collectedAt
      goneAt
      metrics {
        likes {
          ...SocialPostsLiveNumber
        }
        comments {
          ...SocialPostsLiveNumber
        }
        shares {
          ...SocialPostsLiveNumber
        }
        saves {
          ...SocialPostsLiveNumber
        }
        impressions {
          ...SocialPostsLiveNumber
        }
        reach {
          ...SocialPostsLiveNumber
        }
        views {
          ...SocialPostsLiveNumber
        }
        watchTime {
          ...SocialPostsLiveNumber
        }
        completionRate {
          ...SocialPostsLiveNumber
        }
        engagementRate {
          ...SocialPostsLiveNumber
        }
        custom {
          name
          title
          value
          provenance
          reason
        }
      }
    }
  }
}

fragment SocialPostsLiveNumber on SocialValue {
  value
  provenance
  reason
  source
  collectedAt
}
""",
)
"""An answer, and another one whenever it has changed."""
