"""Runs all processes from a data folder until it is stopped."""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType

from pydantic import SecretStr

from server.access import Role
from server.cli_errors import CommandError
from server.demo.addresses import APPLICATIONS, COLLECTS_SECONDS, free_addresses
from server.dev.banner import DEMO_SUBSCRIPTION, FIRST_SUBSCRIPTION, SOCIAL_SUBSCRIPTION, banner
from server.dev.console import DevConsole, Terminal, is_noteworthy
from server.dev.database import needs_migration, prepare
from server.dev.folder import DataFolder, Facts, Secrets
from server.dev.ports import is_live, is_ready, require_free
from server.dev.supervisor import Child, Process, Supervisor, describe_end, spawn_command
from server.embedded import EmbeddedPostgres, EmbeddedRedis, EmbeddedServer, EmbeddedServerError, free_port
from server.monitoring.listener import metrics_url
from server.processes import stop_leftover
from server.settings import Settings
from server.tokens import make_token

CREATOR = "creator-1"
ADMIN = "admin"
TOKEN_LIFETIME = timedelta(days=30)
PARTITION_DAYS_BACK = 7
DEMO_DAYS = 60
"""Days of history that a demo makes first."""
READY_SECONDS = 60.0
APP_STOP_SECONDS = 4.5  # with the next one, less than the promised ten
SERVER_STOP_SECONDS = 4.0
TICK_SECONDS = 0.1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
APPS = ("demo", "api", "worker", "aggregator", "networks")
MONITORED = ("api", "aggregator", "worker")
"""Processes with a port for /metrics: the one that is set, and those after it."""
SERVERS = ("redis", "postgres")


@dataclass(frozen=True)
class Demo:
    """Traffic to generate in addition to the servers.

    Attributes:
        rate: Events per second.
        seed: The same seed gives the same traffic.
        past_days: Days of history to make first, where there is none.
        social: Whether there are local social networks, too.
    """

    rate: float
    seed: int
    past_days: int
    social: bool = False


def run_dev(settings: Settings, *, began_at: float, demo: Demo | None = None) -> None:
    """Starts everything, supervises it, and stops it on SIGINT, SIGTERM or SIGHUP. Main thread only.

    Args:
        settings: The data folder, the port and other settings.
        began_at: When the command began, in monotonic seconds; the duration of the start counts from there.
        demo: Traffic to generate.

    Raises:
        CommandError: It cannot start; the message is one line.
    """
    folder = DataFolder(settings.data_dir)
    stop = threading.Event()
    with folder.locked(), _stopping_on_signals(stop):
        console = DevConsole(Terminal(highlight=False))
        run = _Run(settings, folder, console, stop)
        try:
            run.start(demo)
            if not stop.is_set():
                subscription = DEMO_SUBSCRIPTION if demo else FIRST_SUBSCRIPTION
                subscription = SOCIAL_SUBSCRIPTION if demo and demo.social else subscription
                console.show(banner(run.facts, folder.path, time.monotonic() - began_at, subscription))
            while not stop.wait(TICK_SECONDS):
                run.supervisor.tick()
        except EmbeddedServerError as error:
            if not stop.is_set():
                raise CommandError(str(error)) from error
        finally:
            run.stop()
            console.close()


