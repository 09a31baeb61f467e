"""What the property tests of the suite have in common: the same examples in every run, whatever the machine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.drawing import drawn
from tests.fuzz import fuzz, pytest_arguments, repeat_line

ROOT = Path(__file__).parents[2]
FIXED = re.compile(r"max_examples=\w*\d\w*[,)]")
"""A number of examples that does not depend on the profile."""
DRAWN = """
from hypothesis import given, strategies as st
{imports}

drawn = []

@given(st.integers(), st.text())
def test_drawn(number, text):
    drawn.append((number, text))

def test_print():
    print(drawn)
"""


def settings_of(item: pytest.Item) -> settings:
    """The settings of one property test."""
    found = getattr(getattr(item, "obj", None), "_hypothesis_internal_use_settings", None)
    assert isinstance(found, settings), item.nodeid
    return found


def test_no_property_test_depends_on_the_speed_of_the_machine(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        if item.get_closest_marker("hypothesis"):
            found = settings_of(item)
            assert found.deadline is None, item.nodeid
            assert HealthCheck.too_slow in found.suppress_health_check, item.nodeid


def test_every_run_draws_the_same_examples(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--hypothesis-profile") == "fuzz":
        pytest.skip("this run draws at random")
    assert [item.nodeid for item in request.session.items if _draws_at_random(item)] == []


def _draws_at_random(item: pytest.Item) -> bool:
    return item.get_closest_marker("hypothesis") is not None and not settings_of(item).derandomize


def drawn_by(folder: Path, imports: str) -> str:
    """What a test of one module draws, with the configuration of this suite."""
    (folder / "test_drawn.py").write_text(DRAWN.format(imports=imports))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "tests.conftest", "--rootdir", str(ROOT)]
    command += ["-c", str(ROOT / "pyproject.toml"), "-sq", str(folder / "test_drawn.py")]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    (line,) = (line for line in found.stdout.splitlines() if line.lstrip(".").startswith("[("))
    return line


def test_the_examples_do_not_depend_on_what_else_was_imported(tmp_path: Path) -> None:
    """Hypothesis tries constants of the modules that are loaded, which depend on the tests that ran before."""
    alone = drawn_by(tmp_path, "")
    assert alone == drawn_by(tmp_path, "import server.cli, server.app, server.events.catalogue")


def test_fuzzing_draws_ten_times_as_many_examples_of_every_test(request: pytest.FixtureRequest) -> None:
    try:
        settings.load_profile("fuzz")
        assert drawn(7) == 70
    finally:
        settings.load_profile(request.config.getoption("--hypothesis-profile") or "default")
    files = [path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts]
    assert [str(path) for path in files if FIXED.search(path.read_text())] == [str(ROOT / "tests" / "conftest.py")]


def test_a_round_of_fuzzing_can_be_repeated() -> None:
    assert repeat_line(7, ["-k", "days or hours"]) == (
        f"{sys.executable} -m pytest -m hypothesis --hypothesis-profile fuzz --hypothesis-seed 7 --quiet --exitfirst "
        "--timeout 3600 -k 'days or hours'"
    )
    assert pytest_arguments(7, []) != pytest_arguments(8, [])


@pytest.mark.parametrize("workers", [[], ["--numprocesses", "2"]], ids=["one process", "workers"])
def test_fuzzing_ends_with_the_first_failure_and_says_how_to_repeat_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], workers: list[str]
) -> None:
    wrong = tmp_path / "test_wrong.py"
    wrong.write_text(
        "from hypothesis import given, strategies as st\n\n"
        "@given(st.integers())\ndef test_small(number):\n    assert number < 1000\n"
    )
    here = ["-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:cacheprovider"]
    code = fuzz(None, [str(wrong), *here, *workers])
    printed = capfd.readouterr().out
    assert code == 1
    assert "number=1000" in printed
    seed = printed.split("seed ")[1].split()[0]
    assert f"--hypothesis-profile fuzz --hypothesis-seed {seed}" in printed


def test_fuzzing_stops_when_its_time_is_over(capfd: pytest.CaptureFixture[str]) -> None:
    assert fuzz(0, []) == 0
    assert "0 rounds" in capfd.readouterr().out
