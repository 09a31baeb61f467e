"""What every resolver is given: who asks, and the services that answer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

import strawberry

from server.access import Viewer
from server.analytics.rankings.shared_lists import AT_ONCE
from server.analytics.snapshot import Snapshot, read_snapshot
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.settings import Settings
from server.storage.database import Connection, Pool
from server.storage.shared_cache import SharedCache


def utc_now() -> datetime:
    """The clock of a running server."""
    return datetime.now(UTC)


async def publish_nothing(_revisions: dict[int, int], _subjects: Sequence[str]) -> None:
    """Leaves it to the subscribers to notice by themselves."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one process that resolvers call.

    Attributes:
        settings: The process's settings.
        pool: Connections to PostgreSQL.
        ingest: Takes events.
        contents: The catalogue of contents.
        now: The clock.
        publish: Tells subscribers what a run changed: revisions by project, and subjects.
        public_lists: What public lists are cached in; None: they are computed each time.
        snapshots: Places for answers that read. One connection of the pool stays free for short reads, and one for each
            public list that is being worked out.
        public_places: Places for public lists that are being worked out.
    """

    settings: Settings
    pool: Pool
    ingest: Ingest
    contents: ContentCatalogue
    now: Callable[[], datetime] = utc_now
    publish: Callable[[dict[int, int], Sequence[str]], Awaitable[object]] = publish_nothing
    public_lists: SharedCache | None = None
    snapshots: asyncio.Semaphore = field(init=False)
    public_places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "snapshots", asyncio.Semaphore(max(1, self.settings.database_pool_size - 1 - AT_ONCE)))
        object.__setattr__(self, "public_places", asyncio.Semaphore(AT_ONCE))


@dataclass(slots=True)
class Context:
    """One execution of one operation.

    Attributes:
        viewer: Who asks.
        services: Who answers.
        request_id: Names the request in the log.
        live: Whether this is an execution of a subscription, which must show the newest state.
        revision: The newest revision that the answer shows; None until a resolver noted one.
    """

    viewer: Viewer
    services: Services
    request_id: str = ""
    live: bool = False
    revision: int | None = field(default=None, init=False)
    _snapshot: Snapshot = field(init=False, repr=False)

    def __post_init__(self) -> None:
        services = self.services
        self._snapshot = Snapshot(services.pool, services.snapshots, services.settings.database_timeout)

    def read(self) -> AbstractAsyncContextManager[Connection]:
        """A connection on which every resolver of the operation sees the same state; readers take turns.

        No block may be opened inside another, and nothing else be awaited inside it than reads on the connection.
        """
        return self._snapshot.read()

    def read_apart(self) -> AbstractAsyncContextManager[Connection]:
        """A connection with a short snapshot of its own, for what other operations wait for, too.

        Such work must not wait for the operation's own snapshot: those who have one wait for the work.
        """
        return read_snapshot(self.services.pool)

    async def close(self) -> None:
        """Gives back what the operation held; whoever executes it calls this in the end."""
        await self._snapshot.close()

    @property
    def public_cache(self) -> SharedCache | None:
        """The cache that this operation may take public lists from."""
        return None if self.live else self.services.public_lists

    def note_revision(self, revision: int) -> None:
        """Tells the live hub which revision the answer shows."""
        self.revision = revision if self.revision is None else max(self.revision, revision)


Info: TypeAlias = strawberry.Info[Context, None]
