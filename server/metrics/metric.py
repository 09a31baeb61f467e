"""The declaration of a metric."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a metric is computed."""

    TALLY = "tally"
    """Events, each in the quarter-hour in which it happened. A column of ``metric_columns``."""
    VIEW = "view"
    """Views: events by ``start@1``, plays by all other definitions. A column for each definition."""
    PLAY = "play"
    """Plays, in the quarter-hour of their start. A column."""
    STATE = "state"
    """The current state of viewers towards a content, in the quarter-hour of the deciding event. A column."""
    VIEWERS = "viewers"
    """Distinct viewers, which cannot be summed over quarter-hours: each range has its own number."""
    DERIVED = "derived"
    """Computed from other metrics, by a pure function."""


class Unit(StrEnum):
    """The unit of a metric."""

    COUNT = "count"
    MILLISECONDS = "milliseconds"
    """Seconds in the API."""
    FACTOR = "factor"
    PERCENT = "percent"
    POINTS = "points"
    """0-100."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        name: Its field of ``Counts`` and its column; of a derived metric, the name of its function.
        title: A few words for a heading.
        field: The type of the API and its field that show it; empty: none does, and other metrics are computed from it.
        description: Description of that field.
        origin: The product whose metric it follows; empty: Viewpulse's own.
        kind: How it is computed.
        unit: Its unit.
        definition: The exact definition, if the description is not complete.
        formula_text: How it is computed from others, as shown in docs/definitions.md.
        formula: The same, as a function of ``Counts`` or of other metrics.
        events: Tallies and views: the types of events that count.
        where: Tallies and views: the condition on these events, as SQL over ``counted``; empty: all count.
        of_plays: Views: the condition on the plays that are views by a definition, as SQL over ``play_changes``.
            Plays: the condition on the plays that count. Empty: all count.
        amount: Plays: the column of ``play_changes`` that is summed, if plays are not counted.
        in_scopes: Whether creators and the platform show it, too, in a field of the same name.
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
    formula: Callable[..., float | None] | None = None
    events: tuple[str, ...] = ()
    where: str = ""
    of_plays: str = ""
    amount: str = ""
    in_scopes: bool = False

    @property
    def is_stored(self) -> bool:
        """Whether ``metric_columns`` has a column for it."""
        return self.kind not in (Kind.VIEWERS, Kind.DERIVED)

    @property
    def of_events(self) -> str:
        """The whole condition on the events that count, as SQL over ``counted``."""
        types = ", ".join(f"'{name}'" for name in self.events)
        is_type = f"type = {types}" if len(self.events) == 1 else f"type IN ({types})"
        return f"{is_type} AND {self.where}" if self.where else is_type
