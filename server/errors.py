"""The one error type, and the closed set of codes that a client can receive."""

from collections.abc import Sequence
from enum import StrEnum


class ErrorCode(StrEnum):
    """Whole-request failures; sent as ``extensions.code``."""

    BAD_INPUT = "BAD_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    ORIGIN_NOT_ALLOWED = "ORIGIN_NOT_ALLOWED"
    NOT_FOUND = "NOT_FOUND"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    DOCUMENT_NOT_FOUND = "DOCUMENT_NOT_FOUND"
    DOCUMENT_NOT_ALLOWED = "DOCUMENT_NOT_ALLOWED"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    RATE_LIMITED = "RATE_LIMITED"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


RETRY_AFTER = 1.0
"""Seconds after which a client may send the same again when something was UNAVAILABLE."""


class ViewpulseError(Exception):
    """A failure whose message may be shown to the client.

    Raised where the fact is known and turned into a GraphQL error once, in the transport.

    Args:
        code: One of ``ErrorCode``.
        message: One sentence for the developer who reads it.
        field: Path of the offending input field, when there is one.
        retry_after: Seconds after which a retry may succeed (RATE_LIMITED, UNAVAILABLE).
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        field: Sequence[str | int] = (),
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = tuple(field)
        self.retry_after = retry_after

    @property
    def extensions(self) -> dict[str, object]:
        """The GraphQL error's ``extensions``."""
        found: dict[str, object] = {"code": self.code.value}
        if self.field:
            found["field"] = list(self.field)
        if self.retry_after is not None:
            found["retryAfter"] = self.retry_after
        if self.code in (ErrorCode.UNAVAILABLE, ErrorCode.RATE_LIMITED):
            found["retryable"] = True
        return found


def unavailable(
    message: str = "The database is unavailable; try again.", *, retry_after: float = RETRY_AFTER
) -> ViewpulseError:
    """The request is valid: the same one may succeed after this many seconds."""
    return ViewpulseError(ErrorCode.UNAVAILABLE, message, retry_after=retry_after)
