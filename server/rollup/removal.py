"""Removes raw events and everything that was counted from them, on request of an admin.

What the events count is found by ``removal_changes``, and taken from the real tables in the transaction that deletes
the events.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
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
from server.rollup.fold import Fold
from server.rollup.leader import connect
from server.rollup.removal_changes import BY_KEY, FOUND, CountedMeanwhileError, RemovalChanges
from server.rollup.removal_filter import Removal
from server.rollup.sketches import recompute_sketches
from server.rollup.table_locks import LAST_BATCH, NO_COMMIT_UNDER_WAY, insist
from server.rollup.tables import REVISED, RollupTable
from server.rollup.twin_changes import apply_changes, changed
from server.settings import Settings
from server.storage.database import close_connection
from server.storage.sql import load_sql

MAX_EVENTS = 10_000
"""Maximum number of events that one call removes."""
TRIES = 3
"""How often the changes are looked for; the last time while the tables are locked."""

_SUBJECTS = {"content_id": content_subject, "creator_id": creator_subject, "session_id": session_subject}

Publish = Callable[[dict[int, int], Sequence[str]], Awaitable[object]]
_Named: TypeAlias = tuple[int, str]
"""Project and id of a content, a creator or a session."""

_log = structlog.get_logger(__name__)


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

    Waits for a run of the aggregator, the summarizer or a rebuild to end. What takes long, to find the changes, is done
    before; again, if anything that they depend on is counted meanwhile. Events past their retention cannot
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
                changes = RemovalChanges(fold, project_id)
                await changes.begin()
                return Removed(await changes.choose(removal, 1), 0)
        for tries_left in reversed(range(TRIES)):
            last_batch = await insist(connection, NO_COMMIT_UNDER_WAY, LAST_BATCH)
            with suppress(CountedMeanwhileError):
                async with connection.transaction():
                    changes = RemovalChanges(fold, project_id)
                    await changes.begin()
                    matched = await changes.choose(removal, MAX_EVENTS)
                    if not matched:
                        return Removed(0, 0)
                    await changes.find(last_batch, is_last_try=not tries_left)
                    done, subjects = await _Work(fold, settings, project_id, changes).run(matched)
                done = replace(done, held_seconds=time.monotonic() - changes.locked_at)
                break
    finally:
        await close_connection(connection)
    _log.info("events removed", project=project_id, by=by, removed=done.removed, matched=done.matched, asked=[*asked])
    if done.revision is not None:
        await publish({project_id: done.revision}, subjects)
    return done


class _Work:
    """Applies the changes of one removal, inside its transaction, while the aggregator waits."""

    def __init__(self, fold: Fold, settings: Settings, project_id: int, changes: RemovalChanges) -> None:
        self._fold = fold
        self._settings = settings
        self._project = project_id
        self._connection = fold.connection
        self._changes = changes
        self._schema = changes.schema

    async def run(self, matched: int) -> tuple[Removed, list[str]]:
        """Removes the events; returns the result, and the changed subjects: none if no event had been counted."""
        await self._connection.execute(BY_KEY)
        removed = await self._connection.fetchval("SELECT count(*) FROM removal_chosen")
        if not self._changes.is_counted:
            await self._execute("removal_rows")
            return Removed(matched, removed), []
        revision, subjects = await self._correct()
        return Removed(matched, removed, revision), subjects

    async def _correct(self) -> tuple[int, list[str]]:
        """Removes the events and what they count; returns the project's new revision, and the changed subjects."""
        tables = self._changes.tables
        owners = await self._owners()
        for table in self._changes.differing:
            if table.name not in FOUND:
                await apply_changes(self._connection, self._schema, table)
        contents = await changed(self._connection, tables, "content_id") | await self._contents()
        columns = {"projects": [project for project, _ in contents], "contents": [name for _, name in contents]}
        await self._execute("removal_marks", **columns)
        await self._connection.execute(
            f"SET LOCAL search_path = {self._schema}, pg_temp"
        )  # twins hide no table any more
        await self._connection.execute(BY_KEY)
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

    async def _draw(self) -> None:
        """Recomputes the sketches that lost a viewer from the real tables."""
        rows = await self._connection.fetch(
            "SELECT project_id, creator_id, bucket, traffic FROM viewer_sketches_changes"
        )
        await recompute_sketches(self._connection, [tuple(row) for row in rows], self._changes.drafts)

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

    async def _execute(self, name: str, **values: object) -> None:
        await load_sql(__name__, name, schema=self._schema).execute(self._connection, **values)
