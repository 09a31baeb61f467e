"""Breakdowns of a content, a creator or the platform: sums of plays and events by country, device, hour and others."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

import asyncpg

from server.analytics.breakdowns.clock import fill_gaps, read_clock
from server.analytics.breakdowns.dimensions import CLOCK, NATURAL, Dimension, has_summaries, name_of, values_of
from server.analytics.breakdowns.expired_parts import require_whole_days
from server.analytics.breakdowns.listing import BreakdownResult, Listing, RowOrder, ValueCounts, list_rows
from server.analytics.breakdowns.pairs import check_pair
from server.analytics.breakdowns.viewers import count_viewers, estimate_viewers
from server.analytics.contents.totals import ContentSelection, read_content
from server.analytics.creators.totals import read_scope
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ContentQuery, ScopeQuery
from server.storage.database import Connection
from server.storage.sql import load_sql

EXACT_PLAYS = 10_000
"""Up to this number of plays and views, distinct viewers are counted; above, they are estimated from sketches."""
HOURS = 25
"""The hours of a day, and the unknown one."""

BreakdownQuery: TypeAlias = ContentQuery | ScopeQuery
_Row: TypeAlias = asyncpg.Record


async def read_breakdown(
    connection: Connection, query: BreakdownQuery, by: Sequence[Dimension], listing: Listing, *, viewers: bool
) -> BreakdownResult:
    """Reads a breakdown; its rows and ``other`` add up to the totals of the range.

    Args:
        connection: Inside a snapshot.
        query: Whose numbers, range, zone, definition and traffic; an unknown content or creator has none.
        by: Dimensions that ``check_dimensions`` admits.
        listing: The requested rows.
        viewers: Whether distinct viewers are requested; they need a read of their own.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if more is needed of a day than is kept, or there is too much to read.
    """
    if CLOCK.issuperset(by):
        return await read_clock(connection, query, by, listing, viewers=viewers)
    if len(by) > 1:
        await check_pair(connection, query, by)
    await require_whole_days(connection, query)
    contents = await contents_of(connection, query)
    if NATURAL.issuperset(by) and len(by) == 1:
        rows = await _read_sums(connection, query, contents, [by], Listing(first=HOURS))
        values = fill_gaps(by, _result(by, rows).rows, query)
        result = list_rows(values, listing)
    else:
        rows = await _read_sums(connection, query, contents, [by], listing)
        result = _result(by, rows)
    if not viewers or not rows:
        return result
    is_exact = max(result.views, result.plays) <= EXACT_PLAYS and not rows[0]["has_expired"]
    read = count_viewers if is_exact else estimate_viewers
    return result.with_viewers(await read(connection, query, contents, by, result), estimated=not is_exact)


async def read_audience(
    connection: Connection, query: BreakdownQuery, dimensions: Sequence[Dimension], first: int
) -> dict[Dimension, BreakdownResult]:
    """Reads several breakdowns in one read, most views first, without distinct viewers.

    Args:
        connection: Inside a snapshot.
        query: Whose numbers, range, definition and traffic.
        dimensions: The dimensions; none of ``CLOCK``.
        first: Maximum number of values of each.

    Raises:
        ViewpulseError: LIMIT_EXCEEDED if the range covers part of a day of which only a daily summary is left.
    """
    await require_whole_days(connection, query)
    contents = await contents_of(connection, query)
    rows = await _read_sums(connection, query, contents, [[dimension] for dimension in dimensions], Listing(first))
    return {
        dimension: _result([dimension], [row for row in rows if row["dimension"] == dimension])
        for dimension in dimensions
    }


async def read_state(connection: Connection, query: BreakdownQuery) -> tuple[datetime | None, int]:
    """The time up to which events are counted, and the revision of the content, the creator or the platform."""
    if isinstance(query, ContentQuery):
        content = await read_content(connection, query, ContentSelection())
        return content.as_of, content.revision
    scope = await read_scope(connection, query, viewers=False)
    return scope.as_of, scope.revision


async def contents_of(connection: Connection, query: BreakdownQuery) -> list[str]:
    """The ids of the contents of which a breakdown adds up the plays and events."""
    if isinstance(query, ContentQuery):
        return [query.content_id]
    if query.creator_id is None:
        start, end = query.bounds
        sql = load_sql(__name__, "counted_contents")
        rows = await sql.fetch(connection, project=query.project_id, start=start, end=end)
    else:
        sql = load_sql(__name__, "owned_contents")
        rows = await sql.fetch(connection, project=query.project_id, creator=query.creator_id)
    return [row["content_id"] for row in rows]


async def _read_sums(
    connection: Connection,
    query: BreakdownQuery,
    contents: Sequence[str],
    questions: Sequence[Sequence[Dimension]],
    listing: Listing,
) -> Sequence[_Row]:
    start, end = query.bounds
    return await load_metrics_sql(__name__, "breakdown_days", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        contents=contents,
        classes=query.traffic.classes,
        start=start,
        end=end,
        dimensions=[name_of(by) for by in questions],
        summaries=has_summaries(questions),
        zone=query.timezone,
        by=(listing.order or RowOrder.VIEWS).value,
        least_views=listing.minimum_views,
        offset=listing.offset,
        limit=listing.first,
    )


def _result(by: Sequence[Dimension], rows: Sequence[_Row]) -> BreakdownResult:
    found: list[ValueCounts] = []
    other, has_more = ValueCounts(), False
    for row in rows:
        if row["rank"] is None:
            other, has_more = ValueCounts.from_row(row), row["has_more"]
        else:
            found.append(ValueCounts.from_row(row, values_of(by, row["value"])))
    return BreakdownResult(found, other, has_more)
