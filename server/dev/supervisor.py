"""Keeps children running: starts them, starts them again with backoff, stops them in order."""

import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM, Signals

from server.embedded import EmbeddedServerError
from server.processes import die_with_parent, remember, stop_leftover

FIRST_DELAY = 0.1
MAX_DELAY = 10.0
STEADY_SECONDS = 10.0
POLL_SECONDS = 0.02

Process = subprocess.Popen[bytes]


def _at_once() -> bool:
    return True


@dataclass
class Child:
    """One child process, or its successor after a crash.

    Attributes:
        name: What people call it.
        spawn: Starts it and returns at once.
        log: Where its output goes.
        stop_signal: What makes it stop cleanly.
        is_ready: Whether the process that runs does its work by now. Asked of a successor again and again, in between
            other things: it must answer soon.
        process: The one that runs, or ran last.
        known_pid: Process id that others are told: of the first process, later of the last successor that was ready.
        started_at: When that one was started (monotonic seconds).
        failures: Ends in a row, each soon after its start.
        due_at: When it shall be started again; None while it runs.
    """

    name: str
    spawn: Callable[[], Process]
    log: Path
    stop_signal: Signals = SIGTERM
    is_ready: Callable[[], bool] = _at_once
    process: Process | None = None
    known_pid: int | None = None
    started_at: float = 0.0
    failures: int = 0
    due_at: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self.process is not None and self.process.poll() is None

    @property
    def is_unknown(self) -> bool:
        """Whether other programs still see an earlier process."""
        return self.process is not None and self.process.pid != self.known_pid

    def make_known(self) -> None:
        """Shows its present process to other programs from now on."""
        self.known_pid = self.process.pid if self.process else None

    def start(self) -> None:
        """Starts it now."""
        self.due_at = None
        self.started_at = time.monotonic()
        self.process = self.spawn()


def spawn_command(command: list[str], environment: dict[str, str], folder: Path, name: str) -> Process:
    """Starts one of our own commands: output to ``NAME.log``, killed by the kernel when we die."""
    pid_file = folder / f"{name}.pid"
    stop_leftover(pid_file, Signals.SIGKILL)
    with (folder / f"{name}.log").open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the children in order
            preexec_fn=die_with_parent(Signals.SIGKILL),  # noqa: PLW1509 - it makes one system call
        )
    remember(pid_file, process.pid)
    return process


def describe_end(process: Process) -> str:
    """How a process ended: ``was killed by SIGKILL``, ``ended with exit code 3``."""
    code = process.returncode
    return f"was killed by {Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


@dataclass
class Supervisor:
    """All children of one run, in the order of their start.

    Attributes:
        say: Takes a line for the person at the terminal.
        changed: Called when a child that was started again is ready.
        children: Who is looked after.
    """

    say: Callable[[str], None]
    changed: Callable[[], None]
    children: list[Child] = field(default_factory=list)

    def add(self, child: Child) -> None:
        """Starts a child and looks after it from now on."""
        child.start()
        child.make_known()
        self.children.append(child)

    @property
    def pids(self) -> dict[str, int]:
        """Process id of each child: of the process that is, or was, ready last."""
        return {child.name: child.known_pid for child in self.children if child.known_pid}

    def tick(self) -> None:
        """Looks at every child once, and starts those whose time has come. Must run in the main thread."""
        for child in self.children:
            if child.due_at is not None:
                if time.monotonic() >= child.due_at:
                    self._restart(child)
            elif not child.is_running:
                self._plan_restart(child)
            elif child.is_unknown and child.is_ready():
                self._announce(child)

    def _plan_restart(self, child: Child, reason: str | None = None) -> None:
        steady = time.monotonic() - child.started_at > STEADY_SECONDS
        child.failures = 0 if steady else child.failures + 1
        delay = min(FIRST_DELAY * 2**child.failures, MAX_DELAY)
        child.due_at = time.monotonic() + delay
        reason = reason or (describe_end(child.process) if child.process else "did not start")
        self.say(f"{child.name} {reason} (see {child.log}); starting it again in {delay:g} s")

    def _restart(self, child: Child) -> None:
        try:
            child.start()
        except (OSError, EmbeddedServerError) as error:
            self._plan_restart(child, f"cannot be started: {str(error).splitlines()[0]}")

    def _announce(self, child: Child) -> None:
        child.make_known()
        self.say(f"{child.name} runs again as process {child.known_pid}")
        self.changed()

    def stop(self, names: Iterable[str], seconds: float) -> None:
        """Stops some of the children at the same time; what has not gone in time is killed."""
        going = [child for child in self.children if child.name in set(names)]
        for child in going:
            if child.is_running and child.process:
                child.process.send_signal(child.stop_signal)
        deadline = time.monotonic() + seconds
        while any(child.is_running for child in going) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        for child in going:
            if child.is_running and child.process:
                self.say(f"{child.name} did not stop within {seconds:g} s and was killed")
                child.process.kill()
                child.process.wait()
        self.children = [child for child in self.children if child not in going]
