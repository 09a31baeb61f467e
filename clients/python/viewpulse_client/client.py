"""Questions and live answers, from threads and from asyncio."""

from __future__ import annotations

import asyncio
import inspect
import json
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from viewpulse_client.api_error import ApiError, error_of
from viewpulse_client.clock import Clock
from viewpulse_client.document import LiveQuestion, Question
from viewpulse_client.live import OPENING, SUBPROTOCOL, NoTokenError, Watch

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

Answer = TypeVar("Answer")
TIMEOUT = httpx.Timeout(60.0, connect=10.0)  # a question may take the server 30 s
MAX_MESSAGE = 16 * 1024 * 1024  # bytes
_ENDS = frozenset({"end", "connect"})


class _Asking:
    """What both clients have in common."""

    def __init__(self, url: str, token: object, write_key: str | None, clock: Clock | None) -> None:
        self._url = url
        self._ws_url = "ws" + url.removeprefix("http")
        self._given = token
        self._write_key = write_key
        self._clock = clock or Clock()

    @property
    def _can_renew(self) -> bool:
        return callable(self._given)

    def _headers(self, token: str | None) -> dict[str, str]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return headers | ({"x-viewpulse-key": self._write_key} if self._write_key else {})

    def _watch(self, question: LiveQuestion[Any]) -> Watch:
        variables, renews = question.variables, self._can_renew
        return Watch(question.document, question.field, variables, can_renew=renews, clock=self._clock)

    def _renews(self, error: ApiError) -> bool:
        return error.code == "TOKEN_EXPIRED" and self._can_renew

    def _connection(self) -> dict[str, Any]:
        return {
            "subprotocols": [SUBPROTOCOL],
            "open_timeout": OPENING,
            "close_timeout": 1,
            "ping_interval": None,  # the protocol of subscriptions has pings of its own
            "max_size": MAX_MESSAGE,
        }


