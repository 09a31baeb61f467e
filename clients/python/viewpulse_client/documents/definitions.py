"""The definitions of a view: the values of the argument `definition`."""

# Written by `python -m generator`; do not edit.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from viewpulse_client.document import Document, LiveDocument

if TYPE_CHECKING:
    from typing_extensions import NotRequired, TypeAlias


class DefinitionsAnswer(TypedDict):
    name: str
    title: str
    text: str


class DefinitionsData(TypedDict):
    definitions: list[DefinitionsAnswer] | None


class DefinitionsLiveVariables(TypedDict):
    afterRevision: NotRequired[int | None]
    every: NotRequired[str | None]


Definitions: Document[None, DefinitionsData] = Document(
    "Definitions",
    "definitions",
    """\
# The definitions of a view: the values of the argument `definition`.
query Definitions {
  definitions {
    name
    title
    text
  }
}
""",
)
"""The question."""


DefinitionsLive: LiveDocument[DefinitionsLiveVariables, DefinitionsData] = LiveDocument(
    "DefinitionsLive",
    "definitions",
    """\
# Live: the definitions of a view, sent once: they change only with the version of the server.
subscription DefinitionsLive($afterRevision: Long, $every: Duration) {
  definitions(afterRevision: $afterRevision, every: $every) {
    name
    title
    text
  }
}
""",
)
"""An answer, and another one whenever it has changed."""
