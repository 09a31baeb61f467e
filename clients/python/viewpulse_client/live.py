"""One subscription over graphql-transport-ws: what is said, and when; the rules of docs/clients.md."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from viewpulse_client.answers import MAX_PAUSE
from viewpulse_client.api_error import ApiError, error_of
from viewpulse_client.clock import Clock

SUBPROTOCOL = "graphql-transport-ws"
OPERATION = "1"
NEW_TOKEN = 4419
FINAL = frozenset({1007, 1009, 4400, 4401, 4403, 4406, 4409, 4429})
"""Close codes after which the same would be refused again."""
LATER = frozenset({408, 425, 429})
"""Statuses of HTTP below 500 after which the same may be taken."""
QUIET = 2.5  # seconds without a message until the server is asked for a sign of life
SILENT = 7.5  # seconds without an answer until the connection is given up
OPENING = 10.0  # seconds that a connection may take
STEADY = 10.0  # seconds after which a connection has been a good one
MAX_GROWING = 30.0  # seconds of a pause that nobody has named
AGAIN = 5.0  # seconds until a token that was not taken is sent again
EARLY, SHARE = 60.0, 5  # seconds before a token expires, or that part of a short life
SOON, BLIND = 5.0, 30.0  # seconds: the least, and what there is if the clock says that the token has expired already
_log = logging.getLogger("viewpulse_client")


class NoTokenError(Exception):
    """The app's function has given none; its cause says why."""


@dataclass(frozen=True)
class Heard:
    """What a message, or silence, asks for.

    Attributes:
        next: ``send`` a text, ``show`` an answer, ``renew`` the token, ``end``, ``connect`` again, or ``nothing``.
        text: To send.
        data: To show.
    """

    next: Literal["send", "show", "renew", "end", "connect", "nothing"]
    text: str = ""
    data: Any = None


NOTHING = Heard("nothing")
CONNECT = Heard("connect")


