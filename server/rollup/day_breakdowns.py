"""Breakdowns of a content's day: sums and sketches of viewers for each value of each dimension."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg

from server.metrics.view_definitions import DEFINITIONS
from server.storage.database import Connection
from server.storage.metric_columns import load_rollup_sql
from server.storage.sketches import merge
from server.storage.sql import load_sql

DIMENSIONS = (
    "country",
    "region",
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
"""The summarized dimensions; hours, days and weekdays follow from the counters by quarter-hour."""
MAX_VALUES = 1_000
"""Number of values of a dimension that a day keeps: those with the most views and plays."""

_ROWS_AT_ONCE = 500
KEYS = ("project_id", "content_id", "dimension", "day", "is_rest", "value", "traffic")
SUMS = ("plays", "watch_ms", "completed_full", "engagement_events")


async def summarize_breakdowns(connection: Connection) -> None:
    """Summarizes the days in ``days_to_summarize``, streaming, so that memory does not grow with their number."""
    await load_sql(__name__, "old_breakdowns").execute(connection, dimensions=DIMENSIONS)
    query = await load_rollup_sql(connection, __name__, "day_breakdowns")
    prefixes = [definition.prefix for definition in DEFINITIONS.values()]
    sums = [*KEYS, *(f"{prefix}views" for prefix in prefixes), *SUMS]
    columns = [*sums, *(f"{prefix}sketch" for prefix in prefixes)]
    rows: list[asyncpg.Record] = []
    # An iterator, unlike a plain cursor, lets go of the tables when it has come to the end.
    async for row in query.cursor(connection, _ROWS_AT_ONCE, dimensions=DIMENSIONS, limit=MAX_VALUES):
        rows.append(row)
        if len(rows) == _ROWS_AT_ONCE:
            await _write(connection, rows, columns, len(sums))
            rows = []
    await _write(connection, rows, columns, len(sums))


async def _write(connection: Connection, rows: Sequence[asyncpg.Record], columns: Sequence[str], sums: int) -> None:
    """Writes rows whose columns after the first ``sums`` are viewers to be sketched."""
    records = await asyncio.to_thread(_sketched, rows, sums)  # off the event loop: it takes milliseconds
    await connection.copy_records_to_table("day_breakdowns", records=records, columns=columns)


def _sketched(rows: Sequence[asyncpg.Record], sums: int) -> list[tuple[Any, ...]]:
    made: dict[frozenset[str], bytes] = {}  # the values of a small day often have the same viewers

    def sketch(viewers: list[str] | None) -> bytes | None:
        if not viewers:
            return None
        who = frozenset(viewers)
        if who not in made:
            made[who] = merge([], who)
        return made[who]

    return [(*row[:sums], *map(sketch, row[sums:])) for row in rows]
