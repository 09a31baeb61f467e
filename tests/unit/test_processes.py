"""Children die with us, and are recognised by pid and start time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from server.processes import StartedProcess, find_leftover, remember, stop_leftover
from tests.products import is_alive, wait_until

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]
PARENT = """
import subprocess, sys, signal, time
from server.processes import die_with_parent
command = [sys.executable, "-c", "import time; time.sleep(60)"]
child = subprocess.Popen(command, preexec_fn=die_with_parent(signal.SIGKILL))
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_child_dies_with_its_killed_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()

    wait_until(lambda: not is_alive(child), what="the child's end")


def test_a_recorded_process_is_found_and_stopped(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEP) as process:
        remember(tmp_path / "it.pid", process.pid)

        assert find_leftover(tmp_path / "it.pid") == psutil.Process(process.pid)
        assert stop_leftover(tmp_path / "it.pid", signal.SIGTERM)

        assert not is_alive(process.pid)
    assert not stop_leftover(tmp_path / "it.pid", signal.SIGTERM)


def test_a_process_that_ends_while_it_is_inspected_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(process: psutil.Process) -> str:
        raise psutil.NoSuchProcess(process.pid)

    remember(tmp_path / "it.pid", os.getpid())
    monkeypatch.setattr(psutil.Process, "status", gone)

    assert find_leftover(tmp_path / "it.pid") is None


def test_a_process_that_ignores_signals_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(STUBBORN, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        remember(tmp_path / "it.pid", process.pid)

        assert stop_leftover(tmp_path / "it.pid", signal.SIGTERM, seconds=0.3)

        assert not is_alive(process.pid)


def test_a_stranger_with_the_same_pid_is_left_alone(tmp_path: Path) -> None:
    recorded = StartedProcess(os.getpid(), time.time() - 100_000)
    (tmp_path / "it.pid").write_bytes(msgspec.json.encode(recorded))

    assert find_leftover(tmp_path / "it.pid") is None


def test_a_damaged_or_missing_record_is_no_process(tmp_path: Path) -> None:
    (tmp_path / "it.pid").write_text("{")

    assert find_leftover(tmp_path / "it.pid") is None
    assert find_leftover(tmp_path / "none.pid") is None
