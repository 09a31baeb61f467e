"""Registers a custom event, or a further version of any type, with the JSON Schema of its properties."""

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


class RegisterSchemaVersionVariables(TypedDict):
    type: EventType
    name: NotRequired[str | None]
    version: str
    schema: Mapping[str, Any]


class RegisterSchemaVersionAnswer(TypedDict):
    type: EventType
    name: str | None
    version: str
    state: SchemaState
    registeredAt: str | None


class RegisterSchemaVersionData(TypedDict):
    registerSchemaVersion: RegisterSchemaVersionAnswer


RegisterSchemaVersion: Document[RegisterSchemaVersionVariables, RegisterSchemaVersionData] = Document(
    "RegisterSchemaVersion",
    "registerSchemaVersion",
    """\
# Registers a custom event, or a further version of any type, with the JSON Schema of its properties.
mutation RegisterSchemaVersion($type: EventType!, $name: String, $version: String!, $schema: JSONObject!) {
  registerSchemaVersion(type: $type, name: $name, version: $version, schema: $schema) {
    type
    name
    version
    state
    registeredAt
  }
}
""",
)
"""The question."""
