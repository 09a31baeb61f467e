"""Authentication: by the project's write key, by a token, or both."""

import time
from collections.abc import Callable, Hashable
from typing import TypeVar
from uuid import UUID

from server.access import DEFAULT_PROJECT, Caller, Role, UnsignedIds
from server.consent import ConsentPolicy
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.limits.failed_logins import FailedLogins
from server.quotas import NO_QUOTAS
from server.settings import Settings
from server.share_links import link_of
from server.storage.database import Pool
from server.storage.outage import is_outage
from server.storage.projects import Grant, find_grants, find_projects
from server.storage.write_keys import hash_write_key, is_mistyped
from server.transport.claims import Bearer
from server.transport.client_classifier import UNKNOWN, ClientInfo
from server.transport.link_reader import LinkReader
from server.transport.look_ups import LookUps
from server.transport.tokens import TokenReader, token_in

KEY_SECONDS = 30.0  # how long what a key or a project grants is kept
MAX_KEY_LENGTH = 256

Named = TypeVar("Named", bound=Hashable)


class Authenticator:
    """Turns credentials into a caller; the same for HTTP and for sockets.

    Args:
        settings: How tokens are signed, and how many log-ins of a network may fail.
        pool: The database with the write keys.
        note_cell: Learns the cell of each project that is looked up.
        clock: Monotonic seconds.

    Attributes:
        links: The share links.
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
        self.links = LinkReader(pool, clock)
        self._pool = pool
        self._note_cell = note_cell
        self._failed = FailedLogins(settings.limit_failed_logins_per_network, clock)
        self._keys: LookUps[bytes, Grant] = LookUps(self._find_grants, KEY_SECONDS, clock)
        self._projects: LookUps[int, Grant] = LookUps(self._find_projects, KEY_SECONDS, clock)

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
                FORBIDDEN when both belong to different projects; UNAVAILABLE while they cannot be checked;
                RATE_LIMITED after too many failures.
        """
        if not (write_key or authorization):
            return Caller(bot_reason=client.bot_reason, network=client.network)
        try:
            if authorization and (link_id := link_of(token := token_in(authorization))) is not None:
                return await self._shared(token, link_id, write_key, client)
            key_grant = await self._grant_of(write_key) if write_key else None
            bearer = await self._tokens.read(authorization) if authorization else None
            grant = key_grant if bearer is None else await self._grant_for(bearer, key_grant)
        except ViewpulseError as error:
            # Only now: a good key must not pay for bad ones, even where this process has not looked it up before.
            if error.code in (ErrorCode.WRITE_KEY_INVALID, ErrorCode.TOKEN_INVALID):
                refused = self._failed.refuse(error, client.network)
                if refused is not error:
                    raise refused from error
            raise
        return _caller(key_grant, bearer, grant, client, write_key)

    async def _shared(self, token: str, link_id: UUID, write_key: str | None, client: ClientInfo) -> Caller:
        """The caller with the token of a share link, who is nobody in particular."""
        link = await self.links.read(token, link_id)
        if write_key:
            raise ViewpulseError(ErrorCode.FORBIDDEN, "Send a write key, or the token of a share link.")
        return Caller(
            link.project_id, link=link, expires_at=link.expires_at, bot_reason=client.bot_reason, network=client.network
        )

    async def _grant_of(self, write_key: str) -> Grant:
        key_hash = hash_write_key(write_key)
        if len(write_key) > MAX_KEY_LENGTH:
            raise ViewpulseError(ErrorCode.WRITE_KEY_INVALID, "The write key is unknown or revoked.")
        if is_mistyped(write_key):
            message = "The write key is mistyped: its last characters do not match the others."
            raise ViewpulseError(ErrorCode.WRITE_KEY_INVALID, message)
        try:
            grant = await self._keys.get(key_hash)
        except Exception as error:
            if not is_outage(error):
                raise
            raise unavailable("The write key cannot be checked at the moment; try again.") from error
        if grant is None:
            raise ViewpulseError(ErrorCode.WRITE_KEY_INVALID, "The write key is unknown or revoked.")
        return grant

    async def _grant_for(self, bearer: Bearer, of_key: Grant | None) -> Grant | None:
        """What the project of a token grants; None if that cannot be looked up now, and for an operator."""
        if bearer.role is Role.OPERATOR:
            if of_key is not None:
                message = "A write key is of a project, and an operator's token of none: send one of them."
                raise ViewpulseError(ErrorCode.FORBIDDEN, message)
            return None
        if of_key is not None:
            if bearer.project_id != of_key.project_id:
                raise ViewpulseError(ErrorCode.FORBIDDEN, "The write key and the token belong to different projects.")
            return of_key
        try:
            grant = await self._projects.get(bearer.project_id)
        except Exception as error:
            if not is_outage(error):
                raise
            return None  # without the database no data can be read, and operations that need none continue
        if grant is None:
            raise ViewpulseError(
                ErrorCode.TOKEN_INVALID,
                f"The token's `project` claim names project {bearer.project_id}, which does not exist. Create its "
                "first write key to create it.",
            )
        return grant

    async def review(
        self, keys: set[bytes], projects: set[int], links: set[UUID] | None = None
    ) -> tuple[dict[bytes, Grant], dict[int, Grant], set[UUID]] | None:
        """Checks again credentials that were valid before.

        Args:
            keys: Hashes of write keys.
            projects: Projects of tokens.
            links: Share links.

        Returns:
            What the keys that are still valid grant, the projects that still exist, and the links that are still good;
            None if the database cannot
            be reached.
        """
        try:
            grants = await self._find_grants(keys) if keys else {}
            known = await self._find_projects(projects) if projects else {}
            good = await self.links.good(links or set())
        except Exception as error:
            if not is_outage(error):
                raise
            return None
        for key in keys - grants.keys():
            self._keys.forget(key)
        for project in projects - known.keys():
            self._projects.forget(project)
        return grants, known, good

    async def _find_grants(self, keys: set[bytes]) -> dict[bytes, Grant]:
        return self._noted(await find_grants(self._pool, keys))

    async def _find_projects(self, projects: set[int]) -> dict[int, Grant]:
        return self._noted(await find_projects(self._pool, projects))

    def _noted(self, grants: dict[Named, Grant]) -> dict[Named, Grant]:
        for grant in grants.values():
            self._note_cell(grant.project_id, grant.cell)
        return grants


def _caller(
    of_key: Grant | None, bearer: Bearer | None, grant: Grant | None, client: ClientInfo, write_key: str | None
) -> Caller:
    """The caller of valid credentials."""
    by_hand = bearer is not None and bearer.role is Role.ADMIN
    named = grant or bearer
    return Caller(
        project_id=named.project_id if named else DEFAULT_PROJECT,
        may_track=of_key is not None,
        user_id=bearer.user_id if bearer else None,
        role=bearer.role if bearer else None,
        expires_at=bearer.expires_at if bearer else None,
        bot_reason=None if by_hand else client.bot_reason,
        network=client.network,
        key_id=hash_write_key(write_key)[:8].hex() if write_key else None,
        unsigned_ids=of_key.unsigned_ids if of_key else UnsignedIds.ANY,
        is_archived=grant is not None and grant.is_archived,
        quotas=grant.quotas if grant else NO_QUOTAS,
        consent=grant.consent if grant else ConsentPolicy.OFF,
    )
