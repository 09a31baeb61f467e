"""Makes the cached answers about a workspace or an account worthless."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialOfInput,
    )


class InvalidateSocialCacheVariables(TypedDict):
    of: SocialOfInput


class InvalidateSocialCacheAnswer(TypedDict):
    workspaceId: str
    aggregatedAt: str | None


class InvalidateSocialCacheData(TypedDict):
    invalidateSocialCache: InvalidateSocialCacheAnswer


InvalidateSocialCache: Document[InvalidateSocialCacheVariables, InvalidateSocialCacheData] = Document(
    "InvalidateSocialCache",
    "invalidateSocialCache",
    """\
# Makes the cached answers about a workspace or an account worthless.
mutation InvalidateSocialCache($of: SocialOfInput!) {
  invalidateSocialCache(of: $of) {
    workspaceId
    aggregatedAt
  }
}
""",
)
"""The question."""
