"""Several API workers on one port: ``viewpulse serve --workers 2``, as real processes."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import psutil
import pytest
from pydantic import SecretStr

from server.access import Role
from server.storage.write_keys import new_write_key, register_write_key
from server.tokens import make_token
from tests.conftest import JWT_SECRET, database_copy
from tests.databases import new_name
from tests.integration.transport.socket_client import Client
from tests.integration.transport.socket_client import socket as open_socket
from tests.products import Product, is_alive, wait_until

WORKERS = 2
CONNECTIONS = 16
"""The chance that the kernel gives all of them to the same one of two workers is one in 32,768."""
TRIES = 64
NOT_STARTED = 3
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { results { status eventId } } }"
LIVE = "subscription ($id: ID!) { contentAnalytics(contentId: $id) { views { total } } }"
AWAY = {"VIEWPULSE_DATABASE_URL": "postgresql://viewpulse@127.0.0.1:1/x", "VIEWPULSE_REDIS_URL": "redis://127.0.0.1:1"}
"""Servers that are not there: a process starts without them."""
HANGS = """
import os, signal, time
from server.workers import run_workers

def serve(_sockets, _place):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(os.getpid(), flush=True)
    time.sleep(300)

run_workers(1, "127.0.0.1", 0, serve, patience=0.5)
"""


class Served(Product):
    """One ``viewpulse serve`` with several workers."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        super().__init__(folder, "serve", *(arguments or ("--workers", str(WORKERS))), **environment)
        self.write_key = new_write_key()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def workers(self) -> set[int]:
        """Process ids of the workers that live: one that was killed is a zombie until the command notices."""
        return {child.pid for child in psutil.Process(self.pid).children() if is_alive(child.pid)}

    def worker_at(self, client_port: int) -> int:
        """The worker that holds the other end of a connection, according to the kernel."""
        (pid,) = (
            pid
            for pid in (self.pid, *self.workers)
            for connection in psutil.Process(pid).net_connections("tcp")
            if connection.raddr and connection.raddr.port == client_port
        )
        return pid

    def wait_listening(self, workers: int = WORKERS) -> None:
        wait_until(
            lambda: self.output.count("listening") >= workers or self.returncode is not None, what="a start of the API"
        )
        assert self.returncode is None, self.output

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[tuple[int, httpx.AsyncClient]]:
        """A client with one connection, and the worker that accepted it."""
        headers = {"X-Viewpulse-Key": self.write_key}
        one = httpx.Limits(max_connections=1, keepalive_expiry=None)
        async with httpx.AsyncClient(base_url=self.url, headers=headers, limits=one, timeout=60) as client:
            answer = await client.get("/health/live")
            _, port = answer.extensions["network_stream"].get_extra_info("client_addr")
            yield self.worker_at(port), client

    @asynccontextmanager
    async def connection_to(self, worker: int) -> AsyncIterator[httpx.AsyncClient]:
        """A client with one connection, which this worker accepted."""
        for _ in range(TRIES):
            async with self.connection() as (accepted_by, client):
                if accepted_by == worker:
                    yield client
                    return
        raise AssertionError(f"worker {worker} accepts no connection")

    @asynccontextmanager
    async def socket_to(self, worker: int) -> AsyncIterator[Client]:
        """An initialised WebSocket, which this worker accepted."""
        token = make_token(SecretStr(JWT_SECRET), sub="admin", role=Role.ADMIN, lifetime=timedelta(hours=1))
        for _ in range(TRIES):
            async with open_socket(self.url) as client:
                if self.worker_at(client.connection.local_address[1]) == worker:
                    await client.initialise(authorization=f"Bearer {token}")
                    yield client
                    return
        raise AssertionError(f"worker {worker} accepts no socket")


def views(number: int, content: str = "c1") -> list[dict[str, Any]]:
    """Events with ids of their own."""
    return [
        {"id": str(uuid4()), "type": "VIEW_START", "contentId": content, "sessionId": str(uuid4())}
        for _ in range(number)
    ]


async def track(client: httpx.AsyncClient, events: list[dict[str, Any]]) -> list[str]:
    """The status of each event."""
    answer = await client.post("/graphql", json={"query": TRACK, "variables": {"events": events}})
    return [result["status"] for result in answer.json()["data"]["trackEvents"]["results"]]


