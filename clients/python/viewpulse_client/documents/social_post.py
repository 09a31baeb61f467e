"""One post of a social network: its latest numbers, and what it had and gained by hour, day, week or month."""

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
        SocialPostKind,
    )


class SocialPostVariables(TypedDict):
    accountId: str
    postId: str
    by: Interval
    range: NotRequired[RangeInput | None]


class SocialPostPostMetricsLikes(TypedDict):
    value: float | None
    provenance: Provenance
    reason: str | None
    source: str | None
    collectedAt: str | None


class SocialPostPostMetricsCustom(TypedDict):
    name: str
    title: str
    value: float | None
    provenance: Provenance
    reason: str | None


class SocialPostPostMetrics(TypedDict):
    likes: SocialPostPostMetricsLikes
    comments: SocialPostPostMetricsLikes
    shares: SocialPostPostMetricsLikes
    saves: SocialPostPostMetricsLikes
    impressions: SocialPostPostMetricsLikes
    reach: SocialPostPostMetricsLikes
    views: SocialPostPostMetricsLikes
    watchTime: SocialPostPostMetricsLikes
    completionRate: SocialPostPostMetricsLikes
    engagementRate: SocialPostPostMetricsLikes
    custom: list[SocialPostPostMetricsCustom] | None


class SocialPostPost(TypedDict):
    id: str
    postId: str
    kind: SocialPostKind
    title: str
    url: str | None
    publishedAt: str
    collectedAt: str | None
    goneAt: str | None
    metrics: SocialPostPostMetrics


class SocialPostSeriesRange(TypedDict):
    start: str | None
    end: str | None


class SocialPostSeriesPointsValuesLikes(TypedDict):
    value: float | None
    provenance: Provenance
    reason: str | None


class SocialPostSeriesPointsValues(TypedDict):
    likes: SocialPostSeriesPointsValuesLikes
    comments: SocialPostSeriesPointsValuesLikes
    shares: SocialPostSeriesPointsValuesLikes
    saves: SocialPostSeriesPointsValuesLikes
    impressions: SocialPostSeriesPointsValuesLikes
    reach: SocialPostSeriesPointsValuesLikes
    views: SocialPostSeriesPointsValuesLikes
    watchTime: SocialPostSeriesPointsValuesLikes
    completionRate: SocialPostSeriesPointsValuesLikes
    engagementRate: SocialPostSeriesPointsValuesLikes


class SocialPostSeriesPointsGains(TypedDict):
    likes: SocialPostSeriesPointsValuesLikes
    comments: SocialPostSeriesPointsValuesLikes
    shares: SocialPostSeriesPointsValuesLikes
    saves: SocialPostSeriesPointsValuesLikes
    impressions: SocialPostSeriesPointsValuesLikes
    reach: SocialPostSeriesPointsValuesLikes
    views: SocialPostSeriesPointsValuesLikes
    watchTime: SocialPostSeriesPointsValuesLikes


class SocialPostSeriesPoints(TypedDict):
    start: str
    end: str
    date: str
    isFinal: bool
    values: SocialPostSeriesPointsValues
    gains: SocialPostSeriesPointsGains


class SocialPostSeriesTotals(TypedDict):
    start: str
    end: str
    date: str
    isFinal: bool
    values: SocialPostSeriesPointsValues
    gains: SocialPostSeriesPointsGains
    custom: list[SocialPostPostMetricsCustom]


class SocialPostSeries(TypedDict):
    by: Interval
    timezone: str
    range: SocialPostSeriesRange
    points: list[SocialPostSeriesPoints]
    totals: SocialPostSeriesTotals


class SocialPostAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    accountId: str
    network: SocialNetwork
    post: SocialPostPost
    series: SocialPostSeries | None


class SocialPostData(TypedDict):
    socialPost: SocialPostAnswer | None


