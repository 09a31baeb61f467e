"""Breakdowns of a content's day: sums and sketches of viewers by each value of each dimension."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg

from server.storage.database import Connection
from server.storage.sketches import merge
from server.storage.sql import load_sql

DIMENSIONS = (
    "country",
    "city",
    "device",
    "platform",
    "os",
    "app_version",
    "source",
    "referrer",
    "campaign",
    "network",
    "viewer_local_hour",
    "age_group",
    "gender",
)
"""What is digested; hours, days and weekdays are in the counters by quarter-hour already."""
MOST_VALUES = 1_000
"""Values of a dimension that a day keeps; those with the most views and plays."""

_ROWS_AT_ONCE = 500
_KEYS = ("project_id", "content_id", "dimension", "day", "is_rest", "value", "traffic")
_SUMS = (
    "views",
    "engaged_views",
    "peertube_views",
    "linkedin_views",
    "plays",
    "watch_ms",
    "completed_full",
    "engagement_events",
)
_SKETCHES = ("sketch", "engaged_sketch", "peertube_sketch", "linkedin_sketch")


async def digest_breakdowns(connection: Connection) -> None:
    """Digests the days in ``digest_days``, streaming, so that memory does not grow with their number."""
    await connection.execute(load_sql("server.rollup", "old_breakdowns"), DIMENSIONS)
    query = load_sql("server.rollup", "day_breakdowns")
    rows: list[asyncpg.Record] = []
    # An iterator, unlike a plain cursor, lets go of the tables when it has come to the end.
    async for row in connection.cursor(query, DIMENSIONS, MOST_VALUES, prefetch=_ROWS_AT_ONCE):
        rows.append(row)
        if len(rows) == _ROWS_AT_ONCE:
            await _write(connection, rows)
            rows = []
    await _write(connection, rows)


async def _write(connection: Connection, rows: Sequence[asyncpg.Record]) -> None:
    records = await asyncio.to_thread(_sketched, rows)  # off the event loop: it takes milliseconds
    await connection.copy_records_to_table("day_breakdowns", records=records, columns=[*_KEYS, *_SUMS, *_SKETCHES])


def _sketched(rows: Sequence[asyncpg.Record]) -> list[tuple[Any, ...]]:
    sums = len(_KEYS) + len(_SUMS)
    made: dict[frozenset[str], bytes] = {}  # the values of a small day often have the same viewers

    def sketch(viewers: list[str] | None) -> bytes | None:
        if not viewers:
            return None
        who = frozenset(viewers)
        if who not in made:
            made[who] = merge([], who)
        return made[who]

    return [(*row[:sums], *map(sketch, row[sums:])) for row in rows]
