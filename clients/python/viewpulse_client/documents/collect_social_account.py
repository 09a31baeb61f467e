"""Collects a social account soon."""

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


class CollectSocialAccountVariables(TypedDict):
    accountId: str


class CollectSocialAccountAnswer(TypedDict):
    accountId: str
    state: SocialAccountState
    stateReason: str | None
    collectedAt: str | None


class CollectSocialAccountData(TypedDict):
    collectSocialAccount: CollectSocialAccountAnswer


CollectSocialAccount: Document[CollectSocialAccountVariables, CollectSocialAccountData] = Document(
    "CollectSocialAccount",
    "collectSocialAccount",
    """\
# Collects a social account soon.
mutation CollectSocialAccount($accountId: ID!) {
  collectSocialAccount(accountId: $accountId) {
    accountId
    state
    stateReason
    collectedAt
  }
}
""",
)
"""The question."""
