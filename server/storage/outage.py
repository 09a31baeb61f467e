"""Tells a server that is away from a mistake of ours."""

import asyncpg

_AWAY = (
    OSError,  # refused, reset, unreachable; TimeoutError is one of them
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.QueryCanceledError,
)
_CLOSED = ("is closed", "is closing", "been closed", "been released")


def is_outage(error: BaseException) -> bool:
    """Whether an error says that PostgreSQL can't be reached or did not answer in time: a retry may succeed."""
    if isinstance(error, asyncpg.InterfaceError):  # also raised for wrong arguments, which no retry helps
        return any(word in str(error) for word in _CLOSED)
    return isinstance(error, _AWAY)
