"""Who is asking: by the project's write key, by a token, or both."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from server.access import Viewer
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.settings import Settings
from server.storage.database import Pool
from server.storage.outage import is_outage
from server.storage.write_keys import hash_write_key
from server.transport.tokens import TokenReader

KEY_SECONDS = 30.0  # how long a key's answer, good or bad, is kept
KEYS_KEPT = 10_000
LONGEST_KEY = 256


class Authenticator:
    """Turns credentials into a viewer; the same for HTTP and for sockets.

    Args:
        settings: How tokens are signed.
        pool: Where the write keys are.
        clock: Seconds, growing.
    """

    def __init__(self, settings: Settings, pool: Pool, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._tokens = TokenReader(settings)
        self._pool = pool
        self._clock = clock
        self._projects: OrderedDict[bytes, tuple[int | None, float]] = OrderedDict()

    async def authenticate(self, authorization: str | None, write_key: str | None) -> Viewer:
        """The viewer that these credentials make; without any, one who may do almost nothing.

        Args:
            authorization: ``Bearer …``.
            write_key: The project's write key.

        Raises:
            ViewpulseError: UNAUTHENTICATED for a bad token or key, FORBIDDEN when they belong to different projects,
                UNAVAILABLE while they can't be checked.
        """
        viewer = Viewer()
        if write_key:
            project = await self._project_of(write_key)
            if project is None:
                raise ViewpulseError(ErrorCode.UNAUTHENTICATED, "The write key is not known, or revoked.")
            viewer = Viewer(project_id=project, may_track=True)
        if not authorization:
            return viewer
        bearer = await self._tokens.read(authorization)
        if viewer.may_track and bearer.project_id != viewer.project_id:
            raise ViewpulseError(ErrorCode.FORBIDDEN, "The write key and the token belong to different projects.")
        return replace(
            viewer,
            project_id=bearer.project_id,
            user_id=bearer.user_id,
            role=bearer.role,
            expires_at=bearer.expires_at,
        )

    async def _project_of(self, write_key: str) -> int | None:
        if len(write_key) > LONGEST_KEY:
            return None
        key_hash = hash_write_key(write_key)
        now = self._clock()
        project, known_until = self._projects.get(key_hash, (None, now))
        if known_until > now:
            return project
        project = await self._look_up(key_hash)
        self._projects[key_hash] = (project, now + KEY_SECONDS)
        self._projects.move_to_end(key_hash)
        if len(self._projects) > KEYS_KEPT:
            self._projects.popitem(last=False)
        return project

    async def _look_up(self, key_hash: bytes) -> int | None:
        try:
            project: int | None = await self._pool.fetchval(
                "SELECT project_id FROM write_keys WHERE key_hash = $1 AND revoked_at IS NULL", key_hash
            )
        except Exception as error:
            if not is_outage(error):
                raise
            raise unavailable("The write key can't be checked right now; try again.") from error
        return project
