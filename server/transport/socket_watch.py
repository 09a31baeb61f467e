"""Checks all open sockets and event streams periodically, and ends those that may not stay.

Their write key or share link was revoked, their project removed, or they are idle without a token. It also counts
those of each user.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Protocol
from uuid import UUID

import structlog

from server.errors import limit_exceeded
from server.monitoring.instruments import EVENT_STREAMS, SOCKETS, Instrument
from server.monitoring.samples import Sample, sample
from server.settings import Settings
from server.storage.projects import Grant
from server.transport.auth import Authenticator

CHECK_SECONDS = 10.0
"""Seconds between two checks; with ``database_timeout`` added, the sockets of a revoked key end within 30 s."""

log = structlog.get_logger(__name__)


class WatchedSocket(Protocol):
    """An open socket, or event stream, with an authenticated client.

    Attributes:
        key_hash: Hash of its write key.
        token_project: The project of its token, unless there is a write key.
        link_id: The share link whose token it has, if any.
        project_id: The project of its write key or token.
        user: Project and id of its signed-in user; None without a token.
        counted_as: How /metrics counts it.
    """

    key_hash: bytes | None
    token_project: int | None
    link_id: UUID | None
    project_id: int
    user: tuple[int, str] | None
    counted_as: Instrument

    def regrant(self, grant: Grant) -> None:
        """Updates what its credentials grant."""
        ...

    def revoke(self) -> None:
        """Closes it: its credentials are no longer valid."""
        ...

    def check_idle(self, now: float) -> None:
        """Closes it if it is idle for too long.

        Args:
            now: The event loop's time.
        """
        ...


class SocketWatch:
    """Watches sockets with one task, which runs while there are any.

    Args:
        authenticator: Checks whether credentials are still valid.
        settings: How long a socket may be idle, and how many one user may have open.
    """

    def __init__(self, authenticator: Authenticator, settings: Settings) -> None:
        self._authenticator = authenticator
        self._pause = min(CHECK_SECONDS, settings.anonymous_idle_timeout / 4)
        self._most_of_user = settings.max_sockets_per_user
        self._sockets: set[WatchedSocket] = set()
        self._of_user: dict[tuple[int, str], int] = {}
        self._task: asyncio.Task[None] | None = None

    def require_room(self, user: tuple[int, str] | None) -> None:
        """Raises LIMIT_EXCEEDED if a user has as many sockets and streams open as one may have.

        Args:
            user: Project and id; None for a guest, whose network is limited instead.
        """
        if user is not None and self._of_user.get(user, 0) >= self._most_of_user:
            most = self._most_of_user
            message = "This user has too many sockets and event streams open."
            raise limit_exceeded(message, "socketsOfUser", most, most + 1)

    def add(self, socket: WatchedSocket) -> None:
        """Starts watching a socket."""
        self._sockets.add(socket)
        if socket.user is not None:
            self._of_user[socket.user] = self._of_user.get(socket.user, 0) + 1
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def discard(self, socket: WatchedSocket) -> None:
        """Stops watching a socket, if it was watched."""
        if socket not in self._sockets:
            return
        self._sockets.remove(socket)
        if socket.user is not None:
            self._of_user[socket.user] -= 1
            if not self._of_user[socket.user]:
                del self._of_user[socket.user]
        if not self._sockets and self._task is not None:
            self._task.cancel()
            self._task = None

    def sockets_of_projects(self) -> Mapping[int, int]:
        """Number of open sockets and event streams, by project."""
        return Counter(socket.project_id for socket in self._sockets)

    def measure(self) -> Iterator[Sample]:
        """Their part of /metrics."""
        for instrument in (SOCKETS, EVENT_STREAMS):
            yield sample(instrument, sum(socket.counted_as is instrument for socket in self._sockets))

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._pause)
            try:
                await self._check()
            except Exception:
                log.exception("open sockets could not be checked")

    async def _check(self) -> None:
        sockets = tuple(self._sockets)
        now = asyncio.get_running_loop().time()
        for socket in sockets:
            socket.check_idle(now)
        keys = {socket.key_hash for socket in sockets if socket.key_hash is not None}
        projects = {socket.token_project for socket in sockets if socket.token_project is not None}
        links = {socket.link_id for socket in sockets if socket.link_id is not None}
        review = await self._authenticator.review(keys, projects, links)
        if review is None:
            return
        grants, known, good = review
        for socket in sockets:
            if socket.key_hash is not None:
                grant = grants.get(socket.key_hash)
            elif socket.token_project is not None:
                grant = known.get(socket.token_project)
            else:
                continue
            if grant is not None and (socket.link_id is None or socket.link_id in good):
                socket.regrant(grant)
            else:
                socket.revoke()
