"""Connections that are under way, for the minutes that they take: in Redis, encrypted, and only so many for a project.

What is kept under a secret is named by its hash: who sees the names of keys cannot use them.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from server.errors import limit_exceeded, unavailable
from server.social.model import Network, Opened, Token
from server.social.redis_keys import SocialKeys
from server.social.vault import Vault
from server.storage.redis_servers import AWAY

KEPT = timedelta(minutes=10)
"""How long a user may take at a network, and then to choose."""
MAX_STARTED = 50
"""Connections of a project that are started and have not come back."""
LIMIT = "socialConnections"
MAX_SECRET = 100
"""Characters of a state or an id; longer ones are not ours."""

Record = TypeVar("Record", "Started", "Returned")


class ConnectionState(StrEnum):
    """How far a connection is that came back from its network."""

    CHOOSE = "choose"
    CONNECTED = "connected"
    FAILED = "failed"


class ConnectionFailure(StrEnum):
    """Why a connection failed."""

    DENIED = "denied"
    NO_ACCOUNT = "no_account"
    AUTH_EXPIRED = "auth_expired"
    PERMISSION_MISSING = "permission_missing"
    THROTTLED = "throttled"
    QUOTA_EXHAUSTED = "quota_exhausted"
    BILLING_STOP = "billing_stop"
    METRIC_UNSUPPORTED = "metric_unsupported"
    CONTRACT_CHANGED = "contract_changed"
    NOT_FOUND = "not_found"
    TRANSIENT = "transient"


class Started(msgspec.Struct, frozen=True):
    """A connection whose user is at the network.

    Attributes:
        project_id: The project.
        workspace_id: The workspace that will own the accounts.
        network: The network.
        user_id: The admin who began it, and who alone may finish it.
        return_to: The page to which the browser returns.
        verifier: What proves to the network that we began.
        api: Which API of the network the token is to open; see ``Token``.
    """

    project_id: int
    workspace_id: str
    network: Network
    user_id: str
    return_to: str
    verifier: str
    api: str = ""


class Choice(msgspec.Struct, frozen=True):
    """An account that may be connected, and what opens it; see ``Opened``. Without ``access`` it no longer may."""

    external_id: str
    handle: str
    name: str | None
    access: str | None = None
    refresh: str | None = None
    expires_at: datetime | None = None
    api: str = ""

    @classmethod
    def from_opened(cls, opened: Opened) -> "Choice":
        """The choice of an account."""
        token = opened.token
        own = (opened.external_id, opened.handle, opened.name)
        return cls(*own, token.access, token.refresh, token.expires_at, token.api)

    def opened(self) -> Opened:
        """The account."""
        assert self.access is not None
        token = Token(self.access, self.refresh, self.expires_at, self.api)
        return Opened(self.external_id, self.handle, self.name, token)

    def without_token(self) -> "Choice":
        """The same, once it cannot be connected any more."""
        return Choice(self.external_id, self.handle, self.name)


class Returned(msgspec.Struct, frozen=True):
    """A connection whose user came back.

    Attributes:
        connection_id: Its id, which only the browser learns that came back.
        project_id: As of ``Started``.
        workspace_id: As of ``Started``.
        network: As of ``Started``.
        user_id: As of ``Started``.
        state: How far it is.
        expires_at: When it is forgotten.
        choices: The accounts that the user allowed to read; ``MAX_OPENED`` at most.
        truncated: Whether there are more.
        failure: Why it failed; None if it did not.
        reason: The same in words.
    """

    connection_id: str
    project_id: int
    workspace_id: str
    network: Network
    user_id: str
    state: ConnectionState
    expires_at: datetime
    choices: list[Choice] = []
    truncated: bool = False
    failure: ConnectionFailure | None = None
    reason: str | None = None


def new_secret() -> str:
    """An id or a state that nobody guesses, of 43 characters."""
    return secrets.token_urlsafe(32)


class ConnectionStore:
    """Keeps connections that are under way.

    Each method raises UNAVAILABLE if Redis is unavailable.

    Args:
        keys: The keys in Redis.
        vault: Encrypts what is kept.
        now: The clock.
    """

    def __init__(self, keys: SocialKeys, vault: Vault, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._keys = keys
        self._vault = vault
        self._now = now

    async def start(self, state: str, started: Started) -> datetime:
        """Keeps a connection under its state; returns when it is forgotten.

        Raises:
            ViewpulseError: LIMIT_EXCEEDED if too many of the project are started.
        """
        now = self._now()
        ends = now + KEPT
        name, started_ones = self._name("started", state), self._started_by(started.project_id)
        *_, count, _ = await self._run(
            ("ZREMRANGEBYSCORE", started_ones, "-inf", now.timestamp()),
            ("ZADD", started_ones, ends.timestamp(), name),
            ("ZCARD", started_ones),
            ("PEXPIRE", started_ones, _milliseconds(KEPT)),
        )
        if count > MAX_STARTED:
            await self._run(("ZREM", started_ones, name))
            message = f"{MAX_STARTED} connections of the project are under way; each is forgotten after 10 minutes."
            raise limit_exceeded(message, LIMIT, MAX_STARTED)
        await self._run(("SET", name, self._seal(name, started), "PX", _milliseconds(KEPT)))
        return ends

    async def take(self, state: str) -> Started | None:
        """The connection of a state, which is good for one use; None if there is none."""
        if len(state) > MAX_SECRET:
            return None
        name = self._name("started", state)
        [sealed] = await self._run(("GETDEL", name))
        started = self._open(name, sealed, Started)
        if started is not None:
            await self._run(("ZREM", self._started_by(started.project_id), name))
        return started

    async def keep(self, returned: Returned) -> None:
        """Keeps what came back, until it is forgotten."""
        name = self._name("returned", returned.connection_id)
        left = _milliseconds(returned.expires_at - self._now())
        await self._run(("SET", name, self._seal(name, returned), "PX", max(1, left)))

    async def find(self, connection_id: str) -> Returned | None:
        """What came back under an id; None if there is none."""
        if len(connection_id) > MAX_SECRET:
            return None
        name = self._name("returned", connection_id)
        [sealed] = await self._run(("GET", name))
        return self._open(name, sealed, Returned)

    def _seal(self, name: str, record: Started | Returned) -> bytes:
        return self._vault.encrypt(msgspec.json.encode((name, record)))

    def _open(self, name: str, sealed: bytes | None, kind: type[Record]) -> Record | None:
        """A record; None if there is none, or if it was kept under another name or keys that are gone."""
        content = None if sealed is None else self._vault.decrypt(sealed)
        if content is None:
            return None
        owner, record = msgspec.json.decode(content, type=tuple[str, msgspec.Raw])
        return msgspec.json.decode(record, type=kind) if owner == name else None

    def _name(self, kind: str, secret: str) -> str:
        return f"{self._keys.prefix}{kind}:{sha256(secret.encode()).hexdigest()}"

    def _started_by(self, project_id: int) -> str:
        return f"{self._keys.prefix}started-by:{project_id}"

    async def _run(self, *commands: tuple[str | float | bytes, ...]) -> list[Any]:
        try:
            return await self._keys.run(*commands, together=True)
        except AWAY:
            message = "Redis is unavailable, which keeps connections that are under way; try again."
            raise unavailable(message) from None


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
