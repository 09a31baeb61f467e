"""What the server answers, and what to do then: the table of docs/clients.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

SPOILT = ("BAD_INPUT", "LIMIT_EXCEEDED")
TOO_LARGE = 413
MAX_PAUSE = 86_400  # seconds: a longer wait would overflow a timer


@dataclass(frozen=True)
class Problem:
    """An event that was not stored and will not be sent again; or, without an event, why sending has paused.

    Attributes:
        code: Such as ``OUT_OF_RANGE`` or ``WRITE_KEY_INVALID``.
        message: For people.
        event_id: Of the event; None if sending has paused.
        path: Where in the request the fault is; None if it is nowhere in particular.
    """

    code: str
    message: str
    event_id: str | None = None
    path: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Reply:
    """What came back of a request.

    Attributes:
        status: Of HTTP; 0 if there was no answer.
        body: The JSON object; None if the answer has none.
        retry_after: Seconds that the header ``Retry-After`` names; 0 without one.
    """

    status: int = 0
    body: Mapping[str, Any] | None = None
    retry_after: float = 0


@dataclass(frozen=True)
class Outcome:
    """What to do after an attempt.

    Attributes:
        next: ``done`` with the batch, ``split`` it to find the event that spoils it, ``renew`` the token, ``pause``
            until the app changes something, or ``wait`` for so many seconds at least.
        problems: Of ``done``: events that were not stored. Else the reason, if there is one.
        seconds: Of ``wait``.
    """

    next: Literal["done", "split", "renew", "pause", "wait"]
    problems: tuple[Problem, ...] = ()
    seconds: float = 0


def outcome_of(reply: Reply) -> Outcome:
    """Decides by the code alone; what is no answer of the API, such as the page of a proxy, may be one later."""
    body = reply.body or {}
    found = body.get("problems")
    if isinstance(found, list):
        return Outcome("done", tuple(_problem(item) for item in found if isinstance(item, Mapping)))
    errors = body.get("errors")
    error = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    extensions = error.get("extensions")
    extensions = extensions if isinstance(extensions, Mapping) else {}
    code = str(extensions.get("code") or ("LIMIT_EXCEEDED" if reply.status == TOO_LARGE else ""))
    reason = (Problem(code, str(error.get("message") or f"HTTP {reply.status}")),)
    if code in SPOILT:
        return Outcome("split", reason)
    if code in {"TOKEN_EXPIRED", "TOKEN_INVALID"}:
        return Outcome("renew", reason)
    if code and code != "INTERNAL" and not extensions.get("retryable"):
        return Outcome("pause", reason)
    named = extensions.get("retryAfter")
    seconds = named if isinstance(named, int | float) else reply.retry_after
    return Outcome("wait", reason, float(min(MAX_PAUSE, max(0, seconds))))


def _problem(item: Mapping[str, Any]) -> Problem:
    path = item.get("path")
    return Problem(
        str(item.get("code")),
        str(item.get("message")),
        item.get("eventId"),
        tuple(path) if isinstance(path, list) else None,
    )
