"""Prints the catalogue's metrics into the tables of docs/definitions.md; the rest of that page is written by hand.

python -m server.metrics.definitions_page docs/definitions.md
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from server.metrics.catalogue import CATALOGUE
from server.metrics.metric import Metric
from server.metrics.point_metrics import POINT_METRICS

SCOPES = ("CreatorAnalytics", "PlatformAnalytics")
"""Types of many contents together."""
POINTS = ("Point",)
"""The type of a point of a series."""

_HEADING = "## "
_ROW = re.compile(r"\| `(\w+)` \|")


def with_metrics(page: str) -> str:
    """The page with the row of each metric from the catalogue.

    A table follows the types whose fields it explains. Rows of other fields and the order are kept; new rows are
    appended.
    """
    return "".join(_printed(page.splitlines(keepends=True)))


def _printed(lines: Iterable[str]) -> Iterator[str]:
    waiting: dict[str, Metric] = {}
    types: Sequence[str] = ()
    in_table = False
    for line in lines:
        row = _ROW.match(line)
        if in_table and not row:
            yield from (_row(name, metric, types) for name, metric in waiting.items())
            waiting = {}
        if line.startswith(_HEADING):
            types = line.removeprefix(_HEADING).strip().split(" and ")
            waiting = _metrics_of(types)
        metric = waiting.pop(row[1], None) if row else None
        yield _row(row[1], metric, types) if row and metric else line
        in_table = bool(row)
    if in_table:
        yield from (_row(name, metric, types) for name, metric in waiting.items())


def _metrics_of(types: Sequence[str]) -> dict[str, Metric]:
    """The metrics of the fields of these types, by name of the field."""
    if tuple(types) == POINTS:
        return {metric.field: metric.metric for metric in POINT_METRICS}
    shown = [(metric.field.partition("."), metric) for metric in CATALOGUE.values()]
    of_scopes = tuple(types) == SCOPES
    return {name: metric for (kind, _, name), metric in shown if kind in types or (of_scopes and metric.in_scopes)}


def _row(name: str, metric: Metric, types: Sequence[str]) -> str:
    definition, formula = metric.definition or metric.description, metric.formula_text
    if metric.field.partition(".")[0] not in types:
        scope = "in the point's part of the range" if tuple(types) == POINTS else "over all contents together"
        definition, formula = f"As {metric.field}, {scope}.", ""
    cells = (f"`{name}`", definition, formula)
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells) + "\n"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(with_metrics(file.read_text()))
