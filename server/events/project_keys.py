"""Write keys of a project, as its admins manage them. They are in the directory, whatever the project's cell is."""

from collections.abc import Sequence
from datetime import timedelta

import structlog

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.events.checking import is_storable
from server.storage.database import Pool
from server.storage.outage import is_outage
from server.storage.reader import read_only
from server.storage.write_keys import (
    MAX_LABEL_LENGTH,
    WriteKeyRecord,
    add_write_key,
    list_write_keys,
    new_write_key,
    revoke_write_key,
    rotate_write_key,
)

_log = structlog.get_logger(__name__)


class ProjectKeys:
    """Creates, replaces and revokes the write keys of the caller's project.

    All raise ``ViewpulseError``: UNAUTHENTICATED, or FORBIDDEN unless an admin asks. ``by`` is the caller for the log,
    as ``audit_trail.shown_actor`` names it.

    Args:
        directory: The database with the projects and their keys.
        pool: The database of the project's cell, through which subscribers are notified.
    """

    def __init__(self, directory: Pool, pool: Pool) -> None:
        self._directory = directory
        self._pool = pool

    async def read(self, caller: Caller) -> Sequence[WriteKeyRecord]:
        """The newest keys of the project, oldest first."""
        caller.require_admin()
        async with self._directory.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(read_only(caller.project_id))
            return await list_write_keys(connection, caller.project_id)

    async def create(self, caller: Caller, label: str, *, by: str | None) -> tuple[str, WriteKeyRecord]:
        """Creates a key; returns it, since only its hash is stored.

        Raises:
            ViewpulseError: BAD_INPUT for a label that cannot be stored; LIMIT_EXCEEDED for too many keys.
        """
        caller.require_admin()
        if len(label) > MAX_LABEL_LENGTH or not is_storable(label):
            message = f"`label` has at most {MAX_LABEL_LENGTH} characters, and no NUL or unpaired surrogate."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["label"])
        key = new_write_key()
        async with self._directory.acquire() as connection:
            record = await add_write_key(connection, caller.project_id, key, label)
        await self._done("write key created", caller, record, by)
        return key, record

    async def rotate(
        self, caller: Caller, fingerprint: str, overlap: timedelta, *, by: str | None
    ) -> tuple[str, WriteKeyRecord, WriteKeyRecord]:
        """Creates a key that replaces another, which stays valid for a while.

        Returns:
            The new key, what is stored of it, and the old one.

        Raises:
            ViewpulseError: NOT_FOUND if no valid key has the fingerprint; LIMIT_EXCEEDED for too many keys.
        """
        caller.require_admin()
        key = new_write_key()
        async with self._directory.acquire() as connection:
            record, old = await rotate_write_key(connection, caller.project_id, fingerprint, key, overlap)
        await self._done("write key rotated", caller, record, by)
        return key, record, old

    async def revoke(self, caller: Caller, fingerprint: str, *, by: str | None) -> WriteKeyRecord:
        """Revokes a key; API processes follow within 30 s.

        Raises:
            ViewpulseError: NOT_FOUND if no valid key has the fingerprint.
        """
        caller.require_admin()
        async with self._directory.acquire() as connection:
            record = await revoke_write_key(connection, caller.project_id, fingerprint)
        await self._done("write key revoked", caller, record, by)
        return record

    async def _done(self, what: str, caller: Caller, record: WriteKeyRecord, by: str | None) -> None:
        """Logs a change, and lets the aggregator's next run notify subscribers."""
        _log.info(what, project_id=caller.project_id, fingerprint=record.fingerprint, by=by)
        announce = "INSERT INTO changed_subjects (project_id, kind, id) VALUES ($1, 'platform', '')"
        try:
            await self._pool.execute(announce, caller.project_id)
        except Exception as error:
            if not is_outage(error):
                raise
            # the key is stored: failing now would lose it; subscribers see it with the next change
