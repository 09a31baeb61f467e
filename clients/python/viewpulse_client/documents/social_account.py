"""An account on a social network: its state, and its latest numbers, each with where it comes from."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        Provenance,
        SocialAccountState,
        SocialGrain,
        SocialNetwork,
    )


class SocialAccountVariables(TypedDict):
    accountId: str


class SocialAccountMetricsFollowers(TypedDict):
    value: float | None
    provenance: Provenance
    reason: str | None
    source: str | None
    apiVersion: str | None
    grain: SocialGrain | None
    at: str | None
    collectedAt: str | None


class SocialAccountMetricsCustom(TypedDict):
    name: str
    title: str
    value: float | None
    provenance: Provenance
    reason: str | None


class SocialAccountMetrics(TypedDict):
    followers: SocialAccountMetricsFollowers
    following: SocialAccountMetricsFollowers
    profileViews: SocialAccountMetricsFollowers
    websiteClicks: SocialAccountMetricsFollowers
    emailClicks: SocialAccountMetricsFollowers
    impressions: SocialAccountMetricsFollowers
    reach: SocialAccountMetricsFollowers
    custom: list[SocialAccountMetricsCustom] | None


class SocialAccountAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    workspaceId: str
    network: SocialNetwork
    handle: str
    state: SocialAccountState
    stateReason: str | None
    stateSince: str
    collectedAt: str | None
    metrics: SocialAccountMetrics


class SocialAccountData(TypedDict):
    socialAccount: SocialAccountAnswer | None


class SocialAccountLiveVariables(TypedDict):
    accountId: str
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialAccount: Document[SocialAccountVariables, SocialAccountData] = Document(
    "SocialAccount",
    "socialAccount",
    """\
# An account on a social network: its state, and its latest numbers, each with where it comes from.
query SocialAccount($accountId: ID!) {
  socialAccount(accountId: $accountId) {
    id
    asOf
    revision
    workspaceId
    network
    handle
    state
    stateReason
    stateSince
    collectedAt
    metrics {
      followers {
        ...SocialAccountNumber
      }
      following {
        ...SocialAccountNumber
      }
      profileViews {
        ...SocialAccountNumber
      }
      websiteClicks {
        ...SocialAccountNumber
      }
      emailClicks {
        ...SocialAccountNumber
      }
      impressions {
        ...SocialAccountNumber
      }
      reach {
        ...SocialAccountNumber
      }
      custom {
        name
        title
        value
        provenance
        reason
      }
    }
  }
}

fragment SocialAccountNumber on SocialValue {
  value
  provenance
  reason
  source
  apiVersion
  grain
  at
  collectedAt
}
""",
)
"""The question."""


SocialAccountLive: LiveDocument[SocialAccountLiveVariables, SocialAccountData] = LiveDocument(
    "SocialAccountLive",
    "socialAccount",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialAccountLive($accountId: ID!, $afterRevision: Long, $every: Duration) {
  socialAccount(
    accountId: $accountId
    afterRevision: $afterRevision
    every: $every
  ) {
    id
    asOf
    revision
    workspaceId
    network
    handle
    state
    stateReason
    stateSince
    collectedAt
    metrics {
      followers {
        ...SocialAccountLiveNumber
      }
      following {
        ...SocialAccountLiveNumber
      }
      profileViews {
        ...SocialAccountLiveNumber
      }
      websiteClicks {
        ...SocialAccountLiveNumber
      }
      emailClicks {
        ...SocialAccountLiveNumber
      }
      impressions {
        ...SocialAccountLiveNumber
      }
      reach {
        ...SocialAccountLiveNumber
      }
      custom {
        name
        title
        value
        provenance
        reason
      }
    }
  }
}

fragment SocialAccountLiveNumber on SocialValue {
  value
  provenance
  reason
  source
  apiVersion
  grain
  at
  collectedAt
}
""",
)
"""An answer, and another one whenever it has changed."""
