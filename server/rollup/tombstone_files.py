"""Erasures in a file, which a restored backup is completed with: it is older, and does not know them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import structlog

from server.errors import ErrorCode, ViewpulseError
from server.rollup.erasures import announce, next_number
from server.settings import Settings
from server.storage import audit_trail
from server.storage.database import Connection
from server.storage.restored import STATE, ReplayCheck, mark_replayed, unmark_replayed
from server.storage.sql import load_sql
from server.storage.tombstone_folder import TombstoneFolder
from server.storage.tombstones import PrivacySecret

NOTED_AT_ONCE = 1_000
"""Most viewers that one entry of the audit trail names."""

_log = structlog.get_logger(__name__)


class Tombstone(msgspec.Struct, frozen=True, rename="camel"):
    """One line of the file. It names nobody: the hash is keyed."""

    project: int
    erasure: UUID
    subject_hash: bytes
    secret_mark: bytes
    requested_at: datetime
    deadline: datetime


async def export_tombstones(connection: Connection, project_id: int | None = None) -> list[bytes]:
    """The tombstones of a project, or of all projects of a database, as lines of JSON."""
    rows = await connection.fetch(
        "SELECT project_id, erasure_id, subject_hash, secret_mark, requested_at, deadline FROM erasures"
        " WHERE project_id = coalesce($1, project_id) ORDER BY project_id, number",
        project_id,
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


class TombstoneKeeper:
    """Lets the database and the folder of tombstones have the same, and notes when a restored backup has caught up.

    Args:
        connection: The eraser's, outside a transaction.
        settings: The secret, and the folder; None: only the database has tombstones.
    """

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._connection = connection
        self._settings = settings
        self._check = ReplayCheck(settings)
        self._folder = None if settings.tombstones is None else TombstoneFolder(settings.tombstones)
        self._kept: dict[int, int] = {}
        self._is_marked = False

    async def run_once(self) -> int:
        """Keeps what is new in the folder, and requests again what only the folder knows; returns how many that are.

        Raises:
            OSError: The folder cannot be read or written.
            ViewpulseError: BAD_INPUT if it has a line that is no tombstone.
        """
        requested = 0
        if self._folder is not None:
            rows = await self._connection.fetch(
                "SELECT project_id, erasures FROM rollup_state WHERE accepts_since < 'infinity'"
            )
            numbers = {row["project_id"]: row["erasures"] for row in rows}
            for project in [project for project in numbers if numbers[project] != self._kept.get(project)]:
                if missing := await self._compare(self._folder, project):
                    requested += missing
                    del numbers[project]  # there are more now
            self._kept = numbers
        if not self._is_marked:
            await self._mark()
        return requested

    async def _compare(self, folder: TombstoneFolder, project: int) -> int:
        """Lets folder and database have the same tombstones of a project; returns how many the database lacked."""
        kept = await asyncio.to_thread(folder.lines, project)
        in_folder = {one.subject_hash: line for one, line in zip(_read(kept), kept, strict=True)}
        stored = await export_tombstones(self._connection, project)
        in_database = {one.subject_hash: line for one, line in zip(_read(stored), stored, strict=True)}
        if new := [line for subject, line in in_database.items() if subject not in in_folder]:
            await asyncio.to_thread(folder.append, project, new)
        missing = [line for subject, line in in_folder.items() if subject not in in_database]
        if missing:
            _log.warning("the database was restored: viewers are erased again", project=project, erasures=len(missing))
            self._is_marked = False
            await unmark_replayed(self._connection)
            await replay_tombstones(self._connection, self._settings, missing)
        return len(missing)

    async def _mark(self) -> None:
        state = await self._connection.fetchrow(STATE)
        assert state is not None
        self._is_marked = state["is_marked"]
        if not self._is_marked and not state["waiting"] and (self._folder or self._check.is_needless(state)):
            await mark_replayed(self._connection)
            self._is_marked = True
            _log.info("the database is a restored backup; everyone is erased again")


def _read(lines: Iterable[bytes]) -> Iterator[Tombstone]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Tombstone)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"Line {number} is no tombstone: {error}") from error
