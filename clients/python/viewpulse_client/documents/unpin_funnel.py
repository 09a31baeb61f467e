"""Takes a funnel off the dashboard of the project."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class UnpinFunnelVariables(TypedDict):
    name: str


class UnpinFunnelAnswer(TypedDict):
    name: str
    pinnedAt: str


class UnpinFunnelData(TypedDict):
    unpinFunnel: UnpinFunnelAnswer


UnpinFunnel: Document[UnpinFunnelVariables, UnpinFunnelData] = Document(
    "UnpinFunnel",
    "unpinFunnel",
    """\
# Takes a funnel off the dashboard of the project.
mutation UnpinFunnel($name: String!) {
  unpinFunnel(name: $name) {
    name
    pinnedAt
  }
}
""",
)
"""The question."""
