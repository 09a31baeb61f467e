"""The catalogue of contents: who made what, and how long it is."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from server.access import Viewer
from server.errors import ErrorCode, ViewpulseError
from server.events.content_record import ContentRecord
from server.storage.database import Pool
from server.storage.sql import load_sql

MAX_CONTENTS = 100
CACHE_SECONDS = 30.0
CACHE_SIZE = 50_000


class KnownContent(NamedTuple):
    """What events leave out and the catalogue knows."""

    creator_id: str | None
    duration_ms: int | None


@dataclass(frozen=True, slots=True)
class Content:
    """A content as the catalogue has it.

    Attributes:
        content_id: The app's id.
        type: Lower-case word of ``ContentType``.
        creator_id: Who made it.
        title: For lists.
        caption: For lists.
        thumbnail: Address of a picture.
        duration_ms: How long it is.
        published_at: When it came out.
        updated_at: When the catalogue last heard of it.
    """

    content_id: str
    type: str | None
    creator_id: str | None
    title: str | None
    caption: str | None
    thumbnail: str | None
    duration_ms: int | None
    published_at: datetime | None
    updated_at: datetime


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

    async def upsert(
        self, viewer: Viewer, records: Sequence[ContentRecord], *, now: datetime | None = None
    ) -> list[Content]:
        """Adds or changes contents, all or none; fields left out keep their value.

        Args:
            viewer: An admin; or a creator, whose own all of them are, or become when nobody's.
            records: 1 to 100 contents with distinct ids.
            now: Time of the change.

        Returns:
            The contents as they are now, in order.

        Raises:
            ViewpulseError: UNAUTHENTICATED, FORBIDDEN, or BAD_INPUT with the field.
        """
        owner = _owner(viewer, records)
        if not 1 <= len(records) <= MAX_CONTENTS:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"Send 1 to {MAX_CONTENTS} contents.", field=["contents"])
        seen: set[str] = set()
        for index, record in enumerate(records):
            if record.id in seen:
                message = "The content is named twice."
                raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["contents", index, "id"])
            seen.add(record.id)
        columns = zip(*(record.values(owner) for record in sorted(records, key=lambda record: record.id)), strict=True)
        async with self._pool.acquire() as connection, connection.transaction():
            if owner is not None:
                sql = load_sql("server.events", "check_content_owner")
                if await connection.fetchval(sql, viewer.project_id, list(seen), owner) is not None:
                    raise _not_yours()
            sql = load_sql("server.events", "upsert_contents")
            rows = await connection.fetch(sql, viewer.project_id, *columns, now or datetime.now(UTC), owner)
            if len(rows) < len(records):
                raise _not_yours()
        self.forget(viewer.project_id, seen)
        stored = {row["content_id"]: Content(**row) for row in rows}
        return [stored[record.id] for record in records]

    def _remember(self, key: tuple[int, str], expires: float, content: KnownContent | None) -> None:
        self._cache[key] = expires, content
        self._cache.move_to_end(key)
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)

    def forget(self, project_id: int, content_ids: Iterable[str]) -> None:
        """Makes the next look-up of these contents read the database."""
        for content_id in content_ids:
            self._cache.pop((project_id, content_id), None)


def _owner(viewer: Viewer, records: Sequence[ContentRecord]) -> str | None:
    """The creator who must own the records; None for an admin."""
    user = viewer.require_user()
    if viewer.is_admin:
        return None
    for record in records:
        viewer.require_creator(record.creator_id or user)
    return user


def _not_yours() -> ViewpulseError:
    return ViewpulseError(ErrorCode.FORBIDDEN, "Only the content's creator or an admin may change it.")
