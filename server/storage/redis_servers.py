"""What is behind ``VIEWPULSE_REDIS_URL``: one server, or a cluster, whose nodes share 16,384 slots of keys."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.crc import REDIS_CLUSTER_HASH_SLOTS, key_slot
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from server.error_texts import error_text

SHARDED_CHANNELS_SINCE = 7
AWAY = (RedisError, OSError, TimeoutError)
"""What a command raises if Redis is unavailable."""


def realm_of(database_url: str) -> str:
    """Distinguishes set-ups that share one Redis: their keys name the database that they work for."""
    parts = urlsplit(database_url)
    return f"{parts.hostname}:{parts.port}{parts.path}?{parts.query}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which server has which keys.

    Attributes:
        owners: Ranges of slots, and the server of each; one range if there is one server.
        sharded: Whether channels belong to slots as keys do; otherwise every server carries every channel.
    """

    owners: Sequence[tuple[range, Redis]]
    sharded: bool = False

    @property
    def servers(self) -> list[Redis]:
        """The one server, or the primaries of a cluster."""
        return list(dict.fromkeys(server for _, server in self.owners))

    @property
    def publish(self) -> str:
        """The command that publishes a message."""
        return "SPUBLISH" if self.sharded else "PUBLISH"

    def server_of(self, key: str) -> Redis:
        """The server of a key or channel. What has the same part in braces has the same server."""
        slot = key_slot(key.encode())
        return next(server for slots, server in self.owners if slot in slots)


class RedisServers:
    """Asks the server whether it belongs to a cluster, when it is first needed and again after each failure.

    Its users limit the time of a command with ``asyncio.timeout``. With a socket timeout, redis-py would send through
    ``asyncio.wait_for``, which may lose a cancellation in Python 3.11: a task that is to end would never do so.

    Args:
        url: One server, or one or more nodes of a cluster; they may be unavailable at any time.
        options: Options of every connection.
    """

    def __init__(self, url: str, **options: Any) -> None:
        self._url = url
        self._options = {**options, "socket_timeout": None}
        self._named: list[Redis] = [Redis.from_url(address, **self._options) for address in _addresses(url)]
        self._nodes: dict[str, Redis] = {}
        self._layout: Layout | None = None

    async def find(self) -> Layout:
        """The layout; raises ``RedisError`` or ``OSError`` if nobody knows it."""
        if self._layout is None:
            self._layout = await self._ask_around()
        return self._layout

    async def forget(self) -> None:
        """Disconnects; the next ``find`` asks again, whichever node answers."""
        self._layout = None
        for server in (*self._named, *self._nodes.values()):
            await server.connection_pool.disconnect(inuse_connections=False)  # its users notice by themselves

    async def aclose(self) -> None:
        """Closes the connections."""
        for server in (*self._named, *self._nodes.values()):
            await server.aclose()

    async def _ask_around(self) -> Layout:
        failure: Exception | None = None
        known = [*self._named, *self._nodes.values()]
        for server in random.sample(known, len(known)):
            try:
                return await self._ask(server)
            except (RedisError, OSError) as error:
                failure = error
        assert failure is not None
        raise failure

    async def _ask(self, server: Redis) -> Layout:
        mode, version = await _greet(server)
        if mode != "cluster":
            if self._named != [server]:
                raise RedisConnectionError("a node of several does not belong to a cluster")
            return Layout([(range(REDIS_CLUSTER_HASH_SLOTS), server)])
        asked = server.connection_pool.connection_kwargs.get("host")
        if asked is None:
            raise RedisConnectionError("a cluster has no Unix socket; the URL must have the address of a node")
        nodes: dict[str, Redis] = {}
        owners = []
        slots = await server.execute_command("CLUSTER SLOTS")  # type: ignore[no-untyped-call]
        for first, last, primary, *_ in slots:
            url = self._node_url(_text(primary[0] or asked), primary[1])  # a node may not know its own host
            if url not in nodes:
                nodes[url] = self._nodes.get(url) or Redis.from_url(url, **self._options)
            owners.append((range(first, last + 1), nodes[url]))
        if sum(len(owned) for owned, _ in owners) != REDIS_CLUSTER_HASH_SLOTS:
            raise RedisConnectionError("not every slot of the cluster has an owner")
        departed = [node for url, node in self._nodes.items() if url not in nodes]
        self._nodes = nodes
        for node in departed:
            await node.aclose()
        return Layout(owners, sharded=version >= SHARDED_CHANNELS_SINCE)

    def _node_url(self, host: str, port: int) -> str:
        return _with_place(self._url, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")


def _addresses(url: str) -> list[str]:
    """The URLs that one with several places, separated by commas, stands for."""
    places = urlsplit(url).netloc.rpartition("@")[2].split(",")
    return [_with_place(url, place) for place in places] if len(places) > 1 else [url]


def _with_place(url: str, place: str) -> str:
    parts = urlsplit(url)
    credentials, at, _ = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{credentials}{at}{place}").geturl()


def reason_of(error: BaseException) -> str:
    """An error for the log; ``repr`` of redis-py's errors has no message."""
    return error_text(error)


async def _greet(server: Redis) -> tuple[str, int]:
    """The mode and the major version of a server."""
    said = await server.execute_command("HELLO")  # type: ignore[no-untyped-call]
    pairs = said.items() if isinstance(said, dict) else zip(said[::2], said[1::2], strict=True)
    facts = {_text(name): _text(value) for name, value in pairs}
    return facts.get("mode", ""), int(facts.get("version", "0").partition(".")[0])


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
