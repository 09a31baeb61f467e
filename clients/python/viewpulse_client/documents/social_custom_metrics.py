"""The metrics of social networks that the project defines."""

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


class SocialCustomMetricsMetrics(TypedDict):
    name: str
    title: str
    kind: SocialFormulaKind
    formula: str
    createdAt: str


class SocialCustomMetricsAnswer(TypedDict):
    id: str
    asOf: str | None
    revision: int
    metrics: list[SocialCustomMetricsMetrics]


class SocialCustomMetricsData(TypedDict):
    socialCustomMetrics: SocialCustomMetricsAnswer | None


class SocialCustomMetricsLiveVariables(TypedDict):
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


SocialCustomMetrics: Document[None, SocialCustomMetricsData] = Document(
    "SocialCustomMetrics",
    "socialCustomMetrics",
    """\
# The metrics of social networks that the project defines.
query SocialCustomMetrics {
  socialCustomMetrics {
    id
    asOf
    revision
    metrics {
      name
      title
      kind
      formula
      createdAt
    }
  }
}
""",
)
"""The question."""


SocialCustomMetricsLive: LiveDocument[SocialCustomMetricsLiveVariables, SocialCustomMetricsData] = LiveDocument(
    "SocialCustomMetricsLive",
    "socialCustomMetrics",
    """\
# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.
subscription SocialCustomMetricsLive($afterRevision: Long, $every: Duration) {
  socialCustomMetrics(afterRevision: $afterRevision, every: $every) {
    id
    asOf
    revision
    metrics {
      name
      title
      kind
      formula
      createdAt
    }
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
