"""Adds up the breakdowns of days that are not kept: one row of each value of a content, outside the fold.

The rows get the day ``BEGINNING``, as the counters of these days did. Which days of a content are summarized stays
written down, so that reads look nowhere else for them.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import asyncpg

from server.metrics.view_definitions import DEFINITIONS
from server.rollup.day_breakdowns import DIMENSIONS, KEYS, SUMS
from server.rollup.leader import SUMMARY_LOCK
from server.rollup.whole_days import BEGINNING
from server.storage.database import Connection
from server.storage.locks import try_lock_in_transaction
from server.storage.sketches import merge
from server.storage.sql import load_sql

CONTENTS_AT_ONCE = 100
_FIRST = BEGINNING.date()
_PREFIXES = tuple(definition.prefix for definition in DEFINITIONS.values())
_COUNTS = (*(f"{prefix}views" for prefix in _PREFIXES), *SUMS)
_SKETCHES = tuple(f"{prefix}sketch" for prefix in _PREFIXES)
_COLUMNS = (*KEYS, *_COUNTS, *_SKETCHES)


async def sum_breakdowns(connection: Connection) -> int:
    """Adds up one day of some contents, unless daily summaries are locked.

    No answer changes: ranges with these days are refused already, and over all time the sums are the same.

    Args:
        connection: Outside a transaction.

    Returns:
        More than 0, unless nothing is left or something else has the lock.
    """
    async with connection.transaction():
        if not await try_lock_in_transaction(connection, SUMMARY_LOCK):
            return 0
        await connection.execute("SET LOCAL enable_nestloop = on")  # each row is found by its key
        found = await load_sql(__name__, "summed_breakdowns_next").fetchrow(connection, beginning=_FIRST)
        if found is None:
            return 0
        project_id, until, day = found
        contents = await _sum_day(connection, project_id, day) if day is not None and day < until.date() else 0
        if contents < CONTENTS_AT_ONCE:
            since = until if day is None else min(until, datetime.combine(day + timedelta(days=1), time(), UTC))
            sql = "UPDATE rollup_state SET breakdowns_since = $2 WHERE project_id = $1"
            await connection.execute(sql, project_id, since)
        return contents + 1


async def _sum_day(connection: Connection, project_id: int, day: date) -> int:
    """Adds up a day of some contents; returns how many."""
    dimensions = list(DIMENSIONS)
    rows = await load_sql(__name__, "summed_breakdowns_contents").fetch(
        connection, project=project_id, day=day, dimensions=dimensions, limit=CONTENTS_AT_ONCE
    )
    contents = [row["content_id"] for row in rows]
    if contents:
        which = {"project": project_id, "contents": contents, "beginning": _FIRST}
        taken = await load_sql(__name__, "summed_breakdowns_taken").fetch(
            connection, **which, dimensions=dimensions, day=day
        )
        records = await asyncio.to_thread(_summed, taken)  # off the event loop: it may take seconds
        await connection.copy_records_to_table("day_breakdowns", records=records, columns=_COLUMNS)
        await load_sql(__name__, "summed_breakdowns_days").execute(connection, **which)
    return len(contents)


def _summed(rows: Iterable[asyncpg.Record]) -> list[tuple[Any, ...]]:
    """The sums of rows with the same keys but for the day, in the order of ``_COLUMNS``."""
    groups: dict[tuple[Any, ...], list[asyncpg.Record]] = {}
    for row in rows:
        key = tuple(_FIRST if name == "day" else row[name] for name in KEYS)
        groups.setdefault(key, []).append(row)
    return [
        (
            *key,
            *(sum(row[name] for row in group) for name in _COUNTS),
            *(_merged([row[name] for row in group if row[name] is not None]) for name in _SKETCHES),
        )
        for key, group in groups.items()
    ]


def _merged(sketches: list[bytes]) -> bytes | None:
    return merge(sketches) if len(sketches) > 1 else next(iter(sketches), None)
