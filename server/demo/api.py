"""A client of the public GraphQL API, as an app or a back office would write it, with the standard library only."""

import http.client
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay, stop_when_event_set
from tenacity import wait_exponential_jitter as exponential_jitter

TIMEOUT_SECONDS = 15.0
_RETRYABLE = ("UNAVAILABLE", "RATE_LIMITED")


class ApiError(Exception):
    """The API refused a whole request.

    Args:
        code: ``extensions.code``, or ``HTTP_503`` and the like when there was no GraphQL response.
        message: The error message of the API.
        retry_after: Seconds after which the API allows a retry.
    """

    def __init__(self, code: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.retry_after = retry_after


def is_passing(error: BaseException) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, ApiError):
        return error.code in _RETRYABLE or error.code.startswith("HTTP_5")
    return isinstance(error, OSError | http.client.HTTPException)


class Api:
    """One kept-alive connection, for use by one thread.

    Args:
        url: ``http://host:port``, with or without ``/graphql``.
        headers: The credentials: ``X-Viewpulse-Key`` or ``Authorization``.
        stop: Ends retries.
    """

    def __init__(self, url: str, headers: dict[str, str], stop: threading.Event) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname is None:
            raise ValueError(f"{url!r} is not an address like http://127.0.0.1:8000.")
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=TIMEOUT_SECONDS)
        self._headers = {
            **headers,
            "Content-Type": "application/json",
            "Accept": "application/graphql-response+json",
        }
        self._stop = stop

    def execute(
        self,
        query: str,
        variables: dict[str, object],
        *,
        patience: float | None = None,
        notice: Callable[[BaseException], None] = lambda _: None,
    ) -> dict[str, Any]:
        """Executes one operation; retries temporary failures with backoff, after the pause that the server asks for.

        Args:
            query: The document.
            variables: Its variables.
            patience: Seconds after which a temporary failure is raised; by default never.
            notice: Called with each failure that is retried.

        Returns:
            ``data`` of the response.

        Raises:
            ApiError: The request was refused, or could not be sent before ``stop`` or within ``patience``.
            OSError: As above, if there was no answer.
        """
        backoff = exponential_jitter(multiplier=0.2, max=5.0, jitter=0.3)

        def pause(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.retry_after if isinstance(error, ApiError) else None
            return max(asked or 0.0, backoff(state))

        def tell(state: RetryCallState) -> None:
            if state.outcome and (error := state.outcome.exception()):
                notice(error)

        gives_up = stop_when_event_set(self._stop)
        retrying = Retrying(
            retry=retry_if_exception(is_passing),
            wait=pause,
            stop=gives_up if patience is None else gives_up | stop_after_delay(patience),
            sleep=self._sleep,
            before_sleep=tell,
            reraise=True,
        )
        body = msgspec.json.encode({"query": query, "variables": variables})
        return retrying(self._attempt, body)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def _sleep(self, seconds: float) -> None:
        self._stop.wait(seconds)

    def _attempt(self, body: bytes) -> dict[str, Any]:
        try:
            self._connection.request("POST", "/graphql", body, self._headers)
            response = self._connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()  # the next attempt opens a new connection
            raise
        try:
            answer = msgspec.json.decode(raw)
        except msgspec.DecodeError:
            raise ApiError(f"HTTP_{response.status}", response.reason) from None
        for error in answer.get("errors") or ():
            extensions = error.get("extensions") or {}
            code = extensions.get("code") or f"HTTP_{response.status}"
            raise ApiError(code, error["message"], extensions.get("retryAfter"))
        data: dict[str, Any] = answer["data"]
        return data
