"""No statement reads or writes a project's rows without saying which project's."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATEMENTS = sorted((ROOT / "server").rglob("sql/**/*.sql"))
_COMMENT = re.compile(r"--[^\n]*")
_CREATED = re.compile(r"CREATE (?:UNLOGGED )?TABLE (\w+) (?:PARTITION OF \w+|\(([^;]*?)\n\))", re.DOTALL)
_USED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:\{schema\}\.)?(\w+)\b(?!\s*\()")
SAYS = re.compile(r"project_id|\{claimed: #\}|\bbatch_id = \w+\.batch_id")
"""A column of claimed events is the project; a batch has a number that no batch of another project has."""
ALL_PROJECTS = {
    "as_of": "depends on the oldest waiting batch of any project",
    "claim": "a run counts the batches of all projects",
    "first_open_day": "the days of all projects are added up together",
    "expire_rows": "the oldest closed day of any project bounds what is looked at",
    "purge_consent_salts": "the salts of a day that is over are deleted in all projects",
    "purge_answers": "raw answers of networks are kept for the same time in all projects",
    "purge_rejected": "rejected items of all projects are kept for the same time",
}
"""Statements with a part that is for all projects at once, and why."""


def tenants_tables() -> set[str]:
    """The tables whose rows belong to a project."""
    sql = "\n".join(file.read_text() for file in (ROOT / "migrations/versions").glob("*.sql"))
    return {name for name, columns in _CREATED.findall(_COMMENT.sub("", sql)) if "project_id" in columns}


def blocks(sql: str) -> Iterator[str]:
    """Each parenthesis of a statement on its own, without those inside it; then what is left outside."""
    while found := re.search(r"\(([^()]*)\)", sql):
        yield found[1]
        sql = f"{sql[: found.start()]} {'project_id' if SAYS.search(found[1]) else ''} {sql[found.end() :]}"
    yield sql


@pytest.mark.parametrize("file", STATEMENTS, ids=lambda file: file.stem)
def test_every_part_of_a_statement_is_restricted_to_a_project(file: Path) -> None:
    tables = tenants_tables()
    assert {"events", "contents", "content_totals", "sessions"} <= tables
    sql = _COMMENT.sub("", file.read_text())
    loose = [
        (table, " ".join(block.split()))
        for block in blocks(sql)
        for table in _USED.findall(block)
        if table in tables and not SAYS.search(block)
    ]
    assert bool(loose) is (file.stem in ALL_PROJECTS), loose
