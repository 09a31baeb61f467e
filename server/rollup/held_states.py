# ruff: noqa: S608  # names of our own tables, never input
"""Takes a viewer out of the states that are left when its raw events are gone.

Without expired days, nothing needs them. Else they are what the counters of these days follow from, so that their rows
stay, under ids that nobody else has and nobody knows.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from server.live.subjects import platform_subject, rankings_subject, session_subject, viewer_subject
from server.rollup.held import HELD, NEVER_KEPT, PASSING, REMOVED, Names, Subject, naming
from server.rollup.hints import Publish, publish_hints
from server.rollup.leader import SUMMARY_LOCK
from server.rollup.sketches import recompute_sketches
from server.rollup.table_locks import lock_fold
from server.rollup.tables import RollupTable
from server.storage.database import Connection
from server.storage.locks import lock_in_transaction
from server.viewer_keys import ViewerKind, key_of, suspect_key

BY_KEY = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
"""Rows are found before the aggregator has to wait, and then changed one by one."""
_ALIAS = (
    "SELECT alias || substr(known.{column}, length(own) + 1) FROM {found}"
    " WHERE own = known.{column} OR own LIKE '%:' AND starts_with(known.{column}, own) ORDER BY own DESC LIMIT 1"
)
"""The key of a play of a user without a session ends with the day."""
_EVENT = "CASE WHEN known.{column} IS NOT NULL THEN gen_random_uuid()::text END"
"""Nothing else refers to a row by the id of its event."""


async def forget_states(connection: Connection, publish: Publish, project_id: int, subject: Subject) -> None:
    """Deletes the rows that name a subject, or gives it other ids where they count in expired days.

    Waits for a run of the aggregator, the summarizer or a rebuild to end.

    Args:
        connection: Outside a transaction; its plans may read whole tables.
        publish: Notifies subscribers.
        project_id: The project.
        subject: The subject, without raw events.

    Raises:
        ViewpulseError: UNAVAILABLE if the tables are locked for too long.
    """
    async with connection.transaction():
        found = []
        for table in (table for table in HELD if table not in REMOVED):
            condition, values = naming(table, subject)
            if await keep_keys(connection, project_id, table, condition, *values):
                found.append(table)
        if not found:
            return
        await lock_fold(connection)
        await lock_in_transaction(connection, SUMMARY_LOCK)
        await connection.execute(BY_KEY)
        raw_since = "SELECT nullif(raw_since, '-infinity') FROM rollup_state WHERE project_id = $1"
        since = await connection.fetchval(raw_since, project_id)
        counts_still = since is not None and bool({*found} - {*PASSING})
        sketches = await _sketches(connection, since) if "content_viewer_buckets" in found else []
        aliases = _Aliases(subject)
        for table in found:
            if counts_still and table not in NEVER_KEPT:
                await aliases.apply(connection, table)
            else:
                await connection.execute(f"DELETE FROM {table} WHERE {await found_rows(connection, table)}")
        await recompute_sketches(connection, sketches)
        revision = await connection.fetchval(
            "UPDATE rollup_state SET revision = revision + 1 WHERE project_id = $1 RETURNING revision", project_id
        )
        await connection.execute("UPDATE platform_totals SET revision = $1 WHERE project_id = $2", revision, project_id)
    subjects = [platform_subject(project_id), rankings_subject(project_id)]
    subjects += [session_subject(project_id, session) for session in subject.sessions]
    if subject.user_id is not None:
        subjects.append(viewer_subject(project_id, subject.user_id))
    await publish_hints(publish, {project_id: revision}, subjects)


async def keep_keys(connection: Connection, project_id: int, table: str, condition: str, *values: object) -> bool:
    """Keeps the keys of some rows in ``held_TABLE`` until the end of the transaction; returns whether there are any.

    Args:
        connection: In a transaction.
        project_id: The project.
        table: One of ``HELD``.
        condition: Which rows.
        values: Those of its parameters, from $2 on.
    """
    keys = ", ".join((await RollupTable.describe(connection, table)).keys)
    await connection.execute(
        f"CREATE TEMP TABLE held_{table} ON COMMIT DROP AS SELECT {keys} FROM {table} WITH NO DATA"
    )
    status = await connection.execute(
        f"INSERT INTO held_{table} SELECT {keys} FROM {table} WHERE project_id = $1 AND ({condition})",
        project_id,
        *values,
    )
    return status != "INSERT 0 0"


async def found_rows(connection: Connection, table: str) -> str:
    """The condition on the rows whose keys were kept."""
    keys = ", ".join((await RollupTable.describe(connection, table)).keys)
    return f"({keys}) IN (SELECT {keys} FROM held_{table})"


async def _sketches(connection: Connection, since: datetime | None) -> list[tuple[int, str, datetime, int]]:
    """The sketches of the days that have raw events: a rebuild draws them from the viewers whose rows were found."""
    found = await found_rows(connection, "content_viewer_buckets")
    rows = await connection.fetch(
        "SELECT DISTINCT project_id, creator_id, bucket, traffic FROM content_viewer_buckets"
        f" WHERE {found} AND ($1::timestamptz IS NULL OR bucket >= $1)",
        since,
    )
    return [tuple(row) for row in rows]


class _Aliases:
    """Other ids for those of a subject: the same in all tables, and without a relation to the old ones."""

    def __init__(self, subject: Subject) -> None:
        own = {*subject.guests, *subject.sessions}
        sessions = {session: f"erased-{uuid4()}" for session in sorted(own)}
        users = {} if subject.user_id is None else {subject.user_id: f"erased-{uuid4()}"}
        viewers = {
            key_of(kind, name): key_of(kind, alias)
            for kind, named in ((ViewerKind.USER, users), (ViewerKind.GUEST, sessions))
            for name, alias in named.items()
        }
        plays = {
            **{f"{key_of(ViewerKind.USER, name)}:": f"{key_of(ViewerKind.USER, users[name])}:" for name in users},
            **{key_of(ViewerKind.GUEST, one): key_of(ViewerKind.GUEST, sessions[one]) for one in subject.sessions},
        }
        viewers |= {suspect_key(key): suspect_key(alias) for key, alias in viewers.items()}
        self._by_name: Mapping[Names, Mapping[str, str]] = {
            Names.VIEWER: viewers,
            Names.USER: users,
            Names.SESSION: {session: sessions[session] for session in subject.sessions},
            Names.PLAY: plays | {suspect_key(key): suspect_key(alias) for key, alias in plays.items()},
        }

    async def apply(self, connection: Connection, table: str) -> None:
        """Replaces the ids in the rows that were found."""
        settings, values = list[str](), list[Sequence[str]]()
        for column, names in HELD[table].items():
            if names is Names.EVENT:
                settings.append(f"{column} = {_EVENT.format(column=column)}")
            elif named := self._by_name[names]:
                values += [[*named], [*named.values()]]
                found = f"unnest(${len(values) - 1}::text[], ${len(values)}::text[]) AS named (own, alias)"
                settings.append(f"{column} = coalesce(({_ALIAS.format(column=column, found=found)}), known.{column})")
        await connection.execute(
            f"UPDATE {table} AS known SET {', '.join(settings)} WHERE {await found_rows(connection, table)}", *values
        )
