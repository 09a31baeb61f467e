"""Makes some users the members of a workspace, and nobody else."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class SetSocialWorkspaceMembersVariables(TypedDict):
    workspaceId: str
    userIds: Sequence[str]


class SetSocialWorkspaceMembersData(TypedDict):
    setSocialWorkspaceMembers: list[str]


SetSocialWorkspaceMembers: Document[SetSocialWorkspaceMembersVariables, SetSocialWorkspaceMembersData] = Document(
    "SetSocialWorkspaceMembers",
    "setSocialWorkspaceMembers",
    """\
# Makes some users the members of a workspace, and nobody else.
mutation SetSocialWorkspaceMembers($workspaceId: ID!, $userIds: [ID!]!) {
  setSocialWorkspaceMembers(workspaceId: $workspaceId, userIds: $userIds)
}
""",
)
"""The question."""
