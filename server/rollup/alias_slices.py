# ruff: noqa: S608  # names of our own tables, never input
"""Random ids in place of those of some viewers, slice by slice; all rows of a viewer change in one of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

import structlog

from server.live.subjects import session_subject, viewer_subject
from server.rollup.held import HELD, NEVER_KEPT, REMOVED, Names
from server.rollup.held_rows import KeptKeys, create_kept, drop_kept, index_kept
from server.rollup.hints import Publish, publish_hints
from server.rollup.slices import RowSlices
from server.rollup.table_locks import LAST_BATCH, NO_COMMIT_UNDER_WAY, insist
from server.settings import Settings
from server.storage.audit_trail import BY_ITSELF, note
from server.storage.database import Connection
from server.storage.sql import load_sql
from server.viewer_keys import ViewerKind, key_of, named_by, suspect_key

VIEWERS_AT_ONCE = 500
"""Most viewers of a slice; there are fewer if they have many rows."""

_TABLES = tuple(table for table in HELD if table not in (*REMOVED, *NEVER_KEPT))
_NAMED = (Names.VIEWER, Names.USER, Names.SESSION)
_DROP = "DROP TABLE IF EXISTS pg_temp.aliases, pg_temp.chosen_aliases"
_CREATE = """
CREATE TEMP TABLE aliases (names text, own text, alias text, viewer_id text);
CREATE TEMP TABLE chosen_aliases (names text, own text, alias text) ON COMMIT DELETE ROWS;
CREATE INDEX ON chosen_aliases (own, names)
"""
_ADD = "INSERT INTO aliases SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])"
_CHOOSE = "INSERT INTO chosen_aliases SELECT names, own, alias FROM aliases WHERE viewer_id = ANY ($1::text[])"
_CHOSEN = "viewer = ANY ($1::text[])"
_DATED = "length(known.{column}) - length(':2026-01-01')"
"""The key of a play is that of the guest of its session; of a user without a session, that of the user and the day."""

_log = structlog.get_logger(__name__)


class _RowsMovedError(Exception):
    """Rows that were found have other keys by now."""


@dataclass(frozen=True, slots=True)
class Inactive:
    """Viewers of a project who have not come for long, by their keys."""

    project_id: int
    viewers: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of some viewers: their keys by table, and the number of rows by viewer."""

    project_id: int
    kept: Sequence[KeptKeys]
    rows: Mapping[str, int]


