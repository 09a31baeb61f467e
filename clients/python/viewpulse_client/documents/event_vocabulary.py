"""What each type of event means, requires and forbids."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias

    from viewpulse_client.inputs import (
        EventType,
    )


class EventVocabularyAnswer(TypedDict):
    type: EventType
    family: str
    description: str
    requires: list[str]
    forbids: list[str]
    countedAs: EventType


class EventVocabularyData(TypedDict):
    eventVocabulary: list[EventVocabularyAnswer] | None


EventVocabulary: Document[None, EventVocabularyData] = Document(
    "EventVocabulary",
    "eventVocabulary",
    """\
# What each type of event means, requires and forbids.
query EventVocabulary {
  eventVocabulary {
    type
    family
    description
    requires
    forbids
    countedAs
  }
}
""",
)
"""The question."""
