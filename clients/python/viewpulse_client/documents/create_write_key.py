"""Creates a write key; `key` is shown in this answer only."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class CreateWriteKeyVariables(TypedDict):
    label: NotRequired[str | None]


class CreateWriteKeyWriteKey(TypedDict):
    fingerprint: str
    label: str
    createdAt: str


class CreateWriteKeyAnswer(TypedDict):
    key: str
    writeKey: CreateWriteKeyWriteKey


class CreateWriteKeyData(TypedDict):
    createWriteKey: CreateWriteKeyAnswer


CreateWriteKey: Document[CreateWriteKeyVariables, CreateWriteKeyData] = Document(
    "CreateWriteKey",
    "createWriteKey",
    """\
# Creates a write key; `key` is shown in this answer only.
mutation CreateWriteKey($label: String = "") {
  createWriteKey(label: $label) {
    key
    writeKey {
      fingerprint
      label
      createdAt
    }
  }
}
""",
)
"""The question."""
