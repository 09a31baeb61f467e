"""Erasures in a file, which a restored backup is completed with: it is older, and does not know them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from server.errors import ErrorCode, ViewpulseError
from server.rollup.erasures import announce, next_number
from server.settings import Settings
from server.storage import audit_trail
from server.storage.database import Connection
from server.storage.sql import load_sql
from server.storage.tombstones import PrivacySecret

NOTED_AT_ONCE = 1_000
"""Most viewers that one entry of the audit trail names."""


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


async def replay_tombstones(connection: Connection, settings: Settings, lines: Iterable[bytes]) -> int:
    """Requests the erasures of a file that the database does not know; returns how many.

    Args:
        connection: Outside a transaction.
        settings: The secret.
        lines: What ``export_tombstones`` returned.

    Raises:
        ViewpulseError: UNAVAILABLE without a secret; BAD_INPUT for a line that is no tombstone: no line was taken then.
    """
    PrivacySecret.of_settings(settings)
    tombstones = [*_read(lines)]
    await _note(connection, settings, tombstones)
    added = 0
    for found in tombstones:
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


async def _note(connection: Connection, settings: Settings, tombstones: Sequence[Tombstone]) -> None:
    """Adds what is about to be done to the audit trails of the projects."""
    subjects = defaultdict[int, list[bytes]](list)
    for one in tombstones:
        subjects[one.project].append(one.subject_hash)
    for project_id, hashes in subjects.items():
        for start in range(0, len(hashes), NOTED_AT_ONCE):
            some = hashes[start : start + NOTED_AT_ONCE]
            await audit_trail.note(connection, settings, project_id, "privacy replay", subjects=some, items=len(some))


def _read(lines: Iterable[bytes]) -> Iterator[Tombstone]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Tombstone)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"Line {number} is no tombstone: {error}") from error
