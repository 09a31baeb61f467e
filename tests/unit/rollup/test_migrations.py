"""What a migration must empty along with other tables, so that folding all events again counts nothing twice."""

import re
from pathlib import Path

MIGRATIONS = sorted((Path(__file__).parents[3] / "migrations" / "versions").glob("*.*"))
SINCE = "0026"
"""The first migration that knows content_days."""
SINCE_MINUTES = "0029"
"""The first that knows what is counted by minute."""
MINUTES = {"minute_counts", "minute_viewers"}


def emptied(text: str) -> set[str]:
    """The tables that a migration empties."""
    return {
        table
        for tables in re.findall(r"\bTRUNCATE (?:TABLE )?((?:\w+,\s*)*\w+)", text)
        for table in re.findall(r"\w+", tables)
    }


def is_complete(text: str) -> bool:
    """Whether a migration that empties the quarter-hours empties the days that are sums of them."""
    return "content_buckets" not in emptied(text) or "content_days" in emptied(text)


def test_who_empties_quarter_hours_empties_days() -> None:
    assert [file.name for file in MIGRATIONS if file.name >= SINCE and not is_complete(file.read_text())] == []


def test_who_empties_quarter_hours_empties_minutes() -> None:
    emptying = {
        file.name: emptied(file.read_text())
        for file in MIGRATIONS
        if file.name >= SINCE_MINUTES and "content_buckets" in emptied(file.read_text())
    }
    assert {name for name, tables in emptying.items() if not tables >= MINUTES} == set()


def test_a_migration_that_was_written_before_the_days_were_would_not_do() -> None:
    files = {file.name: file.read_text() for file in MIGRATIONS if file.name < SINCE}
    assert {name for name, text in files.items() if not is_complete(text)} == {
        "0010_kinds_of_viewers.sql",
        "0013_what_was_played.sql",
        "0021_content_owners.sql",
    }
    example = files["0013_what_was_played.sql"]
    assert is_complete(example.replace("TRUNCATE plays,", "TRUNCATE plays, content_days,"))
