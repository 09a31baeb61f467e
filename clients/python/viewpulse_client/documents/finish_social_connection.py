"""Connects some of the accounts that may be connected."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialConnectionState,
    )


class FinishSocialConnectionVariables(TypedDict):
    id: str
    externalIds: Sequence[str]


class FinishSocialConnectionChoices(TypedDict):
    accountId: str
    handle: str
    workspaceId: str | None


class FinishSocialConnectionAnswer(TypedDict):
    id: str
    state: SocialConnectionState
    choices: list[FinishSocialConnectionChoices]


class FinishSocialConnectionData(TypedDict):
    finishSocialConnection: FinishSocialConnectionAnswer


FinishSocialConnection: Document[FinishSocialConnectionVariables, FinishSocialConnectionData] = Document(
    "FinishSocialConnection",
    "finishSocialConnection",
    """\
# Connects some of the accounts that may be connected.
mutation FinishSocialConnection($id: ID!, $externalIds: [ID!]!) {
  finishSocialConnection(id: $id, externalIds: $externalIds) {
    id
    state
    choices {
      accountId
      handle
      workspaceId
    }
  }
}
""",
)
"""The question."""
