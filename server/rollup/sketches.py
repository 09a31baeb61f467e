"""Sketches of the viewers of each creator and of the platform, by definition, class, quarter-hour and over all time.

A sketch can only gain viewers. If a viewer may have left (a late event moved a play, or a viewer changed class), the
quarter-hour's sketch is recomputed from its viewers, the platform's from the creators', and that of all time from the
quarter-hours'.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TypeAlias

from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql
from server.storage.sketches import estimate, merge
from server.storage.sql import load_sql

ALL_TIME = None
PLATFORM = ""
NO_CREATOR = ""

ROWS_AT_ONCE = 500

_Scope: TypeAlias = tuple[int, str, datetime | None, int, str]
"""Project, creator, quarter-hour, class of traffic, definition of a view."""


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
    if not lost:
        return
    buckets = sorted({row[:5] for row in lost})
    await _draw(connection, [scope for scope in buckets if scope[1] != NO_CREATOR], "bucket_viewers")
    platform = sorted({(scope[0], PLATFORM, *scope[2:]) for scope in buckets})
    await _draw(connection, platform, "platform_bucket_viewers")
    gone = {(row[0], name, ALL_TIME, *row[3:5]) for row in lost if row[5] for name in (row[1], PLATFORM)}
    await _draw(connection, sorted(gone), "all_time_sketches")


async def recompute_all_time_sketches(connection: Connection) -> None:
    """Recomputes the sketches of all time from those of the quarter-hours, wherever there are any."""
    rows = await connection.fetch(
        "SELECT DISTINCT project_id, creator_id, NULL::timestamptz, traffic, definition FROM viewer_sketches"
        " WHERE bucket > '-infinity'"
    )
    await _draw(connection, [tuple(row) for row in rows], "all_time_sketches")


async def recompute_sketches(connection: Connection, scopes: Iterable[_Scope]) -> None:
    """Recomputes the sketches of some quarter-hours, and of all time (a bucket of None), from the current tables."""
    wanted = set(scopes)
    buckets = sorted(scope for scope in wanted if scope[2] is not ALL_TIME)
    await _draw(connection, [scope for scope in buckets if scope[1] != PLATFORM], "bucket_viewers")
    await _draw(connection, [scope for scope in buckets if scope[1] == PLATFORM], "platform_bucket_viewers")
    gone = sorted(scope for scope in wanted if scope[2] is ALL_TIME)
    await _draw(connection, gone, "all_time_sketches")


async def _add(connection: Connection) -> None:
    scopes: defaultdict[_Scope, list[bytes]] = defaultdict(list)
    work = _Work()
    gained = await load_rollup_sql(connection, __name__, "gained_viewers")
    for project_id, creator_id, bucket, traffic, definition, viewers in await gained.fetch(connection):
        seen = work.sketch(viewers)  # once for all scopes: merging a sketch is cheaper than adding its viewers again
        for name in {PLATFORM, creator_id}:
            scopes[project_id, name, bucket, traffic, definition].append(seen)
            scopes[project_id, name, ALL_TIME, traffic, definition].append(seen)
    if not scopes:
        return
    known = await load_sql(__name__, "known_sketches").fetch(connection, **_columns(scopes))
    old: dict[_Scope, bytes] = {tuple(row[:5]): row["sketch"] for row in known}
    merged = {key: work.merged([*new, old[key]] if key in old else new) for key, new in scopes.items()}
    await _store(connection, {key: sketch for key, sketch in merged.items() if sketch != old.get(key)})


async def _draw(connection: Connection, scopes: Sequence[_Scope], source: str) -> None:
    """Recomputes sketches from the viewers and the sketches that a statement returns for their scopes, row by row.

    However many rows there are, only one batch of them is held in memory at a time.
    """
    if not scopes:
        return
    drawn: dict[_Scope, bytes] = {}
    statement = await load_rollup_sql(connection, __name__, source)
    cursor = await statement.cursor(connection, **_columns(scopes))
    while rows := await cursor.fetch(ROWS_AT_ONCE):
        for scope, found in groupby(rows, lambda row: tuple(row[:5])):
            known = [drawn[scope]] if scope in drawn else []
            viewers: list[str] = []
            for row in found:
                known += [row["sketch"]] if row["sketch"] is not None else []
                viewers += row["viewers"] or ()
            drawn[scope] = merge(known, viewers)
    await load_sql(__name__, "drop_sketches").execute(connection, **_columns(scopes))
    await _store(connection, drawn)


async def _store(connection: Connection, sketches: Mapping[_Scope, bytes]) -> None:
    estimates = {sketch: estimate(sketch) for sketch in set(sketches.values())}
    await load_sql(__name__, "viewer_sketches").execute(
        connection,
        **_columns(sketches),
        estimates=[estimates[sketch] for sketch in sketches.values()],
        sketches=list(sketches.values()),
    )


def _columns(scopes: Iterable[_Scope]) -> dict[str, list[object]]:
    """The scopes as parameters of a statement."""
    columns = [list(column) for column in zip(*scopes, strict=True)] or [[] for _ in range(5)]
    return dict(zip(("projects", "creators", "buckets", "classes", "definitions"), columns, strict=True))
