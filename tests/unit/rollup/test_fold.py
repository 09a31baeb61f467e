from collections import Counter
from pathlib import Path

import server
from server.rollup.fold import ROLL_UP
from server.storage.metric_columns import expand

COLUMNS = {"metrics": ["views", "likes"], "histogram": ["watch_h00"]}


def test_a_placeholder_is_repeated_for_every_column() -> None:
    assert expand("SELECT {metrics: sum(#) AS #}, {histogram: #}", COLUMNS) == (
        "SELECT sum(views) AS views, sum(likes) AS likes, watch_h00"
    )


def test_the_text_of_a_column_is_repeated_with_it() -> None:
    columns = {"tallies": {"likes": "type = 'like'", "skips": "type = 'skip'"}}
    assert expand("{tallies: count(*) FILTER (WHERE @) AS #}", columns) == (
        "count(*) FILTER (WHERE type = 'like') AS likes, count(*) FILTER (WHERE type = 'skip') AS skips"
    )


def test_an_empty_multirange_is_no_placeholder() -> None:
    assert expand("coalesce(sections, '{}')", COLUMNS) == "coalesce(sections, '{}')"


def test_no_two_statements_of_a_folder_have_the_same_name() -> None:
    for folder in (Path(server.__file__).parent).rglob("sql"):
        names = Counter(file.stem.lstrip("0123456789_") for file in folder.rglob("*.sql"))
        assert {name for name, files in names.items() if files > 1} == set(), folder


def test_the_fold_runs_its_statements_in_the_order_of_their_files() -> None:
    assert (ROLL_UP[0], ROLL_UP[1], ROLL_UP[-1]) == ("event_traffic", "plays", "stale_scores")
