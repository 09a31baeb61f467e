"""A content, creator or session by its global id, as Relay refetches one, with its metrics."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        RangeInput,
    )


class NodeVariables(TypedDict):
    id: str
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]


class NodeAnswerContentAnalyticsViews(TypedDict):
    total: int
    unique: int


class NodeAnswerContentAnalytics(TypedDict):
    id: str
    asOf: str | None
    revision: int
    views: NodeAnswerContentAnalyticsViews


class NodeAnswerContent(TypedDict):
    id: str
    contentId: str
    title: str | None
    analytics: NodeAnswerContentAnalytics | None


class NodeAnswerCreatorAnalyticsViews(TypedDict):
    total: int


class NodeAnswerCreatorAnalytics(TypedDict):
    id: str
    asOf: str | None
    revision: int
    views: NodeAnswerCreatorAnalyticsViews


class NodeAnswerCreator(TypedDict):
    id: str
    creatorId: str
    name: str | None
    picture: str | None
    analytics: NodeAnswerCreatorAnalytics | None


class NodeAnswerSessionAnalytics(TypedDict):
    id: str
    asOf: str | None
    revision: int
    sessionViews: int


class NodeAnswerSession(TypedDict):
    id: str
    sessionId: str
    analytics: NodeAnswerSessionAnalytics | None


class NodeAnswerSocialPost(TypedDict):
    id: str


class NodeData(TypedDict):
    node: Union[NodeAnswerContent, NodeAnswerCreator, NodeAnswerSession, NodeAnswerSocialPost] | None


Node: Document[NodeVariables, NodeData] = Document(
    "Node",
    "node",
    """\
# A content, creator or session by its global id, as Relay refetches one, with its metrics.
query Node($id: ID!, $range: RangeInput, $timezone: String = "UTC") {
  node(id: $id) {
    id
    ... on Content {
      contentId
      title
      analytics(range: $range, timezone: $timezone) {
        id
        asOf
        revision
        views {
          total
          unique
        }
      }
    }
    ... on Creator {
      creatorId
      name
      picture
      analytics(range: $range, timezone: $timezone) {
        id
        asOf
        revision
        views {
          total
        }
      }
    }
    ... on Session {
      sessionId
      analytics {
        id
        asOf
        revision
        sessionViews: views
      }
    }
  }
}
""",
)
"""The question."""
