"""Removes a metric of social networks that the project defines."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        SocialFormulaKind,
    )


class RemoveSocialMetricVariables(TypedDict):
    name: str


class RemoveSocialMetricAnswer(TypedDict):
    name: str
    title: str
    kind: SocialFormulaKind
    formula: str
    createdAt: str


class RemoveSocialMetricData(TypedDict):
    removeSocialMetric: RemoveSocialMetricAnswer


RemoveSocialMetric: Document[RemoveSocialMetricVariables, RemoveSocialMetricData] = Document(
    "RemoveSocialMetric",
    "removeSocialMetric",
    """\
# Removes a metric of social networks that the project defines.
mutation RemoveSocialMetric($name: String!) {
  removeSocialMetric(name: $name) {
    name
    title
    kind
    formula
    createdAt
  }
}
""",
)
"""The question."""
