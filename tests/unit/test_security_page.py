"""docs/security.md has a row for every scenario of faults, and names no other."""

import re
from pathlib import Path

from tests.fault.scenarios.playing import SCENARIOS

PAGE = (Path(__file__).parents[2] / "docs" / "security.md").read_text()


def test_every_scenario_has_a_row_which_says_whether_the_suite_plays_it() -> None:
    rows = re.findall(r"^\|.*\| `([a-z-]+)`( \(soak\))? \|", PAGE, re.MULTILINE)
    only_soak = {name for name, scenario in SCENARIOS.items() if not scenario.quick}

    assert sorted(name for name, _ in rows) == sorted(SCENARIOS)
    assert {name for name, mark in rows if mark} == only_soak
