"""The one error type, and the closed set of codes that a client can receive."""

import math
import random
from collections.abc import Mapping, Sequence
from enum import StrEnum


class ErrorCode(StrEnum):
    """Whole-request failures; sent as ``extensions.code``."""

    BAD_INPUT = "BAD_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    WRITE_KEY_INVALID = "WRITE_KEY_INVALID"
    TOKEN_INVALID = "TOKEN_INVALID"  # noqa: S105 - a code
    TOKEN_EXPIRED = "TOKEN_EXPIRED"  # noqa: S105 - a code
    FORBIDDEN = "FORBIDDEN"
    ORIGIN_NOT_ALLOWED = "ORIGIN_NOT_ALLOWED"
    NOT_FOUND = "NOT_FOUND"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    DOCUMENT_NOT_FOUND = "DOCUMENT_NOT_FOUND"
    DOCUMENT_NOT_ALLOWED = "DOCUMENT_NOT_ALLOWED"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    RATE_LIMITED = "RATE_LIMITED"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    PROJECT_ARCHIVED = "PROJECT_ARCHIVED"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


RETRY_AFTER = 1.0
"""Seconds after which a client may send the same again when something was UNAVAILABLE."""
SPREAD_SECONDS = 2.0
"""Most that is added to ``retryAfter``, at random for each answer, so that not all clients come back together."""


class ViewpulseError(Exception):
    """A failure whose message may be shown to the client.

    Raised where the fact is known and turned into a GraphQL error once, in the transport.

    Args:
        code: One of ``ErrorCode``.
        message: One sentence for the developer who reads it.
        field: Path of the offending input field, when there is one.
        retry_after: Seconds after which a retry may succeed; None: the same request will fail again.
        more: What else its ``extensions`` say.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        field: Sequence[str | int] = (),
        retry_after: float | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = tuple(field)
        self.retry_after = retry_after
        self.more = more or {}

    @property
    def extensions(self) -> dict[str, object]:
        """The GraphQL error's ``extensions``; made for one answer, with a ``retryAfter`` of its own."""
        found: dict[str, object] = {"code": self.code.value, "retryable": self.retry_after is not None}
        if self.field:
            found["field"] = list(self.field)
        if self.code is ErrorCode.RATE_LIMITED and self.retry_after is not None:
            found["retryAfter"] = math.ceil(self.retry_after * 1000) / 1000  # each client has a time of its own
        elif self.retry_after is not None:
            later = random.uniform(0, SPREAD_SECONDS)  # noqa: S311 - spreads the retries
            found["retryAfter"] = round(self.retry_after + later, 1)
        return {**found, **self.more}


def unavailable(
    message: str = "The database is unavailable; try again.", *, retry_after: float = RETRY_AFTER
) -> ViewpulseError:
    """The request is valid: the same one may succeed after this many seconds."""
    return ViewpulseError(ErrorCode.UNAVAILABLE, message, retry_after=retry_after)


def limit_exceeded(
    message: str, name: str, allowed: int, requested: int | None = None, *, cost: Mapping[str, int] | None = None
) -> ViewpulseError:
    """More was asked for than is allowed.

    Args:
        message: One sentence for the developer who reads it.
        name: Name of the limit.
        allowed: The limit.
        requested: What was asked for, if it is known.
        cost: What the operation costs, if that was measured.
    """
    limit = {"name": name, "allowed": allowed} | ({} if requested is None else {"requested": requested})
    more = {"limit": limit} | ({} if cost is None else {"cost": cost})
    return ViewpulseError(ErrorCode.LIMIT_EXCEEDED, message, more=more)
