"""tests/README.md names the folders and fixtures that there are."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = (TESTS / "README.md").read_text()
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
BEHIND_OTHERS = {"uncached_loggers", "a_day_ahead", "template", "left_behind", "database_url", "many_rows_settings"} | {
    *("live_settings", "bare_settings", "one_schema", "logging_as_it_was", "watched_logs", "certificates_read_once"),
    *("prepared_once", "settings_without_database"),
}
"""Fixtures that others are made of, and that no test asks for by itself."""


def fixtures_in(conftest: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(conftest.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if any("fixture" in ast.unparse(decorator) for decorator in node.decorator_list)
    }


def test_every_shared_fixture_is_explained_where_it_is_defined() -> None:
    defined = {
        (name, str(conftest.relative_to(TESTS)))
        for conftest in TESTS.rglob("conftest.py")
        for name in fixtures_in(conftest) - BEHIND_OTHERS
    }
    explained = {
        (name, cells[2].strip("`"))
        for cells in ROWS
        if len(cells) == 3 and cells[2].endswith("conftest.py`")
        for name in re.findall(r"`(\w+)`", cells[0])
    }

    assert explained == defined


def test_every_folder_is_explained() -> None:
    folders = {f"{path.name}/" for path in TESTS.iterdir() if (path / "__init__.py").exists()}
    explained = {cells[0].strip("`") for cells in ROWS if cells[0].endswith("/`")}

    assert explained == folders | {"integration/every_number/"}


def test_every_file_that_is_named_exists() -> None:
    named = re.findall(r"`((?:[\w-]+/)*[\w-]+\.py)`", PAGE)
    missing = [name for name in named if not any(TESTS.rglob(name.rpartition("/")[2]))]

    assert len(named) > 15
    assert missing == []
