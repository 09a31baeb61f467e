"""All metrics of one session: with $number, of that one of the id, else of its newest."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class SessionAnalyticsVariables(TypedDict):
    sessionId: str
    number: NotRequired[int | None]
    definition: NotRequired[str | None]


class SessionAnalyticsWatchTime(TypedDict):
    total: float
    average: float


class SessionAnalyticsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    sessionId: str
    number: int
    sessions: int
    userId: str | None
    startedAt: str
    lastEventAt: str
    closedAt: str | None
    duration: float
    events: int
    contentsViewed: int
    views: int
    plays: int
    completions: int
    watchTime: SessionAnalyticsWatchTime
    impressions: int
    likes: int
    saves: int
    comments: int
    shares: int
    clicks: int
    skips: int
    engagementRate: float


class SessionAnalyticsData(TypedDict):
    sessionAnalytics: SessionAnalyticsAnswer | None


class SessionAnalyticsLiveVariables(TypedDict):
    sessionId: str
    number: NotRequired[int | None]
    definition: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SessionAnalytics: Document[SessionAnalyticsVariables, SessionAnalyticsData] = Document(
    "SessionAnalytics",
    "sessionAnalytics",
    """\
# All metrics of one session: with $number, of that one of the id, else of its newest.
query SessionAnalytics($sessionId: ID!, $number: Int, $definition: String = "start@1") {
  sessionAnalytics(sessionId: $sessionId, number: $number, definition: $definition) {
    id
    asOf
    revision
    isFinal
    definition
    sessionId
    number
    sessions
    userId
    startedAt
    lastEventAt
    closedAt
    duration
    events
    contentsViewed
    views
    plays
    completions
    watchTime {
      total
      average
    }
    impressions
    likes
    saves
    comments
    shares
    clicks
    skips
    engagementRate
  }
}
""",
)
"""The question."""


SessionAnalyticsLive: LiveDocument[SessionAnalyticsLiveVariables, SessionAnalyticsData] = LiveDocument(
    "SessionAnalyticsLive",
    "sessionAnalytics",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription SessionAnalyticsLive(
  $sessionId: ID!
  $number: Int
  $definition: String = "start@1"
  $afterRevision: Long
  $every: Duration
) {
  sessionAnalytics(
    sessionId: $sessionId
    number: $number
    definition: $definition
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
    sessionId
    number
    sessions
    userId
    startedAt
    lastEventAt
    closedAt
    duration
    events
    contentsViewed
    views
    plays
    completions
    watchTime {
      total
      average
    }
    impressions
    likes
    saves
    comments
    shares
    clicks
    skips
    engagementRate
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
