"""The product as a person starts it: the real command, in a folder of its own, on free ports."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import httpx
import msgspec
import psutil

from server.dev.folder import Facts
from server.embedded import free_port
from server.processes import die_with_parent
from tests.folders import server_folder
from tests.unlimited import UNLIMITED
from tests.watched_logs import require_none_in

PATIENCE = 60.0  # a loaded machine takes its time
START_SECONDS = 120.0
STOP_SECONDS = 60.0  # to notice one that hangs
Value = TypeVar("Value")


def wait_until(condition: Callable[[], Value], *, seconds: float = PATIENCE, what: str = "the condition") -> Value:
    """The first true answer; fails when there is none in time. Files not there and servers away count as false."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if value := condition():
                return value
        except (OSError, ValueError, httpx.HTTPError):
            pass
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come true within {seconds:g} s")


def is_alive(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Product:
    """One ``viewpulse dev``; start it from the main thread.

    Args:
        folder: Where it runs; its data goes to ``folder/.viewpulse``.
        arguments: The command, ``dev`` by default.
        environment: Settings such as ``VIEWPULSE_LOG_LEVEL="DEBUG"``; the port is a free one unless given.
    """

    module = "server"

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.folder = folder
        self.data = folder / ".viewpulse"
        self.arguments = arguments or ("dev",)
        self.environment = {"VIEWPULSE_PORT": str(free_port()), **environment}
        self.port = int(self.environment["VIEWPULSE_PORT"])
        self.output_file = folder / "output.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Starts the command and returns at once."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIEWPULSE_")}
        with self.output_file.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments],
                cwd=self.folder,
                env={**inherited, **UNLIMITED, "COLUMNS": "200", **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it makes one system call
            )

    def start(self) -> Facts:
        """Starts the command and returns when it says that it is ready."""
        self.launch()
        wait_until(
            lambda: "is ready after" in self.output or self.returncode is not None,
            seconds=START_SECONDS,
            what=f"a start of viewpulse {' '.join(self.arguments)}",
        )
        assert self.returncode is None, self.output
        return self.facts

    @property
    def output(self) -> str:
        """All that the command has printed since its last start."""
        return self.output_file.read_text(errors="replace")

    @property
    def facts(self) -> Facts:
        """``dev.json`` as it is now."""
        return msgspec.json.decode((self.data / "dev.json").read_bytes(), type=Facts)

    @property
    def pid(self) -> int:
        """Process id of the command itself."""
        assert self._process is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Exit code of the command; None while it runs."""
        assert self._process is not None
        return self._process.poll()

    def kill_child(self, name: str) -> int:
        """Kills -9 the child called api, aggregator, worker, postgres or redis.

        Returns:
            Its process id; ``wait_restarted(name, pid)`` waits for its successor.
        """
        pid = self.facts.pids[name]
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_restarted(self, name: str, old_pid: int) -> int:
        """Process id of the successor, once there is one."""
        wait_until(lambda: self.facts.pids[name] != old_pid, what=f"a new {name}")
        return self.facts.pids[name]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Sends a signal and waits for the end.

        Returns:
            The exit code.
        """
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self._process.wait(STOP_SECONDS)


@contextmanager
def product_folder() -> Iterator[Path]:
    """An empty folder that PostgreSQL may use even as another user (as root it is one)."""
    with server_folder("product") as folder:
        yield folder


@contextmanager
def running_product(*arguments: str, **environment: str) -> Iterator[Product]:
    """The product, started in an empty folder and stopped in the end."""
    with product_folder() as folder:
        product = Product(folder, *arguments, **environment)
        product.start()
        try:
            yield product
        finally:
            product.stop()
        require_none_in(product.data.glob("*.log"))
