"""Keeps the scores of contents: recomputes those of contents that changed, at every interval and on demand."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
import structlog

from server.live.subjects import platform_subject, rankings_subject
from server.rollup.hints import Publish, publish_hints
from server.rollup.leader import FOLD_LOCK
from server.settings import Settings
from server.storage.database import Connection
from server.storage.locks import lock_in_transaction
from server.storage.metric_columns import load_rollup_sql
from server.storage.sql import load_sql

CONTENTS_AT_ONCE = 1_000
"""Contents scored by one transaction, so that the fold never waits long."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The result of one transaction.

    Attributes:
        contents: Number of contents that were checked.
        revisions: New revision of each project with a score that changed.
    """

    contents: int
    revisions: dict[int, int]

    @property
    def subjects(self) -> list[str]:
        """The subjects that change with the scores: comparisons of contents, and the lists of the platform."""
        return [
            subject(project_id) for project_id in self.revisions for subject in (rankings_subject, platform_subject)
        ]


class ScoreKeeper:
    """Refreshes stale scores when they are due.

    Args:
        settings: The interval, and the weights of the performance score.
        publish: Notifies subscribers of what changed.
    """

    def __init__(self, settings: Settings, publish: Publish) -> None:
        self._settings = settings
        self._publish = publish
        self._due = 0.0
        self._failed = False

    async def run_due(self, connection: Connection) -> int:
        """Scores one batch if the interval has elapsed; remains due until no stale content is left. Returns its size.

        Projects without any score do not wait for the interval, because their rankings would stay empty.
        Failures are logged, and tried again when the next refresh is due: the fold continues without scores.
        """
        is_due = time.monotonic() >= self._due
        if not is_due and self._failed:
            return 0
        try:
            if not is_due:
                return await self._refresh_new(connection)
            contents = await self.refresh(connection)
            self._failed = False
        except (asyncpg.PostgresError, TimeoutError):
            if connection.is_closed():
                raise
            _log.exception("scoring failed; trying again")
            contents, self._failed = 0, True
        if contents < CONTENTS_AT_ONCE:
            self._due = time.monotonic() + self._settings.score_interval
        return contents

    async def _refresh_new(self, connection: Connection) -> int:
        rows = await load_sql(__name__, "unscored_projects").fetch(connection)
        projects = [row["project_id"] for row in rows]
        return await self.refresh(connection, projects) if projects else 0

    async def refresh(self, connection: Connection, projects: Sequence[int] | None = None) -> int:
        """Scores one batch, of some projects or all, and publishes what changed; returns the number of contents."""
        refreshed = await refresh_scores(connection, self._settings, projects=projects)
        await publish_hints(self._publish, refreshed.revisions, refreshed.subjects)
        return refreshed.contents


async def recompute_scores(connection: Connection, settings: Settings, project_id: int, publish: Publish) -> int:
    """Recomputes the scores of all contents of a project in batches; returns how many contents were scored.

    Needed after a change of the settings; otherwise the periodic refresh gives the same scores.

    Args:
        connection: Outside a transaction.
        settings: The weights of the performance score.
        project_id: The project.
        publish: Notifies subscribers of what changed.
    """
    await load_sql(__name__, "all_scores_stale").execute(connection, project=project_id)
    keeper = ScoreKeeper(settings, publish)
    contents = taken = await keeper.refresh(connection, [project_id])
    while taken == CONTENTS_AT_ONCE:
        taken = await keeper.refresh(connection, [project_id])
        contents += taken
    return contents


async def refresh_scores(
    connection: Connection,
    settings: Settings,
    limit: int = CONTENTS_AT_ONCE,
    *,
    projects: Sequence[int] | None = None,
) -> Refreshed:
    """Recomputes the scores of a limited number of stale contents, of some projects or all, in one transaction.

    It waits for a run of the aggregator or a rebuild to end: both write the counters that scores are computed from.
    """
    async with connection.transaction():
        await lock_in_transaction(connection, FOLD_LOCK)
        await connection.execute("SET LOCAL enable_nestloop = on")  # a few contents out of many, each by its key
        sql = await load_rollup_sql(connection, __name__, "refresh_scores")
        rows = await sql.fetch(connection, projects=projects, rules=list(settings.performance_rules), limit=limit)
    return Refreshed(
        contents=sum(row["taken"] for row in rows),
        revisions={row["project_id"]: row["revision"] for row in rows if row["revision"] is not None},
    )
