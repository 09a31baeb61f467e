"""What campaigns cost on a day."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        CampaignSpendInput,
    )


class UpsertCampaignSpendVariables(TypedDict):
    items: Sequence[CampaignSpendInput]


class UpsertCampaignSpendProblems(TypedDict):
    index: int
    code: str | None
    message: str | None
    path: list[str] | None


class UpsertCampaignSpendAnswer(TypedDict):
    accepted: int
    rejected: int
    problems: list[UpsertCampaignSpendProblems]


class UpsertCampaignSpendData(TypedDict):
    upsertCampaignSpend: UpsertCampaignSpendAnswer


UpsertCampaignSpend: Document[UpsertCampaignSpendVariables, UpsertCampaignSpendData] = Document(
    "UpsertCampaignSpend",
    "upsertCampaignSpend",
    """\
# What campaigns cost on a day.
mutation UpsertCampaignSpend($items: [CampaignSpendInput!]!) {
  upsertCampaignSpend(items: $items) {
    accepted
    rejected
    problems {
      index
      code
      message
      path
    }
  }
}
""",
)
"""The question."""
