"""Several contents, creators and sessions by their global ids."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ContentType,
    )


class NodesVariables(TypedDict):
    ids: Sequence[str]


class NodesAnswerContent(TypedDict):
    id: str
    contentId: str
    type: ContentType | None
    title: str | None
    thumbnail: str | None


class NodesAnswerCreator(TypedDict):
    id: str
    creatorId: str
    name: str | None
    picture: str | None


class NodesAnswerSession(TypedDict):
    id: str
    sessionId: str


class NodesAnswerSocialPost(TypedDict):
    id: str


class NodesData(TypedDict):
    nodes: list[Union[NodesAnswerContent, NodesAnswerCreator, NodesAnswerSession, NodesAnswerSocialPost] | None] | None


Nodes: Document[NodesVariables, NodesData] = Document(
    "Nodes",
    "nodes",
    """\
# Several contents, creators and sessions by their global ids.
query Nodes($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on Content {
      contentId
      type
      title
      thumbnail
    }
    ... on Creator {
      creatorId
      name
      picture
    }
    ... on Session {
      sessionId
    }
  }
}
""",
)
"""The question."""
