"""Says which content a post of a social network shows; null: none."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class LinkSocialPostVariables(TypedDict):
    accountId: str
    postId: str
    contentId: NotRequired[str | None]


class LinkSocialPostAnswer(TypedDict):
    accountId: str
    postId: str
    contentId: str | None


class LinkSocialPostData(TypedDict):
    linkSocialPost: LinkSocialPostAnswer


LinkSocialPost: Document[LinkSocialPostVariables, LinkSocialPostData] = Document(
    "LinkSocialPost",
    "linkSocialPost",
    """\
# Says which content a post of a social network shows; null: none.
mutation LinkSocialPost($accountId: ID!, $postId: ID!, $contentId: ID) {
  linkSocialPost(accountId: $accountId, postId: $postId, contentId: $contentId) {
    accountId
    postId
    contentId
  }
}
""",
)
"""The question."""
