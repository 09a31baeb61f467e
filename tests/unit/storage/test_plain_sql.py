"""Migrations are sent statement by statement."""

from pathlib import Path

import pytest

from migrations.plain_sql import VERSIONS, split

CASES = {
    "two": ("SELECT 1; SELECT 2", ["SELECT 1", " SELECT 2"]),
    "an end": ("SELECT 1;\n", ["SELECT 1"]),
    "text": ("SELECT ';'; SELECT 2;", ["SELECT ';'", " SELECT 2"]),
    "a comment": ("SELECT 1 -- one; it's\n; SELECT 2;", ["SELECT 1 -- one; it's\n", " SELECT 2"]),
    "dollars": ("DO $$ a; b; $$; SELECT 2;", ["DO $$ a; b; $$", " SELECT 2"]),
    "a body": (
        "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3;",
        ["CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; SELECT 2; END", " SELECT 3"],
    ),
}


@pytest.mark.parametrize(("sql", "statements"), CASES.values(), ids=CASES)
def test_a_statement_ends_at_its_own_semicolon(sql: str, statements: list[str]) -> None:
    assert list(split(sql)) == statements


@pytest.mark.parametrize("file", sorted(VERSIONS.glob("*.sql")), ids=lambda file: file.stem)
def test_nothing_of_a_migration_is_left_out(file: Path) -> None:
    sql = file.read_text()
    assert "".join(f"{statement};" for statement in split(sql)) == sql.rstrip()
