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
