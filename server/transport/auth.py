"""Authentication: by the project's write key, by a token, or both."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from server.access import DEFAULT_PROJECT, Caller, Role, UnsignedIds
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.settings import Settings
from server.storage.database import Pool
from server.storage.outage import is_outage
from server.storage.projects import KeyGrant, find_grants, known_projects
from server.storage.write_keys import hash_write_key
from server.transport.client_classifier import UNKNOWN, ClientInfo
from server.transport.tokens import Bearer, TokenReader

KEY_SECONDS = 30.0  # how long a key's answer, good or bad, is kept
KEYS_KEPT = 10_000
MAX_KEY_LENGTH = 256

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class _LookUps(Generic[Key, Found]):
    """Database look-ups, each cached for a while; the least recently used are dropped first."""

    def __init__(self, look_up: Callable[[Key], Awaitable[Found]], clock: Callable[[], float]) -> None:
        self._look_up = look_up
        self._clock = clock
        self._kept: OrderedDict[Key, tuple[Found, float]] = OrderedDict()

    async def get(self, key: Key) -> Found:
        now = self._clock()
        kept = self._kept.get(key)
        if kept is not None and kept[1] > now:
            return kept[0]
        found = await self._look_up(key)
        self._kept[key] = found, now + KEY_SECONDS
        self._kept.move_to_end(key)
        if len(self._kept) > KEYS_KEPT:
            self._kept.popitem(last=False)
        return found

    def forget(self, key: Key) -> None:
        self._kept.pop(key, None)


class Authenticator:
    """Turns credentials into a caller; the same for HTTP and for sockets.

    Args:
        settings: How tokens are signed.
        pool: The database with the write keys.
        note_cell: Learns the cell of each project that is looked up.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        settings: Settings,
        pool: Pool,
        *,
        note_cell: Callable[[int, str], None] = lambda _project, _cell: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = TokenReader(settings)
        self._pool = pool
        self._note_cell = note_cell
        self._grants: _LookUps[bytes, KeyGrant | None] = _LookUps(self._find_grant, clock)
        self._known: _LookUps[int, bool] = _LookUps(self._is_known, clock)

    async def authenticate(
        self, authorization: str | None, write_key: str | None, client: ClientInfo = UNKNOWN
    ) -> Caller:
        """The caller for these credentials; without credentials, one with almost no access.

        Args:
            authorization: ``Bearer …``.
            write_key: The project's write key.
            client: What is known about the sender of the request or socket.

        Raises:
            ViewpulseError: WRITE_KEY_INVALID, TOKEN_INVALID or TOKEN_EXPIRED, whatever the other credentials are;
                FORBIDDEN when both belong to different projects; UNAVAILABLE while they cannot be checked.
        """
        grant = await self._grant_of(write_key) if write_key else None
        bearer = await self._bearer_of(authorization, grant) if authorization else None
        known_project = grant or bearer
        return Caller(
            project_id=known_project.project_id if known_project else DEFAULT_PROJECT,
            may_track=grant is not None,
            user_id=bearer.user_id if bearer else None,
            role=bearer.role if bearer else None,
            expires_at=bearer.expires_at if bearer else None,
            bot_reason=None if bearer and bearer.role is Role.ADMIN else client.bot_reason,  # sent by hand
            network=client.network,
            key_id=hash_write_key(write_key)[:8].hex() if write_key else None,
            unsigned_ids=grant.unsigned_ids if grant else UnsignedIds.ANY,
        )

    async def _grant_of(self, write_key: str) -> KeyGrant:
        grant = None if len(write_key) > MAX_KEY_LENGTH else await self._grants.get(hash_write_key(write_key))
        if grant is None:
            raise ViewpulseError(ErrorCode.WRITE_KEY_INVALID, "The write key is unknown or revoked.")
        return grant

    async def _bearer_of(self, authorization: str, grant: KeyGrant | None) -> Bearer:
        bearer = await self._tokens.read(authorization)
        if grant is not None and bearer.project_id != grant.project_id:
            raise ViewpulseError(ErrorCode.FORBIDDEN, "The write key and the token belong to different projects.")
        if grant is None and not await self._exists(bearer.project_id):
            raise ViewpulseError(
                ErrorCode.TOKEN_INVALID,
                f"The token's `project` claim names project {bearer.project_id}, which does not exist. Create its "
                "first write key to create it.",
            )
        return bearer

    async def review(self, keys: set[bytes], projects: set[int]) -> tuple[dict[bytes, KeyGrant], set[int]] | None:
        """Checks again credentials that were valid before.

        Args:
            keys: Hashes of write keys.
            projects: Projects of tokens.

        Returns:
            The access of the keys that are still valid, and the projects that still exist; None if the database cannot
            be reached.
        """
        try:
            grants = await self._find_grants(keys) if keys else {}
            known = await self._find_known(projects) if projects else set()
        except Exception as error:
            if not is_outage(error):
                raise
            return None
        for key in keys - grants.keys():
            self._grants.forget(key)
        for project in projects - known:
            self._known.forget(project)
        return grants, known

    async def _find_grant(self, key_hash: bytes) -> KeyGrant | None:
        try:
            return (await self._find_grants({key_hash})).get(key_hash)
        except Exception as error:
            if not is_outage(error):
                raise
            raise unavailable("The write key cannot be checked at the moment; try again.") from error

    async def _exists(self, project_id: int) -> bool:
        try:
            return await self._known.get(project_id)
        except Exception as error:
            if not is_outage(error):
                raise
            return True  # without the database no data can be read, and operations that need none continue

    async def _is_known(self, project_id: int) -> bool:
        return bool(await self._find_known({project_id}))

    async def _find_grants(self, keys: set[bytes]) -> dict[bytes, KeyGrant]:
        grants = await find_grants(self._pool, keys)
        for grant in grants.values():
            self._note_cell(grant.project_id, grant.cell)
        return grants

    async def _find_known(self, projects: set[int]) -> set[int]:
        known = await known_projects(self._pool, projects)
        for project_id, cell in known.items():
            self._note_cell(project_id, cell)
        return set(known)
