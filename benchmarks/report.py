"""Measured figures with baselines and targets, and points to draw; printed as a table, kept as JSON."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.provenance import Code, Machine

_POINT = re.compile(r"\[\s+([-+.\de]+),\s+([-+.\de]+)\s+\]")


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
        wanted: The target for ``ratio``; ``at_most`` is its direction. None: shown for comparison only.
        at_most: The ratio should be below ``wanted`` rather than above.
        detail: Further figures, such as minimum, maximum and percentiles.
    """

    target: str
    what: str
    value: float
    unit: str
    baseline: str
    baseline_value: float
    wanted: float | None
    at_most: bool = False
    detail: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """The figure divided by its baseline."""
        return self.value / self.baseline_value

    @property
    def met(self) -> bool | None:
        """Whether the target is met, if there is one."""
        if self.wanted is None:
            return None
        return self.ratio <= self.wanted if self.at_most else self.ratio >= self.wanted


@dataclass
class Chart:
    """Points that one picture shows.

    Attributes:
        name: Name of its file.
        title: What it shows.
        x: Label of the horizontal axis, with the unit.
        y: Label of the vertical axis, with the unit.
        lines: The points of each line, by its name.
        logarithmic: Whether the horizontal axis is.
    """

    name: str
    title: str
    x: str
    y: str
    lines: dict[str, list[tuple[float, float]]]
    logarithmic: bool = False


@dataclass
class Part:
    """One part of the bench, such as ``ingest``.

    Attributes:
        name: Its name.
        load_average: Of the last minute, five and fifteen minutes when it began: shows other work on the machine.
        seconds: How long it took.
    """

    name: str
    load_average: tuple[float, float, float]
    seconds: float


@dataclass
class Report:
    """All that one command measured in one sitting.

    Attributes:
        measured_at: When it began, as ISO 8601 in UTC.
        quick: Whether it was a quick look, whose figures are rough.
        code: The code that was measured.
        machine: The machine.
        parts: The parts, in the order of measuring.
        figures: The figures, likewise.
        charts: The points to draw.
    """

    measured_at: str
    quick: bool
    code: Code
    machine: Machine
    parts: list[Part] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)

    def add(self, part: Part, found: Iterable[Figure | Chart]) -> None:
        """Adds what a part has measured."""
        self.parts.append(part)
        for one in found:
            if isinstance(one, Figure):
                self.figures.append(one)
            else:
                self.charts.append(one)

    def ordered(self) -> list[Figure]:
        """The figures by the number of their target."""
        return sorted(self.figures, key=lambda figure: int(figure.target[1:]))


def number(value: float) -> str:
    """Three significant digits, with thousands separators."""
    if abs(value) >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"


def cells(figure: Figure) -> tuple[str, ...]:
    """A row of the table: id, what, figure, baseline, ratio, target, met."""
    return (
        figure.target,
        figure.what,
        f"{number(figure.value)} {figure.unit}",
        f"{figure.baseline}: {number(figure.baseline_value)}",
        f"{number(figure.ratio)} x",
        "–" if figure.wanted is None else f"{'<=' if figure.at_most else '>='} {figure.wanted:g} x",
        {None: "–", True: "yes", False: "NO"}[figure.met],
    )


HEADINGS = ("id", "what", "figure", "baseline", "ratio", "target", "met")


def print_table(figures: Iterable[Figure], console: Console, *, quick: bool) -> None:
    """Prints the figures, one per row."""
    title = "Viewpulse benchmarks" + (": QUICK, rough figures of few events and runs" if quick else "")
    table = Table(title=title)
    for heading in HEADINGS:
        table.add_column(heading, justify="right" if heading in ("figure", "ratio", "target") else "left")
    for figure in figures:
        table.add_row(*cells(figure))
    console.print(table)


def write_json(report: Report, path: Path) -> None:
    """Writes a report; ratio and answer of each figure are added for other readers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figures = [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in report.figures]
    charts = [{**asdict(chart), "lines": _short(chart.lines)} for chart in report.charts]
    text = json.dumps({**asdict(report), "figures": figures, "charts": charts}, indent=1)
    path.write_text(_POINT.sub(r"[\1, \2]", text) + "\n")


def _short(lines: dict[str, list[tuple[float, float]]]) -> dict[str, list[list[float]]]:
    """Lines with four significant digits, which no picture can show more of."""
    return {name: [[float(f"{value:.4g}") for value in point] for point in points] for name, points in lines.items()}


def read_json(path: Path) -> Report:
    """Reads what ``write_json`` wrote."""
    return msgspec.json.decode(path.read_bytes(), type=Report)
