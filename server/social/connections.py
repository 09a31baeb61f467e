"""Connects accounts by the page of their network, where a user allows us to read (OAuth 2.0, authorization code).

Why only the browser that comes back receives the id of a connection: ADR 83.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import msgspec
import structlog

from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.social.accounts import connect_opened
from server.social.client import SocialClient
from server.social.connecting import find_opened
from server.social.connection_store import (
    KEPT,
    Choice,
    ConnectionFailure,
    ConnectionState,
    ConnectionStore,
    Returned,
    Started,
    new_secret,
)
from server.social.failures import OTHER_FORM, ContractChanged, SocialFailure, Transient
from server.social.fetcher import Fetcher
from server.social.metrics import title_of
from server.social.model import MAX_OPENED, Code, Network, Opened
from server.social.networks import open_fetchers
from server.social.pauses import Pauses
from server.social.redis_keys import SocialKeys
from server.social.returning import require_return, with_connection
from server.social.vault import Vault
from server.storage.database import Pool

EXCHANGE_SECONDS = 25.0
"""How long a browser waits, while the network gives a token and tells which accounts it opens."""
MAX_CODE = 4096
DENIALS = {"access_denied", "user_cancelled_login", "user_cancelled_authorize"}
"""What networks call it if a user does not allow it."""
PASSING = {"server_error", "temporarily_unavailable"}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send a browser that is to come back.

    Attributes:
        url: The page of the network; it holds the state, so it is good for one user.
        expires_at: When it no longer is.
    """

    url: str
    expires_at: datetime


