"""Removes raw events and everything that was counted from them, on request of an admin.

The states that the removed events contributed to (plays, viewers, sessions) are folded twice into twins of the roll-up
tables, with and without the events, by the aggregator's own statements. The difference is applied to the real tables
in the transaction that deletes the events. Only events of the affected viewers are folded, not those of the project.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

import structlog

from server.live.subjects import (
    content_subject,
    creator_subject,
    platform_subject,
    rankings_subject,
    session_subject,
    viewer_subject,
)
from server.rollup.expired import ExpiredPast
from server.rollup.fold import Fold
from server.rollup.leader import FOLD_LOCK, SUMMARY_LOCK, connect
from server.rollup.removal_filter import Removal
from server.rollup.shadow import create_shadows
from server.rollup.sketches import AllTimeDrafts, recompute_sketches
from server.rollup.table_locks import LAST_BATCH, NO_COMMIT_UNDER_WAY, insist
from server.rollup.tables import REVISED, SIDE_TABLES, RollupTable
from server.rollup.twin_changes import apply_changes, changed, find_changes, keep_first_folding, prepare_changes
from server.settings import Settings
from server.storage.database import close_connection
from server.storage.locks import lock_in_transaction
from server.storage.sql import load_sql

MAX_EVENTS = 10_000
"""Maximum number of events that one call removes."""
TRIES = 3
"""How often the events of the states that change are looked up; the last time while the tables are locked."""

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
_TWICE = (*APPLIED, *DERIVED, *SIDE_TABLES)
"""What the two foldings fill."""
_BY_KEY = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_nestloop = on"
"""Each event is found by its id: nothing else keeps PostgreSQL from reading all events for some hundreds."""
_BY_SIZE = "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_nestloop = off"
_SUBJECTS = {"content_id": content_subject, "creator_id": creator_subject, "session_id": session_subject}

Publish = Callable[[dict[int, int], Sequence[str]], Awaitable[object]]
_Named: TypeAlias = tuple[int, str]
"""Project and id of a content, a creator or a session."""

_log = structlog.get_logger(__name__)


class _CountedMeanwhileError(Exception):
    """What was looked up is no longer all: the transaction is undone, with its tables."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The result of a call.

    Attributes:
        matched: Events that matched the filter before the call.
        removed: Number of events removed.
        revision: The project's revision after the call; None when nothing changed.
        held_seconds: How long the aggregator had to wait.
    """

    matched: int
    removed: int
    revision: int | None = None
    held_seconds: float = 0.0


async def remove_events(
    settings: Settings,
    publish: Publish,
    project_id: int,
    removal: Removal,
    *,
    dry_run: bool,
    by: str | None,
    asked: Sequence[str] = (),
) -> Removed:
    """Removes the oldest events that match the filter, at most 10,000, and corrects everything they count in.

    Waits for a run of the aggregator, the summarizer or a rebuild to end. What takes long, to find the events of the
    states that change, is done before; again, if any of them is counted meanwhile. Events past their retention cannot
    be removed. If a removed event is sent again, it is new.

    Args:
        settings: The database.
        publish: Notifies subscribers of what changed.
        project_id: The project.
        removal: The filter.
        dry_run: Only count the events.
        by: Who asked, for the log: ``audit_trail.shown_actor``, or a name of ours.
        asked: Names of the fields of the filter, for the log; their values may name a person.
    """
    connection = await connect(settings, "removal")
    try:
        fold = await Fold.prepare(connection, settings)
        if dry_run:
            async with connection.transaction():
                work = _Work(fold, settings, project_id)
                await work.begin()
                return Removed(await work.choose(removal, 1), 0)
        for tries_left in reversed(range(TRIES)):
            last_batch = await insist(connection, NO_COMMIT_UNDER_WAY, LAST_BATCH)
            with suppress(_CountedMeanwhileError):
                async with connection.transaction():
                    work = _Work(fold, settings, project_id)
                    await work.begin()
                    matched = await work.choose(removal, MAX_EVENTS)
                    if not matched:
                        return Removed(0, 0)
                    await work.look_up(last_batch, is_last_try=not tries_left)
                    done, subjects = await work.run(matched)
                done = replace(done, held_seconds=time.monotonic() - work.locked_at)
                break
    finally:
        await close_connection(connection)
    _log.info("events removed", project=project_id, by=by, removed=done.removed, matched=done.matched, asked=[*asked])
    if done.revision is not None:
        await publish({project_id: done.revision}, subjects)
    return done


class _Work:
    """One removal, inside its transaction.

    Attributes:
        locked_at: Since when the aggregator waits, by ``time.monotonic``.
    """

    _schema: str
    _raw_since: datetime | None
    _past: ExpiredPast
    _tables: list[RollupTable]
    locked_at: float

    def __init__(self, fold: Fold, settings: Settings, project_id: int) -> None:
        self._fold = fold
        self._settings = settings
        self._project = project_id
        self._connection = fold.connection
        self._drafts = AllTimeDrafts(fold.connection)

    async def begin(self) -> None:
        """Makes the working tables."""
        self._schema = await self._connection.fetchval("SELECT current_schema()")
        self._raw_since = await self._connection.fetchval(
            "SELECT raw_since FROM rollup_state WHERE project_id = $1", self._project
        )
        self._past = ExpiredPast(self._connection, self._schema)
        await self._connection.execute("SET LOCAL enable_seqscan = on")
        await self._execute("removal_workspace")

    async def choose(self, removal: Removal, most: int) -> int:
        """Selects the events; returns how many match."""
        await self._execute("removal_chosen", project=self._project, **removal.values(), limit=most)
        return int(await self._connection.fetchval("SELECT coalesce(max(matched), 0) FROM removal_chosen"))

    async def look_up(self, last_batch: int, *, is_last_try: bool) -> None:
        """Makes all tables, finds the events of the states that change, and locks what is counted.

        Args:
            last_batch: Every batch until this one was stored before.
            is_last_try: Locks first: it takes longer, but nothing can be counted meanwhile.

        Raises:
            _CountedMeanwhileError: Something of that was counted meanwhile.
        """
        if not is_last_try:
            await self._connection.execute(_BY_KEY)
            scopes = await load_sql(__name__, "removal_scopes").fetch(self._connection)
            await self._connection.execute(_BY_SIZE)
            await self._drafts.prepare(tuple(row) for row in scopes)
        self._tables = [await RollupTable.describe(self._connection, name) for name in (*APPLIED, *FOUND)]
        await create_shadows(self._connection, TWINS, on_commit="")  # to drop them would take longer than to fill them
        await prepare_changes(self._connection, _TWICE, self._tables)
        await self._fold.clear()  # the first time in a transaction each table gets a new file, later it is emptied
        if is_last_try:
            await self._lock()
        await self._execute("removal_concerned")
        if is_last_try:
            return
        await self._lock()
        news = load_sql(__name__, "removal_news")
        values = {"project": self._project, "batch": last_batch, "raw_since": self._raw_since}
        if await news.fetchval(self._connection, **values):
            raise _CountedMeanwhileError

    async def _lock(self) -> None:
        await lock_in_transaction(self._connection, FOLD_LOCK)
        await lock_in_transaction(self._connection, SUMMARY_LOCK)
        self.locked_at = time.monotonic()

    async def run(self, matched: int) -> tuple[Removed, list[str]]:
        """Removes the events; returns the result, and the changed subjects: none if no event had been counted."""
        await self._connection.execute(_BY_KEY)
        await self._execute("removal_settle")
        found = await self._connection.fetchrow("SELECT count(*), bool_or(is_counted) FROM removal_chosen")
        assert found is not None
        if not found[1]:
            await self._execute("removal_rows")
            return Removed(matched, found[0]), []
        revision, subjects = await self._correct()
        return Removed(matched, found[0], revision), subjects

    async def _correct(self) -> tuple[int, list[str]]:
        """Removes the events and what they count; returns the project's new revision, and the changed subjects."""
        await self._connection.execute(_BY_SIZE)
        await self._past.begin()
        tables = self._tables
        await self._execute("declared_profiles")
        await self._keep_known("true")
        await self._refold("")  # the working tables are empty
        await keep_first_folding(self._connection, _TWICE)
        await self._classify()
        await self._fold.clear()
        await self._refold("WHERE NOT is_removed")
        await self._connection.execute("SET LOCAL enable_nestloop = on")  # few changes, in tables that may be large
        differing = await find_changes(self._connection, tables)
        owners = await self._owners()
        for table in differing:
            if table.name not in FOUND:
                await apply_changes(self._connection, self._schema, table)
        contents = await changed(self._connection, tables, "content_id") | await self._contents()
        columns = {"projects": [project for project, _ in contents], "contents": [name for _, name in contents]}
        await self._execute("removal_marks", **columns)
        await self._connection.execute(
            f"SET LOCAL search_path = {self._schema}, pg_temp"
        )  # twins hide no table any more
        await self._connection.execute(_BY_KEY)
        await self._execute("removal_rows")
        await self._connection.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on")
        claim = self._settings.creators_claim_contents
        await self._execute("removal_content_states", **columns, creators_claim=claim)
        await self._execute("removal_content_durations", **columns)
        await self._execute("removal_hot_hours", hot_views=self._settings.trending_min_views_per_hour)
        await self._draw()
        await self._fold.clear()
        await self._execute("removal_sales")
        await self._execute("removal_refunds")
        contents |= await self._pending("content")
        owners |= await self._owners() | await self._pending("creator")
        return await self._revise(tables, contents, owners)

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
        await self._connection.execute(_BY_KEY)
        await self._fold.load_chosen(f"SELECT project_id, id FROM removal_concerned {condition}")  # noqa: S608
        await self._connection.execute(_BY_SIZE)

    async def _draw(self) -> None:
        """Recomputes the sketches that lost a viewer from the real tables."""
        rows = await self._connection.fetch(
            "SELECT project_id, creator_id, bucket, traffic FROM viewer_sketches_changes"
        )
        await recompute_sketches(self._connection, [tuple(row) for row in rows], self._drafts)

    async def _contents(self) -> set[_Named]:
        """The contents of the removed events."""
        rows = await self._connection.fetch(
            "SELECT DISTINCT project_id, content_id FROM removal_chosen WHERE content_id IS NOT NULL"
        )
        return {(row["project_id"], row["content_id"]) for row in rows}

    async def _pending(self, kind: str) -> set[_Named]:
        """The contents or creators whose sales changed."""
        rows = await self._connection.fetch("SELECT DISTINCT project_id, id FROM pending_changes WHERE kind = $1", kind)
        return {(row["project_id"], row["id"]) for row in rows}

    async def _owners(self) -> set[_Named]:
        """The creators of these contents, by the catalogue and by the events."""
        rows = await self._connection.fetch(
            f"""
            WITH chosen AS (SELECT DISTINCT project_id, content_id FROM removal_chosen)
            SELECT project_id, creator_id FROM contents JOIN chosen USING (project_id, content_id)
            WHERE creator_id IS NOT NULL
            UNION
            SELECT project_id, owner_id FROM {self._schema}.content_states JOIN chosen USING (project_id, content_id)
            WHERE owner_id <> ''
            """  # noqa: S608  # the schema of our own tables
        )
        return {(row["project_id"], row["creator_id"]) for row in rows}

    async def _revise(
        self, tables: Sequence[RollupTable], contents: set[_Named], owners: set[_Named]
    ) -> tuple[int, list[str]]:
        project_id = self._project
        revision = await self._connection.fetchval(
            "UPDATE rollup_state SET revision = revision + 1 WHERE project_id = $1 RETURNING revision", project_id
        )
        found = {
            "content_id": contents,
            "creator_id": owners | await changed(self._connection, tables, "creator_id"),
            "session_id": await changed(self._connection, tables, "session_id"),
        }
        for name, column in REVISED.items():
            await self._connection.execute(
                f"UPDATE {name} SET revision = $1 WHERE project_id = $2 AND {column} = ANY ($3::text[])",  # noqa: S608
                revision,
                project_id,
                [subject for _, subject in found[column]],
            )
        await self._connection.execute(
            "UPDATE platform_totals SET revision = $1 WHERE project_id = $2", revision, project_id
        )
        users = await self._connection.fetch(
            "SELECT DISTINCT project_id, viewer_user(viewer_id) AS user_id FROM removal_viewers"
            " WHERE viewer_user(viewer_id) IS NOT NULL"
        )
        return revision, [
            *(_SUBJECTS[column](*subject) for column, subjects in found.items() for subject in sorted(subjects)),
            *(viewer_subject(row["project_id"], row["user_id"]) for row in users),
            platform_subject(project_id),
            rankings_subject(project_id),
        ]

    async def _keep_known(self, which: str) -> None:
        sql = load_sql(__name__, "removal_known_viewers", schema=self._schema, which=which)
        await sql.execute(self._connection)

    async def _execute(self, name: str, **values: object) -> None:
        await load_sql(__name__, name, schema=self._schema).execute(self._connection, **values)
