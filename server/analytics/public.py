"""Public lists: asked by every app again and again, so that one computation serves all for some seconds."""

from collections.abc import Awaitable, Callable, Hashable
from importlib.metadata import version
from typing import TypeVar

import msgspec

from server.storage.shared_cache import SharedCache

Facts = TypeVar("Facts")


async def read_public(
    cache: SharedCache | None,
    question: tuple[Hashable, ...],
    kind: type[Facts],
    compute: Callable[[], Awaitable[Facts]],
) -> Facts:
    """The facts that answer a question, a few seconds old at most.

    Args:
        cache: Where they are kept; None to compute them now.
        question: Everything that the answer depends on, the project included.
        kind: The dataclass of the facts.
        compute: Reads them.
    """
    if cache is None:
        return await compute()

    async def encoded() -> bytes:
        return msgspec.msgpack.encode(await compute())

    name = repr((version("viewpulse"), kind.__name__, *question))  # another version may keep other fields
    return msgspec.msgpack.decode(await cache.get(name, encoded), type=kind)
