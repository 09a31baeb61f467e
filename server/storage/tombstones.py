"""Tombstones: keyed hashes of erased viewers, by which a process that takes events refuses what comes later."""

import asyncio
import hmac
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import structlog

from server.errors import ViewpulseError, unavailable
from server.settings import Settings
from server.storage.database import Pool

PROJECTS_KEPT = 1_000
MARK_BYTES = 4
RETRY_SECONDS = 60.0
"""Seconds after which to try again what needs the operator."""

_LATER = """
SELECT number, subject_hash, secret_mark FROM erasures WHERE project_id = $1 AND number > $2 ORDER BY number
"""

_log = structlog.get_logger(__name__)


class PrivacySecret:
    """The secret under which erased viewers are remembered.

    Attributes:
        mark: Tells the secret from another, and does not reveal it.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.mark = hmac.digest(secret, b"mark", "sha256")[:MARK_BYTES]

    @classmethod
    def of_settings(cls, settings: Settings) -> "PrivacySecret":
        """The secret of the settings. Raises UNAVAILABLE without one: nobody can be erased, or recognised."""
        if settings.privacy_secret is None:
            raise unavailable(
                "Erasing viewers needs VIEWPULSE_PRIVACY_SECRET, which the operator must set.",
                retry_after=RETRY_SECONDS,
            )
        return cls(settings.privacy_secret.get_secret_value().encode())

    def hash_viewer(self, project_id: int, viewer_id: str) -> bytes:
        """HMAC-SHA-256 of a viewer.

        Args:
            project_id: The project, so that equal ids of two projects have different hashes.
            viewer_id: Key of the viewer, as ``viewer_keys`` makes it.
        """
        return hmac.digest(self._secret, f"{project_id} {viewer_id}".encode(errors="surrogatepass"), "sha256")


class ProjectTombstones(NamedTuple):
    """The viewers that a project has erased.

    Attributes:
        project_id: The project.
        number: How many erasures are known at least.
        hashes: The hashes of their viewers.
        secret: The secret; None while nobody is erased.
    """

    project_id: int
    number: int
    hashes: set[bytes]
    secret: PrivacySecret | None

    def has(self, viewer_id: str) -> bool:
        """Whether a viewer is erased, by its key."""
        return self.secret is not None and self.secret.hash_viewer(self.project_id, viewer_id) in self.hashes


class Tombstones:
    """Remembers the tombstones of projects; a hash takes about 100 bytes.

    They are read once, and again when the database tells that there are more (``rollup_state.erasures``), so that they
    cost a request nothing.

    Args:
        pool: The database.
        settings: The secret.
        on_new: Called with the tombstones of a project when there are more of them.
    """

    def __init__(
        self,
        pool: Pool,
        settings: Settings,
        on_new: Callable[[ProjectTombstones], object] = lambda _found: None,
    ) -> None:
        self._pool = pool
        self._settings = settings
        self._on_new = on_new
        self._kept: OrderedDict[int, ProjectTombstones] = OrderedDict()
        self._reading: dict[int, asyncio.Task[ProjectTombstones]] = {}

    async def known(self, project_id: int) -> ProjectTombstones:
        """The tombstones of a project, as far as they are known; read if nothing is."""
        return self._kept.get(project_id) or await self._read(project_id)

    async def newer(self, project_id: int, number: int) -> ProjectTombstones:
        """The tombstones of a project, so many at least.

        Raises:
            ViewpulseError: UNAVAILABLE if their secret is not that of the settings.
            asyncpg.PostgresError, OSError: The database is unavailable.
        """
        found = self._kept.get(project_id)
        return found if found is not None and found.number >= number else await self._read(project_id)

    def number(self, project_id: int, otherwise: int) -> int:
        """How many erasures of a project are known; ``otherwise`` if nothing is known of the project."""
        found = self._kept.get(project_id)
        return otherwise if found is None else found.number

    async def stop(self) -> None:
        """Ends what is being read."""
        for task in self._reading.values():
            task.cancel()
        await asyncio.gather(*self._reading.values(), return_exceptions=True)

    async def _read(self, project_id: int) -> ProjectTombstones:
        task = self._reading.get(project_id)
        if task is None:
            task = self._reading[project_id] = asyncio.create_task(self._load(project_id))
            task.add_done_callback(lambda done: self._finish(project_id, done))
        return await asyncio.shield(task)

    def _finish(self, project_id: int, task: "asyncio.Task[ProjectTombstones]") -> None:
        del self._reading[project_id]
        if not task.cancelled():
            task.exception()  # who waits for it hears of it

    async def _load(self, project_id: int) -> ProjectTombstones:
        before = self._kept.get(project_id) or ProjectTombstones(project_id, 0, set(), None)
        rows = await self._pool.fetch(_LATER, project_id, before.number)
        found = self._with(before, [tuple(row) for row in rows]) if rows else before
        self._kept[project_id] = found
        self._kept.move_to_end(project_id)
        while len(self._kept) > PROJECTS_KEPT:
            self._kept.popitem(last=False)
        if rows:
            self._on_new(found)
        return found

    def _with(self, before: ProjectTombstones, rows: list[tuple[int, bytes, bytes]]) -> ProjectTombstones:
        secret = before.secret or self._secret(before.project_id)
        if any(mark != secret.mark for _, _, mark in rows):
            _log.error("viewers were erased under another VIEWPULSE_PRIVACY_SECRET", project=before.project_id)
            raise unavailable(
                "VIEWPULSE_PRIVACY_SECRET is not the one under which viewers were erased.", retry_after=RETRY_SECONDS
            )
        before.hashes.update(subject_hash for _, subject_hash, _ in rows)
        return before._replace(number=rows[-1][0], secret=secret)

    def _secret(self, project_id: int) -> PrivacySecret:
        try:
            return PrivacySecret.of_settings(self._settings)
        except ViewpulseError:
            _log.error("viewers were erased, but VIEWPULSE_PRIVACY_SECRET is not set", project=project_id)
            raise
