"""Salts: what makes the sessions of viewers without consent unrecognisable, one for each project and day.

All processes of a project share the salt of a day, so that the events of a session stay together. When the day is over,
it is deleted (``server.rollup.housekeeping``), and nobody can tell any more whose the sessions were.
"""

import secrets
from datetime import UTC, date, datetime

from server.storage.database import Pool
from server.storage.sql import load_sql

SALT_BYTES = 32


class ConsentSalts:
    """The salts of the day that the last request came on, by project, until it is over.

    Args:
        pool: The database.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._day = date.min
        self._kept: dict[int, bytes] = {}

    async def find(self, project_id: int, now: datetime) -> bytes:
        """The salt of a project; read, or made, for the first request of a day.

        Args:
            project_id: The project.
            now: When the request arrived.

        Raises:
            asyncpg.PostgresError, OSError: The database is unavailable.
        """
        day = now.astimezone(UTC).date()
        if day != self._day:
            self._kept.clear()
            self._day = day
        found = self._kept.get(project_id)
        if found is None:
            found = await self._read(project_id, day)
            if day == self._day:
                self._kept[project_id] = found
        return found

    def forget(self, now: datetime) -> None:
        """Forgets the salts of a day that is over; to be called regularly, for no request may come any more."""
        if self._day < now.astimezone(UTC).date():
            self._kept.clear()

    async def _read(self, project_id: int, day: date) -> bytes:
        which = {"project": project_id, "day": day}
        read, make = load_sql(__name__, "consent_salt"), load_sql(__name__, "make_consent_salt")
        found: bytes | None = await read.fetchval(self._pool, **which)
        if found is None:
            await make.execute(self._pool, **which, salt=secrets.token_bytes(SALT_BYTES))
            found = await read.fetchval(self._pool, **which)  # another process may have been first
            assert found is not None
        return found
