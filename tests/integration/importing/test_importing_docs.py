"""docs/importing.md cannot lie."""

import re
from pathlib import Path

from server.importing import run
from server.importing.columns import event_columns
from server.importing.columns_text import with_columns
from server.importing.run import run_import
from server.settings import Settings

PAGE = (Path(__file__).parents[3] / "docs" / "importing.md").read_text()


def example(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    return str(found)


def test_the_examples_are_imported(settings: Settings, tmp_path: Path) -> None:
    for name, kind in (("log.ndjson", "json"), ("log.csv", "csv")):
        path = tmp_path / name
        path.write_text(example(kind))
        assert run_import(settings, [str(path)]) == 0


def test_the_page_lists_the_columns() -> None:
    listed = re.search(r"^Columns: (.*?)\.$", PAGE, re.DOTALL | re.MULTILINE)
    assert listed
    assert re.findall(r"`([^`]+)`", listed[1]) == list(event_columns())
    assert with_columns(PAGE) == PAGE, "run `python -m server.importing.columns_text docs/importing.md`"


def test_a_new_column_is_printed_into_the_page() -> None:
    older = PAGE.replace("`viewData.isRewatch` ", "")
    assert older != PAGE
    assert with_columns(older) == PAGE


def test_the_page_lists_the_exit_codes() -> None:
    codes = (run.ALL_TAKEN, run.SOME_REJECTED, run.UNUSABLE_INPUT, run.DATABASE_AWAY, run.INTERRUPTED)
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)] == list(codes)
