"""Writes the days of a workspace or an account again, from the series."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        RangeInput,
        SocialOfInput,
    )


class AggregateSocialVariables(TypedDict):
    of: SocialOfInput
    range: NotRequired[RangeInput | None]


class AggregateSocialAnswer(TypedDict):
    workspaceId: str
    aggregatedAt: str | None


class AggregateSocialData(TypedDict):
    aggregateSocial: AggregateSocialAnswer


AggregateSocial: Document[AggregateSocialVariables, AggregateSocialData] = Document(
    "AggregateSocial",
    "aggregateSocial",
    """\
# Writes the days of a workspace or an account again, from the series.
mutation AggregateSocial($of: SocialOfInput!, $range: RangeInput) {
  aggregateSocial(of: $of, range: $range) {
    workspaceId
    aggregatedAt
  }
}
""",
)
"""The question."""
