"""Writes the figures into docs/performance.md, and the pictures next to it.

python -m benchmarks.page [FILE]

FILE is what ``make bench`` wrote, such as benchmarks/results/latest.json; it becomes the published result. Without it,
page and pictures are written again from what is published.
"""

import re
import shutil
import sys
import textwrap

from benchmarks.plot import svg
from benchmarks.provenance import FOLDERS, LOCK, ROOT, fingerprint
from benchmarks.report import HEADINGS, Chart, Figure, Report, cells, number, read_json

PUBLISHED = ROOT / "benchmarks" / "results" / "published.json"
PAGE = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "pictures"
BEGIN, END = "<!-- written by python -m benchmarks.page -->", "<!-- end of what is written -->"
WIDTH = 128
BUSY = 2
"""Load average per core that the bench makes by itself, at most."""


def with_figures(page: str, report: Report, current: str) -> str:
    """The page with the figures of a report.

    Args:
        page: The page.
        report: What was measured.
        current: The fingerprint of the code as it is now.
    """
    written = f"{BEGIN}\n{section(report, current)}\n{END}"
    printed, found = re.subn(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: written, page, flags=re.DOTALL)
    if found != 1:
        raise ValueError(f"The page has no place for the figures, or more than one, between {BEGIN} and {END}.")
    return printed


def section(report: Report, current: str) -> str:
    """All that is written between the markers."""
    parts = [_circumstances(report)]
    if report.quick:
        parts.append(
            "**A quick look, not a measurement**: one run of each figure with few events "
            "(`make bench ARGS=--quick`). Its absolute figures and its ratios are rough."
        )
    if current != report.code.fingerprint:
        folders = ", ".join(f"`{folder}/`" for folder in FOLDERS)
        parts.append(
            f"**Older than the code**: since this was measured, {folders} or `{LOCK}` have changed. "
            "`make bench` measures the code as it is."
        )
    if (load := max(part.load_average[0] for part in report.parts)) > BUSY * report.machine.cores:
        parts.append(
            f"**The machine was busy**: the load average rose to {load:.1f} on {report.machine.cores} cores, more than "
            "the bench makes by itself. Other work slows figures and baselines unequally."
        )
    pictures = "\n".join(picture(chart) for chart in report.charts)
    return "\n\n".join([*(_filled(part) for part in parts), _table(report), _loads(report), pictures]).strip()


def picture(chart: Chart) -> str:
    """The link to a picture; its text says what the last points are."""
    last = ", ".join(f"{name} {number(line[-1][1])}" for name, line in chart.lines.items())
    return f"![{chart.title}; {chart.y} at the end: {last}](pictures/{chart.name}.svg)\n"


def _circumstances(report: Report) -> str:
    code, machine = report.code, report.machine
    commit = f"commit `{code.commit[:9]}`" if code.commit else "code without a commit"
    changed = " with changes that were not committed" if code.dirty else ""
    return (
        f"Measured on {report.measured_at[:10]} at {commit}{changed}, in one sitting on {machine.cores} cores "
        f"({machine.architecture}) with {machine.memory_gib:g} GiB, Python {machine.python}, "
        f"PostgreSQL {machine.postgresql} and Redis {machine.redis}; servers, product and load on the same machine, "
        "with durable commits."
    )


def _table(report: Report) -> str:
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(_row(figure) for figure in report.ordered())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    *others, met = cells(figure)
    return (*others, "**no**" if met == "NO" else met)


def _loads(report: Report) -> str:
    """The load average of the machine when each part began."""
    loads = ", ".join(f"{part.name} {part.load_average[0]:.1f}" for part in report.parts)
    return _filled(
        f"Load average of the last minute when each part began, what the parts before it left included: {loads}."
    )


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def write(report: Report) -> None:
    """Writes page and pictures; pictures that no chart names any more are removed."""
    PAGE.write_text(with_figures(PAGE.read_text(), report, fingerprint()))
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.svg"):
        old.unlink()
    for chart in report.charts:
        (PICTURES / f"{chart.name}.svg").write_text(svg(chart))


if __name__ == "__main__":
    if sys.argv[1:]:
        shutil.copyfile(sys.argv[1], PUBLISHED)
    write(read_json(PUBLISHED))
