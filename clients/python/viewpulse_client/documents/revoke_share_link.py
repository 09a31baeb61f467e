"""Revokes a share link."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class RevokeShareLinkVariables(TypedDict):
    linkId: str


class RevokeShareLinkAnswer(TypedDict):
    linkId: str
    revokedAt: str | None


class RevokeShareLinkData(TypedDict):
    revokeShareLink: RevokeShareLinkAnswer


RevokeShareLink: Document[RevokeShareLinkVariables, RevokeShareLinkData] = Document(
    "RevokeShareLink",
    "revokeShareLink",
    """\
# Revokes a share link.
mutation RevokeShareLink($linkId: ID!) {
  revokeShareLink(linkId: $linkId) {
    linkId
    revokedAt
  }
}
""",
)
"""The question."""
