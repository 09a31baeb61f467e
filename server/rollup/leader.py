"""The aggregator's own connection to PostgreSQL, and the advisory locks that make one process work at a time."""

import socket
from typing import Any

import asyncpg

from server.settings import Settings
from server.storage.database import SESSION, Connection, preparing, set_codecs
from server.storage.locks import try_lock, try_lock_in_transaction
from server.storage.revision import newest_revision, require_schema

LEADER_LOCK = 0x76_70_61_67  # "vpag": held as long as its session by the leading aggregator
FOLD_LOCK = 0x76_70_66_6F  # "vpfo": held by the process that writes the roll-up tables: an aggregator run or a rebuild
SUMMARY_LOCK = 0x76_70_64_67  # "vpdg": held by the process that writes daily summaries
NEEDED = newest_revision()

STATEMENT_SECONDS = 600.0
_KEEP_ALIVE = {"TCP_KEEPIDLE": 20, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 6, "TCP_USER_TIMEOUT": 50_000}
"""In seconds, probes and milliseconds. Names that the operating system does not have are left out."""


async def connect(settings: Settings, application: str) -> Connection:
    """A connection with plans that suit the fold: the roll-up tables are always read by index, however large they are.

    A leader that hangs, or whose machine is lost, loses its session within a minute, and with it the locks. It notices
    as fast that it has lost the database's machine, whatever statement it waits for.
    """
    silence = max(60, round(10 * settings.aggregation_interval))
    connection: Connection = await asyncpg.connect(
        settings.database_url,
        timeout=settings.database_timeout,
        command_timeout=STATEMENT_SECONDS,
        server_settings={
            **SESSION,
            "application_name": f"viewpulse-{application}",
            "enable_seqscan": "off",
            # The working tables have no statistics: where their sizes are guessed too small, only a hash join is safe.
            "enable_mergejoin": "off",
            "enable_nestloop": "off",
            "work_mem": "128MB",
            "hash_mem_multiplier": "8",
            "temp_buffers": "128MB",
            "idle_session_timeout": f"{silence}s",
            "idle_in_transaction_session_timeout": f"{silence}s",
            "tcp_keepalives_idle": "20",
            "tcp_keepalives_interval": "5",
            "tcp_keepalives_count": "6",
        },
    )
    with preparing(connection):
        _keep_alive(connection)
        await set_codecs(connection)
    return connection


def _keep_alive(connection: Any) -> None:
    """Lets the operating system end a connection whose other end has vanished, while nothing is being sent, too."""
    own = connection._transport.get_extra_info("socket")  # noqa: SLF001 - asyncpg is pinned, and has no option for it
    if own is not None and own.family != socket.AF_UNIX:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _KEEP_ALIVE.items():
            if hasattr(socket, name):
                own.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


async def try_lead(connection: Connection) -> bool:
    """Takes the leader's lock, unless another session holds it. Must not be called again once it was taken."""
    return await try_lock(connection, LEADER_LOCK)


async def try_fold(connection: Connection) -> bool:
    """Locks the roll-up tables for this transaction, unless another session holds them.

    A migration holds them, too: until the transaction ends, the schema stays as it is found here.

    Raises:
        SchemaRefused: The schema is one that this version would count wrongly on, or not at all.
    """
    if not await try_lock_in_transaction(connection, FOLD_LOCK):
        return False
    await require_schema(connection, NEEDED)
    return True
