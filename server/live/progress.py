"""The progress of the aggregator, read from PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime

from server.storage.database import Pool


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of one project's roll-up.

    Attributes:
        revision: Number of the last run that changed something.
        as_of: Every event acknowledged before this time is counted; None before the first run.
    """

    revision: int
    as_of: datetime | None


async def read_progress(pool: Pool) -> dict[int, Progress]:
    """Progress by project."""
    rows = await pool.fetch("SELECT project_id, revision, nullif(as_of, '-infinity') AS as_of FROM rollup_state")
    return {row["project_id"]: Progress(row["revision"], row["as_of"]) for row in rows}
