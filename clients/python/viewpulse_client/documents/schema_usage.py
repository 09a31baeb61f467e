"""Who still sends which schema version, most events first; with $onlyDeprecated, what must be updated."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EventType,
        SchemaState,
    )


class SchemaUsageVariables(TypedDict):
    types: NotRequired[Sequence[EventType] | None]
    names: NotRequired[Sequence[str] | None]
    days: NotRequired[int | None]
    onlyDeprecated: NotRequired[bool | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]


class SchemaUsageEdgesNode(TypedDict):
    type: EventType
    name: str | None
    version: str
    state: SchemaState
    retiresOn: str | None
    sdk: str | None
    appVersion: str | None
    events: int
    lastDay: str


class SchemaUsageEdges(TypedDict):
    cursor: str
    node: SchemaUsageEdgesNode


class SchemaUsagePageInfo(TypedDict):
    hasNextPage: bool
    hasPreviousPage: bool
    startCursor: str | None
    endCursor: str | None


class SchemaUsageAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    edges: list[SchemaUsageEdges]
    pageInfo: SchemaUsagePageInfo


class SchemaUsageData(TypedDict):
    schemaUsage: SchemaUsageAnswer | None


class SchemaUsageLiveVariables(TypedDict):
    types: NotRequired[Sequence[EventType] | None]
    names: NotRequired[Sequence[str] | None]
    days: NotRequired[int | None]
    onlyDeprecated: NotRequired[bool | None]
    first: NotRequired[int | None]
    after: NotRequired[str | None]
    last: NotRequired[int | None]
    before: NotRequired[str | None]
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SchemaUsage: Document[SchemaUsageVariables, SchemaUsageData] = Document(
    "SchemaUsage",
    "schemaUsage",
    """\
# Who still sends which schema version, most events first; with $onlyDeprecated, what must be updated.
query SchemaUsage(
  $types: [EventType!]
  $names: [String!]
  $days: Int = 30
  $onlyDeprecated: Boolean = false
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
) {
  schemaUsage(
    types: $types
    names: $names
    days: $days
    onlyDeprecated: $onlyDeprecated
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    id
    asOf
    revision
    edges {
      cursor
      node {
        type
        name
        version
        state
        retiresOn
        sdk
        appVersion
        events
        lastDay
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
""",
)
"""The question."""


SchemaUsageLive: LiveDocument[SchemaUsageLiveVariables, SchemaUsageData] = LiveDocument(
    "SchemaUsageLive",
    "schemaUsage",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SchemaUsageLive(
  $types: [EventType!]
  $names: [String!]
  $days: Int = 30
  $onlyDeprecated: Boolean = false
  $first: Int = 20
  $after: String
  $last: Int
  $before: String
  $afterRevision: Long
  $every: Duration
) {
  schemaUsage(
    types: $types
    names: $names
    days: $days
    onlyDeprecated: $onlyDeprecated
    first: $first
    after: $after
    last: $last
    before: $before
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    edges {
      cursor
      node {
        type
        name
        version
        state
        retiresOn
        sdk
        appVersion
        events
        lastDay
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
