"""The accounts that may be connected, once the browser is back with the id of the connection."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialConnectionFailure,
        SocialConnectionState,
        SocialNetwork,
    )


class SocialConnectionVariables(TypedDict):
    id: str


class SocialConnectionChoices(TypedDict):
    accountId: str
    externalId: str
    handle: str
    name: str | None
    workspaceId: str | None


class SocialConnectionAnswer(TypedDict):
    id: str
    workspaceId: str
    network: SocialNetwork
    state: SocialConnectionState
    failure: SocialConnectionFailure | None
    reason: str | None
    expiresAt: str
    truncated: bool
    choices: list[SocialConnectionChoices]


class SocialConnectionData(TypedDict):
    socialConnection: SocialConnectionAnswer | None


SocialConnection: Document[SocialConnectionVariables, SocialConnectionData] = Document(
    "SocialConnection",
    "socialConnection",
    """\
# The accounts that may be connected, once the browser is back with the id of the connection.
query SocialConnection($id: ID!) {
  socialConnection(id: $id) {
    id
    workspaceId
    network
    state
    failure
    reason
    expiresAt
    truncated
    choices {
      accountId
      externalId
      handle
      name
      workspaceId
    }
  }
}
""",
)
"""The question."""
