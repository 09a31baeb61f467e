"""The posts that were published in a range: their numbers together, and the best ones."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Interval,
        Provenance,
        RangeInput,
        SocialNetwork,
        SocialOfInput,
        SocialPostKind,
        SocialPostSort,
    )


class SocialPublishedPostsVariables(TypedDict):
    of: SocialOfInput
    by: Interval
    range: NotRequired[RangeInput | None]
    topBy: NotRequired[SocialPostSort | None]
    first: NotRequired[int | None]


class SocialPublishedPostsRange(TypedDict):
    start: str | None
    end: str | None


class SocialPublishedPostsTotalsPublished(TypedDict):
    total: int


class SocialPublishedPostsTotals(TypedDict):
    published: SocialPublishedPostsTotalsPublished


class SocialPublishedPostsPerPostLikes(TypedDict):
    posts: int
    total: float | None
    average: float | None
    min: float | None
    max: float | None
    provenance: Provenance
    reason: str | None


class SocialPublishedPostsPerPost(TypedDict):
    likes: SocialPublishedPostsPerPostLikes
    comments: SocialPublishedPostsPerPostLikes
    shares: SocialPublishedPostsPerPostLikes
    saves: SocialPublishedPostsPerPostLikes
    impressions: SocialPublishedPostsPerPostLikes
    reach: SocialPublishedPostsPerPostLikes
    views: SocialPublishedPostsPerPostLikes
    watchTime: SocialPublishedPostsPerPostLikes
    completionRate: SocialPublishedPostsPerPostLikes
    engagementRate: SocialPublishedPostsPerPostLikes


class SocialPublishedPostsTopPostsPostMetricsLikes(TypedDict):
    value: float | None


class SocialPublishedPostsTopPostsPostMetricsEngagementRate(TypedDict):
    value: float | None
    provenance: Provenance
    reason: str | None


class SocialPublishedPostsTopPostsPostMetrics(TypedDict):
    likes: SocialPublishedPostsTopPostsPostMetricsLikes
    reach: SocialPublishedPostsTopPostsPostMetricsLikes
    views: SocialPublishedPostsTopPostsPostMetricsLikes
    engagementRate: SocialPublishedPostsTopPostsPostMetricsEngagementRate


class SocialPublishedPostsTopPostsPost(TypedDict):
    id: str
    postId: str
    kind: SocialPostKind
    title: str
    url: str | None
    publishedAt: str
    metrics: SocialPublishedPostsTopPostsPostMetrics


class SocialPublishedPostsTopPosts(TypedDict):
    accountId: str
    network: SocialNetwork
    post: SocialPublishedPostsTopPostsPost


class SocialPublishedPostsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    range: SocialPublishedPostsRange
    totals: SocialPublishedPostsTotals
    perPost: SocialPublishedPostsPerPost | None
    topPosts: list[SocialPublishedPostsTopPosts] | None


class SocialPublishedPostsData(TypedDict):
    socialAggregates: SocialPublishedPostsAnswer | None


class SocialPublishedPostsLiveVariables(TypedDict):
    of: SocialOfInput
    by: Interval
    range: NotRequired[RangeInput | None]
    topBy: NotRequired[SocialPostSort | None]
    first: NotRequired[int | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialPublishedPosts: Document[SocialPublishedPostsVariables, SocialPublishedPostsData] = Document(
    "SocialPublishedPosts",
    "socialAggregates",
    """\
# The posts that were published in a range: their numbers together, and the best ones.
query SocialPublishedPosts(
  $of: SocialOfInput!
  $by: Interval!
  $range: RangeInput
  $topBy: SocialPostSort = ENGAGEMENT_RATE
  $first: Int = 10
) {
  socialAggregates(of: $of, by: $by, range: $range) {
    id
    asOf
    revision
    range {
      start
      end
    }
    totals {
      published {
        total
      }
    }
    perPost {
      likes {
        ...SocialPublishedPostsFigures
      }
      comments {
        ...SocialPublishedPostsFigures
      }
      shares {
        ...SocialPublishedPostsFigures
      }
      saves {
        ...SocialPublishedPostsFigures
      }
      impressions {
        ...SocialPublishedPostsFigures
      }
      reach {
        ...SocialPublishedPostsFigures
      }
      views {
        ...SocialPublishedPostsFigures
      }
      watchTime {
        ...SocialPublishedPostsFigures
      }
      completionRate {
        ...SocialPublishedPostsFigures
      }
      engagementRate {
        ...SocialPublishedPostsFigures
      }
    }
    topPosts(by: $topBy, first: $first) {
      accountId
      network
      post {
        id
        postId
        kind
        title
        url
        publishedAt
        metrics {
          likes {
            value
          }
          reach {
            value
          }
          views {
            value
          }
          engagementRate {
            value
            provenance
            reason
          }
        }
      }
    }
  }
}

fragment SocialPublishedPostsFigures on SocialPerPost {
  posts
  total
  average
  min
  max
  provenance
  reason
}
""",
)
"""The question."""


SocialPublishedPostsLive: LiveDocument[SocialPublishedPostsLiveVariables, SocialPublishedPostsData] = LiveDocument(
    "SocialPublishedPostsLive",
    "socialAggregates",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialPublishedPostsLive(
  $of: SocialOfInput!
  $by: Interval!
  $range: RangeInput
  $topBy: SocialPostSort = ENGAGEMENT_RATE
  $first: Int = 10
  $afterRevision: Long
  $every: Duration
) {
  socialAggregates(
    of: $of
    by: $by
    range: $range
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    range {
      start
      end
    }
    totals {
      published {
        total
      }
    }
    perPost {
      likes {
        ...SocialPublishedPostsLiveFigures
      }
      comments {
        ...SocialPublishedPostsLiveFigures
      }
      shares {
        ...SocialPublishedPostsLiveFigures
      }
      saves {
        ...SocialPublishedPostsLiveFigures
      }
      impressions {
        ...SocialPublishedPostsLiveFigures
      }
      reach {
        ...SocialPublishedPostsLiveFigures
      }
      views {
        ...SocialPublishedPostsLiveFigures
      }
      watchTime {
        ...SocialPublishedPostsLiveFigures
      }
      completionRate {
        ...SocialPublishedPostsLiveFigures
      }
      engagementRate {
        ...SocialPublishedPostsLiveFigures
      }
    }
    topPosts(by: $topBy, first: $first) {
      accountId
      network
      post {
        id
        postId
        kind
        title
        url
        publishedAt
        metrics {
          likes {
            value
          }
          reach {
            value
          }
          views {
            value
          }
          engagementRate {
            value
            provenance
            reason
          }
        }
      }
    }
  }
}

fragment SocialPublishedPostsLiveFigures on SocialPerPost {
  posts
  total
  average
  min
  max
  provenance
  reason
}
""",
)
"""An answer, and another one whenever it has changed."""