class Client(_Asking):
    """Asks questions, and watches answers, from threads.

    Args:
        url: The address of the API, such as ``https://api.example.org/graphql``.
        token: The token of a user; or what gives one, which is asked for each request and connection, and before the
            last one expires.
        write_key: Opens public lists where there is no token.
        clock: Brought by tests.
    """

    def __init__(
        self,
        url: str,
        token: str | Callable[[], str] | None = None,
        *,
        write_key: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(url, token, write_key, clock)
        self._http = httpx.Client(timeout=TIMEOUT)

    def query(self, question: Question[Answer]) -> Answer:
        """What a query or a mutation answers.

        Args:
            question: A document of ``viewpulse_client.documents``, called with its variables.

        Raises:
            ApiError: There is no answer, or one with errors; ``data`` has what is there nevertheless.
        """
        try:
            return self._ask(question)
        except ApiError as error:
            if not self._renews(error):
                raise
        return self._ask(question)

    def _ask(self, question: Question[Answer]) -> Answer:
        headers = self._headers(self._token())
        body = {"query": question.document, "variables": question.variables}
        try:
            response = self._http.post(self._url, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise _no_answer(error) from error
        answer: Answer = _data_of(response)
        return answer

    def subscribe(self, question: LiveQuestion[Answer]) -> Generator[Answer, None, None]:
        """Yields the answer now, and again whenever it has changed, over as many connections as it takes.

        A connection that breaks is made again after a growing, random pause, and continues after the last revision.

        Args:
            question: A document of ``viewpulse_client.documents``, called with its variables.

        Raises:
            ApiError: The server refuses it for good.
            ImportError: The extra ``live`` is not installed.
        """
        from websockets.exceptions import ConnectionClosed, InvalidHandshake

        watch = self._watch(question)
        while True:
            code, reason = None, ""
            try:
                with self._connect() as socket:
                    socket.send(watch.hello(self._fresh(), self._write_key))
                    while (heard := watch.hear(self._receive(socket, watch.patience()))).next not in _ENDS:
                        if heard.next == "renew":
                            heard = watch.renewed(self._newer())
                        if heard.next == "send":
                            socket.send(heard.text)
                        elif heard.next == "show":
                            yield heard.data
                    if heard.next == "end":
                        return
            except ConnectionClosed as closed:
                code, reason = _why(closed)
            except (OSError, InvalidHandshake, NoTokenError) as failed:  # also a timeout
                watch.failed(failed)
            self._sleep(watch.pause_after(code, reason))

    def _connect(self) -> AbstractContextManager[Any]:
        from websockets.sync.client import connect

        connection: AbstractContextManager[Any] = connect(self._ws_url, **self._connection())
        return connection

    def _receive(self, socket: Any, seconds: float) -> str | bytes | None:
        try:
            text: str | bytes = socket.recv(timeout=seconds)
        except TimeoutError:
            return None
        return text

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def _fresh(self) -> str | None:
        try:
            return self._token()
        except Exception as error:
            raise NoTokenError from error

    def _newer(self) -> str | None:
        with suppress(NoTokenError):
            return self._fresh()
        return None

    def _token(self) -> str | None:
        return self._given() if callable(self._given) else self._given  # type: ignore[return-value]

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_Asking):
    """As ``Client``, for asyncio; what gives the token may be a coroutine function.

    Args:
        url: The address of the API, such as ``https://api.example.org/graphql``.
        token: The token of a user; or what gives one, which is asked for each request and connection, and before the
            last one expires.
        write_key: Opens public lists where there is no token.
        clock: Brought by tests.
    """

    def __init__(
        self,
        url: str,
        token: str | Callable[[], str | Awaitable[str]] | None = None,
        *,
        write_key: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(url, token, write_key, clock)
        self._http = httpx.AsyncClient(timeout=TIMEOUT)

    async def query(self, question: Question[Answer]) -> Answer:
        """What a query or a mutation answers.

        Args:
            question: A document of ``viewpulse_client.documents``, called with its variables.

        Raises:
            ApiError: There is no answer, or one with errors; ``data`` has what is there nevertheless.
        """
        try:
            return await self._ask(question)
        except ApiError as error:
            if not self._renews(error):
                raise
        return await self._ask(question)

    async def _ask(self, question: Question[Answer]) -> Answer:
        headers, body = (
            self._headers(await self._token()),
            {"query": question.document, "variables": question.variables},
        )
        try:
            response = await self._http.post(self._url, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise _no_answer(error) from error
        answer: Answer = _data_of(response)
        return answer

    async def subscribe(self, question: LiveQuestion[Answer]) -> AsyncGenerator[Answer, None]:
        """Yields the answer now, and again whenever it has changed, over as many connections as it takes.

        A connection that breaks is made again after a growing, random pause, and continues after the last revision.

        Args:
            question: A document of ``viewpulse_client.documents``, called with its variables.

        Raises:
            ApiError: The server refuses it for good.
            ImportError: The extra ``live`` is not installed.
        """
        from websockets.exceptions import ConnectionClosed, InvalidHandshake

        watch = self._watch(question)
        while True:
            code, reason = None, ""
            try:
                async with self._connect() as socket:
                    await socket.send(watch.hello(await self._fresh(), self._write_key))
                    while (heard := watch.hear(await self._receive(socket, watch.patience()))).next not in _ENDS:
                        if heard.next == "renew":
                            heard = watch.renewed(await self._newer())
                        if heard.next == "send":
                            await socket.send(heard.text)
                        elif heard.next == "show":
                            yield heard.data
                    if heard.next == "end":
                        return
            except ConnectionClosed as closed:
                code, reason = _why(closed)
            except (OSError, InvalidHandshake, NoTokenError) as failed:  # also a timeout
                watch.failed(failed)
            await self._sleep(watch.pause_after(code, reason))

    def _connect(self) -> AbstractAsyncContextManager[Any]:
        from websockets.asyncio.client import connect

        return connect(self._ws_url, **self._connection())

    async def _receive(self, socket: Any, seconds: float) -> str | bytes | None:
        try:
            text: str | bytes = await asyncio.wait_for(socket.recv(), seconds)
        except asyncio.TimeoutError:
            return None
        return text

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _fresh(self) -> str | None:
        try:
            return await asyncio.wait_for(self._token(), OPENING)
        except Exception as error:
            raise NoTokenError from error

    async def _newer(self) -> str | None:
        with suppress(NoTokenError):
            return await self._fresh()
        return None

    async def _token(self) -> str | None:
        given = self._given() if callable(self._given) else self._given
        return await given if inspect.isawaitable(given) else given  # type: ignore[return-value]

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _no_answer(error: httpx.HTTPError) -> ApiError:
    return ApiError("", f"No answer ({type(error).__name__}).", retryable=True)


def _data_of(response: httpx.Response) -> Any:
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ApiError("", f"No answer of the API (HTTP {response.status_code}).", retryable=True)
    if body.get("errors"):
        raise error_of(body["errors"], body.get("data"))
    return body.get("data")


def _why(closed: Any) -> tuple[int | None, str]:
    return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (None, "")
