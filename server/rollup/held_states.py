# ruff: noqa: S608  # names of our own tables, never input
"""Takes a viewer out of the states that are left when its raw events are gone.

Without expired days, nothing needs them. Else they are what the counters of these days follow from, so that their rows
stay, under ids that nobody else has and nobody knows.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from server.live.subjects import platform_subject, rankings_subject, session_subject, viewer_subject
from server.rollup.held import HELD, NEVER_KEPT, PASSING, REMOVED, Names, Subject, naming
from server.rollup.held_rows import PLACE, KeptKeys, drop_kept, keep_keys
from server.rollup.hints import Publish, publish_hints
from server.rollup.sketches import recompute_sketches
from server.rollup.slices import RowSlices
from server.storage.database import Connection
from server.viewer_keys import ViewerKind, key_of, suspect_key

_ALIAS = (
    "SELECT alias || substr(known.{column}, length(own) + 1) FROM {found}"
    " WHERE own = known.{column} OR own LIKE '%:' AND starts_with(known.{column}, own) ORDER BY own DESC LIMIT 1"
)
"""The key of a play of a user without a session ends with the day."""
_EVENT = "CASE WHEN known.{column} IS NOT NULL THEN gen_random_uuid()::text END"
"""Nothing else refers to a row by the id of its event."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the rows of a table that were found: those after a place, until another."""

    kept: KeptKeys
    after: int
    until: int

    @property
    def table(self) -> str:
        """The table."""
        return self.kept.table

    @property
    def where(self) -> str:
        """The condition on the rows."""
        return self.kept.where(f"{PLACE} > {self.after} AND {PLACE} <= {self.until}")


async def forget_states(
    connection: Connection, publish: Publish, project_id: int, subject: Subject, alias_key: bytes
) -> None:
    """Deletes the rows that name a subject, or gives it other ids where they count in expired days.

    It does so slice by slice, and waits for a run of the aggregator, the summarizer or a rebuild to end before each. If
    it is interrupted, the next call continues.

    Args:
        connection: Outside a transaction; its plans may read whole tables.
        publish: Notifies subscribers.
        project_id: The project.
        subject: The subject, without raw events.
        alias_key: What other ids are made with: the same for each call about the subject, and then forgotten.

    Raises:
        ViewpulseError: UNAVAILABLE if the tables are locked for too long.
    """
    found = await _find(connection, project_id, subject)
    since = await connection.fetchval(
        "SELECT nullif(raw_since, '-infinity') FROM rollup_state WHERE project_id = $1", project_id
    )
    counts_still = since is not None and any(kept.table not in PASSING for kept in found)
    aliases = _Aliases(subject, alias_key)
    slices = RowSlices()
    for parts in _parts(found, slices):
        async with slices.slice(connection, sum(part.until - part.after for part in parts)):
            for part in parts:
                sketches = await _sketches(connection, part, since)
                if counts_still and part.table not in NEVER_KEPT:
                    await aliases.apply(connection, part)
                else:
                    await connection.execute(f"DELETE FROM {part.table} WHERE {part.where}")
                await recompute_sketches(connection, sketches)
            revision = await connection.fetchval(
                "UPDATE rollup_state SET revision = revision + 1 WHERE project_id = $1 RETURNING revision", project_id
            )
            await connection.execute(
                "UPDATE platform_totals SET revision = $1 WHERE project_id = $2", revision, project_id
            )
        await publish_hints(publish, {project_id: revision}, [*_subjects(project_id, subject)])
    await drop_kept(connection, found)
    if found:
        _log.info(
            "states of a viewer forgotten",
            project=project_id,
            rows=slices.changed,
            longest_wait=round(slices.longest, 3),
        )


async def _find(connection: Connection, project_id: int, subject: Subject) -> list[KeptKeys]:
    """Keeps the keys of the rows that name a subject, those of ``PASSING`` first.

    As long as others are left, it can be seen that these are of use.
    """
    found = []
    for table in sorted((table for table in HELD if table not in REMOVED), key=lambda one: one not in PASSING):
        condition, values = naming(table, subject)
        found.append(await keep_keys(connection, project_id, table, condition, *values))
    await drop_kept(connection, (kept for kept in found if not kept.rows))
    return [kept for kept in found if kept.rows]


def _parts(found: Sequence[KeptKeys], slices: RowSlices) -> Iterator[list[_Part]]:
    """What each slice changes: as many rows as it may have, of one table or several."""
    parts, room = list[_Part](), slices.rows
    for kept in found:
        place = 0
        while place < kept.rows:
            if not room:
                yield parts
                parts, room = [], slices.rows
            until = min(kept.rows, place + room)
            parts.append(_Part(kept, place, until))
            room -= until - place
            place = until
    if parts:
        yield parts


def _subjects(project_id: int, subject: Subject) -> Iterator[str]:
    yield platform_subject(project_id)
    yield rankings_subject(project_id)
    yield from (session_subject(project_id, session) for session in subject.sessions)
    if subject.user_id is not None:
        yield viewer_subject(project_id, subject.user_id)


async def _sketches(
    connection: Connection, part: _Part, since: datetime | None
) -> list[tuple[int, str, datetime, int]]:
    """The sketches of the days that have raw events: a rebuild draws them from the viewers whose rows were found."""
    if part.table != "content_viewer_buckets":
        return []
    rows = await connection.fetch(
        "SELECT DISTINCT project_id, creator_id, bucket, traffic FROM content_viewer_buckets"
        f" WHERE {part.where} AND ($1::timestamptz IS NULL OR bucket >= $1)",
        since,
    )
    return [tuple(row) for row in rows]


class _Aliases:
    """Other ids for those of a subject: the same in all tables; without the key, nothing leads to the old ones."""

    def __init__(self, subject: Subject, key: bytes) -> None:
        own = {*subject.guests, *subject.sessions}
        sessions = {session: _alias(key, ViewerKind.GUEST, session) for session in sorted(own)}
        users = {} if subject.user_id is None else {subject.user_id: _alias(key, ViewerKind.USER, subject.user_id)}
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

    async def apply(self, connection: Connection, part: _Part) -> None:
        """Replaces the ids in some of the rows that were found."""
        settings, values = list[str](), list[Sequence[str]]()
        for column, names in HELD[part.table].items():
            if names is Names.EVENT:
                settings.append(f"{column} = {_EVENT.format(column=column)}")
            elif named := self._by_name[names]:
                values += [[*named], [*named.values()]]
                found = f"unnest(${len(values) - 1}::text[], ${len(values)}::text[]) AS named (own, alias)"
                settings.append(f"{column} = coalesce(({_ALIAS.format(column=column, found=found)}), known.{column})")
        await connection.execute(f"UPDATE {part.table} AS known SET {', '.join(settings)} WHERE {part.where}", *values)


def _alias(key: bytes, kind: ViewerKind, name: str) -> str:
    """The other id of a user or a session."""
    digest = hmac.digest(key, key_of(kind, name).encode(errors="surrogatepass"), "sha256")
    return f"erased-{UUID(bytes=digest[:16], version=4)}"
