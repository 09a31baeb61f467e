"""Whether the database is a restored backup, in which viewers are back who were erased.

The row of ``replay_mark`` shows what pg_dump has made. A copy of PostgreSQL's files has the same row; there it is the
folder of ``VIEWPULSE_TOMBSTONES`` that knows erasures which the database does not.
"""

import asyncio
from typing import Any

from server.settings import Settings
from server.storage.tombstone_folder import TombstoneFolder
from server.wording import pluralize

STATE = """
SELECT
    coalesce((SELECT bool_and(written_in = xmin) FROM replay_mark), false) AS is_marked,
    EXISTS (SELECT 1 FROM erasures) AS has_erased,
    (
        SELECT count(*) FROM erasures JOIN rollup_state USING (project_id)
        WHERE finished_at IS NULL AND accepts_since < 'infinity'
    ) AS waiting
"""
"""Whether the row is that of this database, whether anyone was erased, and how many erasures are not finished."""
_KNOWN = "SELECT project_id, erasures FROM rollup_state WHERE project_id = ANY($1) AND accepts_since < 'infinity'"


class NotReplayedError(ConnectionError):
    """The database was restored, and not everyone is erased again: it counts as unavailable.

    Attributes:
        waiting: Erasures that are known and not finished.
    """

    def __init__(self, waiting: int, *, by_hand: bool) -> None:
        self.waiting = waiting
        erasures = pluralize(waiting, "erasure is", "erasures are")
        what = "run `viewpulse privacy replay`" if by_hand and not waiting else f"{erasures} to be done again"
        super().__init__(f"The database was restored from a backup: {what}.")


async def mark_replayed(connection: Any) -> None:
    """Notes that everyone is erased again. Raises ValueError inside a transaction, which may be a part of another."""
    if connection.is_in_transaction():
        raise ValueError("a savepoint would write the row under another number")
    async with connection.transaction():
        await connection.execute("DELETE FROM replay_mark")
        await connection.execute("INSERT INTO replay_mark (written_in) VALUES (pg_current_xact_id()::xid)")


async def unmark_replayed(connection: Any) -> None:
    """Notes that erasures are missing: until ``mark_replayed``, nothing is read over new connections."""
    await connection.execute("DELETE FROM replay_mark")


class ReplayCheck:
    """Lets nobody use a database before everyone is erased again.

    Args:
        settings: The secret, and the folder of tombstones.
    """

    def __init__(self, settings: Settings) -> None:
        self._may_erase = settings.privacy_secret is not None
        self._folder = None if settings.tombstones is None else TombstoneFolder(settings.tombstones)

    async def require(self, connection: Any) -> None:
        """Returns if the database may be used.

        Raises:
            NotReplayedError: It may not.
            OSError: The folder cannot be read.
        """
        state = await connection.fetchrow(STATE)
        missing = await self._missing(connection)
        if missing or not (state["is_marked"] or self.is_needless(state)):
            raise NotReplayedError(missing + state["waiting"], by_hand=self._folder is None)

    def is_needless(self, state: Any) -> bool:
        """Whether nobody can have been erased, by a row of ``STATE``."""
        return not (self._may_erase or self._folder or state["has_erased"])

    async def _missing(self, connection: Any) -> int:
        """How many erasures the folder knows, and the database does not."""
        if self._folder is None:
            return 0
        kept = await asyncio.to_thread(self._folder.counts)
        if not kept:
            return 0
        rows = await connection.fetch(_KNOWN, list(kept))
        return sum(max(0, kept[row["project_id"]] - row["erasures"]) for row in rows)