class SocialConnections:
    """Connections that are under way; one for a process, whatever cells its projects are in.

    Args:
        settings: Our applications at the networks, and Redis.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys = SocialKeys(settings.redis_url, settings.database_url)

    async def start(
        self, project_id: int, workspace_id: str, *, network: Network, user_id: str, return_to: str, api: str = ""
    ) -> Departure:
        """Begins a connection.

        Args:
            project_id: The project.
            workspace_id: The workspace that will own the accounts; there is one.
            network: The network.
            user_id: The admin who begins it, and who alone may finish it.
            return_to: The page to which the browser returns.
            api: Which of its APIs; empty: the only one, or the one that most users allow.

        Raises:
            ViewpulseError: BAD_INPUT if the settings do not allow it, or the network has no such API; LIMIT_EXCEEDED if
                too many of the project are under way; UNAVAILABLE without Redis.
        """
        callback_url, store = self._callback_url(), self._store
        require_return(return_to, self._settings.social_return_origins)
        state, verifier = new_secret(), new_secret()
        fetcher = self._fetchers[network].of_api(api)
        if fetcher is None:
            message = f"{title_of(network)} has no {api} API."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=[api])
        url = fetcher.application.page_for(state, verifier, callback_url)
        started = Started(project_id, workspace_id, network, user_id, return_to, verifier, api)
        return Departure(url, await store.start(state, started))

    async def come_back(self, state: str, code: str | None, error: str | None) -> str | None:
        """Ends the part of the network: exchanges the code, and lists the accounts that its token opens.

        Args:
            state: What ``start`` gave the network.
            code: The code, if the user allowed it.
            error: What the network says, if not.

        Returns:
            The address for the browser; None if nobody is expected with this state: it is unknown, or was used.

        Raises:
            ViewpulseError: UNAVAILABLE without Redis; BAD_INPUT if the settings do not allow connections.
        """
        started = await self._store.take(state)
        if started is None:
            return None
        truncated = False
        try:
            opened = await self._opened(started, code, error)
            choices, truncated = [Choice.from_opened(one) for one in opened[:MAX_OPENED]], len(opened) > MAX_OPENED
            failure = None if choices else ConnectionFailure.NO_ACCOUNT
            reason = None if choices else f"The user has no account of {title_of(started.network)} that can be read."
        except _DeniedError:
            choices, failure, reason = [], ConnectionFailure.DENIED, "The user did not allow it."
        except SocialFailure as found:
            choices, failure, reason = [], ConnectionFailure(found.code), found.reason
        returned = Returned(
            new_secret(),
            started.project_id,
            started.workspace_id,
            started.network,
            started.user_id,
            ConnectionState.CHOOSE if failure is None else ConnectionState.FAILED,
            datetime.now(UTC) + KEPT,
            choices,
            truncated,
            failure,
            reason,
        )
        await self._store.keep(returned)
        tell = _log.error if failure is ConnectionFailure.CONTRACT_CHANGED else _log.info
        tell(
            "a social connection came back",
            project=started.project_id,
            network=started.network,
            accounts=len(choices),
            truncated=truncated,
            failure=failure,
        )
        return with_connection(started.return_to, returned.connection_id)

    async def find(self, project_id: int, user_id: str, connection_id: str) -> Returned:
        """A connection that came back; raises NOT_FOUND unless this user began it in this project."""
        found = await self._store.find(connection_id)
        if found is None or (found.project_id, found.user_id) != (project_id, user_id):
            message = "There is no such connection: it is of another user, or was forgotten after 10 minutes."
            raise ViewpulseError(ErrorCode.NOT_FOUND, message, field=["id"])
        return found

    async def finish(
        self, pool: Pool, project_id: int, user_id: str, connection_id: str, external_ids: Sequence[str]
    ) -> Returned:
        """Connects some of the accounts, all of them or none.

        Args:
            pool: The database of the project's cell.
            project_id: The project.
            user_id: The admin who began it.
            connection_id: Its id.
            external_ids: Which accounts, by their ids at the network.

        Raises:
            ViewpulseError: As ``find``; BAD_INPUT if it is finished or failed, or an account is not among its choices.
        """
        found = await self.find(project_id, user_id, connection_id)
        if found.state is not ConnectionState.CHOOSE:
            message = "There is nothing to choose: it is finished, or has failed. Start another one."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["id"])
        chosen = _chosen({choice.external_id: choice for choice in found.choices}, external_ids)
        await connect_opened(
            pool,
            self._vault,
            found.network,
            project_id=project_id,
            workspace_id=found.workspace_id,
            opened=chosen,
            now=datetime.now(UTC),
        )
        finished = msgspec.structs.replace(
            found, state=ConnectionState.CONNECTED, choices=[choice.without_token() for choice in found.choices]
        )
        await self._store.keep(finished)
        return finished

    async def aclose(self) -> None:
        """Closes what was opened."""
        if "_client" in self.__dict__:
            await self._client.__aexit__()
            await self._client.pauses.aclose()
        await self._keys.aclose()

    # Made when they are first needed: most processes connect nothing, and many set-ups have no keys.

    @cached_property
    def _vault(self) -> Vault:
        return Vault.of_settings(self._settings)

    @cached_property
    def _store(self) -> ConnectionStore:
        return ConnectionStore(self._keys, self._vault)

    @cached_property
    def _fetchers(self) -> Mapping[Network, Fetcher]:
        return open_fetchers(self._settings)

    @cached_property
    def _client(self) -> SocialClient:
        return SocialClient(Pauses(self._settings.redis_url, self._settings.database_url))

    def _callback_url(self) -> str:
        if self._settings.social_callback_url is None:
            message = "Set VIEWPULSE_SOCIAL_CALLBACK_URL: networks send browsers there."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message)
        return self._settings.social_callback_url

    async def _opened(self, started: Started, code: str | None, error: str | None) -> Sequence[Opened]:
        title = title_of(started.network)
        if error in DENIALS:
            raise _DeniedError
        if error in PASSING:
            raise Transient(f"{title} could not ask the user now; try again.")
        if not code or len(code) > MAX_CODE:
            raise ContractChanged(f"{title} gave no code: see whether our application there may ask for this.")
        fetcher = self._fetchers[started.network].of_api(started.api)
        assert fetcher is not None
        given = Code(code, started.verifier, self._callback_url())
        try:
            async with asyncio.timeout(EXCHANGE_SECONDS):
                token = await fetcher.exchange(self._client.send, given, self._client.now())
                opened = await find_opened(self._client, fetcher, token, started.project_id)
        except TimeoutError:
            raise Transient(f"{title} took too long; try again.") from None
        except OTHER_FORM:  # its text may quote what is secret
            raise ContractChanged(f"{title} answered in a form that this version does not know.") from None
        return opened


class _DeniedError(Exception):
    """The user did not allow it."""


def _chosen(choices: Mapping[str, Choice], external_ids: Sequence[str]) -> list[Opened]:
    for place, external_id in enumerate(external_ids):
        if external_id not in choices:
            message = "This account is not among the choices."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["externalIds", place])
    return [choices[one].opened() for one in dict.fromkeys(external_ids)]
