"""Reports that tests need."""

from benchmarks.provenance import Code, Machine
from benchmarks.report import Chart, Figure, Part, Report


def make_figure(
    target: str = "P1", value: float = 30.0, wanted: float | None = 0.6, *, at_most: bool = False
) -> Figure:
    return Figure(target, f"what {target} is", value, "events/s", "raw", 20.0, wanted, at_most=at_most)


def make_report(
    *, quick: bool = False, dirty: bool = False, commit: str | None = "0123456789abcdef", load: float = 3.25
) -> Report:
    report = Report(
        "2026-11-29T03:22:53+00:00",
        quick,
        Code(commit, dirty, "the code"),
        Machine("x86_64", 2, 23.5, "3.11.7", "18.4", "6.2.14"),
    )
    chart = Chart("growth", "Cost", "events", "µs per event", {"fold": [(1.0, 2.0), (2.0, 3.123456)]})
    report.add(Part("size", (load, 3.5, 3.0), 12.5), [make_figure("P11"), make_figure("P2", wanted=None), chart])
    return report
