"""The schema versions of the project; with $type, also the built-in ones."""

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


class SchemaVersionsVariables(TypedDict):
    type: NotRequired[EventType | None]
    name: NotRequired[str | None]


class SchemaVersionsAnswer(TypedDict):
    type: EventType
    name: str | None
    version: str
    schema: dict[str, Any] | None
    registeredAt: str | None
    state: SchemaState
    retiresOn: str | None


class SchemaVersionsData(TypedDict):
    schemaVersions: list[SchemaVersionsAnswer] | None


SchemaVersions: Document[SchemaVersionsVariables, SchemaVersionsData] = Document(
    "SchemaVersions",
    "schemaVersions",
    """\
# The schema versions of the project; with $type, also the built-in ones.
query SchemaVersions($type: EventType, $name: String) {
  schemaVersions(type: $type, name: $name) {
    type
    name
    version
    schema
    registeredAt
    state
    retiresOn
  }
}
""",
)
"""The question."""
