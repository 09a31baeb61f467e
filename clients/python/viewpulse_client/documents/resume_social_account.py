"""Collects a paused social account again."""

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


class ResumeSocialAccountVariables(TypedDict):
    accountId: str


class ResumeSocialAccountAnswer(TypedDict):
    accountId: str
    state: SocialAccountState
    stateReason: str | None
    collectedAt: str | None


class ResumeSocialAccountData(TypedDict):
    resumeSocialAccount: ResumeSocialAccountAnswer


ResumeSocialAccount: Document[ResumeSocialAccountVariables, ResumeSocialAccountData] = Document(
    "ResumeSocialAccount",
    "resumeSocialAccount",
    """\
# Collects a paused social account again.
mutation ResumeSocialAccount($accountId: ID!) {
  resumeSocialAccount(accountId: $accountId) {
    accountId
    state
    stateReason
    collectedAt
  }
}
""",
)
"""The question."""
