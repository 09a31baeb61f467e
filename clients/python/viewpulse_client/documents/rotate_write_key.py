"""Replaces a write key; the old one stays valid for $overlap."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class RotateWriteKeyVariables(TypedDict):
    fingerprint: str
    overlap: NotRequired[str | None]


class RotateWriteKeyWriteKey(TypedDict):
    fingerprint: str
    label: str
    createdAt: str


class RotateWriteKeyReplaced(TypedDict):
    fingerprint: str
    expiresAt: str | None


class RotateWriteKeyAnswer(TypedDict):
    key: str
    writeKey: RotateWriteKeyWriteKey
    replaced: RotateWriteKeyReplaced


class RotateWriteKeyData(TypedDict):
    rotateWriteKey: RotateWriteKeyAnswer


RotateWriteKey: Document[RotateWriteKeyVariables, RotateWriteKeyData] = Document(
    "RotateWriteKey",
    "rotateWriteKey",
    """\
# Replaces a write key; the old one stays valid for $overlap.
mutation RotateWriteKey($fingerprint: String!, $overlap: Duration = "1d") {
  rotateWriteKey(fingerprint: $fingerprint, overlap: $overlap) {
    key
    writeKey {
      fingerprint
      label
      createdAt
    }
    replaced {
      fingerprint
      expiresAt
    }
  }
}
""",
)
"""The question."""
