"""The project's creators with their metrics of a range, most first, in pages."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        CreatorsBy,
        RangeInput,
        TrafficInput,
    )


class CreatorsVariables(TypedDict):
    search: NotRequired[str | None]
    by: NotRequired[CreatorsBy | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]


class CreatorsRange(TypedDict):
    start: str | None
    end: str | None


class CreatorsPageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class CreatorsEdgesNode(TypedDict):
    creatorId: str
    name: str | None
    picture: str | None
    views: int
    plays: int
    watchTime: float
    completions: int
    likes: int
    comments: int
    shares: int
    saves: int
    follows: int


class CreatorsEdges(TypedDict):
    cursor: str
    node: CreatorsEdgesNode


class CreatorsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    isFinal: bool
    definition: str
    range: CreatorsRange
    timezone: str
    by: CreatorsBy
    totalCount: int | None
    pageInfo: CreatorsPageInfo
    edges: list[CreatorsEdges]


class CreatorsData(TypedDict):
    creators: CreatorsAnswer | None


class CreatorsLiveVariables(TypedDict):
    search: NotRequired[str | None]
    by: NotRequired[CreatorsBy | None]
    range: NotRequired[RangeInput | None]
    timezone: NotRequired[str | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    definition: NotRequired[str | None]
    include: NotRequired[TrafficInput | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Creators: Document[CreatorsVariables, CreatorsData] = Document(
    "Creators",
    "creators",
    """\
# The project's creators with their metrics of a range, most first, in pages.
query Creators(
  $search: String
  $by: CreatorsBy = VIEWS
  $range: RangeInput
  $timezone: String = "UTC"
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $definition: String = "start@1"
  $include: TrafficInput
) {
  creators(
    search: $search
    by: $by
    range: $range
    timezone: $timezone
    first: $first
    after: $after
    last: $last
    before: $before
    definition: $definition
    include: $include
  ) {
    id
    asOf
    revision
    isFinal
    definition
    range {
      start
      end
    }
    timezone
    by
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
      node {
        creatorId
        name
        picture
        views
        plays
        watchTime
        completions
        likes
        comments
        shares
        saves
        follows
      }
    }
  }
}
""",
)
"""The question."""


CreatorsLive: LiveDocument[CreatorsLiveVariables, CreatorsData] = LiveDocument(
    "CreatorsLive",
    "creators",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription CreatorsLive(
  $search: String
  $by: CreatorsBy = VIEWS
  $range: RangeInput
  $timezone: String = "UTC"
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $definition: String = "start@1"
  $include: TrafficInput
  $afterRevision: Long
  $every: Duration
) {
  creators(
    search: $search
    by: $by
    range: $range
    timezone: $timezone
    first: $first
    after: $after
    last: $last
    before: $before
    definition: $definition
    include: $include
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    isFinal
    definition
    range {
      start
      end
    }
    timezone
    by
    totalCount
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    edges {
      cursor
      node {
        creatorId
        name
        picture
        views
        plays
        watchTime
        completions
        likes
        comments
        shares
        saves
        follows
      }
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
