"""A live stream: who attends it, how many at once, and what they write and give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import asyncpg

from server.analytics.query import ContentQuery
from server.metrics.rates import per
from server.storage.database import Connection
from server.storage.sql import load_sql

MAX_MINUTES = 1440
"""The most minutes of a stream in one answer."""


@dataclass(frozen=True, slots=True)
class StreamCounts:
    """What happened in a stream, or in a minute of it.

    Attributes:
        peak: The most viewers at once.
        average: Viewers at once on the average of its time; 0 if it was not live.
        joins: Attendances that began.
        viewers: Viewers who attended for the first time.
        messages: Messages in the chat.
        gifts: Gifts, each once whatever its quantity.
    """

    peak: int
    average: float
    joins: int
    viewers: int
    messages: int
    gifts: int

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """What a row of the statement counts."""
        average = per(row["watched_seconds"], row["live_seconds"])
        return cls(row["peak"], average, row["joins"], row["viewers"], row["messages"], row["gifts"])


@dataclass(frozen=True, slots=True)
class StreamResult:
    """One consistent state of a stream.

    Attributes:
        as_of: Every event acknowledged before this time is counted; None before the first aggregation.
        revision: The aggregator run that last changed the content; of one without events, the newest of the project.
        started_at: When it began first; None if it never did.
        ended_at: When it ended last; None while it is live.
        live_seconds: How long it was live.
        watched_seconds: How long its viewers were there while it was live, all together.
        there_now: Viewers who are there now.
        peak_at: When the most viewers were there first; None without viewers.
        totals: The whole stream.
        minutes: What happened in each minute, oldest first, without gaps.
        is_cut: Whether there are earlier minutes.
    """

    as_of: datetime | None
    revision: int
    started_at: datetime | None
    ended_at: datetime | None
    live_seconds: int
    watched_seconds: int
    there_now: int
    peak_at: datetime | None
    totals: StreamCounts
    minutes: Sequence[tuple[datetime, StreamCounts]]
    is_cut: bool

    @property
    def is_live(self) -> bool:
        """Whether it has begun, and is not over."""
        return self.started_at is not None and self.ended_at is None


async def read_stream(connection: Connection, query: ContentQuery, minutes: int) -> StreamResult:
    """Reads a stream in one statement.

    Args:
        connection: The connection.
        query: The query; its range, zone and definition do not matter. An unknown content has zeros.
        minutes: The most minutes of the answer, the newest of the stream.
    """
    whole, *rest = await load_sql(__name__, "stream").fetch(
        connection,
        project=query.project_id,
        content=query.content_id,
        classes=query.traffic.classes,
        limit=minutes,
    )
    totals = StreamCounts.from_row(whole)
    return StreamResult(
        as_of=whole["as_of"],
        revision=whole["revision"] or 0,
        started_at=whole["started_at"],
        ended_at=whole["ended_at"],
        live_seconds=whole["live_seconds"],
        watched_seconds=whole["watched_seconds"],
        there_now=whole["there_now"],
        peak_at=whole["peak_at"] if totals.peak else None,
        totals=totals,
        minutes=[(row["minute"], StreamCounts.from_row(row)) for row in rest],
        is_cut=whole["is_cut"],
    )