class Watch:
    """What one subscription knows, within a connection and between them.

    Args:
        text: The document.
        field: Under which its answer is.
        variables: Of the document.
        can_renew: Whether there may be another token than the one before.
        clock: Time and chance.
    """

    def __init__(
        self, text: str, field: str, variables: Mapping[str, Any], *, can_renew: bool, clock: Clock | None = None
    ) -> None:
        self._text = text
        self._field = field
        self._variables = dict(variables)
        self._can_renew = can_renew
        self._clock = clock or Clock()
        self._token: str | None = None
        self._cut = 0  # connections in a row that were not good
        self._refused = 0  # tokens in a row
        self._failed = 0  # attempts in a row to ask
        self._ready_at: float | None = None
        self._ask_at: float | None = None
        self._renew_at: float | None = None
        self._give_up_at: float | None = None
        self._ping_at: float | None = None
        self._shown: Any = None
        self._revision: int | None = None
        self._is_spoilt = False

    def hello(self, token: str | None, write_key: str | None) -> str:
        """The first message of a connection."""
        self._token = token
        self._ready_at = self._ask_at = self._renew_at = self._ping_at = None
        self._give_up_at = self._clock.monotonic() + OPENING
        return _message("connection_init", _bearer(token) | ({"writeKey": write_key} if write_key else {}))

    def patience(self) -> float:
        """Seconds after which silence is news, to be told by ``hear(None)``."""
        times = [at for at in (self._ask_at, self._renew_at, self._give_up_at, self._ping_at) if at is not None]
        return max(0.0, min(times) - self._clock.monotonic())

    def hear(self, text: str | bytes | None) -> Heard:
        """What a message of the server asks for; or, without one, the time that has passed.

        Raises:
            ApiError: The operation was refused for good.
        """
        if text is None:
            return self._silence()
        try:
            message = json.loads(text)
            kind, payload = message.get("type"), message.get("payload")
        except (ValueError, AttributeError):
            return CONNECT  # not the API
        if self._ready_at is not None:
            self._ping_at, self._give_up_at = self._clock.monotonic() + QUIET, None
        if kind == "connection_ack":
            return self._ready()
        if kind == "ping":
            return Heard("send", _message("pong"))
        if kind == "pong":
            self._check(payload)
        if kind == "next":
            return self._next(payload)
        if kind == "error":
            self._ask_again(error_of(payload))
        return Heard("end") if kind == "complete" else NOTHING

    def renewed(self, token: str | None) -> Heard:
        """Sends a new token over the open connection; without one, the app is asked again."""
        if not token:
            self._renew_at = self._clock.monotonic() + AGAIN
            return NOTHING
        self._token = token
        self._plan_renewal()
        return Heard("send", _message("ping", _bearer(token)))

    def _ready(self) -> Heard:
        self._ready_at = self._clock.monotonic()
        self._ping_at, self._give_up_at = self._ready_at + QUIET, None
        self._refused = 0
        self._plan_renewal()
        return self._ask()

    def _ask(self) -> Heard:
        self._ask_at = None
        payload = {"query": self._text, "variables": self._variables | self._after()}
        return Heard("send", json.dumps({"id": OPERATION, "type": "subscribe", "payload": payload}))

    def _after(self) -> dict[str, int]:
        """The revision that is shown; or the one before, so that what it lacked comes when it can be read."""
        after = self._revision and self._revision - self._is_spoilt
        return {"afterRevision": after} if after else {}

    def _ask_again(self, error: ApiError) -> None:
        if not error.retryable:
            raise error
        _report(error)
        self._failed += 1
        pause = max(min(MAX_PAUSE, error.retry_after or 0.0), self._growing(self._failed))
        self._ask_at = self._clock.monotonic() + pause

    def _silence(self) -> Heard:
        now = self._clock.monotonic()
        if self._ask_at is not None and now >= self._ask_at:
            return self._ask()
        if self._renew_at is not None and now >= self._renew_at:
            self._renew_at = None
            return Heard("renew")
        if self._give_up_at is not None and now >= self._give_up_at:
            return CONNECT
        if self._ping_at is not None and now >= self._ping_at:
            self._ping_at, self._give_up_at = None, now + SILENT  # from now: who shows an answer may have taken long
            return Heard("send", _message("ping"))
        return NOTHING

    def _next(self, payload: Mapping[str, Any]) -> Heard:
        self._failed = 0
        data, errors = payload.get("data"), payload.get("errors")
        was_spoilt, self._is_spoilt = self._is_spoilt, bool(errors)
        if errors:
            _report(error_of(errors, data))
        answer = data.get(self._field) if isinstance(data, Mapping) else None
        if answer is None:
            return NOTHING
        self._revision = answer.get("revision") if isinstance(answer, Mapping) else None
        shown = {**answer, "asOf": None} if isinstance(answer, Mapping) else answer
        is_same = (
            not was_spoilt and not errors and self._shown == shown
        )  # after a cut it comes again: time may have moved it
        self._shown = shown
        return NOTHING if is_same else Heard("show", data=data)

    def _plan_renewal(self) -> None:
        expiry = _expiry_of(self._token) if self._can_renew else None
        if expiry is not None:
            left = expiry - self._clock.time()
            wait = max(SOON, left - min(EARLY, left / SHARE)) if left > 0 else BLIND
            self._renew_at = self._clock.monotonic() + wait

    def _check(self, payload: Any) -> None:
        """Sends a new token again that the server could not check."""
        ends = payload.get("expiresAt") if isinstance(payload, Mapping) else None
        expiry = _expiry_of(self._token) if self._can_renew else None
        if ends and expiry is not None and datetime.fromisoformat(ends).timestamp() < expiry - 1:
            self._renew_at = self._clock.monotonic() + AGAIN

    def _growing(self, attempts: int) -> float:
        return self._clock.random() * min(MAX_GROWING, 2.0 ** min(attempts, 30))

    def pause_after(self, code: int | None, reason: str) -> float:
        """Seconds until the next connection.

        Args:
            code: With which the last one was closed; None if it broke.
            reason: Of the close frame, such as ``TOKEN_INVALID: …``.

        Raises:
            ApiError: There is no use in another one.
        """
        if self._ready_at is not None and self._clock.monotonic() - self._ready_at >= STEADY:
            self._cut = self._refused = 0
        self._ready_at = None
        is_token = code == NEW_TOKEN or reason.startswith("TOKEN_")
        if is_token and self._can_renew and (not self._refused or code == NEW_TOKEN):
            self._refused += 1
            if self._refused == 1:
                return 0  # with a new token, at once
        elif is_token or code in FINAL:
            name, _, message = reason.partition(": ")
            raise ApiError(name if message else f"CLOSED_{code}", message or reason)
        self._cut += 1
        return self._growing(self._cut)

    def failed(self, error: Exception) -> None:
        """A connection was not made, or the app has no token for it: later, after a pause.

        Raises:
            ApiError: It would be refused again.
        """
        if isinstance(error, NoTokenError):
            why = type(error.__cause__).__name__
            _report(ApiError("NO_TOKEN", f"The app gives no token ({why}).", retryable=True))
        status = getattr(getattr(error, "response", None), "status_code", 0)
        if 400 <= status < 500 and status not in LATER:
            raise ApiError("", f"The address of subscriptions answers HTTP {status}.")


def _report(error: ApiError) -> None:
    _log.warning("A live question goes on, but something failed: %s", error)


def _message(kind: str, payload: Mapping[str, Any] | None = None) -> str:
    return json.dumps({"type": kind} | ({} if payload is None else {"payload": payload}))


def _bearer(token: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} if token else {}


def _expiry_of(token: str | None) -> float | None:
    """When a JSON Web Token expires, in seconds since 1970; None if it does not say."""
    try:
        claims = json.loads(base64.urlsafe_b64decode((token or "").split(".")[1] + "=="))
        expiry = claims.get("exp")
    except (ValueError, IndexError, AttributeError):
        return None
    return float(expiry) if isinstance(expiry, int | float) and expiry else None