class AliasSlices:
    """Gives some viewers of a project random ids, some viewers at a time.

    What takes long, to find their rows, is done before the aggregator has to wait. If rows have moved since, it ends:
    the next search finds the viewers who are left.

    Attributes:
        is_over: Whether nothing is left to do.
    """

    def __init__(
        self, connection: Connection, settings: Settings, publish: Publish, found: "_Found", last_batch: int
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._publish = publish
        self._project = found.project_id
        self._kept = found.kept
        self._rows = found.rows
        self._last_batch = last_batch
        self._left = sorted(found.rows, reverse=True)  # users first: keys of rows name the session, if there is one
        self._slices = RowSlices()
        self.is_over = not self._left

    @classmethod
    async def begin(
        cls, connection: Connection, settings: Settings, publish: Publish, inactive: Inactive, *, last_batch: int
    ) -> "AliasSlices":
        """Finds the rows of some viewers, and makes their new ids.

        Args:
            connection: Outside a transaction; its plans may read whole tables.
            settings: The secret of the audit trail.
            publish: Notifies subscribers.
            inactive: The viewers, whom no event in a batch until ``last_batch`` names.
            last_batch: The last batch that was stored before they were searched for.
        """
        await connection.execute(f"{_DROP};{_CREATE}")
        await connection.execute(_ADD, *map(list, zip(*_aliases(inactive.viewers), strict=True)))
        await connection.execute("CREATE INDEX ON aliases (viewer_id); ANALYZE aliases")
        kept = [await _keep(connection, inactive.project_id, table) for table in _TABLES]
        found = " UNION ALL ".join(f"SELECT viewer FROM {one.name}" for one in kept)
        rows = await connection.fetch(f"SELECT viewer, count(*) FROM ({found}) AS held GROUP BY viewer")
        held = _Found(inactive.project_id, kept, {row[0]: row[1] for row in rows})
        return cls(connection, settings, publish, held, last_batch)

    async def run_next(self) -> int:
        """Anonymizes the next viewers in one transaction; returns how many. Those who have come meanwhile stay.

        Raises:
            ViewpulseError: UNAVAILABLE if the tables are locked for too long.
        """
        chosen = await self._choose()
        if not chosen:
            self.is_over = True
            return 0
        try:
            revision = await self._change(chosen)
        except _RowsMovedError:
            self.is_over = True
            return 0
        if revision is None:
            return 0
        self._left = self._left[len(chosen) :]
        self.is_over = not self._left
        await publish_hints(self._publish, {self._project: revision}, [*_subjects(self._project, chosen)])
        return len(chosen)

    async def close(self) -> None:
        """Forgets the ids, old and new ones."""
        await drop_kept(self._connection, self._kept)
        await self._connection.execute(_DROP)
        if self._slices.changed:
            _log.info(
                "rows of viewers anonymized",
                project=self._project,
                rows=self._slices.changed,
                longest_wait=round(self._slices.longest, 3),
            )

    async def _choose(self) -> list[str]:
        """The viewers of the next slice, who are the first that are left; those who have come are left no more."""
        last_batch = await insist(self._connection, NO_COMMIT_UNDER_WAY, LAST_BATCH)
        returned = await self._returned(self._left)
        self._last_batch = last_batch
        self._left = [viewer for viewer in self._left if viewer not in returned]
        chosen, room = list[str](), self._slices.rows
        for viewer in self._left[:VIEWERS_AT_ONCE]:
            room -= self._rows[viewer]
            if chosen and room < 0:
                break
            chosen.append(viewer)
        return chosen

    async def _change(self, chosen: Collection[str]) -> int | None:
        """Changes the rows of some viewers; returns the new revision, or None if one of them has come.

        Raises:
            _RowsMovedError: Some are not where they were found, or the project is moving to another cell.
        """
        expected = {kept.table: await self._count(kept, chosen) for kept in self._kept}
        is_moving = "SELECT accepts_since = 'infinity' FROM rollup_state WHERE project_id = $1"
        async with self._slices.slice(self._connection, sum(expected.values())):
            if await self._returned(chosen):
                return None
            if await self._connection.fetchval(is_moving, self._project):
                raise _RowsMovedError
            await self._connection.execute(_CHOOSE, chosen)
            for kept in self._kept:
                if expected[kept.table] and await self._rename(kept, chosen) != expected[kept.table]:
                    raise _RowsMovedError
            # without their hashes, which would lead back to them; last, since others wait for the entry
            await note(
                self._connection, self._settings, self._project, "anonymize viewers", role=BY_ITSELF, items=len(chosen)
            )
            return int(
                await self._connection.fetchval(
                    "UPDATE rollup_state SET revision = revision + 1 WHERE project_id = $1 RETURNING revision",
                    self._project,
                )
            )

    async def _returned(self, viewers: Collection[str]) -> set[str]:
        """Those of some viewers who have come after the last batch, or were declared."""
        rows = await load_sql(__name__, "returned_viewers").fetch(
            self._connection, project=self._project, batch=self._last_batch, viewers=list(viewers)
        )
        return {row["viewer_id"] for row in rows}

    async def _count(self, kept: KeptKeys, chosen: Collection[str]) -> int:
        """The number of rows that name some viewers."""
        sql = f"SELECT count(*) FROM (SELECT DISTINCT {kept.keys} FROM {kept.name} WHERE {_CHOSEN}) AS one"
        return int(await self._connection.fetchval(sql, chosen))

    async def _rename(self, kept: KeptKeys, chosen: Collection[str]) -> int:
        """Replaces the ids in the rows that name some viewers; returns how many there were."""
        columns = HELD[kept.table].items()
        settings = ", ".join(f"{column} = {_renamed(column, names)}" for column, names in columns)
        naming = " OR ".join(
            f"known.{column} IN (SELECT own FROM chosen_aliases WHERE names = '{names.name}')"
            for column, names in columns
            if names in _NAMED
        )
        # IS TRUE: rows are found by their keys, and not by the aliases
        sql = f"UPDATE {kept.table} AS known SET {settings} WHERE {kept.where(_CHOSEN)} AND ({naming}) IS TRUE"
        return int((await self._connection.execute(sql, chosen)).rsplit(" ", 1)[1])


async def _keep(connection: Connection, project_id: int, table: str) -> KeptKeys:
    """Keeps the keys of the rows that name one of the viewers, with the viewer."""
    kept = await create_kept(connection, table, "viewer", "''::text")
    for column, names in HELD[table].items():
        if names in _NAMED:
            await connection.execute(
                f"INSERT INTO {kept.name} SELECT {kept.keys}, named.viewer FROM {table} JOIN ("
                f"SELECT own, viewer_id AS viewer FROM aliases WHERE names = '{names.name}'"
                f") AS named ON own = {column} WHERE project_id = $1",
                project_id,
            )
    await index_kept(connection, kept)
    return kept


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
    return f"(SELECT alias FROM chosen_aliases WHERE names = '{names.name}' AND own = {own})"


def _subjects(project_id: int, viewers: Collection[str]) -> Iterator[str]:
    for kind, name in map(named_by, viewers):
        yield viewer_subject(project_id, name) if kind is ViewerKind.USER else session_subject(project_id, name)
