"""Stops collecting a social account; what is known of it stays."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialAccountState,
    )


class PauseSocialAccountVariables(TypedDict):
    accountId: str


class PauseSocialAccountAnswer(TypedDict):
    accountId: str
    state: SocialAccountState
    stateReason: str | None
    collectedAt: str | None


class PauseSocialAccountData(TypedDict):
    pauseSocialAccount: PauseSocialAccountAnswer


PauseSocialAccount: Document[PauseSocialAccountVariables, PauseSocialAccountData] = Document(
    "PauseSocialAccount",
    "pauseSocialAccount",
    """\
# Stops collecting a social account; what is known of it stays.
mutation PauseSocialAccount($accountId: ID!) {
  pauseSocialAccount(accountId: $accountId) {
    accountId
    state
    stateReason
    collectedAt
  }
}
""",
)
"""The question."""
