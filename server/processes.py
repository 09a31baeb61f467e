"""Child processes that never outlive us: killed by the kernel, or found by a record of started processes."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import psutil

STOP_SECONDS = 8.0
_PR_SET_PDEATHSIG = 1
_CLOCK_SLACK = 2.0  # seconds by which two readings of a process's start may differ


class StartedProcess(msgspec.Struct):
    """A process that can be recognised later, when its pid may belong to another process."""

    pid: int
    started_at: float


def die_with_parent(signal_number: int) -> Callable[[], None] | None:
    """A ``preexec_fn`` that makes the kernel signal the child when its parent dies; Linux only.

    The kernel watches the *thread* that forks, so fork from a thread that lives as long as the process.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def ask_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:  # the parent died before the call
            os.kill(os.getpid(), signal.SIGKILL)

    return ask_kernel


def describe(pid: int) -> bytes:
    """A record of a living process, for ``find_leftover``."""
    return msgspec.json.encode(StartedProcess(pid, psutil.Process(pid).create_time()))


def remember(pid_file: Path, pid: int) -> None:
    """Stores the record of a process, for ``stop_leftover`` of a later run."""
    partial = pid_file.with_suffix(".partial")
    partial.write_bytes(describe(pid))
    partial.replace(pid_file)


def find_leftover(pid_file: Path) -> psutil.Process | None:
    """The recorded process, if it is still alive."""
    try:
        recorded = msgspec.json.decode(pid_file.read_bytes(), type=StartedProcess)
        process = psutil.Process(recorded.pid)
        is_same = abs(process.create_time() - recorded.started_at) < _CLOCK_SLACK
        lives = is_same and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, msgspec.DecodeError, psutil.Error):  # it may end at any time
        return None
    return process if lives else None


def stop_leftover(pid_file: Path, stop_signal: signal.Signals, seconds: float = STOP_SECONDS) -> bool:
    """Stops the process that an earlier run left running, and waits for its end; kills it after ``seconds``.

    Returns:
        Whether there was a process to stop.
    """
    process = find_leftover(pid_file)
    if process is None:
        return False
    with suppress(psutil.NoSuchProcess):
        try:
            process.send_signal(stop_signal)
            process.wait(seconds)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)
    return True
