"""Sketches of the viewers of each creator and of the platform, by definition, class, quarter-hour and over all time.

A run changes the sketches of quarter-hours only. The sketch of all time takes them in later, when they hardly change;
until then, readers merge both.

A sketch can only gain viewers. If a viewer may have left (a late event moved a play, or a viewer changed class), the
quarter-hour's sketch is recomputed from its viewers, the platform's from the creators', and that of all time from the
quarter-hours'.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TypeAlias

from server.metrics.view_definitions import DEFINITIONS
from server.rollup.leader import try_fold
from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql
from server.storage.sketches import merge
from server.storage.sql import load_sql

ALL_TIME = None
PLATFORM = ""
NO_CREATOR = ""
NAMES = tuple(definition.key for definition in DEFINITIONS.values())
"""The columns of sketches: one for each definition of a view."""

ROWS_AT_ONCE = 500
OPEN = timedelta(minutes=30)
"""A quarter-hour that began so long ago has got most of its late events: its sketch can be merged."""
MERGE_SECONDS = 60.0
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)

_Scope: TypeAlias = tuple[int, str, datetime | None, int]
"""Project, creator, quarter-hour, class of traffic."""
_Sketches: TypeAlias = dict[str, bytes]
"""By definition; without those that have no viewer."""


class _Work:
    """Sketches that were merged already: most definitions of a view have the same viewers."""

    def __init__(self) -> None:
        self._sketches: dict[frozenset[str], bytes] = {}
        self._merged: dict[tuple[bytes, ...], bytes] = {}

    def sketch(self, viewers: Sequence[str]) -> bytes:
        """The sketch of some viewers."""
        key = frozenset(viewers)
        if key not in self._sketches:
            self._sketches[key] = merge([], viewers)
        return self._sketches[key]

    def merged(self, sketches: Sequence[bytes]) -> bytes:
        """The union of the sketches."""
        key = tuple(sorted(sketches))
        if key not in self._merged:
            self._merged[key] = merge(sketches)
        return self._merged[key]


async def fold_sketches(connection: Connection) -> None:
    """Adds viewers with a new view to their sketches, and removes viewers who have no view any more."""
    await _add(connection)
    statement = await load_rollup_sql(connection, __name__, "lost_viewers")
    lost = [tuple(row) for row in await statement.fetch(connection)]
    if lost:
        gone: set[_Scope] = {(row[0], name, ALL_TIME, row[3]) for row in lost if row[4] for name in (row[1], PLATFORM)}
        await _recompute(connection, {row[:4] for row in lost}, gone)


class SketchMerger:
    """Takes the sketches of quarter-hours that are over for a while into those of all time.

    Args:
        now: The current time.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._due = 0.0

    async def run_due(self, connection: Connection) -> int:
        """Merges one batch once a minute; remains due until nothing is left. Returns the number of sketches.

        Args:
            connection: Of the leading aggregator, outside a transaction.
        """
        if time.monotonic() < self._due:
            return 0
        async with connection.transaction():
            if not await try_fold(connection):
                return 0
            merged = await _merge(connection, self._now() - OPEN)
        if merged < ROWS_AT_ONCE:
            self._due = time.monotonic() + MERGE_SECONDS
        return merged


async def merge_all_sketches(connection: Connection) -> None:
    """Takes the sketches of all quarter-hours into those of all time."""
    while await _merge(connection, FOREVER):
        pass


async def recompute_all_time_sketches(connection: Connection) -> None:
    """Recomputes the sketches of all time from those of the quarter-hours, wherever there are any."""
    rows = await connection.fetch(
        "SELECT DISTINCT project_id, creator_id, NULL::timestamptz, traffic FROM viewer_sketches"
        " WHERE bucket > '-infinity'"
    )
    await _draw(connection, [tuple(row) for row in rows], "all_time_sketches")


