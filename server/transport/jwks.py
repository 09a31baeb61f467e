"""The public keys of an identity provider."""

import asyncio
import time
from collections.abc import Callable

import structlog
from jwt import PyJWK, PyJWKClient, PyJWTError

from server.errors import unavailable

log = structlog.get_logger()


class KeySet:
    """The keys of a JWKS URL, fetched in the background and cached.

    A fetch happens when the keys are old, or when a token names an unknown key; never more often than the pause. While
    the provider is unavailable, the keys that it had last are used, for a while.

    Args:
        url: The JWKS URL.
        timeout: Seconds a fetch may take.
        lifetime: Seconds after which keys are fetched again.
        pause: Minimum seconds between two fetches.
        outage: Seconds after the last fetch that succeeded for which its keys are used.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 5.0,
        lifetime: float = 300.0,
        pause: float = 10.0,
        outage: float = 86_400.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = PyJWKClient(url, cache_jwk_set=False, timeout=timeout)
        self._timeout = timeout
        self._lifetime = lifetime
        self._pause = pause
        self._outage = outage
        self._clock = clock
        self._keys: dict[str, PyJWK] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = asyncio.Lock()
        self._refresh: asyncio.Task[None] | None = None

    async def find(self, key_id: str | None) -> PyJWK | None:
        """The key with that id; the only key if a token names none.

        Raises:
            ViewpulseError: UNAVAILABLE if no key has been fetched yet, or not for too long.
        """
        if self._clock() - self._fetched > self._outage:
            self._keys = {}  # it may have revoked any of them meanwhile
        key = self._known(key_id)
        if key is None:
            await self._fetch()
            key = self._known(key_id)
        elif self._clock() - self._fetched > self._lifetime and (self._refresh is None or self._refresh.done()):
            self._refresh = asyncio.create_task(self._fetch())
        if not self._keys:
            raise unavailable("Tokens cannot be checked at the moment; try again.", retry_after=self._pause)
        return key

    def _known(self, key_id: str | None) -> PyJWK | None:
        if key_id is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(key_id)

    async def _fetch(self) -> None:
        async with self._fetching:
            if self._clock() - self._tried < self._pause:
                return
            self._tried = self._clock()
            try:
                async with asyncio.timeout(self._timeout + 1):
                    keys = await asyncio.to_thread(self._client.get_signing_keys)
            except (PyJWTError, TimeoutError, ValueError, OSError) as error:
                log.warning("the JWKS address returns no keys", url=self._client.uri, error=error)
                return
            self._keys = {key.key_id: key for key in keys if key.key_id}
            self._fetched = self._clock()
