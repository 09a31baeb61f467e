# ruff: noqa: S608  # names of our own tables, never input
"""Anonymizes viewers who have not come for long: their ids become random ones, which nothing leads back to.

All rows stay, with the ids of one viewer replaced by the same in every table. So no number changes: neither what was
counted, nor what a rebuild counts, nor how many viewers there were. A viewer that comes back is a new one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import structlog

from server.live.subjects import session_subject, viewer_subject
from server.rollup.held import HELD, NEVER_KEPT, REMOVED, Names
from server.rollup.held_states import BY_KEY, found_rows, keep_keys
from server.rollup.hints import Publish, publish_hints
from server.rollup.leader import SUMMARY_LOCK
from server.rollup.table_locks import lock_fold
from server.settings import Settings
from server.storage.audit_trail import BY_ITSELF, note
from server.storage.database import Connection
from server.storage.locks import lock_in_transaction
from server.storage.sql import load_sql
from server.viewer_keys import ViewerKind, key_of, named_by, suspect_key

VIEWERS_AT_ONCE = 500
"""Viewers of one transaction: events are counted in between."""
VIEWERS_FOUND = 20_000
"""Viewers of one search, which reads all rows that name viewers."""

_TABLES = tuple(table for table in HELD if table not in (*REMOVED, *NEVER_KEPT))
_NOT_MOVING = """
SELECT project_id, raw_since FROM rollup_state WHERE raw_since > '-infinity' AND accepts_since < 'infinity' ORDER BY 1
"""
_ALIASES = "CREATE TEMP TABLE aliases (names text, own text, alias text, viewer_id text) ON COMMIT DROP"
_ADD = "INSERT INTO aliases SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])"
_DATED = "length(known.{column}) - length(':2026-01-01')"
"""The key of a play is that of the guest of its session; of a user without a session, that of the user and the day."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Inactive:
    """Viewers of a project who have not come for long."""

    project_id: int
    viewers: Sequence[str]


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

    async def run_once(self, now: datetime) -> int | None:
        """Anonymizes the next viewers; returns how many, None if there is nobody left.

        Waits for a run of the aggregator, the summarizer or a rebuild to end.

        Raises:
            ViewpulseError: UNAVAILABLE if the tables are locked for too long.
        """
        if not self._waiting:
            found = await find_inactive(self._connection, self._settings, now)
            self._waiting = [part for inactive in found for part in _parts(inactive)]
        if not self._waiting:
            return None
        part = self._waiting.pop()
        done = await _anonymize(self._connection, self._settings, self._publish, part)
        _log.info("viewers anonymized", project=part.project_id, viewers=done)
        return done


def _parts(inactive: Inactive) -> Iterator[Inactive]:
    for start in range(0, len(inactive.viewers), VIEWERS_AT_ONCE):
        yield Inactive(inactive.project_id, inactive.viewers[start : start + VIEWERS_AT_ONCE])


async def _anonymize(connection: Connection, settings: Settings, publish: Publish, part: Inactive) -> int:
    """Anonymizes some viewers in one transaction; returns how many: those who have come meanwhile stay."""
    project_id = part.project_id
    async with connection.transaction():
        await connection.execute(_ALIASES)
        await connection.execute(_ADD, *map(list, zip(*_aliases(part.viewers), strict=True)))
        await connection.execute("CREATE INDEX ON aliases (own, names)")
        await connection.execute("ANALYZE aliases")
        found = [
            table
            for table in _TABLES
            if await keep_keys(connection, project_id, table, " OR ".join(_naming(table, "")))
        ]
        await lock_fold(connection)
        await lock_in_transaction(connection, SUMMARY_LOCK)
        await connection.execute(BY_KEY)
        rows = await load_sql(__name__, "viewers_in_use").fetch(
            connection, project=project_id, viewers=list(part.viewers)
        )
        in_use = {row["viewer_id"] for row in rows}
        done = [viewer for viewer in part.viewers if viewer not in in_use]
        is_moving = "SELECT accepts_since = 'infinity' FROM rollup_state WHERE project_id = $1"
        if not done or await connection.fetchval(is_moving, project_id):
            return 0
        await connection.execute("DELETE FROM aliases WHERE viewer_id = ANY ($1::text[])", list(in_use))
        for table in found:
            await _rename(connection, table)
        # without their hashes, which would lead back to them; last, since others wait for the entry
        await note(connection, settings, project_id, "anonymize viewers", role=BY_ITSELF, items=len(done))
        revision = await connection.fetchval(
            "UPDATE rollup_state SET revision = revision + 1 WHERE project_id = $1 RETURNING revision", project_id
        )
    await publish_hints(publish, {project_id: revision}, [*_subjects(project_id, done)])
    return len(done)


def _aliases(viewers: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """What each column may hold of the viewers, by what it names: the old id, the new one, and whose it is."""
    for viewer_id in viewers:
        kind, name = named_by(viewer_id)
        alias = f"anonymized-{uuid4()}"
        names = Names.USER if kind is ViewerKind.USER else Names.SESSION
        yield names.name, name, alias, viewer_id
        for key, other in (
            (viewer_id, key_of(kind, alias)),
            (suspect_key(viewer_id), suspect_key(key_of(kind, alias))),
        ):
            yield Names.VIEWER.name, key, other, viewer_id


def _naming(table: str, of: str) -> Iterator[str]:
    """The conditions on rows of a table that name one of the viewers; ``of`` is its name with a dot, or nothing."""
    for column, names in HELD[table].items():
        if names in (Names.VIEWER, Names.USER, Names.SESSION):
            yield f"{of}{column} IN (SELECT own FROM aliases WHERE names = '{names.name}')"


async def _rename(connection: Connection, table: str) -> None:
    """Replaces the ids in the rows that were found."""
    settings = ", ".join(f"{column} = {_renamed(column, names)}" for column, names in HELD[table].items())
    condition = f"{await found_rows(connection, table)} AND ({' OR '.join(_naming(table, 'known.'))})"
    await connection.execute(f"UPDATE {table} AS known SET {settings} WHERE {condition}")


def _renamed(column: str, names: Names) -> str:
    """The new value of a column."""
    if names is Names.EVENT:  # nothing else refers to a row by the id of its event
        return f"CASE WHEN known.{column} IS NOT NULL THEN gen_random_uuid()::text END"
    if names is not Names.PLAY:
        return f"coalesce({_alias(names, f'known.{column}')}, known.{column})"
    dated = _DATED.format(column=column)
    by_day = f"{_alias(Names.VIEWER, f'left(known.{column}, {dated})')} || substr(known.{column}, {dated} + 1)"
    by_session = _alias(Names.VIEWER, f"known.{column}")
    return f"coalesce(CASE WHEN known.{column} ~ '^b?u:' THEN {by_day} ELSE {by_session} END, known.{column})"


def _alias(names: Names, own: str) -> str:
    return f"(SELECT alias FROM aliases WHERE names = '{names.name}' AND own = {own})"


def _subjects(project_id: int, viewers: Sequence[str]) -> Iterator[str]:
    for kind, name in map(named_by, viewers):
        yield viewer_subject(project_id, name) if kind is ViewerKind.USER else session_subject(project_id, name)
