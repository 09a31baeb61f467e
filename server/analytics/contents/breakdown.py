"""A content by any dimension: sums of plays and events by where, on what, when and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import asyncpg

from server.analytics.contents.breakdown_viewers import estimate_values
from server.analytics.query import Asked, Question
from server.analytics.sql_templates import load_metrics_sql
from server.storage.database import Connection

EXACT_PLAYS = 10_000
"""Up to so many plays, and views, distinct viewers are counted; beyond, they are estimated from sketches."""

_Row: TypeAlias = asyncpg.Record


class Dimension(StrEnum):
    """What a content is broken down by; the values are those of ``breakdown_facts``."""

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
"""Read from quarter-hours, in the caller's zone."""

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
"""Values that are words of the vocabulary: lower case in the database, upper case in the API."""


@dataclass(frozen=True, slots=True)
class ValueCounts:
    """What one value counts, or all values beyond the first together.

    Attributes:
        value: As the API spells it; None: not known, or all others.
        views: By the definition asked for.
        plays: Plays.
        watch_ms: Milliseconds watched in those plays.
        completed_full: Plays completed in full.
        engagement_events: LIKE, COMMENT and SHARE events.
        unique_viewers: Distinct viewers with such a view; 0 when not asked for.
    """

    value: str | None = None
    views: int = 0
    plays: int = 0
    watch_ms: int = 0
    completed_full: int = 0
    engagement_events: int = 0
    unique_viewers: int = 0


@dataclass(frozen=True, slots=True)
class BreakdownFacts:
    """One content by one dimension.

    Attributes:
        rows: The first values, most views first; ties by plays, then engagement events, then the value.
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
    connection: Connection, asked: Asked, dimension: Dimension, first: int, *, viewers: bool
) -> BreakdownFacts:
    """Reads a breakdown; its rows and ``other`` add up to the content's totals of the range.

    Args:
        connection: Inside a snapshot.
        asked: Which content, range, zone, definition and traffic.
        dimension: By what.
        first: How many values.
        viewers: Whether distinct viewers are wanted; they cost a read of their own.
    """
    if dimension in CLOCK:
        return await _read_clock(connection, asked, dimension, first, viewers=viewers)
    if not viewers:
        found = await read_values(connection, asked, [asked.content_id], [dimension], first)
        return found[dimension]
    start, until = bounds(asked)
    prefix, classes = asked.definition.prefix, asked.traffic.classes
    which = (asked.project_id, asked.content_id, start, until)
    found_size = await connection.fetchrow(_sql("size"), *which, classes)
    assert found_size is not None
    if found_size["size"] <= EXACT_PLAYS and not found_size["has_expired"]:
        rows = await connection.fetch(_sql("facts", prefix), *which, dimension.value, classes, first)
        return _facts(dimension, rows)
    which_days = (asked.project_id, [asked.content_id], start, until)
    rows = await connection.fetch(_sql("days", prefix), *which_days, [dimension.value], classes, first)
    values = [row["value"] for row in rows if row["rank"] is not None]
    estimates = await estimate_values(
        connection, asked, start, until, dimension=dimension.value, values=values, others=len(rows) > len(values)
    )
    return _facts(dimension, rows, estimates)


async def read_values(
    connection: Connection, asked: Question, content_ids: Sequence[str], dimensions: Sequence[Dimension], first: int
) -> dict[Dimension, BreakdownFacts]:
    """Contents together by several dimensions in one read, without distinct viewers.

    Args:
        connection: Inside a snapshot.
        asked: The range, definition and traffic.
        content_ids: The contents, each once.
        dimensions: By what; none of ``CLOCK``.
        first: How many values of each.
    """
    rows = await connection.fetch(
        _sql("days", asked.definition.prefix),
        asked.project_id,
        list(content_ids),
        *bounds(asked),
        [dimension.value for dimension in dimensions],
        asked.traffic.classes,
        first,
    )
    return {
        dimension: _facts(dimension, [row for row in rows if row["dimension"] == dimension]) for dimension in dimensions
    }


def bounds(asked: Question) -> tuple[datetime | None, datetime | None]:
    """The first moment that counts, and the first that counts no more; None for all time."""
    return (asked.within.start, asked.within.until) if asked.within else (None, None)


async def _read_clock(
    connection: Connection, asked: Asked, dimension: Dimension, first: int, *, viewers: bool
) -> BreakdownFacts:
    rows = await connection.fetch(
        _sql("time", asked.definition.prefix),
        asked.project_id,
        asked.content_id,
        *bounds(asked),
        dimension.value,
        asked.timezone,
        asked.traffic.classes,
        first,
        viewers,
    )
    return _facts(dimension, rows)


def _facts(
    dimension: Dimension, rows: Sequence[_Row], estimates: dict[int | None, int] | None = None
) -> BreakdownFacts:
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
    return BreakdownFacts(found, other, estimated=estimates is not None)


def _spelled(dimension: Dimension, value: str | None) -> str | None:
    if not value:
        return None
    return value.upper() if dimension in WORDS else value


def _sql(name: str, prefix: str = "") -> str:
    return load_metrics_sql(__name__, f"breakdown_{name}", prefix)
