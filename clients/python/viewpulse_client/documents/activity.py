"""What arrives at the moment, minute by minute, and how many clients are connected."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class ActivityMinutes(TypedDict):
    start: str
    accepted: int | None
    rejected: int | None


class ActivityAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    eventsPerSecond: float | None
    minutes: list[ActivityMinutes]
    sockets: int | None
    subscriptions: int | None


class ActivityData(TypedDict):
    activity: ActivityAnswer | None


class ActivityLiveVariables(TypedDict):
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Activity: Document[None, ActivityData] = Document(
    "Activity",
    "activity",
    """\
# What arrives at the moment, minute by minute, and how many clients are connected.
query Activity {
  activity {
    id
    asOf
    revision
    eventsPerSecond
    minutes {
      start
      accepted
      rejected
    }
    sockets
    subscriptions
  }
}
""",
)
"""The question."""


ActivityLive: LiveDocument[ActivityLiveVariables, ActivityData] = LiveDocument(
    "ActivityLive",
    "activity",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription ActivityLive($afterRevision: Long, $every: Duration) {
  activity(afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    eventsPerSecond
    minutes {
      start
      accepted
      rejected
    }
    sockets
    subscriptions
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
