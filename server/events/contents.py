"""The catalogue of contents: who made what, and how long it is."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from server.storage.database import Pool
from server.storage.sql import load_sql

CACHE_SECONDS = 30.0
CACHE_SIZE = 50_000


class KnownContent(NamedTuple):
    """What events leave out and the catalogue knows."""

    creator_id: str | None
    duration_ms: int | None


class ContentCatalogue:
    """Looks contents up, through a bounded cache that also remembers what is unknown.

    Another process's change is seen after ``CACHE_SECONDS`` at most.

    Args:
        pool: The database.
        clock: Monotonic seconds.
    """

    def __init__(self, pool: Pool, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._clock = clock
        self._cache: OrderedDict[tuple[int, str], tuple[float, KnownContent | None]] = OrderedDict()

    async def get_many(self, project_id: int, content_ids: Iterable[str]) -> dict[str, KnownContent]:
        """What the catalogue knows of these contents; unknown ones are left out."""
        now = self._clock()
        found: dict[str, KnownContent] = {}
        missing: list[str] = []
        for content_id in content_ids:
            cached = self._cache.get((project_id, content_id))
            if cached is None or cached[0] < now:
                missing.append(content_id)
            elif cached[1] is not None:
                found[content_id] = cached[1]
        if missing:
            rows = await self._pool.fetch(load_sql("server.events", "find_contents"), project_id, missing)
            fresh = {row["content_id"]: KnownContent(row["creator_id"], row["duration_ms"]) for row in rows}
            found |= fresh
            for content_id in missing:
                self._remember((project_id, content_id), now + CACHE_SECONDS, fresh.get(content_id))
        return found

    def _remember(self, key: tuple[int, str], expires: float, content: KnownContent | None) -> None:
        self._cache[key] = expires, content
        self._cache.move_to_end(key)
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)

    def forget(self, project_id: int, content_ids: Iterable[str]) -> None:
        """Makes the next look-up of these contents read the database."""
        for content_id in content_ids:
            self._cache.pop((project_id, content_id), None)
