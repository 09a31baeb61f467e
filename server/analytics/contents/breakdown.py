"""Breakdowns of a content: sums of plays and events by country, device, time, viewer and other dimensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import asyncpg

from server.analytics.contents.breakdown_viewers import estimate_values
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import AnalyticsQuery, ContentQuery
from server.storage.database import Connection
from server.storage.statement import Statement

EXACT_PLAYS = 10_000
"""Up to this number of plays and views, distinct viewers are counted; above, they are estimated from sketches."""

_Row: TypeAlias = asyncpg.Record


class Dimension(StrEnum):
    """The dimensions of a breakdown; the values are those of ``breakdown_facts``."""

    COUNTRY = "country"
    CITY = "city"
    DEVICE = "device"
    PLATFORM = "platform"
    OS = "os"
    APP_VERSION = "app_version"
    SOURCE = "source"
    REFERRER = "referrer"
    CAMPAIGN = "campaign"
    NETWORK = "network"
    HOUR = "hour"
    DAY = "day"
    WEEKDAY = "weekday"
    VIEWER_LOCAL_HOUR = "viewer_local_hour"
    AGE_GROUP = "age_group"
    GENDER = "gender"


CLOCK = frozenset({Dimension.HOUR, Dimension.DAY, Dimension.WEEKDAY})
"""Dimensions that are read from quarter-hours, in the caller's zone."""

WORDS = frozenset(
    {
        Dimension.DEVICE,
        Dimension.PLATFORM,
        Dimension.SOURCE,
        Dimension.NETWORK,
        Dimension.AGE_GROUP,
        Dimension.GENDER,
    }
)
"""Dimensions with enum values: lower case in the database, upper case in the API."""


@dataclass(frozen=True, slots=True)
class ValueCounts:
    """The metrics of one value, or of all other values together.

    Attributes:
        value: The value in the API; None: unknown, or all other values.
        views: Views by the requested definition.
        plays: Plays.
        watch_ms: Milliseconds watched in those plays.
        completed_full: Plays completed in full.
        engagement_events: LIKE, COMMENT and SHARE events.
        unique_viewers: Distinct viewers with such a view; 0 if not requested.
    """

    value: str | None = None
    views: int = 0
    plays: int = 0
    watch_ms: int = 0
    completed_full: int = 0
    engagement_events: int = 0
    unique_viewers: int = 0


@dataclass(frozen=True, slots=True)
class BreakdownResult:
    """One content by one dimension.

    Attributes:
        rows: The top values, most views first; ties by plays, then engagement events, then the value.
        other: All other values together.
        estimated: Whether the distinct viewers are estimates.
    """

    rows: Sequence[ValueCounts]
    other: ValueCounts
    estimated: bool = False

    @property
    def views(self) -> int:
        """All views of the range, whatever their value."""
        return sum(row.views for row in self.rows) + self.other.views


async def read_breakdown(
    connection: Connection, query: ContentQuery, dimension: Dimension, first: int, *, viewers: bool
) -> BreakdownResult:
    """Reads a breakdown; its rows and ``other`` add up to the content's totals of the range.

    Args:
        connection: Inside a snapshot.
        query: The content, range, zone, definition and traffic.
        dimension: The dimension.
        first: Maximum number of values.
        viewers: Whether distinct viewers are requested; they need a read of their own.
    """
    if dimension in CLOCK:
        return await _read_clock(connection, query, dimension, first, viewers=viewers)
    if not viewers:
        found = await read_values(connection, query, [query.content_id], [dimension], first)
        return found[dimension]
    start, end = bounds(query)
    prefix = query.definition.prefix
    which = {"project": query.project_id, "start": start, "end": end, "classes": query.traffic.classes}
    found_size = await _sql("size").fetchrow(connection, content=query.content_id, **which)
    assert found_size is not None
    if found_size["size"] <= EXACT_PLAYS and not found_size["has_expired"]:
        facts = _sql("facts", prefix)
        rows = await facts.fetch(connection, content=query.content_id, dimension=dimension.value, limit=first, **which)
        return _result(dimension, rows)
    days = _sql("days", prefix)
    rows = await days.fetch(connection, contents=[query.content_id], dimensions=[dimension.value], limit=first, **which)
    values = [row["value"] for row in rows if row["rank"] is not None]
    estimates = await estimate_values(
        connection, query, start, end, dimension=dimension.value, values=values, others=len(rows) > len(values)
    )
    return _result(dimension, rows, estimates)


async def read_values(
    connection: Connection,
    query: AnalyticsQuery,
    content_ids: Sequence[str],
    dimensions: Sequence[Dimension],
    first: int,
) -> dict[Dimension, BreakdownResult]:
    """Reads contents together by several dimensions in one read, without distinct viewers.

    Args:
        connection: Inside a snapshot.
        query: The range, definition and traffic.
        content_ids: The contents, each once.
        dimensions: The dimensions; none of ``CLOCK``.
        first: Maximum number of values of each.
    """
    start, end = bounds(query)
    rows = await _sql("days", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        contents=list(content_ids),
        classes=query.traffic.classes,
        start=start,
        end=end,
        dimensions=[dimension.value for dimension in dimensions],
        limit=first,
    )
    return {
        dimension: _result(dimension, [row for row in rows if row["dimension"] == dimension])
        for dimension in dimensions
    }


def bounds(query: AnalyticsQuery) -> tuple[datetime | None, datetime | None]:
    """Start (inclusive) and end (exclusive) of the range; None for all time."""
    return (query.time_range.start, query.time_range.end_bucket) if query.time_range else (None, None)


async def _read_clock(
    connection: Connection, query: ContentQuery, dimension: Dimension, first: int, *, viewers: bool
) -> BreakdownResult:
    start, end = bounds(query)
    rows = await _sql("time", query.definition.prefix).fetch(
        connection,
        project=query.project_id,
        content=query.content_id,
        classes=query.traffic.classes,
        start=start,
        end=end,
        dimension=dimension.value,
        zone=query.timezone,
        with_viewers=viewers,
        limit=first,
    )
    return _result(dimension, rows)


def _result(
    dimension: Dimension, rows: Sequence[_Row], estimates: dict[int | None, int] | None = None
) -> BreakdownResult:
    found: list[ValueCounts] = []
    other = ValueCounts()
    for row in rows:
        rank = row["rank"]
        unique = estimates.get(rank, 0) if estimates is not None else row.get("unique_viewers", 0)
        counts = ValueCounts(
            value=_spelled(dimension, row["value"]),
            views=row["views"],
            plays=row["plays"],
            watch_ms=row["watch_ms"],
            completed_full=row["completed_full"],
            engagement_events=row["engagement_events"],
            unique_viewers=unique,
        )
        if rank is None:
            other = counts
        else:
            found.append(counts)
    return BreakdownResult(found, other, estimated=estimates is not None)


def _spelled(dimension: Dimension, value: str | None) -> str | None:
    if not value:
        return None
    return value.upper() if dimension in WORDS else value


def _sql(name: str, prefix: str = "") -> Statement:
    return load_metrics_sql(__name__, f"breakdown_{name}", prefix)
