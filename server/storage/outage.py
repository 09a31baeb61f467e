"""Classifies database errors: an outage, or a bug of ours."""

import asyncpg

_CLASSES = frozenset(
    {
        "08",  # connection exception
        "28",  # credentials refused: a password is being rotated, or pg_hba.conf edited
        "3D",  # the database does not exist: it is being restored
        "40",  # transaction rollback: serialization failure, deadlock
        "53",  # insufficient resources: disk full, out of memory, too many connections
        "57",  # operator intervention: shutdown, recovery, statement timeout
        "58",  # system error outside PostgreSQL: input or output
    }
)
_CODES = frozenset(
    {
        "25006",  # read-only transaction: a standby, or default_transaction_read_only
        "25P02",  # an earlier statement of the same transaction failed
        "25P03",  # idle in transaction for too long
        "42501",  # insufficient privilege
        "55006",  # object in use
        "55P03",  # lock not available
    }
)
_AWAY = (
    OSError,  # refused, reset, unreachable; TimeoutError is one of them
    asyncpg.InternalClientError,  # the backend ended just as a statement was sent
    asyncpg.InvalidCachedStatementError,  # a migration ran meanwhile; a retry makes a new plan
)
_CLOSED = ("is closed", "is closing", "been closed", "been released")


def is_outage(error: BaseException) -> bool:
    """Whether an error means that PostgreSQL is unavailable, so that the same request may succeed later.

    It is unreachable, did not answer in time, is read-only, is full, or gave priority to another transaction.
    """
    if isinstance(error, asyncpg.InterfaceError):  # also raised for wrong arguments, which no retry helps
        return any(word in str(error) for word in _CLOSED)
    if isinstance(error, _AWAY):
        return True
    code = getattr(error, "sqlstate", None)
    return isinstance(error, asyncpg.PostgresError) and code is not None and (code in _CODES or code[:2] in _CLASSES)
