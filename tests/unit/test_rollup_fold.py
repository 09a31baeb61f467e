from importlib.resources import files

from server.rollup.fold import ROLL_UP
from server.storage.metric_columns import expand

COLUMNS = {"metrics": ["views", "likes"], "histogram": ["watch_h00"]}


def test_a_placeholder_is_repeated_for_every_column() -> None:
    assert expand("SELECT {metrics: sum(#) AS #}, {histogram: #}", COLUMNS) == (
        "SELECT sum(views) AS views, sum(likes) AS likes, watch_h00"
    )


def test_an_empty_multirange_is_no_placeholder() -> None:
    assert expand("coalesce(sections, '{}')", COLUMNS) == "coalesce(sections, '{}')"


def test_every_statement_of_the_fold_has_its_file() -> None:
    names = {path.name.removesuffix(".sql") for path in (files("server.rollup") / "sql").iterdir()}
    assert set(ROLL_UP) <= names
