"""Prints the instruments into the tables of docs/monitoring.md; the rest of that page is written by hand.

python -m server.monitoring.monitoring_page docs/monitoring.md
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from server.monitoring.instruments import SECTIONS, Instrument

_HEADING = re.compile(r"#+ (.+)")
_ROW = "| `"


def with_instruments(page: str) -> str:
    """The page, in which the table below the heading of each section has its instruments."""
    lines, section = [], ""
    for line in page.splitlines(keepends=True):
        if heading := _HEADING.match(line):
            section = heading[1]
        is_row = section in SECTIONS and line.startswith(_ROW)
        if not is_row:
            lines.append(line)
        if section in SECTIONS and re.match(r"\| -", line):
            lines += _rows(SECTIONS[section])
    return "".join(lines)


def _rows(instruments: tuple[Instrument, ...]) -> Iterator[str]:
    for one in instruments:
        labels = f" {{{', '.join(one.labels)}}}" if one.labels else ""
        yield f"| `{one.name}{labels}` | {one.kind} | {one.help} |\n"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(with_instruments(file.read_text()))
