"""The columns of ``metric_columns``, and how each is counted, from the catalogue.

Statements repeat their text for them (server/storage/metric_columns.py).
"""

from server.metrics.catalogue import CATALOGUE
from server.metrics.listed_counts import LISTED
from server.metrics.metric import Kind
from server.metrics.view_definitions import DEFINITIONS

VIEWS = [metric for metric in CATALOGUE.values() if metric.kind is Kind.VIEW]
"""Metrics with a column for each definition of a view."""

_PLAYED = [definition for definition in DEFINITIONS.values() if definition.of_plays]


def stored_column(name: str, prefix: str) -> str:
    """The column that holds a metric under the definition of a view with this prefix."""
    return prefix + name if CATALOGUE[name].kind is Kind.VIEW else name


def _play_counts() -> dict[str, str]:
    counted = {metric.name: metric.of_plays for metric in CATALOGUE.values() if metric.kind is Kind.PLAY}
    conditions = {column: condition for column, condition in counted.items() if condition}
    for definition in _PLAYED:
        for metric in VIEWS:
            is_view = f"is_{definition.key}"
            condition = f"{is_view} AND {metric.of_plays}" if metric.of_plays else is_view
            conditions[definition.prefix + metric.name] = condition
    return conditions


PLAYED_VIEWS = {definition.key: definition.of_plays for definition in _PLAYED}
"""Definitions whose views are plays, and the condition on a play."""

TALLIES = {metric.name: metric.of_events for metric in CATALOGUE.values() if metric.events}
"""Columns that count events, and the condition on the events; includes the views by ``start@1``."""

SESSION_TALLIES = {
    "impressions": TALLIES["impressions"],
    "likes": TALLIES["like_events"],
    "saves": TALLIES["save_events"],
    **{name: TALLIES[name] for name in ("comments", "shares", "clicks", "skips")},
}
"""Columns of ``sessions`` that count events, and the condition on the events."""

EVENTS = list(dict.fromkeys(event for metric in CATALOGUE.values() for event in metric.events))
"""The types of events that any of these columns counts."""

PLAY_SUMS = {metric.name: metric.amount for metric in CATALOGUE.values() if metric.amount}
"""Columns that are sums over plays, and the summed expression."""

PLAY_COUNTS = _play_counts()
"""Columns that count plays, and the condition on the plays; includes the views by other definitions."""

STORED = [
    *(metric.name for metric in CATALOGUE.values() if metric.is_stored),
    *(definition.prefix + metric.name for definition in _PLAYED for metric in VIEWS),
]
"""All columns."""

LISTED_COLUMNS = [
    column
    for name in LISTED
    for column in dict.fromkeys((name, *(stored_column(name, definition.prefix) for definition in _PLAYED)))
]
"""Those of ``content_days``: what lists show, by every definition of a view."""
