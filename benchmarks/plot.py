"""Draws a chart as SVG, readable on light and dark pages: it has its own background and follows the reader's theme."""

import math
from collections.abc import Callable
from html import escape

from benchmarks.report import Chart, number

WIDTH, HEIGHT = 680, 340
LEFT, RIGHT, TOP, BOTTOM = 76, 32, 66, 54
LIGHT = ("#ffffff", "#1f2328", "#d8dee4", "#0b62c4", "#bc4c00", "#6e7781")
DARK = ("#0d1117", "#e6edf3", "#30363d", "#6cb6ff", "#f0883e", "#9da7b3")
"""Paper, ink, grid, and the lines."""
TICKS = 5

Scale = Callable[[float], float]


def svg(chart: Chart) -> str:
    """The picture; its vertical axis begins at zero."""
    points = [point for line in chart.lines.values() for point in line]
    columns = sorted({x for x, _ in points})
    y_ticks = ticks(max(y for _, y in points))
    across = _across(columns, logarithmic=chart.logarithmic)
    up = _linear(0, y_ticks[-1], HEIGHT - BOTTOM, TOP)
    x_ticks = columns if chart.logarithmic else [tick for tick in ticks(columns[-1]) if tick <= columns[-1]]
    parts = [
        _opening(chart.title),
        _style(),
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
        _text(LEFT, 26, chart.title, "start", "title"),
        *_legend(chart),
        *(_horizontal(up(tick), number(tick)) for tick in y_ticks),
        *(_text(across(tick), HEIGHT - BOTTOM + 18, number(tick), "middle") for tick in x_ticks),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, chart.x, "middle"),
        _upright(chart.y),
        *(_line(index, [(across(x), up(y)) for x, y in line]) for index, line in enumerate(chart.lines.values(), 1)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def ticks(top: float) -> list[float]:
    """Round numbers from zero to the first one that is not below ``top``."""
    rough = (top or 1.0) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))
    return [round(step * count, 12) for count in range(math.ceil(top / step - 1e-9) + 1)] if top else [0.0, 1.0]


def _across(columns: list[float], *, logarithmic: bool) -> Scale:
    first, last = (columns[0], columns[-1]) if logarithmic else (0.0, columns[-1])
    if not logarithmic:
        return _linear(first, last, LEFT, WIDTH - RIGHT)
    linear = _linear(math.log10(first), math.log10(last), LEFT, WIDTH - RIGHT)
    return lambda value: linear(math.log10(value))


def _linear(first: float, last: float, begin: float, end: float) -> Scale:
    return lambda value: begin + (end - begin) * (value - first) / ((last - first) or 1.0)


def _opening(title: str) -> str:
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}">'


def _upright(text: str) -> str:
    """The label of the vertical axis."""
    place = f"translate(18 {(TOP + HEIGHT - BOTTOM) / 2:.0f}) rotate(-90)"
    return f'<text transform="{place}" text-anchor="middle">{escape(text)}</text>'


def _style() -> str:
    def rules(colours: tuple[str, ...]) -> str:
        paper, ink, grid, *lines = colours
        drawn = "".join(
            f".line{index}{{stroke:{colour}}}.dot{index}{{fill:{colour}}}" for index, colour in enumerate(lines, 1)
        )
        return f".paper{{fill:{paper}}}text{{fill:{ink}}}.grid{{stroke:{grid}}}{drawn}"

    fixed = (
        "text{font:12px system-ui,sans-serif}.title{font-size:14px;font-weight:600}polyline{fill:none;stroke-width:2}"
    )
    return f"<style>{fixed}{rules(LIGHT)}@media(prefers-color-scheme:dark){{{rules(DARK)}}}</style>"


def _text(x: float, y: float, text: str, anchor: str, kind: str = "label") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _legend(chart: Chart) -> list[str]:
    """The names of the lines, left to right."""
    parts, x = [], float(LEFT)
    for index, name in enumerate(chart.lines, 1):
        parts.append(f'<rect class="dot{index}" x="{x:.0f}" y="40" width="12" height="4"/>')
        parts.append(_text(x + 18, 47, name, "start"))
        x += 40 + 7 * len(name)
    return parts


def _horizontal(y: float, label: str) -> str:
    line = f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
    return line + _text(LEFT - 8, y + 4, label, "end")


def _line(index: int, points: list[tuple[float, float]]) -> str:
    """A line; also dots, if they are few."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = [f'<circle class="dot{index}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points]
    return f'<polyline class="line{index}" points="{path}"/>' + ("".join(dots) if len(dots) <= 20 else "")
