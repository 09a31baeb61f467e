"""What a removal changes: found before the aggregator has to wait, and again if anything of it is counted meanwhile.

The states that the removed events contributed to (plays, viewers, sessions) are folded twice into twins of the roll-up
tables, with and without the events, by the aggregator's own statements. The difference is what the events count. Only
events of the affected viewers are folded, not those of the project.
"""

import time
from collections.abc import Sequence

import asyncpg

from server.rollup.expired import ExpiredPast
from server.rollup.fold import Fold
from server.rollup.leader import FOLD_LOCK, SUMMARY_LOCK
from server.rollup.removal_filter import Removal
from server.rollup.shadow import create_shadows
from server.rollup.sketches import AllTimeDrafts
from server.rollup.tables import SIDE_TABLES, RollupTable
from server.rollup.twin_changes import find_changes, keep_first_folding, prepare_changes
from server.storage.locks import lock_in_transaction
from server.storage.sql import load_sql

APPLIED = (
    "viewers",
    "self_viewers",
    "plays",
    "content_viewers",
    "content_viewer_buckets",
    "content_buckets",
    "content_days",
    "content_totals",
    "sessions",
    "session_contents",
    "session_spans",
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
    "stream_signs",
    "stream_marks",
    "stream_seconds",
)
"""Tables that are corrected by the difference of the twins."""
DERIVED = ("content_states", "content_durations", "hot_hours", "viewer_sketches", "sales")
"""Tables over all events of a content, an hour, a creator or an order: recomputed from the real tables at the end."""
FOUND = ("viewer_sketches", "sales")
"""Of these, the tables in which the twins tell which rows to recompute."""
TWINS = (*APPLIED, *DERIVED, *SIDE_TABLES, "viewer_profiles", "summarized_days")

_CONCERNED = (
    "EXISTS (SELECT 1 FROM removal_viewers AS concerned"
    " WHERE concerned.project_id = known.project_id AND concerned.viewer_id = known.viewer_id)"
)
_PLAYED = "(project_id, content_id, play_key) IN (SELECT project_id, content_id, play_key FROM removal_plays)"
_STATES = {
    # and of the viewers' other plays: by peertube@2 a view depends on those before
    "plays": f"{_CONCERNED} OR {_PLAYED}",
    **dict.fromkeys(("content_viewer_buckets", "stream_signs", "content_viewers"), _CONCERNED),
    "sessions": "(project_id, session_id) IN (SELECT project_id, session_id FROM removal_sessions)",
    "session_contents": "(project_id, session_id) IN (SELECT project_id, session_id FROM removal_sessions)",
    "session_spans": "(project_id, session_id) IN (SELECT project_id, session_id FROM removal_sessions)",
}
"""Conditions of the older states that are needed in addition to those of expired days."""
_PRESENT = (
    "(project_id, viewer_id) IN (SELECT project_id, viewer_id FROM removal_concerned"
    " UNION SELECT project_id, person_of(viewer_id) FROM removal_concerned)"
)
_TWICE = (*APPLIED, *DERIVED, *SIDE_TABLES)
"""What the two foldings fill."""
BY_KEY = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_nestloop = on"
"""Each event is found by its id: nothing else keeps PostgreSQL from reading all events for some hundreds."""
_BY_SIZE = "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_nestloop = off"


class CountedMeanwhileError(Exception):
    """What the changes were found from is not the same any more: the transaction is undone, with its tables."""


