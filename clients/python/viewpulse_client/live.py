"""One subscription over graphql-transport-ws: what is said, and what to do when a connection has ended."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from viewpulse_client.api_error import ApiError, error_of

SUBPROTOCOL = "graphql-transport-ws"
OPERATION = "1"
NEW_TOKEN = 4419
FINAL = frozenset({1007, 1009, 4400, 4401, 4403, 4406, 4409, 4429})
"""Close codes after which the same would be refused again."""
LATER = frozenset({408, 425, 429})
"""Statuses of HTTP below 500 after which the same may be taken."""
FIRST_PAUSE = 0.5  # seconds
MAX_PAUSE = 60.0
_log = logging.getLogger("viewpulse_client")


@dataclass(frozen=True)
class Heard:
    """What a message asks for.

    Attributes:
        next: ``send`` a text, ``show`` an answer, ``end``, ``connect`` again, or ``nothing``.
        text: To send.
        data: To show.
    """

    next: Literal["send", "show", "end", "connect", "nothing"]
    text: str = ""
    data: Any = None


NOTHING = Heard("nothing")


class Watch:
    """What one subscription knows between its connections.

    Args:
        text: The document; it declares ``$afterRevision``.
        field: Under which its answer is.
        variables: Of the document.
        can_renew: Whether a connection may have another token than the one before.
        random: A number from 0 to 1.
    """

    def __init__(
        self,
        text: str,
        field: str,
        variables: Mapping[str, Any],
        *,
        can_renew: bool,
        random: Callable[[], float] = random.random,
    ) -> None:
        self._text = text
        self._field = field
        self._variables = dict(variables)
        self._can_renew = can_renew
        self._random = random
        self._failed = 0
        self._renewed = 0
        self._retry_after = 0.0
        self._shown: Any = None
        self._resumes = False

    def hello(self, token: str | None, write_key: str | None) -> str:
        """The first message of a connection."""
        payload = {"authorization": f"Bearer {token}"} if token else {}
        return json.dumps(
            {"type": "connection_init", "payload": payload | ({"writeKey": write_key} if write_key else {})}
        )

    def hear(self, text: str | bytes) -> Heard:
        """What a message of the server asks for.

        Raises:
            ApiError: The operation was refused for good.
        """
        message = json.loads(text)
        kind, payload = message.get("type"), message.get("payload")
        if kind == "connection_ack":
            self._resumes = True
            return Heard("send", self._subscribe())
        if kind == "ping":
            return Heard("send", json.dumps({"type": "pong"}))
        if kind == "next":
            return self._next(payload)
        if kind == "error":
            error = error_of(payload)
            if (
                not error.retryable
                and error.code != "INTERNAL"
                and not (error.code == "TOKEN_EXPIRED" and self._can_renew)
            ):
                raise error
            self._retry_after = error.retry_after or 0.0
            return Heard("connect")
        return Heard("end") if kind == "complete" else NOTHING

    def _subscribe(self) -> str:
        payload = {"query": self._text, "variables": self._variables}
        return json.dumps({"id": OPERATION, "type": "subscribe", "payload": payload})

    def _next(self, payload: Mapping[str, Any]) -> Heard:
        self._failed = self._renewed = 0
        data, errors = payload.get("data"), payload.get("errors")
        answer = data.get(self._field) if isinstance(data, Mapping) else None
        revision = None if errors or not isinstance(answer, Mapping) else answer.get("revision")
        self._variables["afterRevision"] = revision  # resumes here; not from an answer that lacks a part
        if answer is None:
            _log.warning("A live answer has failed, and is sent again when it works: %s", error_of(errors))
            return NOTHING
        shown = {**answer, "asOf": None} if isinstance(answer, Mapping) else answer
        is_same = self._resumes and self._shown == shown  # after a cut it comes again, as time may have moved it
        self._resumes, self._shown = False, shown
        return NOTHING if is_same else Heard("show", data=data)

    def pause_after(self, code: int | None, reason: str) -> float:
        """Seconds until the next connection.

        Args:
            code: With which the last one was closed; None if it broke.
            reason: Of the close frame, such as ``TOKEN_INVALID: …``.

        Raises:
            ApiError: There is no use in another one.
        """
        name, _, message = reason.partition(": ")
        if code in FINAL or (code == NEW_TOKEN and not self._can_renew):
            raise ApiError(name if message else f"CLOSED_{code}", message or reason)
        if code == NEW_TOKEN and not self._renewed:
            self._renewed += 1
            return 0
        growing = min(MAX_PAUSE, FIRST_PAUSE * 2.0 ** min(self._failed, 30)) * (0.5 + self._random() / 2)
        self._failed += 1
        pause, self._retry_after = max(growing, self._retry_after), 0.0
        return pause

    def refused(self, status: int) -> None:
        """A connection was answered with a status of HTTP.

        Raises:
            ApiError: It would be again.
        """
        if 400 <= status < 500 and status not in LATER:
            raise ApiError("", f"The address of subscriptions answers HTTP {status}.")
