"""Who is signed in, and as which creator."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Role,
    )


class MeCreator(TypedDict):
    id: str
    creatorId: str
    name: str | None
    picture: str | None


class MeAnswer(TypedDict):
    userId: str
    role: Role
    expiresAt: str | None
    creator: MeCreator | None


class MeData(TypedDict):
    me: MeAnswer | None


Me: Document[None, MeData] = Document(
    "Me",
    "me",
    """\
# Who is signed in, and as which creator.
query Me {
  me {
    userId
    role
    expiresAt
    creator {
      id
      creatorId
      name
      picture
    }
  }
}
""",
)
"""The question."""
