"""The product as it is operated: every process on its own, to be killed, frozen, stopped and started again."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import psutil
from pydantic import SecretStr

from server.access import Role
from server.embedded import EmbeddedPostgres, EmbeddedServer, free_port
from server.storage.migrating import migrate
from server.storage.partitions import ensure_partitions
from server.storage.write_keys import new_write_key, register_write_key
from server.tokens import make_token
from tests.fault.outage import Outage
from tests.fault.previous import unpack
from tests.fault.wrong_clock import Clock
from tests.folders import server_folder
from tests.products import PATIENCE, Product, wait_until

SECRET = SecretStr("a secret of the deployment, of 32 bytes")
LIFETIME = timedelta(hours=12)
"""Of tokens."""
PROJECTS = (1, 2)
LIMITS = [f"VIEWPULSE_LIMIT_{kind}_PER_USER" for kind in ("TRACKING", "BATCHES", "ANALYTICS")]
REBUILD_SECONDS = 600.0
SHOWN_LINES = 20
ROOT = Path(__file__).parents[2]


class Service(Product):
    """One command of ours; launch it from the main thread."""

    def kill(self) -> None:
        """Kills -9, unless it has ended, and waits for the end."""
        if self.returncode is None:
            os.kill(self.pid, signal.SIGKILL)
        self.stop()

    def restart(self) -> None:
        """Kills -9 and launches at once, as a supervisor would."""
        self.kill()
        self.launch()

    @property
    def memory(self) -> int:
        """Bytes in memory; 0 while it does not run."""
        with suppress(psutil.Error):
            return int(psutil.Process(self.pid).memory_info().rss)
        return 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def metrics_address(self) -> str:
        """Host and port of its /metrics."""
        return f"127.0.0.1:{self.environment['VIEWPULSE_METRICS_PORT']}"

    async def until_ready(self) -> None:
        """Returns when it can store and read data."""
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient(timeout=PATIENCE) as http:
            while True:
                assert self.returncode is None, self.output
                with suppress(httpx.TransportError):
                    if (await http.get(f"{self.url}/health/ready")).status_code == httpx.codes.OK:
                        return
                await asyncio.sleep(0.02)


class Database:
    """One PostgreSQL, durable as a server in production is.

    Args:
        folder: Where its data is kept.
        port: Where it listens.
        options: Settings that differ from those of `viewpulse dev`.
    """

    def __init__(self, folder: Path, port: int, **options: str) -> None:
        self.folder = folder
        self._postgres = EmbeddedPostgres(folder, options)
        self._port = port
        self._server: EmbeddedServer | None = None

    @property
    def server(self) -> EmbeddedServer:
        assert self._server is not None
        return self._server

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def port(self) -> int:
        return self._port

    @property
    def is_running(self) -> bool:
        return self._server is not None and self._server.process.poll() is None

    def start(self) -> None:
        """Starts it and waits until it accepts connections; only before an event loop runs."""
        self._server = self._postgres.start(self._port)

    async def start_again(self) -> None:
        """The same while an event loop runs."""
        self._server = self._postgres.spawn(self._port)
        await asyncio.to_thread(self.server.wait_ready)

    def stop(self) -> None:
        if self._server is not None:
            with suppress(psutil.NoSuchProcess):
                self.signal_all(signal.SIGCONT)  # a failed test may have left it frozen
            self._server.stop()

    def stop_immediately(self) -> None:
        """Ends all of its processes without a checkpoint: the next start recovers."""
        self.server.process.send_signal(signal.SIGQUIT)
        self.server.process.wait(PATIENCE)

    def signal_all(self, number: signal.Signals) -> None:
        """Sends a signal to the server and to each of its processes."""
        server = psutil.Process(self.server.pid)
        for process in (server, *server.children()):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)

    def kill_all(self) -> None:
        """Kills -9 everything, also what is frozen."""
        self.signal_all(signal.SIGKILL)
        self.server.process.wait(PATIENCE)


class Deployment:
    """PostgreSQL, Redis, an API, an aggregator and a worker.

    Args:
        folder: An empty folder, which PostgreSQL may enter.
        environment: Settings of all commands.
        code: The folder with the code that is run at first, and migrates; None: this tree.

    Attributes:
        database: The PostgreSQL that is in use.
        redis: The Redis.
        keys: A write key of each project.
        ledger: The file in which all clients write down what they send.
        cleanup: What is to do when everything has ended.
        services: The commands that run: the API, the aggregator, the worker, and those of ``another``.
        code: The folder with the code of further commands; None: this tree.
    """

    def __init__(self, folder: Path, environment: dict[str, str], code: Path | None = None) -> None:
        self.folder = folder
        self.code = code
        self.ledger = folder / "ledger.ndjson"
        self.database = Database(folder / "postgres", free_port())
        self.redis = Outage(folder / "redis")
        self.keys = {project: new_write_key() for project in PROJECTS}
        self.cleanup = ExitStack()
        self.services: list[Service] = []
        self._environment = environment
        self._made = 0

    def start(self) -> None:
        """Starts everything; from the main thread, before an event loop runs."""
        self.database.start()
        if self.code is None:
            migrate(self.database.url)
        else:
            self.run("migrate")
        asyncio.run(self._prepare())
        self.redis.start()
        for name in ("serve", "aggregate", "worker"):
            self.services.append(self.command(name))
            self.services[-1].launch()
        wait_until(lambda: httpx.get(f"{self.api.url}/health/ready").is_success, what="a start of the API")

    def stop(self) -> None:
        """Ends everything that runs."""
        for service in self.services:
            service.kill()
        self.redis.stop()
        self.database.stop()
        self.cleanup.close()

    @property
    def api(self) -> Service:
        return self.services[0]

    @property
    def aggregator(self) -> Service:
        return self.services[1]

    @property
    def worker(self) -> Service:
        return self.services[2]

    @property
    def pids(self) -> dict[str, int | None]:
        """The processes of the API, the aggregator and the worker; None for one that has ended."""
        parts = {"API": self.api, "aggregator": self.aggregator, "worker": self.worker}
        return {name: part.pid if part.returncode is None else None for name, part in parts.items()}

    @asynccontextmanager
    async def all_stay_up(self) -> AsyncIterator[None]:
        """Fails if the API, the aggregator or the worker ends during the block, or is another process after it."""
        before = self.pids
        assert None not in before.values(), f"not all run: {before}"
        yield
        assert self.pids == before, f"{before} became {self.pids}"

    @property
    def tokens(self) -> dict[int, str]:
        """A token of an admin of each project."""
        return {project: self.token(project, "admin") for project in PROJECTS}

    def token(self, project: int, user_id: str) -> str:
        """A token of an admin, who may have as many sockets as a user may."""
        return make_token(SECRET, sub=user_id, role=Role.ADMIN, lifetime=LIFETIME, project=project)

    def command(self, name: str, **environment: str) -> Service:
        """A command that is not launched yet."""
        self._made += 1
        folder = self.folder / f"{name}-{self._made}"
        folder.mkdir()
        return Service(
            folder,
            name,
            **{
                "VIEWPULSE_DATABASE_URL": self.database.url,
                "VIEWPULSE_REDIS_URL": self.redis.url,
                "VIEWPULSE_JWT_SECRET": SECRET.get_secret_value(),
                "VIEWPULSE_METRICS_PORT": str(free_port()),
                "VIEWPULSE_MAX_CONNECTIONS_PER_ADDRESS": "10000",  # all clients are on this machine
                "VIEWPULSE_BOT_VIEWS_PER_MINUTE": "1000000",  # some of them watch a lot
                **dict.fromkeys(LIMITS, "1000000"),  # looked at like other limits, and not reached
                **({} if self.code is None else {"PYTHONPATH": str(self.code)}),
                **self._environment,
                **environment,
            },
        )

    def run(self, name: str) -> str:
        """Runs a command, which must succeed; returns what it prints."""
        command = self.command(name)
        command.launch()
        wait_until(lambda: command.returncode is not None, what=f"the end of viewpulse {name}")
        assert command.returncode == 0, command.output
        return command.output

    @asynccontextmanager
    async def another(self, service: Service) -> AsyncIterator[Service]:
        """Runs a further command as long as the block; an API is ready at its beginning."""
        service.launch()
        self.services.append(service)
        try:
            if service.arguments == ("serve",):
                await service.until_ready()
            yield service
        finally:
            self.services.remove(service)
            await asyncio.to_thread(service.stop)

    def rebuild(self) -> str:
        """What `viewpulse rebuild` finds to differ from the raw events; nothing if the product is well."""
        command = self.command("rebuild")
        command.launch()
        wait_until(lambda: command.returncode is not None, seconds=REBUILD_SECONDS, what="the end of the rebuild")
        lines = command.output.splitlines()
        return "" if lines[-1:] == ["No differences."] else "\n".join(lines[-SHOWN_LINES:])

    async def _prepare(self) -> None:
        connection = await asyncpg.connect(self.database.url)
        try:
            await ensure_partitions(connection, datetime.now(UTC), days_back=1)
            for project, key in self.keys.items():
                await register_write_key(connection, project, key, "deployment")
        finally:
            await connection.close()


class WrongClock(Service):
    """A command whose clock a test moves while it runs; that of PostgreSQL is right."""

    module = "tests.fault.wrong_clock"
    clock: Clock

    @classmethod
    def from_service(cls, service: Service) -> "WrongClock":
        """The same command, by a clock that is right at first."""
        path = service.folder / "clock"
        environment = {**service.environment, "CLOCK": str(path), "PYTHONPATH": str(ROOT)}
        moved = cls(service.folder, *service.arguments, **environment)
        moved.clock = Clock(path)
        moved.clock.put(0.0)
        return moved


@contextmanager
def deployed(*, previous: bool = False, **environment: str) -> Iterator[Deployment]:
    """The product, started in an empty folder and ended with the block.

    Args:
        previous: Whether it is the previous release.
        environment: Settings that differ from the defaults, such as ``VIEWPULSE_AGGREGATION_INTERVAL="0.1"``.
    """
    with server_folder("fault") as folder:
        deployment = Deployment(folder, environment, unpack(folder) if previous else None)
        try:
            deployment.start()
            yield deployment
        finally:
            deployment.stop()
