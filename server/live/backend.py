"""A broadcaster backend that survives outages of Redis: it reconnects, resubscribes and reports possible losses.

broadcaster's own backend loses its first subscription with redis-py 8, and its listener dies silently with its
connection.
"""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from broadcaster import BroadcastBackend, Event
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from server.live.subjects import CHANNELS
from server.storage.redis_servers import RedisServers, reason_of

FIRST_DELAY = 0.05
MAX_DELAY = 2.0
HEARTBEAT_SECONDS = 5.0
SILENCE_SECONDS = 12.0
QUEUE_MESSAGES = 1024

_Command = Callable[..., Awaitable[Any]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LinkObserver:
    """Callbacks about the connection to Redis. Called from the event loop; they must return at once.

    Attributes:
        subscribed: Redis confirmed a channel, for the first time or again; earlier messages may have been missed.
        lost: The connection was lost; called once per outage.
        dropped: Messages arrived faster than they were read, and the oldest were dropped.
    """

    subscribed: Callable[[str], None]
    lost: Callable[[], None]
    dropped: Callable[[], None]


class RedisBackend(BroadcastBackend):
    """Redis pub/sub for ``Broadcast(backend=…)``.

    Args:
        url: URL of Redis, or of a node of a cluster, which may be unavailable at any time.
        observer: Repairs what lost messages leave out of date.
        queue_messages: Messages kept for a slow reader; above that, the oldest are dropped.
    """

    def __init__(self, url: str, observer: LinkObserver, *, queue_messages: int = QUEUE_MESSAGES) -> None:
        # No retries inside redis-py: it would reconnect silently, and we must know.
        self._servers = RedisServers(url, socket_connect_timeout=HEARTBEAT_SECONDS, retry=Retry(NoBackoff(), 0))
        self._observer = observer
        self._wanted: set[str] = set()
        self._confirmed: set[str] = set()
        self._commands: deque[tuple[str, str]] = deque()
        self._commanded = asyncio.Event()
        self._leaving: list[str] = []
        self._events: deque[Event] = deque()
        self._arrived = asyncio.Event()
        self._queue_messages = queue_messages
        self._supervisor: asyncio.Task[None] | None = None
        self._away = False
        self._failures = 0

    @property
    def away(self) -> bool:
        """Whether the last attempt to reach Redis failed."""
        return self._away

    def is_confirmed(self, channel: str) -> bool:
        """Whether every message on the channel currently reaches this process."""
        return channel in self._confirmed

    async def connect(self) -> None:
        """Starts listening. Returns at once, whether Redis is available or not."""
        self._supervisor = asyncio.create_task(self._supervise(), name="live-redis")

    async def disconnect(self) -> None:
        """Stops listening and closes the connection."""
        if self._supervisor is not None:
            while not self._supervisor.done():  # a task group whose task fails at this moment swallows a cancellation
                self._supervisor.cancel()
                await asyncio.wait([self._supervisor], timeout=1.0)
            self._supervisor = None
        await self._servers.aclose()

    async def subscribe(self, group: str) -> None:
        """Subscribes to a channel; the observer is called when Redis has confirmed it."""
        self._wanted.add(group)
        self._command("SUBSCRIBE", group)

    async def unsubscribe(self, group: str) -> None:
        """Unsubscribes from a channel."""
        self._wanted.discard(group)
        self._confirmed.discard(group)
        self._command("UNSUBSCRIBE", group)

    async def publish(self, channel: str, message: Any) -> None:
        """Publishes one message; raises ``RedisError`` or ``TimeoutError`` when Redis is unavailable."""
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            layout = await self._servers.find()
            server = layout.server_of(channel)
            await server.execute_command(layout.publish, channel, message)  # type: ignore[no-untyped-call]

    async def next_published(self) -> Event:
        """The oldest unread message."""
        await asyncio.sleep(0)  # lets the subscribers of the last one read it, so that no queue behind us grows
        while not self._events:
            self._arrived.clear()
            await self._arrived.wait()
        return self._events.popleft()

    def _command(self, name: str, channel: str) -> None:
        if not self._away:  # a new connection subscribes everything by itself
            self._commands.append((name, channel))
            self._commanded.set()

    async def _supervise(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as error:  # noqa: BLE001 - whatever broke, only listening on can repair it
                if not self._away:
                    _log.warning(
                        "Redis is unavailable; live subscriptions poll until it is back", error=_innermost(error)
                    )
                self._mark_lost()
            delay = min(FIRST_DELAY * 2**self._failures, MAX_DELAY)
            self._failures = min(self._failures + 1, 10)
            await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, no secret

    def _mark_lost(self) -> None:
        self._confirmed.clear()
        self._commands.clear()
        if not self._away:
            self._away = True
            self._observer.lost()

    async def _listen(self) -> None:
        """Listens on one connection until it breaks; then raises."""
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            layout = await self._servers.find()
            await self._servers.forget()  # the next connection asks again, and this one needs no other
        pubsub = layout.server_of(CHANNELS).pubsub()
        subscribe = pubsub.ssubscribe if layout.sharded else pubsub.subscribe
        unsubscribe = pubsub.sunsubscribe if layout.sharded else pubsub.unsubscribe
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await pubsub.connect()  # type: ignore[no-untyped-call]
            was_away, self._away = self._away, False
            self._leaving.clear()
            self._commands.clear()  # what they asked for is in _wanted, and what comes from now on is sent after it
            if self._wanted:
                await subscribe(*self._wanted)
            if was_away:
                _log.info("Redis is back; live subscriptions are pushed again")
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._read(pubsub))
                tasks.create_task(self._send_commands(subscribe, unsubscribe))
        finally:
            with suppress(RedisError, OSError):
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _read(self, pubsub: PubSub) -> None:
        loop = asyncio.get_running_loop()
        heard = loop.time()
        while True:
            message = await pubsub.get_message(timeout=HEARTBEAT_SECONDS)
            if message is not None:
                heard = loop.time()
                self._take(message)
            elif loop.time() - heard > SILENCE_SECONDS:
                raise RedisConnectionError("Redis does not answer")
            else:
                await pubsub.ping()

    def _take(self, message: dict[str, Any]) -> None:
        self._failures = 0
        kind = message["type"]
        if kind in {"message", "smessage"}:
            if len(self._events) >= self._queue_messages:
                self._events.popleft()
                self._observer.dropped()
            self._events.append(Event(_text(message["channel"]), _text(message["data"])))
            self._arrived.set()
        elif kind in {"subscribe", "ssubscribe"}:
            channel = _text(message["channel"])
            if channel in self._wanted:
                self._confirmed.add(channel)
                self._observer.subscribed(channel)
        elif kind in {"unsubscribe", "sunsubscribe"}:
            channel = _text(message["channel"])
            if channel not in self._leaving:
                raise RedisConnectionError("the channels have moved to another node")
            self._leaving.remove(channel)

    async def _send_commands(self, subscribe: _Command, unsubscribe: _Command) -> None:
        while True:
            await self._commanded.wait()
            self._commanded.clear()
            while self._commands:
                name, channel = self._commands.popleft()
                if name == "SUBSCRIBE":
                    await subscribe(channel)
                else:
                    self._leaving.append(channel)
                    await unsubscribe(channel)


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _innermost(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return reason_of(error)