@contextmanager
def _stopping_on_signals(stop: threading.Event) -> Iterator[None]:
    def remember_it(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, remember_it) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Run:
    """One run of ``viewpulse dev``."""

    def __init__(self, settings: Settings, folder: DataFolder, console: DevConsole, stop: threading.Event) -> None:
        self.settings = settings
        self.folder = folder
        self.console = console
        self.wants_stop = stop.is_set
        self.supervisor = Supervisor(console.say, self._write_facts)
        self.facts: Facts
        self.metrics_ports: dict[str, int]

    def start(self, demo: Demo | None) -> None:
        """Returns when the API is ready, or a stop was requested."""
        path = self.folder.path
        self.folder.forget_facts()
        for name in (*APPS, *SERVERS):
            stop_leftover(path / f"{name}.pid", signal.SIGKILL if name in APPS else signal.SIGINT)
        port = self.settings.port or free_port()
        require_free(self.settings.host, port)
        first = self.settings.metrics_port
        self.metrics_ports = {name: first + place if first else free_port() for place, name in enumerate(MONITORED)}
        kept = self.folder.secrets()
        is_first_start = not (path / "data").exists()
        servers = [
            self._add_server("postgres", EmbeddedPostgres(path).spawn),
            self._add_server("redis", EmbeddedRedis(path).spawn),
        ]
        self.facts = self._gather_facts(kept, port, *(server.url for server in servers))
        if demo and demo.social:
            self.facts.social_urls = free_addresses()
        environment = self._environment(kept, port)
        if not is_first_start:  # it takes longest to load, and waits for PostgreSQL by itself
            self._add_api(environment, port)
        for server in servers:
            server.wait_ready(self.wants_stop)
        self._prepare_database(kept)
        if is_first_start:
            self._add_api(environment, port)
        self._add_command("aggregator", ["aggregate"], environment, is_noteworthy)
        self._add_command("worker", ["worker"], environment, is_noteworthy)
        if demo and demo.social:
            self._add_command("networks", [str(demo.seed)], environment, is_noteworthy, module="server.demo.social")
        self._wait_ready(port)
        self._write_facts()  # last, so that a program that finds dev.json finds everything running
        if demo and not self.wants_stop():
            facts = str(self.folder.facts_file)
            past = min(demo.past_days, self.settings.raw_retention_days or demo.past_days)  # what is older is refused
            options = {"attach": facts, "rate": demo.rate, "seed": demo.seed, "past": past}
            arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
            self._add_command("demo", ["demo", *arguments], environment)

    def stop(self) -> None:
        """Stops the children, clients before servers."""
        if not self.supervisor.children:
            return
        self.console.say("stopping …")
        self.supervisor.stop(APPS, APP_STOP_SECONDS)
        self.supervisor.stop(SERVERS, SERVER_STOP_SECONDS)
        for name in (*APPS, *SERVERS):
            (self.folder.path / f"{name}.pid").unlink(missing_ok=True)
        self.folder.forget_facts()
        self.console.say(f"stopped; the data is kept in {self.folder.path}")

    def _add_server(self, name: str, spawn: Callable[[int], EmbeddedServer]) -> EmbeddedServer:
        """Adds PostgreSQL or Redis; after a restart it uses the same port."""
        port = free_port()
        first = latest = spawn(port)
        waiting = [first]

        def next_process() -> Process:
            nonlocal latest
            latest = waiting.pop() if waiting else spawn(port)
            return latest.process

        def is_ready() -> bool:
            return latest.accepts()

        self.supervisor.add(Child(name, next_process, first.log, first.stop_signal, is_ready))
        self.console.follow(name, first.log, _is_complaint)
        return first

    def _add_api(self, environment: dict[str, str], port: int) -> None:
        self._add_command("api", ["serve"], environment).is_ready = lambda: is_live(self.settings.host, port)

    def _add_command(
        self,
        name: str,
        arguments: list[str],
        environment: dict[str, str],
        is_shown: Callable[[str], bool] = lambda _line: True,
        module: str = "server",
    ) -> Child:
        """Adds one of our own commands; ``is_shown`` says which lines of its log the terminal repeats."""
        log = self.folder.path / f"{name}.log"
        command = [sys.executable, "-m", module, *arguments]
        if name in self.metrics_ports:
            environment = {**environment, "VIEWPULSE_METRICS_PORT": str(self.metrics_ports[name])}
        self.console.follow(name, log, is_shown)
        child = Child(name, lambda: spawn_command(command, environment, self.folder.path, name), log)
        self.supervisor.add(child)
        return child

    def _gather_facts(self, kept: Secrets, port: int, database_url: str, redis_url: str) -> Facts:
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        reached = "127.0.0.1" if host in ("0.0.0.0", "[::]") else host  # noqa: S104 - asked for by the user
        return Facts(
            url=f"http://{reached}:{port}/graphql",
            ws_url=f"ws://{reached}:{port}/graphql",
            write_key=kept.write_key,
            creator_token=self._token(kept, CREATOR, Role.CREATOR),
            admin_token=self._token(kept, ADMIN, Role.ADMIN),
            database_url=database_url,
            redis_url=redis_url,
            metrics_urls={name: metrics_url(self.settings.metrics_host, at) for name, at in self.metrics_ports.items()},
            pids={},
        )

    def _token(self, kept: Secrets, sub: str, role: Role) -> str:
        return make_token(
            self._jwt_secret(kept),
            sub=sub,
            role=role,
            lifetime=TOKEN_LIFETIME,
            audience=self.settings.jwt_audience,
            issuer=self.settings.jwt_issuer,
        )

    def _jwt_secret(self, kept: Secrets) -> SecretStr:
        return self.settings.jwt_secret or SecretStr(kept.jwt_secret)

    def _privacy_secret(self, kept: Secrets) -> SecretStr:
        return self.settings.privacy_secret or SecretStr(kept.privacy_secret)

    def _prepare_database(self, kept: Secrets) -> None:
        """Brings schema, partitions, write key and audit trail up to date."""
        url = self.facts.database_url
        if asyncio.run(needs_migration(url)):
            from server.storage.migrating import migrate  # noqa: PLC0415 - slow to load, and seldom needed

            migrate(url)
        settings = self.settings.model_copy(update={"database_url": url, "privacy_secret": self._privacy_secret(kept)})
        asyncio.run(prepare(settings, self.facts.write_key, PARTITION_DAYS_BACK))

    def _environment(self, kept: Secrets, port: int) -> dict[str, str]:
        """The environment of the children: ours, with the settings of this run."""
        inherited = {name: value for name, value in os.environ.items() if name != "VIEWPULSE_JWKS_URL"}
        social = {f"VIEWPULSE_{name.upper()}": url for name, url in self.facts.social_urls.items()}
        if social:
            site = self.facts.url.removesuffix("/graphql")
            social |= {f"VIEWPULSE_{name.upper()}": text for name, text in APPLICATIONS.items()}
            social["VIEWPULSE_SOCIAL_CALLBACK_URL"] = f"{site}/social/callback"
            social["VIEWPULSE_SOCIAL_RETURN_ORIGINS"] = f'["{site}"]'
            social["VIEWPULSE_SOCIAL_INTERVAL"] = str(COLLECTS_SECONDS)
        return {
            "VIEWPULSE_SHOW_COSTS": "true",
            "VIEWPULSE_SOCIAL_KEYS": kept.social_key,
            **inherited,
            **social,
            "PYTHONUNBUFFERED": "1",
            "VIEWPULSE_DATABASE_URL": self.facts.database_url,
            "VIEWPULSE_REDIS_URL": self.facts.redis_url,
            "VIEWPULSE_HOST": self.settings.host,
            "VIEWPULSE_PORT": str(port),
            "VIEWPULSE_DATA_DIR": str(self.folder.path),
            "VIEWPULSE_DEVELOPMENT": "true",
            "VIEWPULSE_LOG_LEVEL": self.settings.log_level,
            "VIEWPULSE_JWT_SECRET": self._jwt_secret(kept).get_secret_value(),
            "VIEWPULSE_PRIVACY_SECRET": self._privacy_secret(kept).get_secret_value(),
        }

    def _wait_ready(self, port: int) -> None:
        """Returns when the API is ready; if a child ends before, the start has failed."""
        deadline = time.monotonic() + READY_SECONDS
        while not self.wants_stop():
            if is_ready(self.settings.host, port):
                return
            for child in self.supervisor.children:
                if not child.is_running and child.process:
                    raise CommandError(f"{child.name} {describe_end(child.process)} while starting; see {child.log}.")
            if time.monotonic() > deadline:
                raise CommandError(f"The API was not ready within {READY_SECONDS:g} s; see {self.folder.path}/api.log.")
            time.sleep(0.02)

    def _write_facts(self) -> None:
        self.facts.pids = {name: pid for name, pid in self.supervisor.pids.items() if name != "demo"}
        self.folder.write_facts(self.facts)


def _is_complaint(line: str) -> bool:
    """Whether a line of PostgreSQL's or Redis's log concerns the developer."""
    return any(word in line for word in ("WARNING: ", "ERROR: ", "FATAL: ", "PANIC: "))
