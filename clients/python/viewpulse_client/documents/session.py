"""A session, with its metrics."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class SessionVariables(TypedDict):
    sessionId: str


class SessionAnalytics(TypedDict):
    id: str
    asOf: str | None
    revision: int
    duration: float
    views: int


class SessionAnswer(TypedDict):
    id: str
    sessionId: str
    analytics: SessionAnalytics | None


class SessionData(TypedDict):
    session: SessionAnswer | None


Session: Document[SessionVariables, SessionData] = Document(
    "Session",
    "session",
    """\
# A session, with its metrics.
query Session($sessionId: ID!) {
  session(sessionId: $sessionId) {
    id
    sessionId
    analytics {
      id
      asOf
      revision
      duration
      views
    }
  }
}
""",
)
"""The question."""
