"""Sets what becomes of events of viewers who have not consented."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        ConsentPolicy,
    )


class SetConsentPolicyVariables(TypedDict):
    consent: ConsentPolicy


class SetConsentPolicyAnswer(TypedDict):
    consent: ConsentPolicy


class SetConsentPolicyData(TypedDict):
    setConsentPolicy: SetConsentPolicyAnswer


SetConsentPolicy: Document[SetConsentPolicyVariables, SetConsentPolicyData] = Document(
    "SetConsentPolicy",
    "setConsentPolicy",
    """\
# Sets what becomes of events of viewers who have not consented.
mutation SetConsentPolicy($consent: ConsentPolicy!) {
  setConsentPolicy(consent: $consent) {
    consent
  }
}
""",
)
"""The question."""