class RemovalChanges:
    """The changes of one removal, inside its transaction.

    Args:
        fold: On the connection of the removal.
        project_id: The project.

    Attributes:
        schema: The schema of the real tables.
        tables: The tables whose changes are found, in ``NAME_changes``.
        differing: Of these, those that have any.
        drafts: Sketches of all time as they will be.
        is_counted: Whether any of the events had been counted.
        locked_at: Since when the aggregator waits, by ``time.monotonic``.
    """

    schema: str
    tables: Sequence[RollupTable]
    is_counted: bool
    locked_at: float
    _past: ExpiredPast

    def __init__(self, fold: Fold, project_id: int) -> None:
        self._fold = fold
        self._project = project_id
        self._connection = fold.connection
        self.drafts = AllTimeDrafts(fold.connection)
        self.differing: Sequence[RollupTable] = ()

    async def begin(self) -> None:
        """Makes the working tables."""
        self.schema = await self._connection.fetchval("SELECT current_schema()")
        self._past = ExpiredPast(self._connection, self.schema)
        await self._connection.execute("SET LOCAL enable_seqscan = on")
        await self._execute("removal_workspace")

    async def choose(self, removal: Removal, most: int) -> int:
        """Selects the events; returns how many match."""
        values = removal.values()
        await load_sql(__name__, "removal_chosen").execute(
            self._connection, project=self._project, **values, limit=most
        )
        return int(await self._connection.fetchval("SELECT coalesce(max(matched), 0) FROM removal_chosen"))

    async def find(self, last_batch: int, *, is_last_try: bool) -> None:
        """Finds the changes, and locks what is counted.

        Args:
            last_batch: Every batch until this one was stored before.
            is_last_try: Locks first: the aggregator waits longer, but nothing can be counted meanwhile.

        Raises:
            CountedMeanwhileError: Something of what they were found from was counted meanwhile.
        """
        await self._prepare(with_drafts=not is_last_try)
        if is_last_try:
            await self._lock()
        await self._execute("removal_concerned")
        await self._connection.execute(BY_KEY)
        await self._execute("removal_settle")
        basis = None if is_last_try else await self._basis(last_batch)
        self.is_counted = await self._connection.fetchval("SELECT bool_or(is_counted) FROM removal_chosen") or False
        if self.is_counted:
            await self._fold_twice()
            self.differing = await find_changes(self._connection, self.tables)
        if is_last_try:
            return
        await self._lock()
        now = await self._basis(last_batch)
        if now != basis or now["has_news"]:
            raise CountedMeanwhileError

    async def _prepare(self, *, with_drafts: bool) -> None:
        if with_drafts:
            await self._connection.execute(BY_KEY)
            scopes = await load_sql(__name__, "removal_scopes").fetch(self._connection)
            await self._connection.execute(_BY_SIZE)
            await self.drafts.prepare(tuple(row) for row in scopes)
        self.tables = [await RollupTable.describe(self._connection, name) for name in (*APPLIED, *FOUND)]
        await create_shadows(self._connection, TWINS, on_commit="")  # to drop them would take longer than to fill them
        await prepare_changes(self._connection, _TWICE, self.tables)
        await self._fold.clear()  # the first time in a transaction each table gets a new file, later it is emptied

    async def _basis(self, last_batch: int) -> asyncpg.Record:
        """What the changes are found from: as long as it is the same and nothing is new, so are they."""
        await self._connection.execute(BY_KEY)
        basis = load_sql(__name__, "removal_basis", schema=self.schema)
        found = await basis.fetchrow(self._connection, project=self._project, batch=last_batch)
        assert found is not None
        return found

    async def _lock(self) -> None:
        await lock_in_transaction(self._connection, FOLD_LOCK)
        await lock_in_transaction(self._connection, SUMMARY_LOCK)
        self.locked_at = time.monotonic()

    async def _fold_twice(self) -> None:
        """Folds what is concerned with the events, and without them."""
        await self._connection.execute(_BY_SIZE)
        await self._past.begin()
        await self._execute("declared_profiles", which=_PRESENT)
        await self._keep_known("true")
        await self._refold("")  # the working tables are empty
        await keep_first_folding(self._connection, _TWICE)
        await self._classify()
        await self._fold.clear()
        await self._refold("WHERE NOT is_removed")
        await self._connection.execute("SET LOCAL enable_nestloop = on")  # few changes, in tables that may be large

    async def _classify(self) -> None:
        """Classifies the affected viewers without the removed events."""
        await self._keep_known(f"NOT {_CONCERNED}")
        await self._past.keep_viewers(_CONCERNED)
        await self._fold.clear()
        await self._connection.execute(
            "INSERT INTO claimed_profiles SELECT project_id, viewer_id FROM viewer_profiles"
            " WHERE (project_id, viewer_id) IN (SELECT project_id, person_of(viewer_id) FROM removal_viewers)"
        )
        await self._load("JOIN removal_viewers USING (project_id, viewer_id) WHERE NOT is_removed")
        await self._fold.classify()

    async def _refold(self, condition: str) -> None:
        await self._past.keep_states(_STATES)
        await self._load(condition)
        await self._past.drop_leftovers()
        await self._past.count_late_plays()  # a viewer of one of them stays, and it may no longer repeat a removed one
        await self._connection.execute("SET LOCAL enable_seqscan = off")
        await self._fold.run_on_twins()
        await self._connection.execute("SET LOCAL enable_seqscan = on")

    async def _load(self, condition: str) -> None:
        """Claims the events of the states that change, each by its id."""
        await self._connection.execute(BY_KEY)
        await self._fold.load_chosen(f"SELECT project_id, id FROM removal_concerned {condition}")  # noqa: S608
        await self._connection.execute(_BY_SIZE)

    async def _keep_known(self, which: str) -> None:
        sql = load_sql(__name__, "removal_known_viewers", schema=self.schema, which=which)
        await sql.execute(self._connection)

    async def _execute(self, name: str, *, which: str = "true", **values: object) -> None:
        await load_sql(__name__, name, schema=self.schema, which=which).execute(self._connection, **values)
