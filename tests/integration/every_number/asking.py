"""The combinations of arguments of the queries, in GraphQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any, TypeVar

from tests.dataset.generate import NOW
from tests.recompute import ranges
from tests.recompute.comparison import ANYTHING
from tests.recompute.ranges import Span
from tests.recompute.truth import Asked

ARGUMENTS = "range: $range, timezone: $timezone, definition: $definition, include: $include"
VARIABLES = "$range: RangeInput, $timezone: String!, $definition: String!, $include: TrafficInput"

Value = TypeVar("Value")

EVER = Span(None)
DEFINITIONS = ("start@1", "engaged@1", "peertube@1", "linkedin@1", "peertube@2", "linkedin@2")
LISTED = {"id": ANYTHING, "asOf": NOW.isoformat(), "revision": ANYTHING, "isFinal": False, "definition": "start@1"}
"""The expected fields of the answer of a list without a range."""


@dataclass(frozen=True, slots=True)
class Way:
    """One combination: a range, a definition of a view, classes of traffic."""

    span: Span = EVER
    definition: str = "start@1"
    bots: bool = False
    self_views: bool = False

    @property
    def asked(self) -> Asked:
        """The arguments of the recomputation."""
        return Asked(self.definition, self.bots, self.self_views, self.span.start, self.span.end_bucket)

    @property
    def variables(self) -> dict[str, Any]:
        """The arguments of the API."""
        return {
            "range": self.span.sent,
            "timezone": self.span.zone,
            "definition": self.definition,
            "include": {"bots": self.bots, "selfViews": self.self_views},
        }

    @property
    def said(self) -> dict[str, Any]:
        """The expected fields of the answer."""
        span = self.span
        return {
            "asOf": NOW.isoformat(),
            "isFinal": span.end is not None and span.end <= NOW,
            "definition": self.definition,
            "timezone": span.zone,
            "range": {"start": _written(span.start), "end": _written(span.end)},
        }

    def __str__(self) -> str:
        classes = "".join(word for word, wanted in (("+bots", self.bots), ("+self", self.self_views)) if wanted)
        return f"{self.definition}{classes} {self.span.sent or 'ever'} {self.span.zone}"


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


WAYS = (
    Way(),
    Way(definition="engaged@1"),
    Way(definition="peertube@1", self_views=True),
    Way(definition="linkedin@1", bots=True),
    Way(bots=True, self_views=True),
    Way(definition="peertube@2", bots=True),
    Way(definition="linkedin@2"),
    Way(ranges.last("24h", timedelta(hours=24), NOW), "engaged@1"),
    Way(ranges.last("2w", timedelta(weeks=2), NOW, "Asia/Kolkata"), bots=True),
    Way(ranges.calendar("DAY", 0, NOW, "America/New_York"), "peertube@2"),
    Way(ranges.calendar("WEEK", 1, NOW, "Europe/Berlin"), "linkedin@1"),
    Way(ranges.calendar("MONTH", 0, NOW, "Asia/Kathmandu"), "peertube@1", bots=True, self_views=True),
    Way(
        ranges.between(datetime(2026, 3, 7, 20, 4, tzinfo=UTC), datetime(2026, 3, 9, 3, 50, tzinfo=UTC)),
        self_views=True,
    ),
    Way(ranges.dates(date(2026, 3, 7), date(2026, 3, 10), "America/St_Johns"), "engaged@1"),
    Way(ranges.rolling("days", 7, NOW, "Europe/Berlin")),
    Way(ranges.rolling("weeks", 2, NOW, "Australia/Lord_Howe"), "linkedin@2"),
    Way(ranges.rolling("months", 1, NOW, "America/New_York"), "peertube@1", bots=True),
)


def spread(values: Iterable[Value], ways: Sequence[Way] = WAYS, *, each: int = 1) -> list[tuple[Way, Value]]:
    """Each way with so many of the values, in turn; with all of them, the tests would take many minutes."""
    turns = cycle(values)
    return [(way, next(turns)) for way in ways for _ in range(each)]
