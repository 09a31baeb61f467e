import re
from pathlib import Path

import pytest

from server.storage.statement import Statement

SERVER = Path(__file__).parents[3] / "server"


def test_parameters_are_numbered_in_the_order_of_their_first_use() -> None:
    statement = Statement("SELECT :start::timestamptz, :project, :start + ':until'::interval")

    assert statement.text == "SELECT $1::timestamptz, $2, $1 + ':until'::interval"
    assert statement.parameters == ("start", "project")
    assert statement.arguments({"project": 1, "start": "now"}) == ("now", 1)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT views::bigint, ARRAY[]::text[]",
        "SELECT ':name', 'it''s :name'",
        'SELECT 1 AS ":name"',
        "SELECT 1  -- it's :name",
        "SELECT 1 /* :name\n:name */",
        "SELECT $$ :name $$",
        "SELECT levels[1:2], '10:30'",
    ],
)
def test_text_comments_and_casts_have_no_parameters(sql: str) -> None:
    assert (Statement(sql).text, Statement(sql).parameters) == (sql, ())


def test_an_apostrophe_in_a_comment_hides_no_parameter() -> None:
    assert Statement("-- the user's\nSELECT :user, 'x'").text == "-- the user's\nSELECT $1, 'x'"


@pytest.mark.parametrize("values", [{"project": 1}, {"project": 1, "content": 2, "more": 3}, {"project": 1, "x": 2}])
def test_a_missing_and_a_superfluous_value_fail(values: dict[str, object]) -> None:
    statement = Statement("SELECT :project, :content")

    with pytest.raises(TypeError, match=r"\['content', 'project'\]"):
        statement.arguments(values)


def test_no_file_numbers_its_parameters() -> None:
    files = sorted(SERVER.rglob("*.sql"))
    assert len(files) > 100
    assert [file.name for file in files if re.search(r"\$\d", file.read_text())] == []
