import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from benchmarks.plot import HEIGHT, WIDTH, svg, ticks
from benchmarks.report import Chart

LINES = {"fold": [(1.0, 40.0), (2.0, 80.0), (3.0, 60.0)], "limit": [(1.0, 50.0), (3.0, 50.0)]}
SVG = "{http://www.w3.org/2000/svg}"


def drawn(lines: dict[str, list[tuple[float, float]]], *, logarithmic: bool = False) -> ET.Element:
    chart = Chart("cost", "Cost < time & space", "history (events)", "cost (µs)", lines, logarithmic)
    return ET.fromstring(svg(chart))


def points_of(picture: ET.Element) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in (point.split(",") for point in line.attrib["points"].split())]
        for line in picture.iter(f"{SVG}polyline")
    ]


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (0.0, [0, 1]),
        (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (60.5, [0, 20, 40, 60, 80]),
        (15_000.0, [0, 5000, 10_000, 15_000]),
        (0.037, [0, 0.01, 0.02, 0.03, 0.04]),
    ],
)
def test_ticks_are_round_and_reach_the_top(top: float, expected: list[float]) -> None:
    assert ticks(top) == expected


def test_a_picture_says_what_it_shows() -> None:
    texts = [text.text for text in drawn(LINES).iter(f"{SVG}text")]

    assert {"Cost < time & space", "history (events)", "cost (µs)", "fold", "limit", "0", "80"} <= set(texts)


def test_larger_values_are_higher_and_further_right_and_within_the_picture() -> None:
    fold, limit = points_of(drawn(LINES))

    assert [x for x, _ in fold] == sorted(x for x, _ in fold)
    assert fold[1][1] < fold[2][1] < limit[0][1] == limit[1][1] < fold[0][1]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in (*fold, *limit))


def test_a_logarithmic_axis_spaces_tenfold_steps_evenly() -> None:
    (line,) = points_of(drawn({"fold": [(10.0, 1.0), (100.0, 1.0), (1000.0, 1.0)]}, logarithmic=True))
    (first, second) = (after - before for (before, _), (after, _) in pairwise(line))

    assert first == pytest.approx(second, abs=0.1)


def test_a_line_without_height_can_be_drawn() -> None:
    assert points_of(drawn({"lag": [(0.0, 0.0), (1.0, 0.0)]}))


def test_each_theme_has_its_own_paper_and_ink() -> None:
    (style,) = (element.text or "" for element in drawn(LINES).iter(f"{SVG}style"))
    light, _, dark = style.partition("@media(prefers-color-scheme:dark)")
    colours = [re.findall(r"(?:\.paper|text)\{fill:(#\w+)\}", part) for part in (light, dark)]

    assert [len(set(found)) for found in colours] == [2, 2]
    assert not set(colours[0]) & set(colours[1])
