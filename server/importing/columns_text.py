"""Prints the columns of a CSV file into docs/importing.md; ``make format`` does.

python -m server.importing.columns_text docs/importing.md
"""

import re
import sys
import textwrap
from pathlib import Path

from server.importing.columns import event_columns

_COLUMNS = re.compile(r"^Columns: .*?\n\n", re.MULTILINE | re.DOTALL)
_WIDTH = 128


def with_columns(page: str) -> str:
    """The page with the list of columns."""
    listed = f"Columns: {' '.join(f'`{name}`' for name in event_columns())}."
    text = textwrap.fill(listed, _WIDTH, break_long_words=False, break_on_hyphens=False)
    printed, found = _COLUMNS.subn(text + "\n\n", page)
    if found != 1:
        raise ValueError("The page has no paragraph, or more than one, that begins with `Columns:`.")
    return printed


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(with_columns(file.read_text()))
