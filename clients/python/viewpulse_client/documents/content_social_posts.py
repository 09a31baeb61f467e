"""Posts of social networks that show a content, next to what is counted here; neither is added to the other."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Provenance,
        RangeInput,
        SocialNetwork,
        SocialPostKind,
        TrafficInput,
    )


class ContentSocialPostsVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    include: NotRequired[TrafficInput | None]


class ContentSocialPostsViews(TypedDict):
    total: int


class ContentSocialPostsEngagement(TypedDict):
    likes: int
    comments: int
    shares: int
    saves: int


class ContentSocialPostsSocialPostsPostMetricsViews(TypedDict):
    value: float | None
    provenance: Provenance
    reason: str | None
    source: str | None
    collectedAt: str | None


class ContentSocialPostsSocialPostsPostMetrics(TypedDict):
    views: ContentSocialPostsSocialPostsPostMetricsViews
    likes: ContentSocialPostsSocialPostsPostMetricsViews
    comments: ContentSocialPostsSocialPostsPostMetricsViews
    shares: ContentSocialPostsSocialPostsPostMetricsViews
    saves: ContentSocialPostsSocialPostsPostMetricsViews
    impressions: ContentSocialPostsSocialPostsPostMetricsViews
    reach: ContentSocialPostsSocialPostsPostMetricsViews
    engagementRate: ContentSocialPostsSocialPostsPostMetricsViews


class ContentSocialPostsSocialPostsPost(TypedDict):
    id: str
    postId: str
    kind: SocialPostKind
    title: str
    url: str | None
    publishedAt: str
    collectedAt: str | None
    goneAt: str | None
    metrics: ContentSocialPostsSocialPostsPostMetrics


class ContentSocialPostsSocialPosts(TypedDict):
    accountId: str
    network: SocialNetwork
    handle: str
    post: ContentSocialPostsSocialPostsPost


class ContentSocialPostsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    views: ContentSocialPostsViews
    engagement: ContentSocialPostsEngagement
    socialPosts: list[ContentSocialPostsSocialPosts] | None


class ContentSocialPostsData(TypedDict):
    contentAnalytics: ContentSocialPostsAnswer | None


class ContentSocialPostsLiveVariables(TypedDict):
    contentId: str
    range: NotRequired[RangeInput | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


ContentSocialPosts: Document[ContentSocialPostsVariables, ContentSocialPostsData] = Document(
    "ContentSocialPosts",
    "contentAnalytics",
    """\
# Posts of social networks that show a content, next to what is counted here; neither is added to the other.
query ContentSocialPosts($contentId: ID!, $range: RangeInput, $include: TrafficInput) {
  contentAnalytics(contentId: $contentId, range: $range, include: $include) {
    id
    asOf
    revision
    views {
      total
    }
    engagement {
      likes
      comments
      shares
      saves
    }
    socialPosts {
      accountId
      network
      handle
      post {
        id
        postId
        kind
        title
        url
        publishedAt
        collectedAt
        goneAt
        metrics {
          views {
            ...ContentSocialPostsNumber
          }
          likes {
            ...ContentSocialPostsNumber
          }
          comments {
            ...ContentSocialPostsNumber
          }
          shares {
            ...ContentSocialPostsNumber
          }
          saves {
            ...ContentSocialPostsNumber
          }
          impressions {
            ...ContentSocialPostsNumber
          }
          reach {
            ...ContentSocialPostsNumber
          }
          engagementRate {
            ...ContentSocialPostsNumber
          }
        }
      }
    }
  }
}

fragment ContentSocialPostsNumber on SocialValue {
  value
  provenance
  reason
  source
  collectedAt
}
""",
)
"""The question."""


ContentSocialPostsLive: LiveDocument[ContentSocialPostsLiveVariables, ContentSocialPostsData] = LiveDocument(
    "ContentSocialPostsLive",
    "contentAnalytics",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription ContentSocialPostsLive(
  $contentId: ID!
  $range: RangeInput
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  contentAnalytics(
    contentId: $contentId
    range: $range
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    views {
      total
    }
    engagement {
      likes
      comments
      shares
      saves
    }
    socialPosts {
      accountId
      network
      handle
      post {
        id
        postId
        kind
        title
        url
        publishedAt
        collectedAt
        goneAt
        metrics {
          views {
            ...ContentSocialPostsLiveNumber
          }
          likes {
            ...ContentSocialPostsLiveNumber
          }
          comments {
            ...ContentSocialPostsLiveNumber
          }
          shares {
            ...ContentSocialPostsLiveNumber
          }
          saves {
            ...ContentSocialPostsLiveNumber
          }
          impressions {
            ...ContentSocialPostsLiveNumber
          }
          reach {
            ...ContentSocialPostsLiveNumber
          }
          engagementRate {
            ...ContentSocialPostsLiveNumber
          }
        }
      }
    }
  }
}

fragment ContentSocialPostsLiveNumber on SocialValue {
  value
  provenance
  reason
  source
  collectedAt
}
""",
)
"""An answer, and another one whenever it has changed."""
