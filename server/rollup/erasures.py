"""Erasures of viewers: requests, and the receipts that say how far each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec
import structlog

from server.settings import Settings
from server.storage.database import Connection
from server.storage.sql import load_sql
from server.storage.statement import Source
from server.storage.tombstones import PrivacySecret

PERIOD = timedelta(days=30)
"""Within how long a request must be fulfilled: a month (GDPR, art. 12 (3))."""
MAX_LISTED = 100

_log = structlog.get_logger(__name__)


class ErasureState(StrEnum):
    """How far an erasure is."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    FINISHED = "FINISHED"


@dataclass(frozen=True, slots=True)
class Erasure:
    """The receipt of an erasure. It names nobody.

    Attributes:
        erasure_id: Its id; the same when the same viewer is erased again.
        requested_at: When it was requested.
        deadline: Until when it must have finished.
        started_at: When it began; None while it waits.
        finished_at: When it was finished; None before.
        counts: Rows that named the viewer when it began, by table.
    """

    erasure_id: UUID
    requested_at: datetime
    deadline: datetime
    started_at: datetime | None
    finished_at: datetime | None
    counts: Mapping[str, int]

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "Erasure":
        """The receipt in a row of ``erasures``, with its counts as a text."""
        return cls(**{**row, "counts": msgspec.json.decode(row["counts"], type=dict[str, int])})

    @property
    def state(self) -> ErasureState:
        """How far it is."""
        if self.finished_at is not None:
            return ErasureState.FINISHED
        return ErasureState.WAITING if self.started_at is None else ErasureState.RUNNING


def erasure_id_of(subject_hash: bytes) -> UUID:
    """The id of the erasure of a viewer: a UUIDv8 (RFC 9562, section 5.8) of the keyed hash."""
    number = int.from_bytes(subject_hash[:16], "big")
    number = number & ~(0xF << 76) | (8 << 76)
    return UUID(int=number & ~(0x3 << 62) | (2 << 62))


async def request_erasure(
    connection: Connection, settings: Settings, project_id: int, viewer_id: str, now: datetime, *, by: str | None
) -> Erasure:
    """Requests the erasure of a viewer; from its commit on, nothing about the viewer is stored any more.

    Args:
        connection: Outside a transaction.
        settings: The secret.
        project_id: The project.
        viewer_id: Key of the viewer, as ``viewer_keys`` makes it.
        now: The current time.
        by: Who requests it, for the log: ``audit_trail.shown_actor``, or the name of a command.

    Returns:
        The receipt; of the first request if the viewer is erased already.

    Raises:
        ViewpulseError: UNAVAILABLE without a secret.
    """
    secret = PrivacySecret.of_settings(settings)
    subject_hash = secret.hash_viewer(project_id, viewer_id)
    erasure_id = erasure_id_of(subject_hash)
    async with connection.transaction():
        number = await next_number(connection, project_id, subject_hash)
        if number is not None:
            await load_sql(__name__, "erasure_request").execute(
                connection,
                project=project_id,
                number=number,
                erasure=erasure_id,
                subject_hash=subject_hash,
                secret_mark=secret.mark,
                viewer=viewer_id,
                now=now,
                deadline=now + PERIOD,
            )
            await announce(connection, project_id)
    found = await find_erasure(connection, project_id, erasure_id)
    assert found is not None
    _log.info("erasure requested", project=project_id, by=by, erasure=str(erasure_id), known=number is None)
    return found


async def next_number(connection: Connection, project_id: int, subject_hash: bytes) -> int | None:
    """Takes the number of the next erasure of a project, in the order of commits; None if the viewer has one already.

    Args:
        connection: In the transaction that inserts it; others wait for its end.
        project_id: The project.
        subject_hash: The hash of the viewer.
    """
    last = await lock_number(connection, project_id)
    if await load_sql(__name__, "erasure_known").fetchval(connection, project=project_id, subject_hash=subject_hash):
        return None
    await set_number(connection, project_id, last + 1)
    return last + 1


async def lock_number(connection: Connection, project_id: int) -> int:
    """The number of the last erasure of a project, which others cannot change until the end of the transaction."""
    await connection.execute(
        "INSERT INTO rollup_state (project_id) VALUES ($1) ON CONFLICT DO NOTHING",
        project_id,
    )
    return int(
        await connection.fetchval("SELECT erasures FROM rollup_state WHERE project_id = $1 FOR UPDATE", project_id)
    )


async def set_number(connection: Connection, project_id: int, number: int) -> None:
    """Says how many erasures a project has: processes that know another number read what is new."""
    await connection.execute("UPDATE rollup_state SET erasures = $2 WHERE project_id = $1", project_id, number)


async def announce(connection: Connection, project_id: int) -> None:
    """Lets the aggregator's next run push the receipts of a project to their subscribers."""
    await connection.execute(
        "INSERT INTO changed_subjects (project_id, kind, id) VALUES ($1, 'platform', '')", project_id
    )


async def find_erasure(source: Source, project_id: int, erasure_id: UUID) -> Erasure | None:
    """The receipt of an erasure; None if the project has no such erasure."""
    row = await load_sql(__name__, "erasure").fetchrow(source, project=project_id, erasure=erasure_id)
    return None if row is None else Erasure.from_row(row)


async def list_erasures(source: Source, project_id: int) -> list[Erasure]:
    """The newest receipts of a project, newest first, at most 100."""
    rows = await load_sql(__name__, "erasures").fetch(source, project=project_id, limit=MAX_LISTED)
    return [Erasure.from_row(row) for row in rows]


async def unfinished(connection: Connection) -> tuple[datetime | None, int]:
    """When the oldest erasure of all projects that is not finished was requested, and how many there are."""
    row = await connection.fetchrow(
        "SELECT min(requested_at), count(*) FROM erasures WHERE finished_at IS NULL AND part_of IS NULL"
    )
    assert row is not None
    return row[0], row[1]
