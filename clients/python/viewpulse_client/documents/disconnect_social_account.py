"""Disconnects a social account; its numbers are kept, or deleted for good."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialAccountState,
        SocialNumbers,
    )


class DisconnectSocialAccountVariables(TypedDict):
    accountId: str
    numbers: SocialNumbers


class DisconnectSocialAccountAnswer(TypedDict):
    accountId: str
    state: SocialAccountState
    stateReason: str | None
    collectedAt: str | None


class DisconnectSocialAccountData(TypedDict):
    disconnectSocialAccount: DisconnectSocialAccountAnswer


DisconnectSocialAccount: Document[DisconnectSocialAccountVariables, DisconnectSocialAccountData] = Document(
    "DisconnectSocialAccount",
    "disconnectSocialAccount",
    """\
# Disconnects a social account; its numbers are kept, or deleted for good.
mutation DisconnectSocialAccount($accountId: ID!, $numbers: SocialNumbers!) {
  disconnectSocialAccount(accountId: $accountId, numbers: $numbers) {
    accountId
    state
    stateReason
    collectedAt
  }
}
""",
)
"""The question."""
