"""Defines a metric of social networks by a formula."""

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


class DefineSocialMetricVariables(TypedDict):
    name: str
    kind: SocialFormulaKind
    formula: str
    title: str


class DefineSocialMetricAnswer(TypedDict):
    name: str
    title: str
    kind: SocialFormulaKind
    formula: str
    createdAt: str


class DefineSocialMetricData(TypedDict):
    defineSocialMetric: DefineSocialMetricAnswer


DefineSocialMetric: Document[DefineSocialMetricVariables, DefineSocialMetricData] = Document(
    "DefineSocialMetric",
    "defineSocialMetric",
    """\
# Defines a metric of social networks by a formula.
mutation DefineSocialMetric($name: String!, $kind: SocialFormulaKind!, $formula: String!, $title: String!) {
  defineSocialMetric(name: $name, kind: $kind, formula: $formula, title: $title) {
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
