"""The supervisor starts children again, waits longer each time, and stops them in order."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals

import pytest

from server.dev import supervisor
from server.dev.supervisor import Child, Process, Supervisor, describe_end, spawn_command
from server.embedded import EmbeddedServerError
from tests.products import is_alive, wait_until

FOREVER = "import time; time.sleep(60)"
DEAF = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); open(sys.argv[1], 'w').close(); time.sleep(60)"


def python(code: str) -> Callable[[], Process]:
    """Starts a child that runs some Python."""
    return lambda: subprocess.Popen([sys.executable, "-c", code])


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def looked_after(said: list[str]) -> Supervisor:
    return Supervisor(said.append, lambda: said.append("changed"))


def test_a_killed_child_is_restarted_and_its_new_pid_is_published(looked_after: Supervisor, said: list[str]) -> None:
    child = Child("api", python(FOREVER), Path("api.log"))
    looked_after.add(child)
    old = looked_after.pids["api"]
    assert child.process is not None
    child.process.send_signal(SIGKILL)
    child.process.wait()

    def succeeded() -> bool:
        looked_after.tick()
        return looked_after.pids["api"] != old

    wait_until(succeeded, what="a successor")

    assert said[0] == "api was killed by SIGKILL (see api.log); starting it again in 0.2 s"
    assert said[1:] == [f"api runs again as process {looked_after.pids['api']}", "changed"]
    looked_after.stop(["api"], 5)


def test_each_early_end_doubles_the_wait_up_to_a_limit(
    looked_after: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    child = Child("api", python("raise SystemExit(3)"), Path("api.log"))
    looked_after.add(child)
    waits = []
    for _ in range(9):
        assert child.process is not None
        child.process.wait()
        looked_after.tick()
        assert child.due_at is not None
        waits.append(round(child.due_at - clock[0], 3))
        clock[0] = child.due_at
        looked_after.tick()
    assert child.process is not None
    child.process.wait()

    assert waits == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0, 10.0]
    assert "ended with exit code 3" in said[0]


def test_a_steady_child_starts_again_at_once(looked_after: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    child = Child("api", python("raise SystemExit(3)"), Path("api.log"), failures=6)
    looked_after.add(child)
    assert child.process is not None
    child.process.wait()
    later = time.monotonic() + 60
    monkeypatch.setattr(time, "monotonic", lambda: later)

    looked_after.tick()

    assert child.due_at == later + supervisor.FIRST_DELAY


def test_a_child_that_cannot_be_started_is_tried_again(looked_after: Supervisor, said: list[str]) -> None:
    attempts = []

    def spawn() -> Process:
        attempts.append(1)
        if len(attempts) == 2:
            raise EmbeddedServerError("PostgreSQL did not start.\nand a long log")
        return python("pass" if len(attempts) == 1 else FOREVER)()

    child = Child("postgres", spawn, Path("postgres.log"))
    looked_after.add(child)

    def tried_thrice() -> bool:
        looked_after.tick()
        return len(attempts) == 3

    wait_until(tried_thrice, what="a third attempt")

    assert any("postgres cannot be started: PostgreSQL did not start. (see" in line for line in said)
    assert child.is_running
    looked_after.stop(["postgres"], 5)


def test_the_pid_of_a_restarted_child_is_published_once_it_is_ready(looked_after: Supervisor, said: list[str]) -> None:
    """PostgreSQL ends at once again while processes of the killed one still hold its shared memory."""
    ready_from = 3
    started: list[Process] = []

    def spawn() -> Process:
        started.append(python("pass" if len(started) == 1 else FOREVER)())
        return started[-1]

    child = Child("postgres", spawn, Path("log"), is_ready=lambda: len(started) >= ready_from)
    looked_after.add(child)
    redis = Child("redis", python(FOREVER), Path("log"))
    looked_after.add(redis)
    first = started[0]
    first.kill()
    first.wait()

    def told_of(number: int) -> bool:
        looked_after.tick()
        return len(started) == number

    wait_until(lambda: told_of(2), what="a successor that ends at once")
    assert looked_after.pids["postgres"] == first.pid
    wait_until(lambda: told_of(3), what="a successor that stays")
    assert looked_after.pids["postgres"] == first.pid
    assert "changed" not in said
    looked_after.tick()

    assert looked_after.pids == {"postgres": started[2].pid, "redis": redis.process and redis.process.pid}
    assert said[-2:] == [f"postgres runs again as process {started[2].pid}", "changed"]
    assert said.count("changed") == 1
    looked_after.stop(["postgres", "redis"], 5)


def test_a_successor_that_is_not_ready_yet_is_waited_for(looked_after: Supervisor, said: list[str]) -> None:
    answers = [False, False, True]
    child = Child("api", python(FOREVER), Path("log"), is_ready=lambda: answers.pop(0))
    looked_after.add(child)
    assert child.process is not None
    old = child.process
    old.kill()
    old.wait()

    def told() -> bool:
        looked_after.tick()
        return "changed" in said

    wait_until(told, what="word of the successor")

    assert answers == []
    assert looked_after.pids["api"] == child.process.pid != old.pid
    looked_after.tick()  # asks no more
    looked_after.stop(["api"], 5)


def test_stopping_leaves_the_others_running(looked_after: Supervisor) -> None:
    api, postgres = (Child(name, python(FOREVER), Path("log")) for name in ("api", "postgres"))
    looked_after.add(api)
    looked_after.add(postgres)

    looked_after.stop(["api", "demo"], 5)

    assert (api.is_running, postgres.is_running) == (False, True)
    assert looked_after.children == [postgres]
    looked_after.stop(["postgres"], 5)


def test_a_child_that_does_not_stop_is_killed_and_reported(
    looked_after: Supervisor, said: list[str], tmp_path: Path
) -> None:
    deaf = tmp_path / "deaf"
    child = Child("api", lambda: subprocess.Popen([sys.executable, "-c", DEAF, str(deaf)]), Path("log"))
    looked_after.add(child)
    assert child.process is not None
    wait_until(deaf.exists, what="a child that ignores SIGTERM")

    looked_after.stop(["api"], 0.2)

    assert child.process.returncode == -SIGKILL
    assert said == ["api did not stop within 0.2 s and was killed"]


def test_a_command_writes_its_log_and_follows_a_forgotten_one(tmp_path: Path) -> None:
    first = spawn_command([sys.executable, "-c", f"print('hello', flush=True); {FOREVER}"], {}, tmp_path, "api")
    wait_until(lambda: "hello" in (tmp_path / "api.log").read_text(), what="output")

    second = spawn_command([sys.executable, "-c", "print('again')"], {}, tmp_path, "api")

    assert not is_alive(first.pid)
    assert (first.wait(5), second.wait(5)) == (0, 0)  # psutil took the first one's exit code
    assert (tmp_path / "api.log").read_text() == "hello\nagain\n"


@pytest.mark.parametrize(
    ("code", "words"), [("raise SystemExit(4)", "ended with exit code 4"), ("pass", "ended with exit code 0")]
)
def test_the_end_of_a_process_is_described(code: str, words: str) -> None:
    process = python(code)()
    process.wait()

    assert describe_end(process) == words


def test_a_signal_is_named() -> None:
    process = python(FOREVER)()
    process.send_signal(Signals.SIGTERM)
    assert process.wait(5) == -SIGTERM

    assert describe_end(process) == "was killed by SIGTERM"
