"""docs/performance.md shows what was measured, and says when that is not the code as it is."""

import pytest

from benchmarks.page import BEGIN, END, PAGE, PICTURES, PUBLISHED, section, with_figures
from benchmarks.plot import svg
from benchmarks.provenance import fingerprint
from benchmarks.report import read_json
from tests.unit.benchmarks.reports import make_report

HINT = "run `python -m benchmarks.page`"


def test_the_page_shows_the_published_figures() -> None:
    page, report = PAGE.read_text(), read_json(PUBLISHED)

    assert page == with_figures(page, report, fingerprint()), HINT


def test_the_pictures_show_the_published_points() -> None:
    expected = {f"{chart.name}.svg": svg(chart) for chart in read_json(PUBLISHED).charts}

    assert {picture.name: picture.read_text() for picture in PICTURES.glob("*.svg")} == expected, HINT


def test_all_targets_of_the_bench_are_on_the_page() -> None:
    _, _, rest = PAGE.read_text().partition(BEGIN)
    written, _, _ = rest.partition(END)
    shown = {line.split(" | ")[0] for line in written.splitlines() if line.startswith("| P")}

    assert shown == {f"| P{number}" for number in range(1, 12)}


@pytest.mark.parametrize(("current", "is_older"), [("the code", False), ("other code", True)])
def test_figures_of_other_code_are_called_older(current: str, is_older: bool) -> None:
    assert ("**Older than the code**" in section(make_report(), current)) is is_older


@pytest.mark.parametrize("quick", [True, False])
def test_a_quick_look_is_called_one(quick: bool) -> None:
    assert ("**A quick look, not a measurement**" in section(make_report(quick=quick), "the code")) is quick


@pytest.mark.parametrize(("load", "is_busy"), [(4.0, False), (4.1, True)])
def test_other_work_on_the_machine_is_mentioned(load: float, is_busy: bool) -> None:
    report = make_report(load=load)

    assert (
        f"the load average rose to {load:.1f} on 2 cores" in section(report, "the code").replace("\n", " ")
    ) is is_busy


@pytest.mark.parametrize(
    ("commit", "dirty", "expected"),
    [
        ("0123456789abcdef", False, "at commit `012345678`, in one sitting"),
        ("0123456789abcdef", True, "at commit `012345678` with changes that were not committed, in one sitting"),
        (None, False, "at code without a commit, in one sitting"),
    ],
)
def test_the_page_names_the_commit(commit: str | None, dirty: bool, expected: str) -> None:
    written = section(make_report(commit=commit, dirty=dirty), "the code")

    assert f"Measured on 2026-11-29 {expected}" in written.replace("\n", " ")


def test_the_text_around_the_figures_stays() -> None:
    page = with_figures(f"before\n{BEGIN}\nold\n{END}\nafter\n", make_report(), "the code")

    assert page == f"before\n{BEGIN}\n{section(make_report(), 'the code')}\n{END}\nafter\n"
    assert "| P11 | what P11 is | 30 events/s | raw: 20 | 1.5 x | >= 0.6 x | yes |" in page
    assert "size 3.2." in page


@pytest.mark.parametrize("page", ["no place", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_page_needs_one_place_for_the_figures(page: str) -> None:
    with pytest.raises(ValueError, match="no place for the figures"):
        with_figures(page, make_report(), "the code")
