"""Whether a viewer likes each of the given contents: the signed-in user, another user, or the guest of a session."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class LikeStateVariables(TypedDict):
    contentIds: Sequence[str]
    userId: NotRequired[str | None]
    sessionId: NotRequired[str | None]


class LikeStateStates(TypedDict):
    contentId: str
    liked: bool | None
    since: str | None


class LikeStateAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    states: list[LikeStateStates]


class LikeStateData(TypedDict):
    likeState: LikeStateAnswer | None


class LikeStateLiveVariables(TypedDict):
    contentIds: Sequence[str]
    userId: NotRequired[str | None]
    sessionId: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


LikeState: Document[LikeStateVariables, LikeStateData] = Document(
    "LikeState",
    "likeState",
    """\
# Whether a viewer likes each of the given contents: the signed-in user, another user, or the guest of a session.
query LikeState($contentIds: [ID!]!, $userId: ID, $sessionId: ID) {
  likeState(contentIds: $contentIds, userId: $userId, sessionId: $sessionId) {
    id
    asOf
    revision
    isFinal
    definition
    states {
      contentId
      liked
      since
    }
  }
}
""",
)
"""The question."""


LikeStateLive: LiveDocument[LikeStateLiveVariables, LikeStateData] = LiveDocument(
    "LikeStateLive",
    "likeState",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription LikeStateLive(
  $contentIds: [ID!]!
  $userId: ID
  $sessionId: ID
  $afterRevision: Long
  $every: Duration
) {
  likeState(
    contentIds: $contentIds
    userId: $userId
    sessionId: $sessionId
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
    states {
      contentId
      liked
      since
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
