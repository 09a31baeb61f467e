"""Prints the fields of ``Counts`` from the catalogue; ``make format`` does.

python -m server.metrics.counters_text server/metrics/counters.py
"""

import re
import sys
from pathlib import Path

from server.metrics.catalogue import CATALOGUE

_FIELDS = re.compile(r"(?:^    \w+: int = 0\n)+", re.MULTILINE)


def with_counters(text: str) -> str:
    """The module with a field for every metric that is stored."""
    stored = [f"    {metric.name}: int = 0\n" for metric in CATALOGUE.values() if metric.is_stored]
    printed, found = _FIELDS.subn("".join(stored), text)
    if found != 1:
        raise ValueError("The fields of Counts are not one block of lines.")
    return printed


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(with_counters(file.read_text()))
