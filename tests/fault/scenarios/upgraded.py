"""Another version takes over while apps send and 200 sockets are subscribed, and then the one before it again."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle
from math import ceil
from random import Random
from typing import Any, Self

import httpx
from websockets.exceptions import WebSocketException

from server.access import Role
from server.tokens import make_token
from tests.fault.apps import App, Load, Refused
from tests.fault.deployment import LIFETIME, SECRET, Deployment, Service
from tests.fault.ledger import Ledger
from tests.fault.scenarios.killed import ask_funnel
from tests.fault.scenarios.playing import Run, scenario
from tests.fault.scenarios.stopping import LIVE, RESTARTING, SOCKETS
from tests.integration.transport.socket_client import socket
from tests.products import PATIENCE

EVENTS_PER_SECOND, BATCH, SENDERS = 2000, 50, 10
CALM_SECONDS = 15.0
"""How long versions run between two changes."""
USERS = 4
"""Whose sockets they are: one user may have 200 in a process."""
RECONNECT_SECONDS = 5.0
"""Longest pause of a socket before it is opened again, as docs/errors.md advises for 1012."""
DRAIN_SECONDS = 2.0
"""How long new APIs already get all requests before the first old one ends."""
FAULTS = ('"level": "error"', '"level":"error"', "[error")
"""What lines of the log with an error contain."""


@scenario(
    "`migrate` and a rolling restart to the next version, back to the one before, and forward again",
    rounds=1,
    seconds=200,
    quick=0,
    previous=True,
)
async def upgrade(run: Run) -> None:
    rolling = Rolling(run)
    await rolling.begin()
    async with rolling.load() as load, Subscribers(run, rolling.addresses) as subscribers, Asker(run, rolling) as asker:
        for _ in run.rounds():
            with rolling.measured("before"):
                await asyncio.sleep(CALM_SECONDS)
            with rolling.measured("viewpulse migrate"):
                await rolling.migrate(previous=False)
                await load.progress(EVENTS_PER_SECOND)
            for what, previous in (("upgrade", False), ("downgrade", True), ("upgrade again", False)):
                with rolling.measured(what):
                    await rolling.replace_all(previous=previous)
                    await subscribers.until_moved()
                with rolling.measured(f"after the {what}"):
                    await asyncio.sleep(CALM_SECONDS)
                    await load.progress(1)
    run.notes.append(f"sockets: {dict(subscribers.events)}")
    run.notes.append(f"funnels: {dict(asker.outcomes)}")
    assert rolling.faults == [], "\n".join(rolling.faults)


class Rolling:
    """Two APIs, an aggregator and a worker, replaced one after another behind a list of addresses.

    Attributes:
        addresses: Where clients open connections, as a balancer would choose.
        faults: What processes that have ended logged as errors.
    """

    def __init__(self, run: Run) -> None:
        self.addresses: list[str] = []
        self.faults: list[str] = []
        self._run = run
        self._deployment: Deployment = run.deployment
        self._code = run.deployment.code
        self._ledger = CountingLedger(run.ledger.path)
        self._delays: list[tuple[float, float]] = []

    async def begin(self) -> None:
        """Starts a second API."""
        self._deployment.services.append(await self._started("serve"))
        self.addresses += [service.url for service in self._apis]

    @property
    def _apis(self) -> list[Service]:
        return [service for service in self._deployment.services if service.arguments == ("serve",)]

    def load(self) -> Load:
        """Apps that send 2,000 events a second together."""
        return Load([self._sender() for _ in range(SENDERS)])

    def _sender(self) -> "SteadyApp":
        target = replace(self._run.target(), urls=self.addresses)
        random = Random(self._run.random.getrandbits(64))
        return SteadyApp(target, self._ledger, random, self._run.name, self._delays)

    async def migrate(self, *, previous: bool) -> None:
        """Runs `viewpulse migrate` of a version; the APIs that run must stay ready."""
        self._deployment.code = self._code if previous else None
        command = self._deployment.command("migrate")
        command.launch()
        async with asyncio.timeout(PATIENCE):
            while command.returncode is None:  # noqa: ASYNC110 - of another process
                await asyncio.sleep(0.02)
        assert command.returncode == 0, command.output
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            for address in self.addresses:
                ready = await http.get(f"{address}/health/ready")
                assert ready.status_code == httpx.codes.OK, ready.text

    async def replace_all(self, *, previous: bool) -> None:
        """Replaces every process. Those that read what others write are first when the version is newer, else last."""
        self._deployment.code = self._code if previous else None
        if previous:
            await self.migrate(previous=True)  # as scripts do at every start; it changes nothing
            await self._replace_apis()
            await self._replace_readers()
        else:
            await self._replace_readers()
            await self._replace_apis()

    async def _replace_readers(self) -> None:
        """The aggregator and the worker: the new one starts before the old one ends."""
        for old in (self._deployment.aggregator, self._deployment.worker):
            await self._replace(old, await self._started(old.arguments[0]))

    async def _replace_apis(self) -> None:
        """Once the new ones are ready, no connection is opened to an old one, so each client moves once."""
        old_ones = self._apis
        new_ones = [await self._started("serve") for _ in old_ones]
        self.addresses[:] = [new.url for new in new_ones]
        await asyncio.sleep(DRAIN_SECONDS)
        for old, new in zip(old_ones, new_ones, strict=True):
            await self._replace(old, new)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _started(self, name: str) -> Service:
        service = self._deployment.command(name)
        service.launch()
        self._deployment.cleanup.callback(service.kill)
        if name == "serve":
            await service.until_ready()
        else:
            await asyncio.sleep(1)  # to be there before the old one ends; if not, clients wait a little longer
        return service

    async def _replace(self, old: Service, new: Service) -> None:
        services = self._deployment.services
        services[services.index(old)] = new
        await asyncio.to_thread(old.stop, signal.SIGTERM)
        faults = (line for line in old.output.splitlines() if any(sign in line for sign in FAULTS))
        self.faults += [f"{old.arguments[0]}: {line}" for line in faults]

    @contextmanager
    def measured(self, what: str) -> Iterator[None]:
        """Notes how long events that are sent meanwhile take to be acknowledged, with all retries."""
        began, before = time.monotonic(), Counter(self._ledger.failures)
        yield
        ended = time.monotonic()
        found = sorted(seconds for due, seconds in self._delays if began <= due <= ended)
        p50, p99, most = (1000 * _percentile(found, part) for part in (50, 99, 100))
        retries = dict(self._ledger.failures - before)
        self._run.notes.append(
            f"{what}: {ended - began:.1f} s, {BATCH * len(found) / (ended - began):,.0f} events/s acknowledged after"
            f" {p50:.0f} ms (p50), {p99:.0f} ms (p99), {most:.0f} ms (most); retries: {retries or 'none'}"
        )


def _percentile(ordered: Sequence[float], part: int) -> float:
    return ordered[max(0, ceil(len(ordered) * part / 100) - 1)] if ordered else 0.0


class CountingLedger(Ledger):
    """The same ledger, which also counts requests without a good answer, by reason."""

    def __init__(self, path: Any) -> None:
        super().__init__(path)
        self.failures: Counter[str] = Counter()

    def unknown(self, project: int, ids: Any, why: str) -> None:
        self.failures[why] += 1
        super().unknown(project, ids, why)


class SteadyApp(App):
    """Sends its share of the events at fixed moments, however long answers take.

    Args:
        target: Where it sends its events.
        ledger: Where it writes down what it sends.
        random: Its choices.
        name: Begins the names of its contents and sessions.
        delays: Where it notes when each batch was due, and the seconds until it was acknowledged.
    """

    def __init__(
        self, target: Any, ledger: Ledger, random: Random, name: str, delays: list[tuple[float, float]]
    ) -> None:
        super().__init__(target, ledger, random, name)
        self._delays = delays

    async def run(self, stop: asyncio.Event) -> None:
        pause = BATCH * SENDERS / EVENTS_PER_SECOND
        due = time.monotonic() + self.random.uniform(0, pause)
        async with self.connected() as http, asyncio.TaskGroup() as sending:
            while not stop.is_set():
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                sending.create_task(self._send(http, due))
                due += pause

    async def _send(self, http: httpx.AsyncClient, due: float) -> None:
        await self.deliver(http, self.batch(BATCH))
        self._delays.append((due, time.monotonic() - due))


class Subscribers:
    """200 sockets with a live subscription each, opened again whenever the server closes them.

    Args:
        run: The run.
        addresses: Where they connect.

    Attributes:
        events: How often what happened to them.
    """

    def __init__(self, run: Run, addresses: Sequence[str]) -> None:
        self.events: Counter[str] = Counter()
        self._run = run
        self._addresses = addresses
        self._opened = [0] * SOCKETS
        self._moves = 1
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        users = cycle(
            make_token(SECRET, sub=f"admin-{number}", role=Role.ADMIN, lifetime=LIFETIME, project=1)
            for number in range(USERS)
        )
        self._tasks = [asyncio.create_task(self._live(number, next(users))) for number in range(SOCKETS)]
        await self._until_all_opened()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def until_moved(self) -> None:
        """Returns when each socket was closed and opened once since the last time."""
        self._moves += 1
        await self._until_all_opened()
        assert set(self._opened) == {self._moves}, f"sockets were opened {sorted(set(self._opened))} times"

    async def _until_all_opened(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while min(self._opened) < self._moves:
                for task in self._tasks:
                    if task.done():
                        task.result()  # raises what ended it
                await asyncio.sleep(0.05)

    async def _live(self, number: int, token: str) -> None:
        random = Random(number)
        while True:
            await asyncio.sleep(random.uniform(0, RECONNECT_SECONDS))
            try:
                await self._subscribed(number, random.choice(self._addresses), token)
            except (OSError, WebSocketException) as error:
                self.events[f"not opened: {type(error).__name__}"] += 1

    async def _subscribed(self, number: int, address: str, token: str) -> None:
        """Hears live answers until the server closes the socket."""
        is_open = False
        async with socket(address) as client:
            await client.initialise(authorization=f"Bearer {token}")
            await client.subscribe(LIVE, {"id": f"{self._run.name}-c0"})
            async for message in client.messages():
                if message["type"] == "ping":
                    await client.say({"type": "pong"})
                    continue
                _check(message)
                self.events[message["type"]] += 1
                if not is_open:
                    is_open = True
                    self._opened[number] += 1
            code, _ = await client.closed()
            assert code == RESTARTING, code
            self.events[f"closed with {code}"] += 1


def _check(message: dict[str, Any]) -> None:
    """Raises for anything but an answer, or one that will come again."""
    errors = message["payload"].get("errors", []) if message["type"] == "next" else message["payload"]
    if not all(error["extensions"]["retryable"] for error in errors):
        raise Refused(message)


class Asker:
    """Asks for funnels, which workers answer, all the time.

    Args:
        run: The run.
        rolling: What is asked.

    Attributes:
        outcomes: How many were answered, and how many UNAVAILABLE.
    """

    def __init__(self, run: Run, rolling: Rolling) -> None:
        self.outcomes: Counter[str] = Counter()
        self._run = run
        self._rolling = rolling
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._ask_forever())
        return self

    async def __aexit__(self, failed: object, *_: object) -> None:
        assert self._task is not None
        if self._task.done():
            self._task.result()  # raises what ended it
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _ask_forever(self) -> None:
        async with httpx.AsyncClient(timeout=PATIENCE, verify=False) as http:
            while True:
                address = self._run.random.choice(self._rolling.addresses)
                try:
                    found = await ask_funnel(self._run, http, f"{self._run.name}-{time.monotonic()}", address)
                    self.outcomes["UNAVAILABLE" if found is None else "answered"] += 1
                except httpx.TransportError as error:  # the server stopped before it had the answer
                    self.outcomes[type(error).__name__] += 1
                await asyncio.sleep(0.5)
