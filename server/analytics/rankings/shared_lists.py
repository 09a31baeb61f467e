"""Public lists: every app requests them repeatedly, so one computation serves all requests for some seconds."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from importlib.metadata import version
from typing import TypeVar

import msgspec

from server.errors import unavailable
from server.storage.shared_cache import SharedCache

VERSION = version("viewpulse")
"""The version of this process; importlib parses the package's metadata from disk at every call."""
MAX_CONCURRENT = 2
"""Lists that a process computes at the same time. Anyone can have the write key: requests for ever new ranges must not
use up the connections and live executions of signed-in users."""
PATIENCE_SECONDS = 2.0
"""Seconds that a query waits for its turn; a live list does not wait, and is tried again."""

Result = TypeVar("Result")


async def read_cached_list(
    cache: SharedCache | None,
    slots: asyncio.Semaphore,
    key: tuple[Hashable, ...],
    kind: type[Result],
    compute: Callable[[], Awaitable[Result]],
    *,
    live: bool = False,
) -> Result:
    """The cached list for a query, at most a few seconds old.

    Args:
        cache: The cache; None to compute the list now.
        slots: Limits the lists that are computed at the same time.
        key: Everything that the answer depends on, the project included.
        kind: The dataclass of the list.
        compute: Computes the list.
        live: Whether it is for a subscription, which is tried again by itself.

    Raises:
        ViewpulseError: UNAVAILABLE if too many other lists are being computed.
    """
    patience = 0.0 if live else PATIENCE_SECONDS
    if cache is None:
        return await _in_turn(slots, patience, compute)

    async def encoded() -> bytes:
        return msgspec.msgpack.encode(await _in_turn(slots, patience, compute))

    name = repr((VERSION, kind.__name__, *key))  # another version may keep other fields
    return msgspec.msgpack.decode(await cache.get(name, encoded), type=kind)


async def _in_turn(slots: asyncio.Semaphore, patience: float, compute: Callable[[], Awaitable[Result]]) -> Result:
    try:
        async with asyncio.timeout(patience):  # a free slot is taken at once, also without patience
            await slots.acquire()
    except TimeoutError as error:
        raise unavailable("Too many lists are being computed; try again soon.") from error
    try:
        return await compute()
    finally:
        slots.release()
