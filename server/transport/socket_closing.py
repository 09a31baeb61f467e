"""Why the server closes a socket, as the client reads it."""

from enum import IntEnum

from server.errors import ErrorCode

MAX_REASON_LENGTH = 123
"""Maximum bytes of the reason in a close frame (RFC 6455, section 5.5)."""


class CloseCode(IntEnum):
    """Why the server closes a socket. When the server itself stops, uvicorn closes with 1012."""

    GOING_AWAY = 1001
    """The socket was idle."""
    MESSAGE_TOO_BIG = 1009
    TRY_AGAIN_LATER = 1013
    """The credentials cannot be checked at the moment, or too many log-ins have failed."""
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    """The credentials are invalid or revoked, or have too many sockets open: connecting again does not help."""
    SUBPROTOCOL_NOT_ACCEPTABLE = 4406
    CONNECTION_INITIALISATION_TIMEOUT = 4408
    SUBSCRIBER_ALREADY_EXISTS = 4409
    TOKEN_EXPIRED = 4419
    """Connect again with a new token."""
    TOO_MANY_INITIALISATION_REQUESTS = 4429


CLOSE_CODES = {
    ErrorCode.WRITE_KEY_INVALID: CloseCode.FORBIDDEN,
    ErrorCode.TOKEN_INVALID: CloseCode.FORBIDDEN,
    ErrorCode.TOKEN_EXPIRED: CloseCode.TOKEN_EXPIRED,
    ErrorCode.FORBIDDEN: CloseCode.FORBIDDEN,
    ErrorCode.ORIGIN_NOT_ALLOWED: CloseCode.FORBIDDEN,
    ErrorCode.RATE_LIMITED: CloseCode.TRY_AGAIN_LATER,
    ErrorCode.LIMIT_EXCEEDED: CloseCode.FORBIDDEN,
    ErrorCode.UNAVAILABLE: CloseCode.TRY_AGAIN_LATER,
}
"""How a socket closes when its credentials are refused with a code; the code begins the reason."""


class SocketClosedError(Exception):
    """The socket must be closed."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:MAX_REASON_LENGTH].decode(errors="ignore")


def refusal(code: ErrorCode, message: str) -> SocketClosedError:
    """How a socket closes whose credentials are refused."""
    return SocketClosedError(CLOSE_CODES[code], f"{code}: {message}")
