import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.report import cells, number, print_table, read_json, write_json
from tests.unit.benchmarks.reports import make_figure, make_report


@pytest.mark.parametrize(
    ("value", "wanted", "at_most", "met", "shown"),
    [
        (30.0, 1.5, False, True, (">= 1.5 x", "yes")),
        (30.0, 1.6, False, False, (">= 1.6 x", "NO")),
        (30.0, 1.5, True, True, ("<= 1.5 x", "yes")),
        (30.0, 1.4, True, False, ("<= 1.4 x", "NO")),
        (30.0, None, False, None, ("–", "–")),
    ],
)
def test_a_target_is_met_by_the_ratio_to_the_baseline(
    value: float, wanted: float | None, at_most: bool, met: bool | None, shown: tuple[str, str]
) -> None:
    figure = make_figure("P1", value, wanted, at_most=at_most)

    assert figure.met is met
    assert cells(figure) == ("P1", "what P1 is", "30 events/s", "raw: 20", "1.5 x", *shown)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.0, "0"), (0.01234, "0.0123"), (7.0, "7"), (999.4, "999"), (14_738.0, "14,700"), (2_291_000.0, "2,290,000")],
)
def test_numbers_have_three_significant_digits(value: float, expected: str) -> None:
    assert number(value) == expected


def test_figures_are_ordered_by_the_number_of_their_target() -> None:
    report = make_report()

    assert [figure.target for figure in report.figures] == ["P11", "P2"]
    assert [figure.target for figure in report.ordered()] == ["P2", "P11"]


def test_a_report_survives_its_file(tmp_path: Path) -> None:
    file, report = tmp_path / "new" / "report.json", make_report(quick=True, dirty=True)
    write_json(report, file)
    report.charts[0].lines["fold"] = [(1.0, 2.0), (2.0, 3.123)]  # four digits are kept

    assert read_json(file) == report


def test_other_readers_of_the_file_need_not_compute(tmp_path: Path) -> None:
    write_json(make_report(), tmp_path / "report.json")
    written = json.loads((tmp_path / "report.json").read_text())

    assert [(figure["ratio"], figure["met"]) for figure in written["figures"]] == [(1.5, True), (1.5, None)]


@pytest.mark.parametrize("quick", [True, False])
def test_a_quick_look_says_so_when_printed(quick: bool) -> None:
    out = io.StringIO()
    print_table(make_report().ordered(), Console(file=out, width=150), quick=quick)

    assert ("QUICK" in out.getvalue()) is quick
