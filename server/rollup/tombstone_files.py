"""Erasures in a file, which a restored backup is completed with: it is older, and does not know them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

import msgspec

from server.errors import ErrorCode, ViewpulseError
from server.rollup.erasures import announce, next_number
from server.storage.database import Connection
from server.storage.sql import load_sql


class Tombstone(msgspec.Struct, frozen=True, rename="camel"):
    """One line of the file. It names nobody: the hash is keyed."""

    project: int
    erasure: UUID
    subject_hash: bytes
    secret_mark: bytes
    requested_at: datetime
    deadline: datetime


async def export_tombstones(connection: Connection) -> list[bytes]:
    """The tombstones of all projects of a database, as lines of JSON."""
    rows = await connection.fetch(
        "SELECT project_id, erasure_id, subject_hash, secret_mark, requested_at, deadline FROM erasures"
        " ORDER BY project_id, number"
    )
    return [msgspec.json.encode(Tombstone(*row)) + b"\n" for row in rows]


async def replay_tombstones(connection: Connection, lines: Iterable[bytes]) -> int:
    """Requests the erasures of a file that the database does not know; returns how many.

    Args:
        connection: Outside a transaction.
        lines: What ``export_tombstones`` returned.

    Raises:
        ViewpulseError: BAD_INPUT for a line that is no tombstone; no line was taken then.
    """
    added = 0
    for found in [*_read(lines)]:
        async with connection.transaction():
            number = await next_number(connection, found.project, found.subject_hash)
            if number is None:
                continue
            await load_sql(__name__, "erasure_request").execute(
                connection,
                project=found.project,
                number=number,
                erasure=found.erasure,
                subject_hash=found.subject_hash,
                secret_mark=found.secret_mark,
                viewer=None,
                now=found.requested_at,
                deadline=found.deadline,
            )
            await announce(connection, found.project)
            added += 1
    return added


def _read(lines: Iterable[bytes]) -> Iterator[Tombstone]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Tombstone)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"Line {number} is no tombstone: {error}") from error
