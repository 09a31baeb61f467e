"""Checks that a run sees all events of the batches that it claims."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import asyncpg
import structlog

from server.storage.database import Connection

SETTLED = timedelta(minutes=1)
"""Age of a batch whose events are all visible, however a database commits: they are written within seconds."""

_log = structlog.get_logger(__name__)


class EventsNotVisibleError(OSError):
    """Batches are announced whose events cannot be seen yet: an outage, like any other."""


async def require_visible(connection: Connection, claimed: Iterable[asyncpg.Record], now: datetime) -> None:
    """Called when a run found fewer events than its batches announce.

    PostgreSQL commits a batch and its events together. A database spread over several nodes may show the batch first; a
    run that went on would delete the batch, and never count the events that it missed.

    Args:
        connection: The connection of the run, in its transaction.
        claimed: The claimed rows of ``ingest_batches``.
        now: When the run began.

    Raises:
        EventsNotVisibleError: Some of the batches are new. Those that are not will never have more events, because
            the rows were deleted by hand. That is logged, and the others are counted.
    """
    announced: Counter[int] = Counter()
    created = {}
    for row in claimed:
        announced[row["batch_id"]] += row["events"]
        created[row["batch_id"]] = row["created_at"]
    found = await connection.fetch(
        "SELECT batch_id, count(*) FROM events WHERE batch_id = ANY ($1::bigint[]) GROUP BY batch_id", list(announced)
    )
    missing = announced - Counter({row["batch_id"]: row["count"] for row in found})
    if not missing or max(created[batch_id] for batch_id in missing) > now - SETTLED:
        raise EventsNotVisibleError(f"{missing.total()} of {announced.total()} announced events are not visible yet")
    _log.error("announced events do not exist", events=missing.total(), batches=sorted(missing)[:10])
