"""Begins to connect accounts of a network: send the browser to the url."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialNetwork,
    )


class StartSocialConnectionVariables(TypedDict):
    workspaceId: str
    network: SocialNetwork
    returnTo: str


class StartSocialConnectionAnswer(TypedDict):
    url: str
    expiresAt: str


class StartSocialConnectionData(TypedDict):
    startSocialConnection: StartSocialConnectionAnswer


StartSocialConnection: Document[StartSocialConnectionVariables, StartSocialConnectionData] = Document(
    "StartSocialConnection",
    "startSocialConnection",
    """\
# Begins to connect accounts of a network: send the browser to the url.
mutation StartSocialConnection($workspaceId: ID!, $network: SocialNetwork!, $returnTo: String!) {
  startSocialConnection(workspaceId: $workspaceId, network: $network, returnTo: $returnTo) {
    url
    expiresAt
  }
}
""",
)
"""The question."""
