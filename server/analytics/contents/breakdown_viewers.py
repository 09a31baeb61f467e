"""Distinct viewers of each value of a dimension, if there are too many to count them one by one."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ContentQuery
from server.storage.database import Connection
from server.storage.sketches import estimate, merge

ROWS_AT_ONCE = 500


async def estimate_values(
    connection: Connection,
    query: ContentQuery,
    start: datetime | None,
    end: datetime | None,
    *,
    dimension: str,
    values: Sequence[str],
    others: bool,
) -> dict[int | None, int]:
    """The estimated number of distinct viewers of each value; memory does not grow with the range.

    The estimate depends only on the viewers, not on which days have a daily summary.

    Args:
        connection: Inside a transaction.
        query: The content, definition and traffic.
        start: Start of the range; None for all time.
        end: End of the range; None for all time.
        dimension: The dimension.
        values: The values; ``""`` for unknown.
        others: Whether there are more values than these.

    Returns:
        By rank, from 1; None for all other values together.
    """
    sql = load_metrics_sql(__name__, "breakdown_viewers", query.definition.prefix)
    cursor = await sql.cursor(
        connection,
        project=query.project_id,
        content=query.content_id,
        classes=query.traffic.classes,
        start=start,
        end=end,
        dimension=dimension,
        values=list(values),
    )
    merged: dict[int | None, bytes] = {}
    while rows := await cursor.fetch(ROWS_AT_ONCE):
        selection: defaultdict[int | None, list[bytes]] = defaultdict(list)
        viewers: defaultdict[int | None, list[str]] = defaultdict(list)
        for slot, sketch, names in rows:
            if slot is not None or others:
                selection[slot] += [sketch] if sketch is not None else []
                viewers[slot] += names or []
        for slot, known in merged.items():
            if slot in selection or slot in viewers:
                selection[slot].append(known)
        # off the event loop: merging a full batch takes milliseconds
        merged |= await asyncio.to_thread(_merge_all, selection, viewers)
    return {slot: estimate(sketch) for slot, sketch in merged.items()}


def _merge_all(
    selection: defaultdict[int | None, list[bytes]], viewers: defaultdict[int | None, list[str]]
) -> dict[int | None, bytes]:
    return {slot: merge(selection[slot], viewers[slot]) for slot in {*selection, *viewers}}
