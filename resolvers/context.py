"""What every resolver receives: the caller who sends the request, and the services of the process."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias, TypeVar

import strawberry

from server.access import Caller, Role
from server.analytics.rankings.shared_lists import MAX_CONCURRENT
from server.analytics.snapshot import Snapshot, read_snapshot
from server.errors import unavailable
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest
from server.limits.limiter import Allowance, Limiter
from server.live.activity import Activity
from server.rollup.on_demand import OnDemand
from server.rollup.turns import Turns
from server.settings import Settings
from server.social.connections import SocialConnections
from server.storage import audit_trail
from server.storage.database import Connection, Pool
from server.storage.shared_cache import SharedCache


def utc_now() -> datetime:
    """The clock of a running server."""
    return datetime.now(UTC)


async def publish_nothing(_revisions: dict[int, int], _subjects: Sequence[str]) -> None:
    """Publishes nothing: subscribers find changes by polling."""


async def ask_nobody(_kind: str, _project_id: int, _body: bytes) -> bytes:
    """Answers no question: there is no worker."""
    raise unavailable("No worker runs that could answer this; try again soon.")


Found = TypeVar("Found")


class Cells(Protocol):
    """Where the projects of a server are."""

    async def services_of_project(self, project_id: int) -> "Services":
        """The services of the cell that holds a project."""

    async def services_of_cell(self, name: str) -> "Services":
        """The services of a cell; raises NOT_FOUND if there is none of that name."""


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one process that resolvers call.

    Attributes:
        settings: The settings of the process.
        pool: Connections to PostgreSQL.
        ingest: Stores events.
        contents: The content catalogue.
        now: The clock.
        publish: Notifies subscribers of what a run changed: revisions by project, and subjects.
        public_lists: The cache of public lists; None: they are computed for every request.
        ask_worker: The answer of a worker to a question of a kind about a project.
        limiter: The rate limits; None: nothing is limited.
        connections: The connections of social accounts that are under way; None: there are none.
        activity: What arrives at the moment, and is open; None: it is not known.
        directory: Connections to the database with the projects and their keys; that of ``pool`` without other cells.
        cells: Where other projects are; None: all are where ``pool`` is.
        snapshots: Limits the operations that read at the same time, so that one connection of the pool stays free for
            short reads, and one for each public list that is being computed.
        public_slots: Limits the public lists that are computed at the same time.
        runs: Counts at once what waits, for all who ask.
        turns: Limits what admins ask for and takes long.
    """

    settings: Settings
    pool: Pool
    ingest: Ingest
    contents: ContentCatalogue
    now: Callable[[], datetime] = utc_now
    publish: Callable[[dict[int, int], Sequence[str]], Awaitable[object]] = publish_nothing
    public_lists: SharedCache | None = None
    ask_worker: Callable[[str, int, bytes], Awaitable[bytes]] = ask_nobody
    limiter: Limiter | None = None
    connections: SocialConnections | None = None
    activity: Activity | None = None
    directory: Pool = None  # type: ignore[assignment]  # never None afterwards
    cells: Cells | None = None
    snapshots: asyncio.Semaphore = field(init=False)
    public_slots: asyncio.Semaphore = field(init=False)
    runs: OnDemand = field(init=False)
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "directory", self.directory or self.pool)
        object.__setattr__(
            self, "snapshots", asyncio.Semaphore(max(1, self.settings.database_pool_size - 1 - MAX_CONCURRENT))
        )
        object.__setattr__(self, "public_slots", asyncio.Semaphore(MAX_CONCURRENT))
        object.__setattr__(self, "runs", OnDemand(self.settings, self.publish))
        object.__setattr__(self, "turns", Turns())


@dataclass(slots=True)
class Context:
    """One execution of one operation.

    Attributes:
        caller: Who sends the operation.
        services: The services of the process.
        request_id: Identifies the request in the log.
        live: Whether this is an execution of a subscription, which must show the newest state.
        revision: The newest revision that the answer shows; None until a resolver has noted one.
        allowance: What the caller is allowed, as far as that was looked at.
        is_allowed: Whether all that the operation tracks was allowed before its first field ran.
    """

    caller: Caller
    services: Services
    request_id: str = ""
    live: bool = False
    revision: int | None = field(default=None, init=False)
    allowance: Allowance | None = field(default=None, init=False)
    is_allowed: bool = field(default=False, init=False)
    _snapshot: Snapshot | None = field(default=None, init=False, repr=False)
    _found: dict[object, Any] = field(default_factory=dict, init=False, repr=False)

    def read(self) -> AbstractAsyncContextManager[Connection]:
        """A connection with the snapshot of the operation, which all of its resolvers share; they take turns.

        Blocks must not be nested. Inside a block, only await reads on the connection.
        """
        return self._own_snapshot().read()

    async def read_once(self, read: Callable[[Connection, int], Awaitable[Found]]) -> Found:
        """What a function reads of the caller's project, which fields of many rows need; it is called once."""
        async with self.read() as connection:
            if read not in self._found:
                self._found[read] = await read(connection, self.caller.project_id)
            found: Found = self._found[read]
            return found

    def separate_snapshot(self) -> AbstractAsyncContextManager[Connection]:
        """A connection with a short snapshot of its own, for results that other operations may wait for.

        Do not compute such results in the operation's own snapshot: operations that hold a snapshot wait for them.
        """
        return read_snapshot(self.services.pool, self.caller.project_id)

    @property
    def shown_caller(self) -> str | None:
        """How logs name the user: as ``viewpulse audit list`` does; None without a secret."""
        return audit_trail.shown_actor(self.services.settings, self.caller.project_id, self.caller.user_id)

    async def note(self, action: str, viewers: Iterable[str], items: int | None, *, users: bool = False) -> None:
        """Adds to the audit trail what a mutation is about to do; see ``audit_trail.note``.

        What users say of themselves, or apps for them, is left out unless ``users`` says otherwise: there are many of
        them, and entries of a project wait for each other. What an operator does is in the trail of the project that it
        is done to, see ``resolvers.admin.projects``.
        """
        services, caller = self.services, self.caller
        left_out = (None, Role.OPERATOR) if users else (None, Role.USER, Role.OPERATOR)
        if services.settings.privacy_secret is None or caller.role in left_out:
            return
        async with services.pool.acquire() as connection:
            await audit_trail.note(
                connection,
                services.settings,
                caller.project_id,
                action,
                role=str(caller.role),
                user_id=caller.user_id,
                viewers=viewers,
                items=items,
            )

    async def close(self) -> None:
        """Releases what the operation holds; called at the end of the execution."""
        await self._own_snapshot().close()

    def _own_snapshot(self) -> Snapshot:
        if self._snapshot is None:  # made late: tracking reads nothing
            services = self.services
            patience = services.settings.database_timeout
            self._snapshot = Snapshot(services.pool, self.caller.project_id, services.snapshots, patience)
        return self._snapshot

    @property
    def public_cache(self) -> SharedCache | None:
        """The cache of public lists that this operation may use."""
        return None if self.live else self.services.public_lists

    def note_revision(self, revision: int) -> None:
        """Notes which revision the answer shows, for the live hub."""
        self.revision = revision if self.revision is None else max(self.revision, revision)


Info: TypeAlias = strawberry.Info[Context, None]
