"""Keeps child processes running: starts them, restarts them with backoff, stops them in order."""

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
    """A child that is restarted after a crash.

    Attributes:
        name: Its name in messages.
        spawn: Starts the process and returns at once.
        log: File of its output.
        stop_signal: Signal that stops it cleanly.
        is_ready: Whether the current process is ready. Called repeatedly after a restart, between other tasks; must
            return quickly.
        process: The current process, or the last one.
        known_pid: Process id that is published: of the first process, later of the last restarted one that was ready.
        started_at: Start of the current process, in monotonic seconds.
        failures: Number of successive processes that ended soon after their start.
        due_at: Time of the next start; None while it runs.
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
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    @property
    def is_unknown(self) -> bool:
        """Whether the published process id is that of an earlier process."""
        return self.process is not None and self.process.pid != self.known_pid

    def make_known(self) -> None:
        """Publishes the process id of the current process."""
        self.known_pid = self.process.pid if self.process else None

    def start(self) -> None:
        """Starts the process now."""
        self.due_at = None
        self.started_at = time.monotonic()
        self.process = self.spawn()


def spawn_command(command: list[str], environment: dict[str, str], folder: Path, name: str) -> Process:
    """Starts one of our own commands, with output to ``NAME.log``; the kernel kills it when we die."""
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
    """Describes the end of a process: ``was killed by SIGKILL``, ``ended with exit code 3``."""
    code = process.returncode
    return f"was killed by {Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


@dataclass
class Supervisor:
    """All children of one run, in the order of their start.

    Attributes:
        say: Prints a line at the terminal.
        changed: Called when a restarted child is ready.
        children: The supervised children.
    """

    say: Callable[[str], None]
    changed: Callable[[], None]
    children: list[Child] = field(default_factory=list)

    def add(self, child: Child) -> None:
        """Starts a child and supervises it from now on."""
        child.start()
        child.make_known()
        self.children.append(child)

    @property
    def pids(self) -> dict[str, int]:
        """Process id of each child: of the last process that was ready."""
        return {child.name: child.known_pid for child in self.children if child.known_pid}

    def tick(self) -> None:
        """Checks every child once, and restarts those that are due. Must run in the main thread."""
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
        """Stops several children at the same time; kills those that do not stop in time."""
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