class SocialPostLiveVariables(TypedDict):
    accountId: str
    postId: str
    by: Interval
    range: NotRequired[RangeInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialPost: Document[SocialPostVariables, SocialPostData] = Document(
    "SocialPost",
    "socialPost",
    """\
# One post of a social network: its latest numbers, and what it had and gained by hour, day, week or month.
query SocialPost($accountId: ID!, $postId: ID!, $by: Interval!, $range: RangeInput) {
  socialPost(accountId: $accountId, postId: $postId) {
    id
    asOf
    revision
    accountId
    network
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
        likes {
          ...SocialPostLatest
        }
        comments {
          ...SocialPostLatest
        }
        shares {
          ...SocialPostLatest
        }
        saves {
          ...SocialPostLatest
        }
        impressions {
          ...SocialPostLatest
        }
        reach {
          ...SocialPostLatest
        }
        views {
          ...SocialPostLatest
        }
        watchTime {
          ...SocialPostLatest
        }
        completionRate {
          ...SocialPostLatest
        }
        engagementRate {
          ...SocialPostLatest
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
    series(by: $by, range: $range) {
      by
      timezone
      range {
        start
        end
      }
      points {
        ...SocialPostPoint
      }
      totals {
        ...SocialPostPoint
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

fragment SocialPostLatest on SocialValue {
  value
  provenance
  reason
  source
  collectedAt
}

fragment SocialPostPoint on SocialPostPeriod {
  start
  end
  date
  isFinal
  values {
    likes {
      ...SocialPostNumber
    }
    comments {
      ...SocialPostNumber
    }
    shares {
      ...SocialPostNumber
    }
    saves {
      ...SocialPostNumber
    }
    impressions {
      ...SocialPostNumber
    }
    reach {
      ...SocialPostNumber
    }
    views {
      ...SocialPostNumber
    }
    watchTime {
      ...SocialPostNumber
    }
    completionRate {
      ...SocialPostNumber
    }
    engagementRate {
      ...SocialPostNumber
    }
  }
  gains {
    likes {
      ...SocialPostNumber
    }
    comments {
      ...SocialPostNumber
    }
    shares {
      ...SocialPostNumber
    }
    saves {
      ...SocialPostNumber
    }
    impressions {
      ...SocialPostNumber
    }
    reach {
      ...SocialPostNumber
    }
    views {
      ...SocialPostNumber
    }
    watchTime {
      ...SocialPostNumber
    }
  }
}

fragment SocialPostNumber on SocialNumber {
  value
  provenance
  reason
}
""",
)
"""The question."""


SocialPostLive: LiveDocument[SocialPostLiveVariables, SocialPostData] = LiveDocument(
    "SocialPostLive",
    "socialPost",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialPostLive($accountId: ID!, $postId: ID!, $by: Interval!, $range: RangeInput, $afterRevision: Long, $every: Duration) {
  socialPost(
    accountId: $accountId
    postId: $postId
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    accountId
    network
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
        likes {
          ...SocialPostLiveLatest
        }
        comments {
          ...SocialPostLiveLatest
        }
        shares {
          ...SocialPostLiveLatest
        }
        saves {
          ...SocialPostLiveLatest
        }
        impressions {
          ...SocialPostLiveLatest
        }
        reach {
          ...SocialPostLiveLatest
        }
        views {
          ...SocialPostLiveLatest
        }
        watchTime {
          ...SocialPostLiveLatest
        }
        completionRate {
          ...SocialPostLiveLatest
        }
        engagementRate {
          ...SocialPostLiveLatest
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
    series(by: $by, range: $range) {
      by
      timezone
      range {
        start
        end
      }
      points {
        ...SocialPostLivePoint
      }
      totals {
        ...SocialPostLivePoint
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

fragment SocialPostLiveLatest on SocialValue {
  value
  provenance
  reason
  source
  collectedAt
}

fragment SocialPostLivePoint on SocialPostPeriod {
  start
  end
  date
  isFinal
  values {
    likes {
      ...SocialPostLiveNumber
    }
    comments {
      ...SocialPostLiveNumber
    }
    shares {
      ...SocialPostLiveNumber
    }
    saves {
      ...SocialPostLiveNumber
    }
    impressions {
      ...SocialPostLiveNumber
    }
    reach {
      ...SocialPostLiveNumber
    }
    views {
      ...SocialPostLiveNumber
    }
    watchTime {
      ...SocialPostLiveNumber
    }
    completionRate {
      ...SocialPostLiveNumber
    }
    engagementRate {
      ...SocialPostLiveNumber
    }
  }
  gains {
    likes {
      ...SocialPostLiveNumber
    }
    comments {
      ...SocialPostLiveNumber
    }
    shares {
      ...SocialPostLiveNumber
    }
    saves {
      ...SocialPostLiveNumber
    }
    impressions {
      ...SocialPostLiveNumber
    }
    reach {
      ...SocialPostLiveNumber
    }
    views {
      ...SocialPostLiveNumber
    }
    watchTime {
      ...SocialPostLiveNumber
    }
  }
}

fragment SocialPostLiveNumber on SocialNumber {
  value
  provenance
  reason
}
""",
)
"""An answer, and another one whenever it has changed."""
