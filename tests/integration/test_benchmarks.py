"""A part of the bench runs from its command to its file."""

import io
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from benchmarks.__main__ import run
from benchmarks.effort import QUICK
from benchmarks.provenance import code
from benchmarks.report import read_json


def test_a_part_is_measured_printed_and_written(tmp_path: Path) -> None:
    file, out = tmp_path / "report.json", io.StringIO()
    report = run(["size"], replace(QUICK, demo_events=500), file, Console(file=out, width=170))

    assert read_json(file) == report
    assert [part.name for part in report.parts] == ["size"]
    assert report.quick
    assert (report.code, report.machine.postgresql.partition(".")[0]) == (code(), "18")
    assert [figure.target for figure in report.figures] == ["P11", "P11"]
    assert 100 < report.figures[0].value < 10_000  # 500 events share pages with nothing
    assert "an event of the demo on disk, of 500" in out.getvalue()


def test_several_cells_fold_the_same_events_as_one(tmp_path: Path) -> None:
    report = run(["cells"], replace(QUICK, folded=2000), tmp_path / "report.json", Console(file=io.StringIO()))

    assert [(figure.target, figure.what) for figure in report.figures] == [
        ("P2", f"full roll-up of 0.0004 M events in {cells} cells") for cells in (2, 4)
    ]
    assert all(figure.value > 0 and figure.baseline_value > 0 for figure in report.figures)


def test_questions_about_viewers_are_answered_as_by_sql(tmp_path: Path) -> None:
    small = replace(QUICK, history=4000, asked=1, questions=2, seconds=0.3)
    report = run(["events"], small, tmp_path / "report.json", Console(file=io.StringIO()))

    assert {figure.target for figure in report.figures} == {"P12"}
    assert [figure.what for figure in report.figures if figure.wanted is not None] == [
        "funnel of 16 steps, 0.004 M events, p95",
        "funnel of 4 steps, 0.004 M events, p95",
        "weekly retention, 0.004 M events, p95",
        "history of a viewer, page of 100, 0.004 M events, p95",
        "peak memory of the worker, 0.004 M events",
        "trackEvents, 100 a request, while funnels of 16 steps are answered",
        "roll-up, while funnels of 16 steps are answered",
    ]
    assert all(figure.value > 0 and figure.baseline_value > 0 for figure in report.figures)
