"""What is said of a metric, once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a metric is made of."""

    TALLY = "tally"
    """Events, each in the quarter-hour in which it happened. A column of ``metric_columns``."""
    VIEW = "view"
    """Views: by ``start@1`` events, by all other definitions plays. A column for each definition."""
    PLAY = "play"
    """Plays, in the quarter-hour of their start. A column."""
    STATE = "state"
    """What viewers think of a content now, in the quarter-hour of the event that decides. A column."""
    VIEWERS = "viewers"
    """Viewers, who are not the sum over quarter-hours: each range has its own number."""
    DERIVED = "derived"
    """Computed from other metrics, by a pure function."""


class Unit(StrEnum):
    """What a metric is measured in."""

    COUNT = "count"
    MILLISECONDS = "milliseconds"
    """The API says seconds."""
    PERCENT = "percent"
    POINTS = "points"
    """0-100."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        name: Its field of ``Counts`` and its column; of a derived one the name of its function.
        title: A few words for a heading.
        field: The type of the API and its field that show it.
        description: What that field says of itself.
        origin: Whose metric it follows; empty: Viewpulse's own.
        kind: What it is made of.
        unit: What it is measured in.
        definition: What exactly it is, where the description does not say all of it.
        formula_text: How it follows from others, as docs/definitions.md says it.
        formula: The same as a function of ``Counts``, or of other metrics.
        events: Tallies and views: the types of events that count.
        where: Tallies and views: the condition on these events, as SQL over ``counted``; empty: all count.
        of_plays: Views: the condition on the plays that a definition takes for views, as SQL over ``play_changes``.
            Plays: the condition on those that count. Empty: all count.
        amount: Plays: the column of ``play_changes`` that is summed, where it is not the plays that are counted.
    """

    name: str
    title: str
    field: str
    description: str
    origin: str
    kind: Kind
    unit: Unit = Unit.COUNT
    definition: str = ""
    formula_text: str = ""
    formula: Callable[..., float] | None = None
    events: tuple[str, ...] = ()
    where: str = ""
    of_plays: str = ""
    amount: str = ""

    @property
    def is_stored(self) -> bool:
        """Whether ``metric_columns`` has it."""
        return self.kind not in (Kind.VIEWERS, Kind.DERIVED)

    @property
    def of_events(self) -> str:
        """The whole condition on the events that count, as SQL over ``counted``."""
        types = ", ".join(f"'{name}'" for name in self.events)
        is_type = f"type = {types}" if len(self.events) == 1 else f"type IN ({types})"
        return f"{is_type} AND {self.where}" if self.where else is_type
