# ruff: noqa: S608  # names of our own tables, never input
"""Recomputes the roll-up from the raw events, reports where it differed, and repairs it.

The recomputation runs the aggregator's own statements on temporary twins of the tables, so it also proves that the
order and the grouping of events did not matter. It covers the existing raw events; rows of days whose raw events
have expired are left unchanged.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from server.live.publish import Publisher
from server.live.subjects import content_subject, creator_subject, platform_subject, session_subject
from server.rollup.curves import compute_curve, refresh_curves
from server.rollup.daily_summaries import NO_WAIT, prepare_summaries, summarize_batch
from server.rollup.expired import ExpiredPast
from server.rollup.fold import Fold
from server.rollup.leader import FOLD_LOCK, SUMMARY_LOCK, connect
from server.rollup.shadow import Difference, compare, create_shadows, differing_subjects, repair
from server.rollup.sketches import merge_all_sketches
from server.rollup.tables import CONTENT_TABLES, REVISED, SHARED_TABLES, SIDE_TABLES, RollupTable
from server.settings import Settings
from server.storage.database import Connection, close_connection
from server.storage.locks import lock
from server.storage.sql import load_sql

Progress = Callable[[int, int], None]

_SUBJECTS = {"content_id": content_subject, "creator_id": creator_subject, "session_id": session_subject}


def _no_progress(done: int, total: int) -> None:
    """Shows no progress."""


async def rebuild(
    settings: Settings,
    content_id: str | None = None,
    progress: Progress = _no_progress,
    now: datetime | None = None,
) -> list[Difference]:
    """Recomputes every roll-up table, and replaces the rows that differ in one transaction.

    Waits for a run of the aggregator to end, and pauses it meanwhile. Events whose batch is still pending are left to
    the aggregator. If there are differences, the changed subjects get a new revision and are published. Curves of
    contents whose plays changed recently are recomputed within an hour; they are neither compared nor reported.
    Contents that count for another creator than their owner are moved by the aggregator's next run.

    Args:
        settings: The database and Redis.
        content_id: Check only this content's rows. If they differ, the rows that it shares with other contents
            (sessions, creators, platform) are recomputed and repaired as well.
        progress: Called with the number of events done and the number of all events.
        now: The current time by default; its day in UTC is not over, and has no daily summaries.

    Returns:
        The differences; none in a healthy system.
    """
    connection = await connect(settings, "rebuild")
    try:
        # Taken before the transaction, whose snapshot would otherwise be older than the run that we waited for.
        await lock(connection, FOLD_LOCK)
        await lock(connection, SUMMARY_LOCK)
        now = now or datetime.now(UTC)
        await _merge_and_summarize(connection, now)
        schema = await connection.fetchval("SELECT current_schema()")
        fold = await Fold.prepare(connection, settings)
        async with connection.transaction(isolation="repeatable_read"):
            await connection.execute("SET LOCAL enable_seqscan = on")
            work = _Rebuild(fold, settings, progress, schema, now)
            differences, revisions, subjects = await work.run(content_id)
            wrong_curves = await work.check_curves(None if differences else content_id)
        await _heal_curves(connection, wrong_curves)
        await load_sql(__name__, "differing_owners").execute(connection)
    finally:
        await close_connection(connection)
    if revisions:
        publisher = Publisher(settings.redis_url, settings)
        await publisher.publish(revisions, subjects)
        await publisher.close()
    return differences + wrong_curves


async def _merge_and_summarize(connection: Connection, now: datetime) -> None:
    """Does what waits, so that it can be compared: merges sketches, and summarizes every day that is over."""
    async with connection.transaction():
        await merge_all_sketches(connection)
    await prepare_summaries(connection)
    more = True
    while more:
        async with connection.transaction(isolation="repeatable_read"):
            more = await summarize_batch(connection, now, NO_WAIT) > 0
    await connection.execute("DISCARD PLANS")  # they name the real tables, and the twins shall be summarized next


async def _heal_curves(connection: Connection, wrong: Sequence[Difference]) -> None:
    """Recomputes curves after the commit of the repair, so that no other process computes them from the old plays."""
    if not wrong:
        return
    found = {(difference.key["project_id"], difference.key["content_id"]) for difference in wrong}
    projects, contents = zip(*found, strict=True)
    await load_sql(__name__, "differing_curves").execute(connection, projects=projects, contents=contents)
    await connection.execute("SET enable_nestloop = on")
    while await refresh_curves(connection):
        pass


class _Rebuild:
    """One rebuild, inside its transaction."""

    def __init__(self, fold: Fold, settings: Settings, progress: Progress, schema: str, now: datetime) -> None:
        self._fold = fold
        self._connection = fold.connection
        self._settings = settings
        self._max_events = settings.aggregation_max_events
        self._progress = progress
        self._schema = schema
        self._now = now
        self._compared: list[RollupTable] = []
        self._past = ExpiredPast(fold.connection, schema)

    async def run(self, content_id: str | None) -> tuple[list[Difference], dict[int, int], list[str]]:
        """The differences, and what their repair changed: the projects' revisions and the subjects."""
        own = [await RollupTable.describe(self._connection, name) for name in CONTENT_TABLES]
        shared = [await RollupTable.describe(self._connection, name) for name in SHARED_TABLES]
        viewers = [await RollupTable.describe(self._connection, "viewers")]
        names = [*CONTENT_TABLES, *SHARED_TABLES, *SIDE_TABLES, "viewer_profiles", "viewers"]
        await create_shadows(self._connection, names)
        await self._classify()
        differences = await self._compare(viewers, None)
        if differences:
            content_id = None  # what a viewer is concerns all contents
        await self._refold(content_id)
        differences += await self._compare(own, content_id)
        if content_id is not None:
            if not differences:
                return [], {}, []
            twins = [f"pg_temp.{table.name}" for table in [*own, *shared] if table.name != "self_viewers"]
            await self._connection.execute(f"TRUNCATE {', '.join(twins)}")
            await self._refold(None)
        differences += await self._compare(shared, None)
        if not differences:
            return [], {}, []
        await self._mark_stale()
        revisions = await self._next_revisions()
        for table in self._compared:
            await repair(self._connection, self._schema, table)
        subjects = await self._revise()
        return differences, revisions, [*subjects, *map(platform_subject, revisions)]

    async def check_curves(self, content_id: str | None) -> list[Difference]:
        """The curves that are wrong, to be recomputed after the commit.

        Args:
            content_id: Check only this content's curve.
        """
        schema, name = self._schema, "retention_curves"
        await create_shadows(self._connection, [name])
        await self._connection.execute(f"INSERT INTO pg_temp.{name} SELECT * FROM {schema}.{name}")
        settled = load_sql(__name__, "settled_curves", schema=schema)
        await self._connection.execute("SET LOCAL enable_seqscan = off")
        await self._connection.execute("SET LOCAL enable_nestloop = on")
        for project_id, content in await settled.fetch(self._connection, content=content_id):
            await compute_curve(self._connection, project_id, content)
        await self._connection.execute("SET LOCAL enable_nestloop = off")
        await self._connection.execute("SET LOCAL enable_seqscan = on")
        table = await RollupTable.describe(self._connection, name)
        table = replace(table, measured=tuple(column for column in table.measured if column != "scored_at"))
        return await compare(self._connection, schema, table)

    async def _classify(self) -> None:
        """Classifies every viewer, by all events and all declarations."""
        await load_sql(__name__, "declared_profiles", schema=self._schema, which="true").execute(self._connection)
        await self._past.begin()
        await self._past.keep_viewers()
        await self._connection.execute("INSERT INTO claimed_profiles SELECT project_id, viewer_id FROM viewer_profiles")
        batches = await load_sql(__name__, "folded_batches").fetch(self._connection, content=None)
        await self._connection.execute("SET LOCAL enable_seqscan = off")
        await self._fold.classify()
        for batch in _batches([(row["batch_id"], row["events"]) for row in batches], self._max_events):
            await self._fold.clear()
            await self._fold.load(batch, classification_only=True)
            await self._past.drop_leftovers()
            await self._fold.classify()
        await self._connection.execute("SET LOCAL enable_seqscan = on")

    async def _refold(self, content_id: str | None) -> None:
        batches = await load_sql(__name__, "folded_batches").fetch(self._connection, content=content_id)
        total = sum(row["events"] for row in batches)
        done = 0
        self._progress(done, total)
        await self._past.keep()
        await self._connection.execute("SET LOCAL enable_seqscan = off")
        for batch in _batches([(row["batch_id"], row["events"]) for row in batches], self._max_events):
            await self._fold.clear()
            done += await self._fold.load(batch, content_id)
            await self._past.drop_leftovers()
            await self._fold.run_on_twins()
            self._progress(done, total)
        await self._fold.clear()
        if any([await self._past.count_late_plays(), await self._past.count_late_sessions()]):
            await self._fold.run_on_twins()
        await self._past.restore_sessions()
        await merge_all_sketches(self._connection)
        await self._connection.execute("SET LOCAL enable_nestloop = on")
        while await summarize_batch(self._connection, self._now, NO_WAIT):
            pass
        await self._connection.execute("SET LOCAL enable_nestloop = off")
        await self._connection.execute("SET LOCAL enable_seqscan = on")

    async def _compare(self, tables: list[RollupTable], content_id: str | None) -> list[Difference]:
        self._compared += tables
        return [
            difference
            for table in tables
            for difference in await compare(self._connection, self._schema, table, content_id)
        ]

    async def _next_revisions(self) -> dict[int, int]:
        await self._fold.clear()
        projects = " UNION ".join(f"SELECT project_id FROM {table.name}_differing" for table in self._compared)
        found = await self._connection.fetch(
            f"""
            WITH next AS (
                INSERT INTO rollup_state AS t (project_id, revision) SELECT project_id, 1 FROM ({projects}) AS differing
                ON CONFLICT (project_id) DO UPDATE SET revision = t.revision + 1
                RETURNING project_id, revision
            )
            INSERT INTO run_revisions SELECT project_id, revision FROM next RETURNING project_id, revision
            """
        )
        return {row["project_id"]: row["revision"] for row in found}

    async def _mark_stale(self) -> None:
        """Marks scores and daily summaries of what differs for recomputation.

        Uses its own connection, which commits at once: other processes mark contents as well, and a snapshot as old as
        the rebuild's cannot see their marks. Nobody processes the marks before the rebuild releases its locks.
        """
        found = await differing_subjects(self._connection, self._compared, "content_id")
        which = {"projects": [project_id for project_id, _ in found], "contents": [name for _, name in found]}
        marking = await connect(self._settings, "rebuild-marks")
        try:
            await load_sql(__name__, "differing_scores").execute(marking, **which)
            await load_sql(__name__, "differing_days").execute(marking, **which)
        finally:
            await close_connection(marking)

    async def _revise(self) -> list[str]:
        """Gives every changed subject the new revision; returns their names."""
        subjects = []
        for table, column in REVISED.items():
            touched = await differing_subjects(self._connection, self._compared, column)
            await self._connection.execute(
                f"""
                UPDATE {self._schema}.{table} AS t SET revision = run_revisions.revision
                FROM unnest($1::integer[], $2::text[]) AS touched (project_id, name)
                    JOIN run_revisions USING (project_id)
                WHERE t.project_id = touched.project_id AND t.{column} = touched.name
                """,
                [project_id for project_id, _ in touched],
                [name for _, name in touched],
            )
            subjects += [_SUBJECTS[column](project_id, name) for project_id, name in touched]
        await self._connection.execute(
            f"UPDATE {self._schema}.platform_totals AS t SET revision = run_revisions.revision"
            " FROM run_revisions WHERE t.project_id = run_revisions.project_id"
        )
        return subjects


def _batches(batches: Sequence[tuple[int, int]], events: int) -> Iterator[list[int]]:
    """Splits batches (id, events) into lists of ids with about the given number of events each."""
    batch: list[int] = []
    size = 0
    for batch_id, count in batches:
        batch.append(batch_id)
        size += count
        if size >= events:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
