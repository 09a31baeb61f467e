"""The roll-up tables as a rebuild sees them: their keys, the columns to compare, and rows that equal no row."""

from dataclasses import dataclass

from server.storage.database import Connection

CONTENT_TABLES = (
    "plays",
    "content_viewers",
    "content_viewer_buckets",
    "content_buckets",
    "content_days",
    "content_totals",
    "content_states",
    "self_viewers",
    "hot_hours",
    "content_durations",
    "summarized_days",
    "day_breakdowns",
    "day_retention",
    "minute_viewers",
    "stream_signs",
    "stream_marks",
    "stream_seconds",
)
"""Tables whose rows follow only from the events of their content and from the viewers."""

SHARED_TABLES = (
    "sessions",
    "session_contents",
    "session_spans",
    "creator_buckets",
    "creator_totals",
    "platform_buckets",
    "platform_totals",
    "viewer_sketches",
    "area_buckets",
    "area_days",
    "event_counts",
    "schema_usage",
    "sales",
    "minute_counts",
)
"""Tables whose rows combine the events of many contents."""

SIDE_TABLES = ("watchers", "stale_curves", "stale_days", "stale_scores", "owner_changes")
"""Further tables that the fold writes: a rebuild has twins of them, so that it does not change them."""

ZERO_IS_ABSENT = (
    "content_viewers",
    "content_viewer_buckets",
    "content_buckets",
    "content_days",
    "content_totals",
    "creator_buckets",
    "creator_totals",
    "platform_buckets",
    "platform_totals",
    "area_buckets",
    "area_days",
    "event_counts",
    "schema_usage",
    "minute_viewers",
    "minute_counts",
    "stream_seconds",
)
"""Counters whose all-zero row equals no row: one stays behind when a play or a viewer moves away."""

REVISED = {"content_states": "content_id", "creator_totals": "creator_id", "sessions": "session_id"}
"""The table that keeps the revision of each type of subject, and the column that names the subject."""

_COLUMNS = """
SELECT
    array_agg(attname::text ORDER BY attnum) FILTER (WHERE attnum = ANY (keys)) AS keys,
    array_agg(attname::text ORDER BY attnum) FILTER (WHERE attnum <> ALL (keys) AND attname <> 'revision') AS measured,
    array_agg(attname::text ORDER BY attnum) FILTER (WHERE attnum <> ALL (keys) AND NOT attnotnull) AS optional,
    array_agg(attname::text ORDER BY attnum) FILTER (
        WHERE attnum <> ALL (keys) AND attnotnull AND atttypid = 'bigint'::regtype AND attname <> 'revision') AS counts,
    bool_or(attname = 'revision') AS revised
FROM pg_attribute, LATERAL (
    SELECT conkey AS keys FROM pg_constraint WHERE conrelid = attrelid AND contype = 'p'
) AS primary_key
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


@dataclass(frozen=True, slots=True)
class RollupTable:
    """One roll-up table.

    Attributes:
        name: Its name, without a schema.
        keys: Columns of the primary key.
        measured: The other columns, without the revision.
        counts: The measured columns that are counters.
        optional: The measured columns that may be null.
        revised: Whether a row carries the revision of its last change.
    """

    name: str
    keys: tuple[str, ...]
    measured: tuple[str, ...]
    counts: tuple[str, ...]
    optional: tuple[str, ...]
    revised: bool

    @classmethod
    async def describe(cls, connection: Connection, name: str) -> "RollupTable":
        """Reads the table's columns from the system catalogue."""
        found = await connection.fetchrow(_COLUMNS, name)
        assert found is not None
        lists = {kind: tuple(found[kind] or ()) for kind in ("keys", "measured", "counts", "optional")}
        return cls(name, **lists, revised=found["revised"])

    @property
    def meaningful(self) -> str:
        """The condition under which a row differs from no row."""
        if self.name not in ZERO_IS_ABSENT:
            return "true"
        told = [f"{column} <> 0" for column in self.counts] + [f"{column} IS NOT NULL" for column in self.optional]
        return " OR ".join(told)
