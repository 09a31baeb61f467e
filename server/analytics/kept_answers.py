"""Answers that a worker keeps while the revision stays; those that nobody asked for longest leave first."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

REUSED_SECONDS = 10.0
"""Seconds that an answer serves further questions: what is still open changes with time."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """One answer."""

    answer: Any
    revision: int
    at: float
    size: int


class KeptAnswers:
    """The answers of one worker.

    Args:
        most_bytes: How much is kept; what is larger is not kept at all.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[tuple[str, bytes], _Kept] = OrderedDict()

    def find(self, kind: str, question: bytes, revision: int, seconds: float = REUSED_SECONDS) -> Any | None:
        """The answer to a question, if it is of this revision, and not older than so many seconds."""
        kept = self._kept.get((kind, question))
        if kept is None or kept.revision != revision or time.monotonic() >= kept.at + seconds:
            return None
        self._kept.move_to_end((kind, question))
        return kept.answer

    def keep(self, kind: str, question: bytes, revision: int, answer: Any, size: int) -> None:
        """Keeps an answer of so many bytes."""
        size += len(question)
        if (before := self._kept.pop((kind, question), None)) is not None:
            self._bytes -= before.size
        self._kept[kind, question] = _Kept(answer, revision, time.monotonic(), size)
        self._bytes += size
        while self._bytes > self._most_bytes:
            self._bytes -= self._kept.popitem(last=False)[1].size
