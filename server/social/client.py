"""Calls to networks: one HTTP client, with the retries, the limits and the memory that all networks have in common."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any, Self
from urllib.parse import quote, urlencode

import httpx
import structlog
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from server.social.answers import Answer, redact
from server.social.failures import AuthExpired, Throttled, Transient
from server.social.fetcher import AskMetrics, Fetcher, Supported
from server.social.model import Account, FoundPost, Token
from server.social.pauses import Pauses, pause_of
from server.social.supported import ask_supported

TRIES = 4
MAX_BACKOFF_SECONDS = 30.0
SHORT_SECONDS = 10.0
"""Pauses up to here are waited out; longer ones end a collection."""
CALL_SECONDS = 30.0
"""How long a call may take."""
MAX_ANSWER_BYTES = 16 * 1024 * 1024
SAFE = ",:()=/"
"""Characters that parameters keep as they are: networks separate by them, and some refuse them encoded."""

if find_spec("sniffio") is None:  # httpcore looks for it several times in each request, and each look costs 0.25 ms
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # so that an import fails at once

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it is kept for some weeks, so that numbers can be computed again from it.

    Attributes:
        at: When it arrived.
        request: What was asked, without tokens.
        status: HTTP status.
        body: The answer, without tokens.
    """

    at: datetime
    request: str
    status: int
    body: bytes


class SocialClient:
    """The HTTP client of a process. Its connections are kept and shared by all networks and accounts.

    Args:
        pauses: The limits that all workers share.
        now: The clock.
        sleep: Waits between two tries.
    """

    def __init__(
        self,
        pauses: Pauses,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.pauses = pauses
        self.now = now
        self.sleep = sleep
        self._http = httpx.AsyncClient(timeout=CALL_SECONDS, follow_redirects=False, trust_env=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request and its answer, whatever its status.

        Raises:
            Transient: The network cannot be reached, is too slow, or answers too much.
        """
        address = f"{url}?{_encoded(params)}" if params else url
        request = self._http.build_request(method, address, data=form, json=json, headers=dict(headers or {}))
        try:
            async with asyncio.timeout(CALL_SECONDS):
                response = await self._http.send(request, stream=True)
                try:
                    body = await _read(response)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            raise Transient(f"The network could not be reached: {type(error).__name__}.") from None  # its text has URLs
        return Answer(response.status_code, dict(response.headers), body, self.now())


async def _read(response: httpx.Response) -> bytes:
    found = bytearray()
    async for chunk in response.aiter_bytes():
        found += chunk
        if len(found) > MAX_ANSWER_BYTES:
            raise Transient(f"The network answered more than {MAX_ANSWER_BYTES:,} bytes.")
    return bytes(found)


def _encoded(params: Mapping[str, str]) -> str:
    return urlencode(params, quote_via=lambda text, _safe, *rest: quote(text, SAFE, *rest))


Renew = Callable[[Token], Awaitable[Token]]
"""The token that follows one that was refused; raises AuthExpired if there is none."""


@dataclass(slots=True)
class AccountCalls:
    """The calls of one collection of one account; see ``Calls``.

    Attributes:
        client: The client.
        fetcher: Its network.
        account: The account.
        token: Its token now.
        renew: Gets the next one; None: there is none.
        now: The time by which it is collected.
        kept: The answers so far, for the log of raw answers.
        made: Number of requests that were sent.
    """

    client: SocialClient
    fetcher: Fetcher
    account: Account
    token: Token
    renew: Renew | None
    now: Callable[[], datetime]
    kept: list[KeptAnswer] = field(default_factory=list)
    made: int = 0
    _renewed: bool = False

    async def get(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """See ``Calls``."""
        return await self._call("GET", url, params=params, headers=headers)

    async def post(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: Any = None,
    ) -> Answer:
        """See ``Calls``."""
        return await self._call("POST", url, params=params, form=form, json=json)

    async def ask_supported(self, form: str, names: Sequence[str], ask: AskMetrics) -> Supported:
        """See ``Calls``."""
        pauses, place = self.client.pauses, self.fetcher.place
        return await ask_supported(
            names,
            ask,
            lambda some: pauses.refusals_of(place, form, some),
            lambda name, reason: pauses.note_refusal(place, form, name, reason),
        )

    async def recall_lacking(self, posts: Sequence[FoundPost]) -> Mapping[str, Mapping[str, str]]:
        """See ``Calls``."""
        return await self.client.pauses.lacking_of(self.fetcher.place, [post.post_id for post in posts])

    async def remember_lacking(self, post: FoundPost, reasons: Mapping[str, str]) -> None:
        """See ``Calls``."""
        await self.client.pauses.note_lacking(self.fetcher.place, post.post_id, reasons)

    async def _call(self, method: str, url: str, **more: Any) -> Answer:
        try:
            return await self._call_patiently(method, url, **more)
        except AuthExpired:
            if self._renewed or self.renew is None:
                raise
            self.token = await self.renew(self.token)
            self._renewed = True  # one that failed for something that passes may be tried again by the next part
            return await self._call_patiently(method, url, **more)

    async def _call_patiently(self, method: str, url: str, **more: Any) -> Answer:
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(Transient),
            wait=wait_random_exponential(multiplier=0.5, max=MAX_BACKOFF_SECONDS),  # full jitter
            stop=stop_after_attempt(TRIES),
            sleep=self.client.sleep,
            reraise=True,
        )
        answer: Answer = await retrying(self._call_once, method, url, **more)
        return answer

    async def _call_once(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Answer:
        pauses, place, account_id = self.client.pauses, self.fetcher.place, self.account.account_id
        await self._wait_if_paused()
        self.made += 1
        sent = {**self.fetcher.authorize(self.token), **(headers or {})}
        answer = await self.client.send(method, url, headers=sent, **more)
        self._keep(method, url, more, answer)
        failure = self.fetcher.failure_of(answer)
        if failure is not None:
            failure.reason = redact(failure.reason, self.token.access, self.token.refresh)
            failure.args = (failure.reason,)
            if (paused := pause_of(failure)) is not None:
                await pauses.pause(place, account_id, paused)
            raise failure
        if (pause := self.fetcher.pause_after(answer)) is not None:
            nearly = Throttled("The limit of the network is nearly reached.", pause.until, pause.scope)
            await pauses.pause(place, account_id, nearly)
        return answer

    async def _wait_if_paused(self) -> None:
        """Waits out short pauses, which only slow calls down; raises for a longer one."""
        while True:
            try:
                await self.client.pauses.raise_if_paused(self.fetcher.place, self.account.account_id)
            except Throttled as pause:
                seconds = (pause.until - self.client.now()).total_seconds()
                if seconds > SHORT_SECONDS:
                    raise
            else:
                return
            await self.client.sleep(max(seconds, 0.0))  # meanwhile, another call may have met a limit

    def _keep(self, method: str, url: str, sent: Mapping[str, Any], answer: Answer) -> None:
        secrets = (self.token.access, self.token.refresh)
        asked = " ".join(
            [method, url, *(str(sent[name]) for name in ("params", "form", "json") if sent.get(name) is not None)]
        )
        body = redact(answer.body.decode(errors="replace"), *secrets).encode()
        self.kept.append(KeptAnswer(answer.at, redact(asked, *secrets), answer.status, body))
