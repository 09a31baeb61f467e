"""Sketches of the viewers of each creator and of the platform, by quarter-hour and over all time."""

from collections import defaultdict
from datetime import datetime
from typing import TypeAlias

from server.storage.database import Connection
from server.storage.sketches import estimate, merge
from server.storage.sql import load_sql

ALL_TIME = None
PLATFORM = ""

_Scope: TypeAlias = tuple[int, str, datetime | None]


async def fold_sketches(connection: Connection) -> None:
    """Adds the slice's viewers to the sketches they belong to."""
    scopes: defaultdict[_Scope, list[bytes]] = defaultdict(list)
    for project_id, creator_id, bucket, viewers in await connection.fetch(load_sql("server.rollup", "new_viewers")):
        seen = merge([], viewers)  # once for all scopes: merging a sketch is cheaper than adding its viewers again
        for name in (PLATFORM,) if creator_id is None else (PLATFORM, creator_id):
            scopes[project_id, name, bucket].append(seen)
            scopes[project_id, name, ALL_TIME].append(seen)
    if not scopes:
        return
    keys = list(scopes)
    columns = [list(column) for column in zip(*keys, strict=True)]
    known = await connection.fetch(load_sql("server.rollup", "known_sketches"), *columns)
    old = {(project_id, creator_id, bucket): sketch for project_id, creator_id, bucket, sketch in known}
    sketches = [merge([*scopes[key], old[key]] if key in old else scopes[key]) for key in keys]
    changed = [n for n, key in enumerate(keys) if sketches[n] != old.get(key)]
    await connection.execute(
        load_sql("server.rollup", "viewer_sketches"),
        *([column[n] for n in changed] for column in columns),
        [estimate(sketches[n]) for n in changed],
        [sketches[n] for n in changed],
    )
