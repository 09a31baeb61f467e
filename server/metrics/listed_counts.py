"""The counters that lists of contents show, of a range as well as of all time."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

import asyncpg


@dataclass(frozen=True, slots=True)
class ListedCounts:
    """Exact counts of a content; ``content_days`` has a column for each, and one for each definition of a view."""

    views: int = 0
    watch_ms: int = 0
    completed_full: int = 0
    likes: int = 0
    comments: int = 0
    shares: int = 0
    saves: int = 0
    clicks: int = 0
    skips: int = 0

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """The counters of a row; all 0 if the row is empty."""
        return cls(*[row[name] or 0 for name in cls.__match_args__])

    @staticmethod
    def of_all(counted: "Iterable[ListedCounts]") -> "ListedCounts":
        """The counters of several contents together."""
        rows = [[getattr(counts, name) for name in LISTED] for counts in counted]
        return ListedCounts(*map(sum, zip(*rows, strict=True)))


LISTED = tuple(field.name for field in fields(ListedCounts))
