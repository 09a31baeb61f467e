"""Anonymizes viewers who have not come for long: their ids become random ones, which nothing leads back to.

All rows stay, with the ids of one viewer replaced by the same in every table. So no number changes: neither what was
counted, nor what a rebuild counts, nor how many viewers there were. A viewer that comes back is a new one.
"""

from datetime import UTC, datetime, timedelta

from server.rollup.alias_slices import AliasSlices, Inactive
from server.rollup.hints import Publish
from server.rollup.table_locks import LAST_BATCH, NO_COMMIT_UNDER_WAY, insist
from server.settings import Settings
from server.storage.database import Connection
from server.storage.sql import load_sql

VIEWERS_FOUND = 20_000
"""Viewers of one search, which reads all rows that name viewers."""

_NOT_MOVING = """
SELECT project_id, raw_since FROM rollup_state WHERE raw_since > '-infinity' AND accepts_since < 'infinity' ORDER BY 1
"""


async def find_inactive(
    connection: Connection, settings: Settings, now: datetime, *, limit: int | None = VIEWERS_FOUND
) -> list[Inactive]:
    """Whom to anonymize; changes nothing.

    Args:
        connection: Its plans may read whole tables.
        settings: After how many days without an event.
        now: The current time.
        limit: Most viewers of a project; None: all.
    """
    if not settings.anonymize_after_days:
        return []
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    oldest = today - timedelta(days=settings.anonymize_after_days)
    found = []
    for project_id, raw_since in await connection.fetch(_NOT_MOVING):
        rows = await load_sql(__name__, "inactive_viewers").fetch(
            connection, project=project_id, before=min(oldest, raw_since), limit=limit
        )
        if rows:
            found.append(Inactive(project_id, [row["viewer_id"] for row in rows]))
    return found


class Anonymizer:
    """Anonymizes viewers, some at a time.

    Args:
        connection: Outside a transaction; its plans may read whole tables.
        settings: After how many days without an event.
        publish: Notifies subscribers.
    """

    def __init__(self, connection: Connection, settings: Settings, publish: Publish) -> None:
        self._connection = connection
        self._settings = settings
        self._publish = publish
        self._waiting: list[Inactive] = []
        self._last_batch = -1
        self._work: AliasSlices | None = None
        self._changed: int | None = None

    async def run_once(self, now: datetime) -> int | None:
        """Anonymizes the next viewers; returns how many, None if a whole search has changed none.

        Waits for a run of the aggregator, the summarizer or a rebuild to end.

        Raises:
            ViewpulseError: UNAVAILABLE if the tables are locked for too long.
        """
        if self._work is None and not await self._begin(now):
            return None
        assert self._work is not None
        work, self._work = self._work, None  # a failure ends it: the next search finds who is left
        done = await work.run_next()
        self._changed = (self._changed or 0) + done
        if work.is_over:
            await work.close()
        else:
            self._work = work
        return done

    async def _begin(self, now: datetime) -> bool:
        """Takes up the viewers of the next project; returns whether there are any."""
        if not self._waiting:
            changed, self._changed = self._changed, None
            if changed == 0:
                return False
            self._last_batch = await insist(self._connection, NO_COMMIT_UNDER_WAY, LAST_BATCH)
            self._waiting = await find_inactive(self._connection, self._settings, now)
            if not self._waiting:
                return False
            self._changed = 0
        found = self._waiting.pop()
        self._work = await AliasSlices.begin(
            self._connection, self._settings, self._publish, found, last_batch=self._last_batch
        )
        return True
