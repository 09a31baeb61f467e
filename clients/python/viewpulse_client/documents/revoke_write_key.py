"""Revokes a write key."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class RevokeWriteKeyVariables(TypedDict):
    fingerprint: str


class RevokeWriteKeyAnswer(TypedDict):
    fingerprint: str
    label: str
    revokedAt: str | None


class RevokeWriteKeyData(TypedDict):
    revokeWriteKey: RevokeWriteKeyAnswer


RevokeWriteKey: Document[RevokeWriteKeyVariables, RevokeWriteKeyData] = Document(
    "RevokeWriteKey",
    "revokeWriteKey",
    """\
# Revokes a write key.
mutation RevokeWriteKey($fingerprint: String!) {
  revokeWriteKey(fingerprint: $fingerprint) {
    fingerprint
    label
    revokedAt
  }
}
""",
)
"""The question."""
