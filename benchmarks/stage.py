"""The environment of a benchmark: embedded servers, a migrated database, and the product's own processes."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from pydantic import SecretStr

from server.access import Role
from server.embedded import EmbeddedPostgres, EmbeddedRedis, free_port
from server.settings import Settings
from server.storage.migrating import migrate
from server.storage.partitions import ensure_partitions
from server.storage.write_keys import new_write_key, register_write_key
from server.tokens import make_token

SECRET = SecretStr("only for benchmarks, at least 32 bytes")
START_SECONDS = 30.0


LIMITS = [f"VIEWPULSE_LIMIT_{kind}_PER_USER" for kind in ("TRACKING", "BATCHES", "ANALYTICS", "ADMIN")]


@dataclass
class Stage:
    """The environment of a benchmark.

    Attributes:
        settings: Settings of a process in this environment.
        write_key: A valid write key.
        folder: Folder for the benchmark's files.
    """

    settings: Settings
    write_key: str
    folder: Path

    @property
    def admin_token(self) -> str:
        """A token of the role admin."""
        return make_token(SECRET, sub="admin", role=Role.ADMIN, lifetime=timedelta(hours=2))

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of a child process."""
        return {
            **os.environ,
            "VIEWPULSE_DATABASE_URL": self.settings.database_url,
            "VIEWPULSE_REDIS_URL": self.settings.redis_url,
            "VIEWPULSE_JWT_SECRET": SECRET.get_secret_value(),
            "VIEWPULSE_LOG_LEVEL": "WARNING",
            "VIEWPULSE_MAX_CONNECTIONS_PER_ADDRESS": "10000",  # all clients are on this machine
            "VIEWPULSE_MAX_SOCKETS_PER_USER": "10000",  # and are the same user
            **dict.fromkeys(LIMITS, "10000000"),  # which few users send; looked at like others, and not reached
        }

    def with_database(self, name: str) -> "Stage":
        """The same environment on another database of the same server."""
        parts = urlsplit(self.settings.database_url)
        url = urlunsplit(parts._replace(path=f"/{name}"))
        return Stage(self.settings.model_copy(update={"database_url": url}), self.write_key, self.folder)

    @contextmanager
    def process(self, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        """A child process, stopped at the end."""
        with subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env={**self.environment, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            try:
                yield child
            finally:
                child.terminate()
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    child.kill()

    @contextmanager
    def api(self, **settings: str) -> Iterator[tuple[int, int]]:
        """The product's API in a process of its own; yields its port and pid."""
        port = free_port()
        with self.process("server", "serve", VIEWPULSE_PORT=str(port), **settings) as child:
            wait_until_answering(f"http://127.0.0.1:{port}/health/ready", child)
            yield port, child.pid

    @contextmanager
    def aggregator(self) -> Iterator[int]:
        """The product's aggregator in a process of its own; yields its pid."""
        with self.process("server", "aggregate") as child:
            yield child.pid

    @contextmanager
    def stock(self) -> Iterator[int]:
        """Stock Strawberry under uvicorn; yields its port."""
        port = free_port()
        arguments = ("benchmarks.baselines.stock_strawberry:app", "--port", str(port), "--log-level", "warning")
        with self.process("uvicorn", *arguments, STOCK_DATABASE_URL=self.settings.database_url) as child:
            wait_until_answering(f"http://127.0.0.1:{port}/?query=%7Bok%7D", child)
            yield port

    def load(
        self, port: int, bodies: Iterable[bytes], *, clients: int, seconds: float, path: str, rate: float | None = None
    ) -> dict[str, float]:
        """Runs the load generator and returns its result.

        Raises:
            RuntimeError: A request failed, or the prepared requests ran out before the time did.
        """
        with self.prepared(bodies) as file:
            return self.send(port, file, clients=clients, seconds=seconds, path=path, rate=rate)

    @contextmanager
    def prepared(self, bodies: Iterable[bytes]) -> Iterator[Path]:
        """A file of request bodies, removed at the end."""
        file = self.folder / "bodies"
        with file.open("wb") as output:
            output.writelines(body + b"\n" for body in bodies)
        try:
            yield file
        finally:
            file.unlink()

    def send(
        self, port: int, bodies: Path, *, clients: int, seconds: float, path: str, rate: float | None = None
    ) -> dict[str, float]:
        """As ``load``, with bodies prepared before."""
        command = [sys.executable, "-m", "benchmarks.load", "--port", str(port), "--path", path]
        command += ["--key", self.write_key, "--bodies", str(bodies), "--clients", str(clients)]
        command += ["--seconds", str(seconds), *(["--rate", str(rate)] if rate else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 120)
        seen: dict[str, float] = json.loads(done.stdout)
        if seen["failed"]:
            raise RuntimeError(f"{seen['failed']} requests failed: {seen['firstFailure']}")
        if seen["exhausted"]:
            raise RuntimeError(f"only {seen['requests']} requests were prepared, which is too few")
        return seen


def wait_until_answering(url: str, child: "subprocess.Popen[str]") -> None:
    """Waits until a child serves HTTP.

    Raises:
        RuntimeError: The child ended, or did not answer in time.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{child.args!r} does not answer at {url}")


async def _prepare(url: str, key: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await ensure_partitions(connection, datetime.now(UTC), days_back=40)
        await register_write_key(connection, 1, key, "benchmarks")
    finally:
        await connection.close()


async def create_database(url: str, name: str, template: str) -> None:
    """A copy of a database without connections."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    finally:
        await connection.close()


@contextmanager
def open_stage() -> Iterator[Stage]:
    """Starts durable embedded servers in a temporary folder, and stops them at the end."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536) if hard > 0 else max(soft, 65_536), hard))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="viewpulse-bench-")))
        folder.chmod(0o755)
        postgres = EmbeddedPostgres(folder / "postgres", {"max_connections": "100"}).start()
        stack.callback(postgres.stop)
        redis = EmbeddedRedis(folder / "redis").start()
        stack.callback(redis.stop)
        settings = Settings(database_url=postgres.url, redis_url=redis.url, jwt_secret=SECRET, data_dir=folder)
        asyncio.run(create_database(postgres.url, "bench_template", "template1"))
        key = new_write_key()
        stage = Stage(settings, key, folder).with_database("bench_template")
        migrate(stage.settings.database_url)
        asyncio.run(_prepare(stage.settings.database_url, key))
        yield stage


@contextmanager
def fresh_database(stage: Stage, name: str) -> Iterator[Stage]:
    """The environment on a migrated, empty database of its own, dropped at the end."""
    postgres = stage.with_database("postgres").settings.database_url
    asyncio.run(create_database(postgres, name, "bench_template"))
    try:
        yield stage.with_database(name)
    finally:
        asyncio.run(_drop(postgres, name))


async def _drop(url: str, name: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()
