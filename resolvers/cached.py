"""Which answers are cached, for how long, and what tells that they are still right."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from resolvers.context import Context
from server.settings import Settings


@dataclass(frozen=True, slots=True)
class Cached:
    """Lets the answers of a root field be cached.

    Attributes:
        seconds: For how long, as the settings say; 0: not at all.
        state: What decides the answer about a target, besides the question; None: it cannot be cached. It is read in
            the snapshot of the answer. Given the context, the target, and the arguments by their names in the schema.
    """

    seconds: Callable[[Settings], float]
    state: Callable[[Context, Any, Mapping[str, Any]], Awaitable[str | None]]
