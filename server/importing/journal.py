"""The progress of imports, stored in PostgreSQL next to the events."""

from dataclasses import dataclass
from datetime import datetime

from server.storage.database import Pool


@dataclass(slots=True)
class Progress:
    """The processed records of one content, and their results.

    Attributes:
        records_done: Every record up to this number has its durable result.
        finished_at: When the last record was processed; None if the import is unfinished.
    """

    records_done: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    finished_at: datetime | None = None


class Journal:
    """The row of one import: one content in one project."""

    def __init__(self, pool: Pool, project_id: int, import_id: str, source: str) -> None:
        self._pool = pool
        self._key = (project_id, import_id)
        self._source = source

    async def begin(self, *, restart: bool) -> Progress:
        """The progress of an earlier run; none if there was no run, or with ``restart``."""
        row = await self._pool.fetchrow(
            """
            INSERT INTO imports AS done (project_id, import_id, source) VALUES ($1, $2, $3)
            ON CONFLICT (project_id, import_id) DO UPDATE SET
                source = excluded.source,
                records_done = CASE WHEN $4 THEN 0 ELSE done.records_done END,
                accepted = CASE WHEN $4 THEN 0 ELSE done.accepted END,
                duplicates = CASE WHEN $4 THEN 0 ELSE done.duplicates END,
                rejected = CASE WHEN $4 THEN 0 ELSE done.rejected END,
                started_at = CASE WHEN $4 THEN excluded.started_at ELSE done.started_at END,
                finished_at = CASE WHEN $4 THEN NULL ELSE done.finished_at END
            RETURNING records_done, accepted, duplicates, rejected, finished_at
            """,
            *self._key,
            self._source,
            restart,
        )
        assert row is not None
        return Progress(*row)

    async def save(self, progress: Progress, *, finished: bool = False) -> None:
        """Stores the progress of this run."""
        await self._pool.execute(
            """
            UPDATE imports SET records_done = $3, accepted = $4, duplicates = $5, rejected = $6,
                finished_at = CASE WHEN $7 THEN now() ELSE finished_at END
            WHERE project_id = $1 AND import_id = $2
            """,
            *self._key,
            progress.records_done,
            progress.accepted,
            progress.duplicates,
            progress.rejected,
            finished,
        )
