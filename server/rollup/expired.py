# ruff: noqa: S608  # names of our own tables, never input
"""The rows that a rebuild leaves unchanged: those of days whose raw events have expired.

The twins of the roll-up tables start with these rows, and the existing raw events are folded on top. Counters are
kept by time, so the old ones are copied; sums over days and over all time are computed from them.
"""

from collections.abc import Mapping

from server.rollup.sketches import recompute_all_time_sketches
from server.rollup.tables import RollupTable
from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql
from server.storage.sql_templates import fill_in

COPIED = {
    "plays": "origin_at < moment",
    "content_viewer_buckets": "bucket < moment",
    "content_buckets": "bucket < moment",
    "content_states": "first_event_at < moment",
    "content_durations": "(project_id, content_id) IN (SELECT project_id, content_id FROM pg_temp.content_states)",
    "hot_hours": "hour < moment",
    "sessions": "first_event_at < moment",
    "session_contents": "viewed_at < moment",
    "session_spans": (  # of some class, or with one of another class that did, of the same session and creator
        "(first_event_at < moment OR EXISTS (SELECT 1"
        " FROM {schema}.sessions AS session JOIN {schema}.session_spans AS span USING (project_id, session_id)"
        " WHERE session.project_id = known.project_id AND session.session_id = known.session_id"
        " AND session.first_event_at < moment AND session.last_event_at >= known.first_event_at"
        " AND span.creator_id = known.creator_id"
        " AND span.first_event_at >= session.first_event_at AND span.first_event_at < moment))"
    ),
    "creator_buckets": "bucket < moment",
    "platform_buckets": "bucket < moment",
    "area_buckets": "bucket < moment",
    "event_counts": "bucket < moment",
    "schema_usage": "day < moment::date",
    "sales": "bucket < moment",
    "area_days": "day > '-infinity' AND day < moment",
    "viewer_sketches": "bucket > '-infinity' AND bucket < moment",
    "summarized_days": "day < moment::date",
    "day_breakdowns": "day < moment::date",
    "day_retention": "day < moment::date",
    "stream_signs": "signed_at < moment",
    "stream_marks": "marked_at < moment",
}
"""Conditions of the rows that are kept, by table; ``moment`` is when the project's raw events begin."""

DERIVED = (
    "expired_content_viewers",
    "expired_content_days",
    "expired_content_totals",
    "expired_totals",
    "expired_stream_seconds",
)


class ExpiredPast:
    """The expired past of all projects, inside a rebuild's transaction.

    Args:
        connection: With the twins of the tables.
        schema: The schema of the real tables.
    """

    def __init__(self, connection: Connection, schema: str) -> None:
        self._connection = connection
        self._schema = schema
        self._exists = False

    async def begin(self) -> None:
        """Notes the time from which raw events exist."""
        await self._connection.execute(
            "CREATE TEMP TABLE expired_until ON COMMIT DROP AS"
            " SELECT project_id, raw_since AS moment FROM rollup_state WHERE raw_since > '-infinity'"
        )
        self._exists = await self._connection.fetchval("SELECT EXISTS (SELECT 1 FROM expired_until)")

    async def keep_viewers(self, which: str = "true") -> None:
        """Puts what expired events reported about viewers into the twins; the declared profiles must be there already.

        Args:
            which: A condition on ``known``, the viewers.
        """
        if self._exists:
            await self._execute("expired_viewers", which)
            await self._copy("self_viewers", which)

    async def keep(self) -> None:
        """Puts the rows of expired days, and their sums, into the empty twins."""
        if not self._exists:
            return
        for name, condition in COPIED.items():
            await self._copy(name, condition)
        for name in DERIVED:
            await self._execute(name)
        await recompute_all_time_sketches(self._connection)

    async def keep_states(self, which: Mapping[str, str]) -> None:
        """Puts the older states of some plays, viewers and sessions into the empty twins, without any counters.

        Args:
            which: By table, a condition on ``known``; that of ``content_viewers`` is the last.
        """
        if not self._exists:
            return
        for name, condition in which.items():
            if name in COPIED:
                await self._copy(name, f"{COPIED[name]} AND ({condition})")
        await self._execute("expired_content_viewers", which["content_viewers"])

    async def drop_leftovers(self) -> None:
        """Removes from the claimed events those that have expired, and events of plays that are left unchanged."""
        if not self._exists:
            return
        await self._connection.execute(
            "DELETE FROM claimed_events USING expired_until"
            " WHERE claimed_events.project_id = expired_until.project_id AND occurred_at < moment"
        )
        await self._connection.execute(
            "UPDATE claimed_events SET feeds_play = false FROM pg_temp.plays JOIN expired_until USING (project_id)"
            " WHERE claimed_events.feeds_play AND plays.project_id = claimed_events.project_id"
            " AND plays.content_id = claimed_events.content_id AND plays.play_key = claimed_events.play_key"
            " AND plays.origin_at < moment"
        )

    async def count_late_plays(self) -> bool:
        """Lets the next run count kept plays that began to count later; returns whether there are any."""
        return self._exists and await self._execute("expired_play_changes") != "INSERT 0 0"

    async def count_late_sessions(self) -> bool:
        """Lets the next run count kept sessions that began to count later; returns whether there are any."""
        return self._exists and await self._execute("expired_span_changes") != "INSERT 0 0"

    async def restore_sessions(self) -> None:
        """Restores sessions that began before the raw events: they were given some of their events again."""
        if self._exists:
            await self._connection.execute(
                "DELETE FROM pg_temp.sessions USING expired_until"
                " WHERE sessions.project_id = expired_until.project_id AND first_event_at < moment"
            )
            await self._copy("sessions", COPIED["sessions"])

    async def _copy(self, name: str, condition: str) -> None:
        table = await RollupTable.describe(self._connection, f"{self._schema}.{name}")
        columns = ", ".join((*table.keys, *table.measured))
        revision, zero = (", revision", ", 0") if table.revised else ("", "")
        await self._connection.execute(
            f"INSERT INTO pg_temp.{name} ({columns}{revision}) SELECT {columns}{zero}"
            f" FROM {self._schema}.{name} AS known JOIN expired_until USING (project_id)"
            f" WHERE {fill_in(condition, {'schema': self._schema})}"
        )

    async def _execute(self, name: str, which: str = "true") -> str:
        sql = await load_rollup_sql(self._connection, __name__, name, schema=self._schema, which=which)
        return await sql.execute(self._connection)
