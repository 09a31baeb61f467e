"""Distinct viewers of a creator's contents, or of all contents: estimates from mergeable sketches."""

import asyncio
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime

from server.analytics.ranges import TimeRange
from server.storage.database import Connection
from server.storage.sketches import estimate, merge
from server.storage.sql import load_sql

SKETCHES_AT_ONCE = 500
SKETCHES_ON_THE_LOOP = 10
"""Sketches that are merged without a thread: in some tenths of a millisecond."""


async def estimate_viewers(
    connection: Connection,
    project_id: int,
    creator_id: str,
    *,
    time_range: TimeRange | None,
    definition: str,
    classes: Sequence[int],
) -> int:
    """The estimated number of distinct viewers; memory does not grow with the range.

    Args:
        connection: Inside a transaction.
        project_id: The project.
        creator_id: The creator; ``""`` for all.
        time_range: The range; None for all time.
        definition: The definition of a view, as its column in ``viewer_sketches``.
        classes: Classes of traffic.
    """
    if time_range is None:
        sql = load_sql(__name__, "viewer_sketches_ever", sketch=definition)
        found = [
            row["sketch"]
            for row in await sql.fetch(connection, project=project_id, creator=creator_id, classes=classes)
        ]
        if len(found) > SKETCHES_ON_THE_LOOP:
            return estimate(await asyncio.to_thread(merge, found))
        return estimate(merge(found) if len(found) > 1 else found[0]) if found else 0
    sql = load_sql(__name__, "viewer_sketches", sketch=definition)
    cursor = await sql.cursor(
        connection,
        project=project_id,
        creator=creator_id,
        classes=classes,
        start=time_range.start,
        end=time_range.end_bucket,
    )
    merged: list[bytes] = []
    while rows := await cursor.fetch(SKETCHES_AT_ONCE):
        # off the event loop: merging a full batch takes milliseconds
        merged = [await asyncio.to_thread(merge, [*merged, *(row["sketch"] for row in rows)])]
    return estimate(merged[0]) if merged else 0


async def estimate_viewers_by_part(
    connection: Connection,
    project_id: int,
    creator_id: str,
    *,
    time_range: TimeRange,
    starts: Sequence[datetime],
    definition: str,
    classes: Sequence[int],
) -> list[int]:
    """The estimated number of distinct viewers in each part of a range.

    Args:
        connection: Inside a transaction.
        project_id: The project.
        creator_id: The creator; ``""`` for all.
        time_range: The range.
        starts: When its parts begin, in order; each lasts until the next one.
        definition: The definition of a view, as its column in ``viewer_sketches``.
        classes: Classes of traffic.
    """
    sql = load_sql(__name__, "viewer_sketches", sketch=definition)
    cursor = await sql.cursor(
        connection,
        project=project_id,
        creator=creator_id,
        classes=classes,
        start=time_range.start,
        end=time_range.end_bucket,
    )
    merged: dict[int, bytes] = {}
    while rows := await cursor.fetch(SKETCHES_AT_ONCE):
        gathered: dict[int, list[bytes]] = {}
        for row in rows:
            gathered.setdefault(bisect_right(starts, row["bucket"]) - 1, []).append(row["sketch"])
        merged |= await asyncio.to_thread(_merged, merged, gathered)
    return [estimate(merged[number]) if number in merged else 0 for number in range(len(starts))]


def _merged(merged: Mapping[int, bytes], gathered: Mapping[int, list[bytes]]) -> dict[int, bytes]:
    return {
        number: merge([merged[number], *sketches] if number in merged else sketches)
        for number, sketches in gathered.items()
    }