class AllTimeDrafts:
    """Sketches of all time as they will be without some quarter-hours, drawn before the aggregator has to wait.

    A creator may have thousands of quarter-hours. What is drawn from them counts as long as each row is the same: the
    rows that no transaction has written since are as many as before. The others are merged in at the end.

    Args:
        connection: In a transaction that has written already, and that sees what others commit.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._asked: dict[str, object] = {}
        self._rows: dict[_Scope, int] = {}
        self._drawn: dict[_Scope, _Sketches] = {}

    async def prepare(self, scopes: Iterable[_Scope]) -> None:
        """Draws the sketches of all time of the creators of some quarter-hours, and of the platform, without these."""
        buckets = set(scopes)
        oldest = await self._connection.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text")
        self._asked = {"oldest": oldest, "changing": sorted({scope[2] for scope in buckets if scope[2] is not None})}
        wanted = sorted({(scope[0], name, ALL_TIME, scope[3]) for scope in buckets for name in (scope[1], PLATFORM)})
        self._rows = await self._count(wanted)
        self._drawn = await _drawn(self._connection, wanted, "all_time_parts", settled=True, **self._asked)

    async def finish(self, scopes: Iterable[_Scope]) -> set[_Scope]:
        """Stores the current sketches of those scopes whose draft still counts; returns these scopes."""
        wanted = sorted(scope for scope in scopes if scope in self._rows)
        same = [scope for scope, rows in (await self._count(wanted)).items() if rows == self._rows[scope]]
        others = await _drawn(self._connection, same, "all_time_parts", settled=False, **self._asked)
        finished = {}
        for scope in same:
            if scope in self._drawn or scope in others:
                draft, rest = self._drawn.get(scope, {}), others.get(scope, {})
                both = {name: merge((draft[name], rest[name])) for name in draft.keys() & rest.keys()}
                finished[scope] = draft | rest | both
        await _replace(self._connection, same, finished)
        return {*same}

    async def _count(self, scopes: Sequence[_Scope]) -> dict[_Scope, int]:
        if not scopes:
            return {}
        statement = load_sql(__name__, "settled_sketches")
        rows = await statement.fetch(self._connection, **_columns(scopes), **self._asked)
        return {tuple(row[:4]): row["settled"] for row in rows}


async def recompute_sketches(
    connection: Connection, scopes: Iterable[_Scope], drafts: AllTimeDrafts | None = None
) -> None:
    """Recomputes the sketches of some quarter-hours, and those of all time, from the current tables.

    Args:
        connection: In a transaction that keeps the aggregator away.
        scopes: The quarter-hours.
        drafts: What was drawn of all time before.
    """
    buckets = set(scopes)
    await _recompute(connection, buckets, {(*scope[:2], ALL_TIME, scope[3]) for scope in buckets}, drafts)


async def merge_day_sketches(connection: Connection, project_id: int, day: datetime, into: datetime) -> None:
    """Merges the sketches of a day (UTC) of a project to one of each scope, at ``into``, with what is there.

    Those of all time take in what they have taken in before, which changes nothing.
    """
    statement = await load_rollup_sql(connection, __name__, "day_sketches")
    scopes: defaultdict[_Scope, defaultdict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for row in await statement.fetch(connection, project=project_id, start=day, end=day + timedelta(days=1)):
        for name in NAMES:
            if (sketch := row[name]) is not None:
                scopes[project_id, row["creator_id"], into, row["traffic"]][name].append(sketch)
    if scopes:
        await _store(connection, await _merged(connection, scopes, _Work()))


async def _recompute(
    connection: Connection, buckets: set[_Scope], all_time: set[_Scope], drafts: AllTimeDrafts | None = None
) -> None:
    await _draw(connection, sorted(scope for scope in buckets if scope[1] != PLATFORM), "bucket_viewers")
    platform = sorted({(scope[0], PLATFORM, *scope[2:]) for scope in buckets})
    await _draw(connection, platform, "platform_bucket_viewers")
    finished = await drafts.finish(all_time) if drafts else set()
    await _draw(connection, sorted(all_time - finished), "all_time_sketches")


async def _add(connection: Connection) -> None:
    scopes: defaultdict[_Scope, defaultdict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    work = _Work()
    gained = await load_rollup_sql(connection, __name__, "gained_viewers")
    for row in await gained.fetch(connection):
        project_id, creator_id, bucket, traffic = row[:4]
        for definition in NAMES:
            if viewers := row[definition]:
                seen = work.sketch(viewers)  # once for all scopes: merging it is cheaper than adding its viewers again
                for name in {PLATFORM, creator_id}:
                    scopes[project_id, name, bucket, traffic][definition].append(seen)
    if scopes:
        await _store(connection, await _merged(connection, scopes, work))


async def _merge(connection: Connection, until: datetime) -> int:
    statement = await load_rollup_sql(connection, __name__, "unmerged_sketches")
    rows = await statement.fetch(connection, until=until, limit=ROWS_AT_ONCE)
    scopes: defaultdict[_Scope, defaultdict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for definition in NAMES:
            if (sketch := row[definition]) is not None:
                scopes[tuple(row[:4])][definition].append(sketch)
    if scopes:
        await _store(connection, await _merged(connection, scopes, _Work()))
    return len(rows)


async def _merged(
    connection: Connection, scopes: Mapping[_Scope, Mapping[str, Sequence[bytes]]], work: _Work
) -> dict[_Scope, _Sketches]:
    """The sketches that change, merged with what is stored of their scopes."""
    statement = await load_rollup_sql(connection, __name__, "known_sketches")
    found: dict[_Scope, _Sketches] = {
        tuple(row[:4]): {name: row[name] for name in NAMES if row[name] is not None}
        for row in await statement.fetch(connection, **_columns(scopes))
    }
    changed: dict[_Scope, _Sketches] = {}
    for scope, new in scopes.items():
        old = found.get(scope, {})
        merged = old | {
            name: work.merged([*sketches, old[name]] if name in old else sketches) for name, sketches in new.items()
        }
        if merged != old:
            changed[scope] = merged
    return changed


async def _draw(connection: Connection, scopes: Sequence[_Scope], source: str) -> None:
    """Recomputes sketches from the viewers and the sketches that a statement returns for their scopes."""
    await _replace(connection, scopes, await _drawn(connection, scopes, source))


async def _replace(connection: Connection, scopes: Sequence[_Scope], drawn: Mapping[_Scope, _Sketches]) -> None:
    """Stores the sketches of some scopes; a scope without any has none afterwards."""
    if scopes:
        await (await load_rollup_sql(connection, __name__, "drop_sketches")).execute(connection, **_columns(scopes))
        await _store(connection, drawn)


async def _drawn(
    connection: Connection, scopes: Sequence[_Scope], source: str, **values: object
) -> dict[_Scope, _Sketches]:
    """The sketches of the viewers and the sketches that a statement returns for some scopes, row by row.

    However many rows there are, only one batch of them is held in memory at a time.
    """
    if not scopes:
        return {}
    drawn: dict[_Scope, _Sketches] = {}
    statement = await load_rollup_sql(connection, __name__, source)
    cursor = await statement.cursor(connection, **_columns(scopes), **values)
    while rows := await cursor.fetch(ROWS_AT_ONCE):
        for scope, group in groupby(rows, lambda row: tuple(row[:4])):
            found = list(group)
            known = drawn.setdefault(scope, {})
            merged: dict[
                tuple[tuple[bytes, ...], tuple[str, ...]], bytes
            ] = {}  # most definitions have the same viewers
            for name in NAMES:
                sketches = tuple(row[name] for row in found if row[name] is not None)
                viewers = tuple(viewer for row in found for viewer in row[f"{name}_viewers"] or ())
                if sketches or viewers:
                    parts = ((*sketches, known[name]) if name in known else sketches, viewers)
                    if parts not in merged:
                        merged[parts] = merge(*parts)
                    known[name] = merged[parts]
    return drawn


async def _store(connection: Connection, found: Mapping[_Scope, _Sketches]) -> None:
    statement = await load_rollup_sql(connection, __name__, "viewer_sketches")
    by_definition = {name: [sketches.get(name) for sketches in found.values()] for name in NAMES}
    await statement.execute(connection, **_columns(found), **by_definition)


def _columns(scopes: Iterable[_Scope]) -> dict[str, list[object]]:
    """The scopes as parameters of a statement."""
    columns = [list(column) for column in zip(*scopes, strict=True)] or [[] for _ in range(4)]
    return dict(zip(("projects", "creators", "buckets", "classes"), columns, strict=True))
