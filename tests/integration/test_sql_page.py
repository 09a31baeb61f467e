"""docs/sql.md shows the tables, working tables, placeholders and statements that exist."""

import re
from collections import Counter
from pathlib import Path

from server.rollup import fold
from server.storage.database import Pool
from server.storage.sql import read_sql, statements_in
from server.storage.sql_templates import fill_in
from server.storage.statement import Statement

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sql.md").read_text()
KEYS = """
SELECT pg_class.relname AS table, array_agg(
    CASE typname WHEN 'int2' THEN 'smallint' WHEN 'int4' THEN 'integer' WHEN 'int8' THEN 'bigint'
    WHEN 'bool' THEN 'boolean' ELSE typname END || ' ' || attname ORDER BY place) AS keys
FROM pg_constraint
JOIN pg_class ON pg_class.oid = conrelid
CROSS JOIN unnest(conkey) WITH ORDINALITY AS key (number, place)
JOIN pg_attribute ON attrelid = conrelid AND attnum = key.number
JOIN pg_type ON pg_type.oid = atttypid
WHERE contype = 'p' AND relnamespace = current_schema()::regnamespace AND NOT relispartition
    AND relname <> 'alembic_version'
GROUP BY 1
"""
COLUMNS = {"metrics": ("views", "plays"), "definitions": ("engaged", "peertube")}

FOLDERS = ("transfer", "classify", "reclassify", "fold")
FUNCTIONS = """
SELECT proname AS name FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
    SELECT FROM pg_depend WHERE pg_depend.objid = pg_proc.oid AND deptype = 'e')
"""
GENERATED = """
SELECT relname || '.' || attname AS name FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE attgenerated <> '' AND relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    AND NOT relispartition
"""


def section(heading: str) -> str:
    _, _, rest = PAGE.partition(f"\n## {heading}\n")
    return rest.partition("\n## ")[0]


def rows(heading: str) -> list[tuple[str, ...]]:
    """The cells of the tables under a heading."""
    lines = re.findall(r"^\| (`.+) \|$", section(heading), re.MULTILINE)
    return [tuple(line.split(" | ")) for line in lines]


async def test_the_diagrams_show_every_table_with_its_key(pool: Pool) -> None:
    drawn = {
        table: re.findall(r"^ {8}(\w+ \w+) PK$", body, re.MULTILINE)
        for table, body in re.findall(r"^ {4}(\w+) \{\n(.*?)^ {4}\}", section("Tables"), re.MULTILINE | re.DOTALL)
    }

    assert drawn == {row["table"]: row["keys"] for row in await pool.fetch(KEYS)}


def test_every_placeholder_of_a_statement_is_explained() -> None:
    form = re.compile(r"\{([a-z]+)(:[^}]*)?\}")
    statements = sorted((ROOT / "server").rglob("*.sql"))
    used = {(name, bool(text)) for file in statements for name, text in form.findall(file.read_text())}
    explained = [
        found for cell, *_ in rows("Placeholders") if "…" in cell or ":" not in cell for found in form.findall(cell)
    ]

    assert {(name, bool(text)) for name, text in explained} == used


def test_the_examples_of_placeholders_are_what_they_become() -> None:
    examples = [row for row in rows("Placeholders") if len(row) == 2 and "…" not in row[0]]

    assert len(examples) == 3
    for written, sent in examples:
        assert fill_in(written.strip("`"), COLUMNS) == sent.strip("`")


def test_every_parameter_of_several_statements_is_explained() -> None:
    statements = sorted((ROOT / "server").rglob("*.sql"))
    used = Counter(name for file in statements for name in Statement(file.read_text()).parameters)
    explained = [name for cell, *_ in rows("Parameters") for name in re.findall(r"`:(\w+)`", cell)]

    assert len(explained) == len(set(explained))
    assert set(explained) <= set(used)
    assert {name for name, uses in used.items() if uses > 2} <= set(explained)


async def test_every_function_of_the_database_is_listed_with_the_migration_in_force(pool: Pool) -> None:
    listed = {
        cells[0].strip("`"): cells[2].strip("`") for cells in rows("Functions and generated columns") if len(cells) == 3
    }
    files = sorted((ROOT / "migrations" / "versions").glob("*.sql"))
    in_force = {
        name: file.name
        for file in files
        for name in re.findall(r"^CREATE (?:OR REPLACE )?(?:FUNCTION|AGGREGATE) (\w+)", file.read_text(), re.MULTILINE)
    }

    there = {row["name"] for row in await pool.fetch(FUNCTIONS)}
    assert set(listed) == there
    assert listed == {name: in_force[name] for name in there}


async def test_every_generated_column_is_listed(pool: Pool) -> None:
    listed = {cells[0].strip("`") for cells in rows("Functions and generated columns") if len(cells) == 2}

    assert listed == {row["name"] for row in await pool.fetch(GENERATED)}


def test_the_order_of_a_run_is_that_of_the_files() -> None:
    listed = {cells[0].strip("`"): tuple(re.findall(r"`(\w+)`", cells[1])) for cells in rows("A run of the aggregator")}

    assert listed == {folder: statements_in(fold.__name__, folder) for folder in FOLDERS}


def test_every_working_table_is_explained() -> None:
    made = re.findall(r"^CREATE TEMP TABLE (\w+)", read_sql(fold.__name__, "workspace"), re.MULTILINE)

    assert [cells[0].strip("`") for cells in rows("Working tables")] == made
    assert sorted(made) == sorted(fold.WORKSPACE)


def test_every_folder_of_statements_is_listed() -> None:
    stages = {path.name for path in (ROOT / "server" / "rollup" / "sql").iterdir() if path.is_dir()}
    questions = {path.parent.name for path in (ROOT / "server" / "analytics").glob("*/sql")}
    cells = {row[0]: row[1] for row in rows("Files")}

    assert set(re.findall(r"`(\w+)`", cells["`server/rollup`"])) - {"sql"} == stages
    assert set(re.findall(r"`(\w+)`", cells["`server/analytics/<question>`"])) == questions
