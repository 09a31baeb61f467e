import re
from collections import Counter
from pathlib import Path

import pytest

from server.storage.sql import read_sql
from server.storage.sql_templates import Values, fill_in

COLUMNS: Values = {"metrics": ["views", "likes"], "histogram": ["watch_h00"], "prefix": "engaged_", "nothing": ""}
SERVER = Path(__file__).parents[3] / "server"


def test_a_text_takes_the_place_of_its_name() -> None:
    assert fill_in("SELECT {prefix}views, '{nothing}' = ''", COLUMNS) == "SELECT engaged_views, '' = ''"


def test_a_text_is_repeated_for_every_item() -> None:
    assert fill_in("SELECT {metrics: sum(#) AS #}, {histogram: #}", COLUMNS) == (
        "SELECT sum(views) AS views, sum(likes) AS likes, watch_h00"
    )


def test_what_is_said_of_an_item_is_repeated_with_it() -> None:
    columns = {"tallies": {"likes": "type = 'like'", "skips": "type = 'skip'"}}
    assert fill_in("{tallies: count(*) FILTER (WHERE @) AS #}", columns) == (
        "count(*) FILTER (WHERE type = 'like') AS likes, count(*) FILTER (WHERE type = 'skip') AS skips"
    )


@pytest.mark.parametrize("sql", ["coalesce(sections, '{}')", "'{0,1}'::smallint[]", "regexp_like(value, 'a{2}')"])
def test_other_braces_are_no_placeholders(sql: str) -> None:
    assert fill_in(sql, COLUMNS) == sql


@pytest.mark.parametrize("sql", ["{unknown}", "{unknown: #}", "{metrics}", "{prefix: #}", "{metrics:#}", "{Prefix}"])
def test_what_is_not_filled_in_fails(sql: str) -> None:
    with pytest.raises(LookupError, match=re.escape(sql)):
        fill_in(f"SELECT {sql}", COLUMNS)


def test_nothing_else_fills_in_placeholders() -> None:
    own = SERVER / "storage" / "sql_templates.py"
    others = [file for file in SERVER.rglob("*.py") if file != own and ".sql" in file.read_text()]
    assert len(others) > 30
    assert [str(file) for file in others if re.search(r"\.replace\(\s*[\"']\{", file.read_text())] == []


def test_a_part_is_included_from_the_package_or_from_one_above_it() -> None:
    card = "coalesce(catalogue.creator_id, nullif(states.owner_id, '')) AS creator_id"
    for module, name in (("server.analytics.any", "listed_totals"), ("server.analytics.people.any", "watch_history")):
        sql = read_sql(module, name)
        assert sql.count(card) == 1
        assert "{include" not in sql
        assert "What lists show" not in sql


def test_every_part_is_included_by_several_statements() -> None:
    used = Counter(
        name for file in SERVER.rglob("*.sql") for name in re.findall(r"\{include: (\w+)\}", file.read_text())
    )
    assert {file.stem for file in SERVER.rglob("parts/*.sql")} == {name for name, uses in used.items() if uses > 1}
