"""Public lists: asked by every app again and again, so that one computation serves all for some seconds."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from importlib.metadata import version
from typing import TypeVar

import msgspec

from server.errors import unavailable
from server.storage.shared_cache import SharedCache

VERSION = version("viewpulse")
"""Of this process: importlib parses the package's metadata from disk at every call."""
AT_ONCE = 2
"""Lists that a process works out at the same time. Everybody has the write key: whoever asks for ever new ranges must
leave connections, and live executions, to those who sign in."""
PATIENCE_SECONDS = 2.0
"""How long a query waits for its turn; a live list does not wait, and is tried again."""

Facts = TypeVar("Facts")


async def read_cached_list(
    cache: SharedCache | None,
    places: asyncio.Semaphore,
    question: tuple[Hashable, ...],
    kind: type[Facts],
    compute: Callable[[], Awaitable[Facts]],
    *,
    live: bool = False,
) -> Facts:
    """The facts that answer a question, a few seconds old at most.

    Args:
        cache: Where they are kept; None to compute them now.
        places: One for each of the lists that may be worked out at the same time.
        question: Everything that the answer depends on, the project included.
        kind: The dataclass of the facts.
        compute: Reads them.
        live: Whether it is for a subscription, which is tried again by itself.

    Raises:
        ViewpulseError: UNAVAILABLE, when too many others are worked out.
    """
    patience = 0.0 if live else PATIENCE_SECONDS
    if cache is None:
        return await _in_turn(places, patience, compute)

    async def encoded() -> bytes:
        return msgspec.msgpack.encode(await _in_turn(places, patience, compute))

    name = repr((VERSION, kind.__name__, *question))  # another version may keep other fields
    return msgspec.msgpack.decode(await cache.get(name, encoded), type=kind)


async def _in_turn(places: asyncio.Semaphore, patience: float, compute: Callable[[], Awaitable[Facts]]) -> Facts:
    try:
        async with asyncio.timeout(patience):  # a free place is taken at once, also without patience
            await places.acquire()
    except TimeoutError as error:
        raise unavailable("Too many lists are being computed; try again soon.") from error
    try:
        return await compute()
    finally:
        places.release()
