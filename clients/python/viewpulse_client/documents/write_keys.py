"""The write keys of the project, without the keys themselves."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class WriteKeysKeys(TypedDict):
    fingerprint: str
    label: str
    createdAt: str
    expiresAt: str | None
    revokedAt: str | None


class WriteKeysAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    keys: list[WriteKeysKeys]


class WriteKeysData(TypedDict):
    writeKeys: WriteKeysAnswer | None


class WriteKeysLiveVariables(TypedDict):
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


WriteKeys: Document[None, WriteKeysData] = Document(
    "WriteKeys",
    "writeKeys",
    """\
# The write keys of the project, without the keys themselves.
query WriteKeys {
  writeKeys {
    id
    asOf
    revision
    keys {
      fingerprint
      label
      createdAt
      expiresAt
      revokedAt
    }
  }
}
""",
)
"""The question."""


WriteKeysLive: LiveDocument[WriteKeysLiveVariables, WriteKeysData] = LiveDocument(
    "WriteKeysLive",
    "writeKeys",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription WriteKeysLive($afterRevision: Long, $every: Duration) {
  writeKeys(afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    keys {
      fingerprint
      label
      createdAt
      expiresAt
      revokedAt
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
