"""Makes a link that opens the numbers of a content, a creator or the platform to anyone who has it."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        OfInput,
        RangeInput,
    )


class CreateShareLinkVariables(TypedDict):
    of: OfInput
    expiresAt: str
    range: NotRequired[RangeInput | None]
    origins: NotRequired[Sequence[str] | None]


class CreateShareLinkShareLink(TypedDict):
    linkId: str
    expiresAt: str


class CreateShareLinkAnswer(TypedDict):
    token: str
    path: str
    shareLink: CreateShareLinkShareLink


class CreateShareLinkData(TypedDict):
    createShareLink: CreateShareLinkAnswer


CreateShareLink: Document[CreateShareLinkVariables, CreateShareLinkData] = Document(
    "CreateShareLink",
    "createShareLink",
    """\
# Makes a link that opens the numbers of a content, a creator or the platform to anyone who has it.
mutation CreateShareLink($of: OfInput!, $expiresAt: DateTime!, $range: RangeInput, $origins: [String!]) {
  createShareLink(of: $of, expiresAt: $expiresAt, range: $range, origins: $origins) {
    token
    path
    shareLink {
      linkId
      expiresAt
    }
  }
}
""",
)
"""The question."""
