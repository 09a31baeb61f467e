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
        is_moving: Whether the project is moving to another cell, or has moved: this is not its newest state.
    """

    revision: int
    as_of: datetime | None
    is_moving: bool = False


async def read_progress(pool: Pool) -> dict[int, Progress]:
    """Progress by project."""
    rows = await pool.fetch(
        "SELECT project_id, revision, nullif(as_of, '-infinity'), accepts_since = 'infinity' FROM rollup_state"
    )
    return {project_id: Progress(*state) for project_id, *state in rows}
