"""docs/security.md has a row for every scenario of faults, and names no other."""

import re
from pathlib import Path

from tests.fault.scenarios.playing import SCENARIOS

PAGE = (Path(__file__).parents[2] / "docs" / "security.md").read_text()


def test_every_scenario_has_a_row() -> None:
    named = re.findall(r"^\|.*\| `([a-z-]+)` \|", PAGE, re.MULTILINE)

    assert sorted(named) == sorted(SCENARIOS)