async def stored(url: str) -> Counter[UUID]:
    """How often each id is in the table of events."""
    connection = await asyncpg.connect(url)
    try:
        return Counter(row["id"] for row in await connection.fetch("SELECT id FROM events"))
    finally:
        await connection.close()


@contextmanager
def running(served: Served) -> Iterator[Served]:
    served.launch()
    try:
        served.wait_listening()
        yield served
    finally:
        served.stop()


async def register(url: str, key: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await register_write_key(connection, 1, key, "test")
    finally:
        await connection.close()


@contextmanager
def served_over(url: str, redis_url: str, folder: Path) -> Iterator[Served]:
    """Two workers and an aggregator over a database."""
    environment = {
        "VIEWPULSE_DATABASE_URL": url,
        "VIEWPULSE_REDIS_URL": redis_url,
        "VIEWPULSE_JWT_SECRET": JWT_SECRET,
        "VIEWPULSE_KEEP_ALIVE_TIMEOUT": "600",
        "VIEWPULSE_AGGREGATION_INTERVAL": "0.1",
    }
    served = Served(folder, **environment)
    asyncio.run(register(url, served.write_key))
    aggregator = Product(folder / "aggregator", "aggregate", **environment)
    aggregator.folder.mkdir()
    aggregator.launch()
    try:
        with running(served):
            yield served
    finally:
        aggregator.stop()


@pytest.fixture(scope="module")
def module_url(postgres_url: str, template: str) -> Iterator[str]:
    with database_copy(postgres_url, new_name(), template) as url:
        yield url


@pytest.fixture(scope="module")
def served(module_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Shared by the tests of this module: each looks up the workers, because another may have killed one."""
    with served_over(module_url, redis_url, tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def own(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Served]:
    """The test's own, which it may stop."""
    with served_over(database_url, redis_url, tmp_path) as served:
        yield served


async def test_each_worker_accepts_connections_of_the_port(served: Served) -> None:
    workers = served.workers
    assert len(workers) == WORKERS
    for worker in workers:
        assert len([at for at in psutil.Process(worker).net_connections("tcp") if at.status == psutil.CONN_LISTEN]) == 1
    accepted_by = set()
    for _ in range(CONNECTIONS):
        async with served.connection() as (worker, _client):
            accepted_by.add(worker)
    assert accepted_by == workers


async def test_ids_of_requests_differ_between_workers(served: Served) -> None:
    starts = set()
    for worker in served.workers:
        async with served.connection_to(worker) as client:
            answer = await client.post("/graphql", json={"query": "{ __typename }"})
            starts.add(answer.headers["x-request-id"][:8])
    assert len(starts) == WORKERS


async def test_a_subscription_at_one_worker_sees_an_event_tracked_at_another(served: Served) -> None:
    first, second = served.workers
    content = str(uuid4())
    async with served.socket_to(first) as live, served.connection_to(second) as client, asyncio.timeout(60):
        await live.subscribe(LIVE, {"id": content})
        assert (await live.hear())["payload"]["data"]["contentAnalytics"]["views"] == {"total": 0}
        assert await track(client, views(1, content)) == ["ACCEPTED"]
        assert (await live.hear())["payload"]["data"]["contentAnalytics"]["views"] == {"total": 1}


async def test_a_batch_that_two_workers_receive_is_stored_once(served: Served, module_url: str) -> None:
    first, second = served.workers
    batch = views(50)
    async with served.connection_to(first) as one, served.connection_to(second) as other:
        answers = await asyncio.gather(track(one, batch), track(other, batch))
        assert [sorted(pair) for pair in zip(*answers, strict=True)] == [["ACCEPTED", "DUPLICATE"]] * 50
        assert set(await track(one, batch)) == {"DUPLICATE"}
    found = await stored(module_url)
    assert [found[UUID(event["id"])] for event in batch] == [1] * 50


async def test_a_killed_worker_has_a_successor_that_answers_who_waits_and_others_go_on(served: Served) -> None:
    killed, other = served.workers

    async def ask() -> int:
        async with httpx.AsyncClient(timeout=60) as client:
            return (await client.get(f"{served.url}/health/live")).status_code

    async with served.connection_to(other) as client, asyncio.timeout(60):
        os.kill(killed, signal.SIGSTOP)  # it accepts nothing more
        waiting = [asyncio.create_task(ask()) for _ in range(CONNECTIONS)]
        assert await track(client, views(1)) == ["ACCEPTED"]
        os.kill(killed, signal.SIGKILL)
        while served.workers <= {killed, other}:
            assert await track(client, views(1)) == ["ACCEPTED"]
        assert await asyncio.gather(*waiting) == [200] * CONNECTIONS
    (successor,) = served.workers - {other}
    async with served.connection_to(successor) as client:
        assert await track(client, views(1)) == ["ACCEPTED"]
    assert f"a worker ended; starting another [server.workers] exit_code=-9 worker={killed}" in served.output


async def test_stopping_loses_no_acknowledged_event_and_tells_sockets(own: Served, database_url: str) -> None:
    acknowledged: list[UUID] = []
    enough = asyncio.Event()

    async def send(worker: int) -> None:
        async with own.connection_to(worker) as client:
            while True:
                batch = views(20)
                try:
                    statuses = await track(client, batch)
                except httpx.TransportError:
                    return
                assert set(statuses) == {"ACCEPTED"}
                acknowledged.extend(UUID(event["id"]) for event in batch)
                if len(acknowledged) > 1000:
                    enough.set()

    workers = first, second = tuple(own.workers)
    async with own.socket_to(first) as one, own.socket_to(second) as other:
        senders = [asyncio.create_task(send(worker)) for worker in workers]
        await enough.wait()
        assert await asyncio.to_thread(own.stop) == -signal.SIGTERM
        await asyncio.gather(*senders)
        assert [(await client.closed())[0] for client in (one, other)] == [1012, 1012]
    assert not any(map(is_alive, workers))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", own.port))
    found = await stored(database_url)
    assert [found[event] for event in acknowledged] == [1] * len(acknowledged)


def test_workers_end_with_a_killed_parent_and_free_the_port(tmp_path: Path) -> None:
    served = Served(tmp_path, **AWAY)
    with running(served):
        workers = served.workers
        os.kill(served.pid, signal.SIGKILL)
        try:
            wait_until(lambda: not any(map(is_alive, workers)), what="the end of all workers")
        finally:
            for worker in filter(is_alive, workers):
                os.kill(worker, signal.SIGKILL)
    with running(served):
        assert len(served.workers) == WORKERS


def test_ctrl_c_ends_the_command_as_it_ends_a_single_process(tmp_path: Path) -> None:
    codes = []
    for workers in (1, WORKERS):
        served = Served(tmp_path, "--workers", str(workers), **AWAY)
        served.launch()
        served.wait_listening(workers)
        codes.append(served.stop(signal.SIGINT))
    assert codes == [130, 130]


def test_a_worker_that_hangs_is_killed_when_the_command_stops() -> None:
    with subprocess.Popen([sys.executable, "-c", HANGS], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        worker = int(command.stdout.readline())
        try:
            command.terminate()
            assert command.wait(30) == -signal.SIGTERM
            assert not is_alive(worker)
        finally:
            if is_alive(worker):
                os.kill(worker, signal.SIGKILL)
        assert "a worker does not stop; killing it" in command.stdout.read()


def ended(served: Served) -> str:
    """What a command says that cannot start."""
    served.launch()
    try:
        wait_until(lambda: served.returncode is not None, what="the end of the command")
    finally:
        served.stop()
    assert served.returncode == NOT_STARTED
    assert not served.output.count("listening")
    return served.output


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_ends_the_command(tmp_path: Path, workers: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        said = ended(Served(tmp_path, "--workers", workers, "--port", port, **AWAY)).lower()
    assert "address already in use" in said
    assert f"('127.0.0.1', {port})" in said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_workers_do_not_share_their_port_with_another_command(served: Served, tmp_path: Path, workers: str) -> None:
    said = ended(Served(tmp_path, "--workers", workers, "--port", str(served.port), **AWAY))
    assert "address already in use" in said.lower()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_workers_that_cannot_start_end_the_command(tmp_path: Path, workers: str) -> None:
    said = ended(Served(tmp_path, "--workers", workers, "--redis-url", "redis://127.0.0.1:none/0"))
    assert "Application startup failed" in said
    assert "starting another" not in said
