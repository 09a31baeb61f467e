"""The aggregator's own connection to PostgreSQL, and the advisory locks that make one process work at a time."""

import asyncpg

from server.settings import Settings
from server.storage.database import SESSION, Connection, preparing, set_codecs
from server.storage.locks import try_lock, try_lock_in_transaction

LEADER_LOCK = 0x76_70_61_67  # "vpag": held as long as its session by the leading aggregator
FOLD_LOCK = 0x76_70_66_6F  # "vpfo": held by the process that writes the roll-up tables: an aggregator run or a rebuild
SUMMARY_LOCK = 0x76_70_64_67  # "vpdg": held by the process that writes daily summaries

STATEMENT_SECONDS = 600.0


async def connect(settings: Settings, application: str) -> Connection:
    """A connection with plans that suit the fold: the roll-up tables are always read by index, however large they are.

    A leader that hangs, or whose machine is lost, loses its session within a minute, and with it the locks.
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
        await set_codecs(connection)
    return connection


async def try_lead(connection: Connection) -> bool:
    """Takes the leader's lock, unless another session holds it. Must not be called again once it was taken."""
    return await try_lock(connection, LEADER_LOCK)


async def try_fold(connection: Connection) -> bool:
    """Locks the roll-up tables for this transaction, unless another session holds them."""
    return await try_lock_in_transaction(connection, FOLD_LOCK)
