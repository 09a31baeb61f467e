"""Sets the day from which a version is refused, 90 days on; with $isDeprecated: false, takes it back."""

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


class DeprecateSchemaVersionVariables(TypedDict):
    type: EventType
    name: NotRequired[str | None]
    version: str
    isDeprecated: NotRequired[bool | None]


class DeprecateSchemaVersionAnswer(TypedDict):
    type: EventType
    name: str | None
    version: str
    state: SchemaState
    retiresOn: str | None


class DeprecateSchemaVersionData(TypedDict):
    deprecateSchemaVersion: DeprecateSchemaVersionAnswer


DeprecateSchemaVersion: Document[DeprecateSchemaVersionVariables, DeprecateSchemaVersionData] = Document(
    "DeprecateSchemaVersion",
    "deprecateSchemaVersion",
    """\
# Sets the day from which a version is refused, 90 days on; with $isDeprecated: false, takes it back.
mutation DeprecateSchemaVersion(
  $type: EventType!
  $name: String
  $version: String!
  $isDeprecated: Boolean = true
) {
  deprecateSchemaVersion(type: $type, name: $name, version: $version, isDeprecated: $isDeprecated) {
    type
    name
    version
    state
    retiresOn
  }
}
""",
)
"""The question."""
