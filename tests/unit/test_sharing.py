"""Tests that share what is costly to make run on one worker."""

import subprocess
import sys
from pathlib import Path

from tests.sharing import group

ROOT = Path(__file__).parents[2]
WHERE = """
import os
import pytest

@pytest.mark.parametrize("number", range(4))
def test_where(number):
    with open("{folder}/{file}", "a") as seen:
        seen.write(os.environ["PYTEST_XDIST_WORKER"] + " ")
"""


def test_a_file_is_not_torn_between_workers(tmp_path: Path) -> None:
    files = [f"test_where_{letter}.py" for letter in "ab"]
    for file in files:
        (tmp_path / file).write_text(WHERE.format(folder=tmp_path, file=f"{file}.seen"))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "tests.conftest", "--rootdir", str(ROOT)]
    command += ["-c", str(ROOT / "pyproject.toml"), "-q", "--numprocesses", "2", str(tmp_path)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    workers = [(tmp_path / f"{file}.seen").read_text().split() for file in files]
    assert [len(seen) for seen in workers] == [4, 4]
    assert all(len(set(seen)) == 1 for seen in workers)
    assert workers[0] != workers[1], "both work"


def test_what_is_costly_is_made_as_seldom_as_possible() -> None:
    numbers = (
        "tests/integration/every_number/test_contents.py::test_content_analytics_match_raw_events[start@1 ever UTC]"
    )
    assert group(numbers) == group("tests/integration/every_number/test_lists.py::test_lists")
    assert group(numbers) != group("tests/integration/every_number/test_live.py::test_live")
    by_viewer = [group(f"tests/integration/every_number/test_{name}.py::test_a") for name in ("funnels", "cohorts")]
    assert by_viewer[0] == by_viewer[1] != group(numbers)
    assert group("tests/clients/test_python_client.py::test_a") == group(
        "tests/clients/test_javascript_clients.py::test_b"
    )
    plans = "tests/integration/analytics/people/test_plans.py::test_a"
    assert group(plans) == group("tests/integration/analytics/test_plans.py::test_b[c::d]")
    assert (
        group("tests/unit/test_a.py::test_c[x::y]") == "tests/unit/test_a.py" != group("tests/unit/test_b.py::test_c")
    )
