"""A measured figure, its baseline and its target; printed as a table and written as JSON."""

import json
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass
class Figure:
    """One row of the report.

    Attributes:
        target: Id of the target, such as P1.
        what: What was measured.
        value: The median of the runs, in ``unit``.
        unit: Such as ``events/s`` or ``ms``.
        baseline: Name of the baseline.
        baseline_value: The baseline, measured by the same command, in the same unit.
        wanted: The target for ``ratio``; ``at_most`` is its direction.
        at_most: The ratio should be below ``wanted`` rather than above.
        detail: Further figures, such as minimum, maximum and percentiles.
    """

    target: str
    what: str
    value: float
    unit: str
    baseline: str
    baseline_value: float
    wanted: float
    at_most: bool = False
    detail: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """The figure divided by its baseline."""
        return self.value / self.baseline_value if self.baseline_value else float("nan")

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.ratio <= self.wanted if self.at_most else self.ratio >= self.wanted


def number(value: float) -> str:
    """Three significant digits, with thousands separators."""
    if value >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"


def print_table(figures: list[Figure], console: Console) -> None:
    """Prints the figures, one per row."""
    table = Table(title="Viewpulse benchmarks")
    for heading in ("id", "what", "figure", "baseline", "ratio", "target", "met"):
        table.add_column(heading, justify="right" if heading in ("figure", "ratio", "target") else "left")
    for figure in figures:
        table.add_row(
            figure.target,
            figure.what,
            f"{number(figure.value)} {figure.unit}",
            f"{figure.baseline}: {number(figure.baseline_value)}",
            f"{figure.ratio:.3g} x",
            f"{'<=' if figure.at_most else '>='} {figure.wanted:g} x",
            "yes" if figure.met else "NO",
        )
    console.print(table)


def write_json(figures: list[Figure], path: Path) -> None:
    """Writes the figures and the machine on which they were measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "measuredAt": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "figures": [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in figures],
    }
    path.write_text(json.dumps(record, indent=2) + "\n")
