"""Validates the tokens of share links, which are looked up each time: one that is revoked opens nothing at once."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import jwt

from server.errors import ErrorCode, ViewpulseError, unavailable
from server.share_links import ShareLink
from server.storage.database import Pool
from server.storage.outage import is_outage
from server.storage.share_links import find_share_links
from server.transport.claims import EXPIRED, refused
from server.transport.look_ups import LookUps

REVOKED = "The share link was revoked, or does not exist."


class LinkReader:
    """Finds share links, and checks their tokens.

    Args:
        pool: The directory.
        clock: Monotonic seconds.
    """

    def __init__(self, pool: Pool, clock: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._links: LookUps[UUID, ShareLink] = LookUps(self._find, 0.0, clock)

    async def find(self, link_id: UUID) -> ShareLink | None:
        """A link, also one that has ended; None if there is none. Raises UNAVAILABLE while that cannot be looked up."""
        try:
            return await self._links.get(link_id)
        except Exception as error:
            if not is_outage(error):
                raise
            raise unavailable("The share link cannot be checked at the moment; try again.") from error

    async def read(self, token: str, link_id: UUID) -> ShareLink:
        """The link of a token.

        Args:
            token: The token.
            link_id: The link that it says it is of.

        Raises:
            ViewpulseError: TOKEN_INVALID or TOKEN_EXPIRED; UNAVAILABLE while it cannot be looked up.
        """
        link = await self.find(link_id)
        if link is None:
            raise refused(REVOKED)
        try:
            link.check(token)
        except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
            raise refused("The token of the share link is not valid.") from error
        if link.revoked_at is not None:
            raise refused(REVOKED)
        if not link.is_good(datetime.now(UTC)):
            raise ViewpulseError(ErrorCode.TOKEN_EXPIRED, EXPIRED)
        return link

    async def good(self, ids: set[UUID]) -> set[UUID]:
        """Those of some links that open something. Fails as the database does."""
        now = datetime.now(UTC)
        return {link_id for link_id, link in (await self._find(ids)).items() if link.is_good(now)} if ids else set()

    async def _find(self, ids: set[UUID]) -> dict[UUID, ShareLink]:
        return dict(await find_share_links(self._pool, ids))
