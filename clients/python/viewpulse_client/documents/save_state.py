"""Whether a viewer has saved each of the given contents: the signed-in user, another user, or the guest of a session."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class SaveStateVariables(TypedDict):
    contentIds: Sequence[str]
    userId: NotRequired[str | None]
    sessionId: NotRequired[str | None]


class SaveStateStates(TypedDict):
    contentId: str
    saved: bool | None
    since: str | None


class SaveStateAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    states: list[SaveStateStates]


class SaveStateData(TypedDict):
    saveState: SaveStateAnswer | None


class SaveStateLiveVariables(TypedDict):
    contentIds: Sequence[str]
    userId: NotRequired[str | None]
    sessionId: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SaveState: Document[SaveStateVariables, SaveStateData] = Document(
    "SaveState",
    "saveState",
    """\
# Whether a viewer has saved each of the given contents: the signed-in user, another user, or the guest of a session.
query SaveState($contentIds: [ID!]!, $userId: ID, $sessionId: ID) {
  saveState(contentIds: $contentIds, userId: $userId, sessionId: $sessionId) {
    id
    asOf
    revision
    isFinal
    definition
    states {
      contentId
      saved
      since
    }
  }
}
""",
)
"""The question."""


SaveStateLive: LiveDocument[SaveStateLiveVariables, SaveStateData] = LiveDocument(
    "SaveStateLive",
    "saveState",
    """\
# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.
subscription SaveStateLive(
  $contentIds: [ID!]!
  $userId: ID
  $sessionId: ID
  $afterRevision: Long
  $every: Duration
) {
  saveState(
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
      saved
      since
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
