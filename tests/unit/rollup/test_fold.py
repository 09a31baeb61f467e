from collections import Counter
from pathlib import Path

import server
from server.rollup.fold import ROLL_UP


def test_no_two_statements_of_a_folder_have_the_same_name() -> None:
    for folder in (Path(server.__file__).parent).rglob("sql"):
        names = Counter(file.stem.lstrip("0123456789_") for file in folder.rglob("*.sql"))
        assert {name for name, files in names.items() if files > 1} == set(), folder


def test_the_fold_runs_its_statements_in_the_order_of_their_files() -> None:
    assert (ROLL_UP[0], ROLL_UP[1], ROLL_UP[-1]) == ("event_traffic", "plays", "described_days")
