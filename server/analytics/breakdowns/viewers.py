"""Distinct viewers of the rows of a breakdown: counted one by one, or estimated where there are too many."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import asyncpg

from server.analytics.breakdowns.dimensions import Dimension, has_summaries, name_of
from server.analytics.breakdowns.listing import BreakdownResult
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import AnalyticsQuery
from server.storage.database import Connection
from server.storage.sketches import estimate, merge
from server.storage.statement import Statement

ROWS_AT_ONCE = 500


async def count_viewers(
    connection: Connection,
    query: AnalyticsQuery,
    contents: Sequence[str],
    by: Sequence[Dimension],
    result: BreakdownResult,
) -> dict[int | None, int]:
    """The number of distinct viewers of each row, from plays and events.

    Args:
        connection: Inside a snapshot.
        query: The range, definition and traffic.
        contents: The contents, each once.
        by: One or two dimensions.
        result: The rows.

    Returns:
        By the number of the row, from 1; None for all other values together. Rows without viewers are left out.
    """
    sql = load_metrics_sql(__name__, "breakdown_distinct_viewers", query.definition.prefix)
    rows = await sql.fetch(connection, **_which(query, contents, by, result))
    return {row["slot"]: row["unique_viewers"] for row in rows}


async def estimate_viewers(
    connection: Connection,
    query: AnalyticsQuery,
    contents: Sequence[str],
    by: Sequence[Dimension],
    result: BreakdownResult,
) -> dict[int | None, int]:
    """Like ``count_viewers``, but estimates from sketches.

    The estimate depends only on the viewers, not on which days have a daily summary.
    """
    sql = load_metrics_sql(__name__, "breakdown_viewers", query.definition.prefix)
    which = _which(query, contents, by, result) | {"summaries": has_summaries([by])}
    return await estimate_slots(connection, sql, which)


async def estimate_slots(
    connection: Connection, sql: Statement, parameters: dict[str, object]
) -> dict[int | None, int]:
    """The estimated number of distinct viewers by slot; memory does not grow with the range.

    Args:
        connection: Inside a transaction.
        sql: A statement whose rows have a slot, and a sketch or viewers or both.
        parameters: Its parameters.
    """
    cursor = await sql.cursor(connection, **parameters)
    merged: dict[int | None, bytes] = {}
    while rows := await cursor.fetch(ROWS_AT_ONCE):
        # off the event loop: merging a full batch takes milliseconds
        merged |= await asyncio.to_thread(_merge_all, rows, merged)
    return {slot: estimate(sketch) for slot, sketch in merged.items()}


def _merge_all(rows: Sequence[asyncpg.Record], merged: dict[int | None, bytes]) -> dict[int | None, bytes]:
    """The sketches of the slots in these rows, with what was merged before."""
    sketches: defaultdict[int | None, list[bytes]] = defaultdict(list)
    viewers: defaultdict[int | None, list[str]] = defaultdict(list)
    for slot, sketch, names in rows:
        sketches[slot] += [sketch] if sketch is not None else []
        viewers[slot] += names or []
    return {
        slot: merge([merged[slot], *found] if slot in merged else found, viewers[slot])
        for slot, found in sketches.items()
    }


def _which(
    query: AnalyticsQuery, contents: Sequence[str], by: Sequence[Dimension], result: BreakdownResult
) -> dict[str, object]:
    start, end = query.bounds
    return {
        "project": query.project_id,
        "contents": contents,
        "classes": query.traffic.classes,
        "start": start,
        "end": end,
        "dimension": name_of(by),
        "zone": query.timezone,
        "values": [row.stored for row in result.rows],
    }
