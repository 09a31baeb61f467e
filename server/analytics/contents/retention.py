"""Retention curves: how often each part of a content is watched, and by how many viewers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.analytics.breakdowns.breakdown import EXACT_PLAYS
from server.analytics.breakdowns.dimensions import Dimension
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ContentQuery
from server.metrics.view_definitions import DEFINITIONS
from server.storage.database import Connection
from server.storage.sql import load_sql

PARTS = 200
"""Parts of a content's duration that are stored; a curve has a point for each, or for several of them together."""
_SAMPLE = 1_000  # viewers; the summary of a day keeps as many
_BITS = {name: 1 << place for place, name in enumerate(DEFINITIONS)}


class RetentionCurve(StrEnum):
    """Which value a curve shows for each part."""

    PLAYS = "plays"
    COVERAGE = "coverage"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class SegmentFilter:
    """A filter for the plays of one value of a dimension.

    Attributes:
        dimension: DEVICE, PLATFORM, SOURCE or COUNTRY.
        value: The value in the API; None: unknown.
    """

    dimension: Dimension
    value: str | None

    @property
    def stored(self) -> str:
        """The value as stored with plays."""
        if self.value is None:
            return ""
        return self.value if self.dimension is Dimension.COUNTRY else self.value.lower()


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    """One part of the content.

    Attributes:
        start: Where it begins, in seconds.
        end: Where it ends, in seconds.
        value: Value of the curve in percent; None if there is nothing to compare with.
        started: How often watching began there; for COVERAGE, the number of viewers whose watching began there.
        stopped: How often watching stopped there; for COVERAGE, the number of viewers whose watching stopped there.
    """

    start: float
    end: float
    value: float | None
    started: int
    stopped: int


@dataclass(frozen=True, slots=True)
class RetentionResult:
    """A curve.

    Attributes:
        duration_ms: Duration of the content; None if unknown, and then there are no points.
        views: Views by the definition of the plays with known positions; the denominator of PLAYS.
        unknown_plays: Plays without known positions.
        viewers: Distinct viewers with such a view, the denominator of COVERAGE; None for other curves, and when
            estimated.
        estimated: Whether the curve is based on a sample of the viewers.
        points: The points in order.
    """

    duration_ms: int | None
    views: int
    unknown_plays: int
    viewers: int | None
    estimated: bool
    points: Sequence[RetentionPoint]


async def read_retention(
    connection: Connection, query: ContentQuery, curve: RetentionCurve, points: int, sliced: SegmentFilter | None = None
) -> RetentionResult:
    """Reads a curve.

    Args:
        connection: Inside a snapshot.
        query: The content, range, definition and traffic.
        curve: PLAYS, COVERAGE or RELATIVE.
        points: Number of points; a divisor of ``PARTS``.
        sliced: Only the plays of this value.
    """
    covers = curve is RetentionCurve.COVERAGE
    start, end = query.bounds
    which = {
        "project": query.project_id,
        "content": query.content_id,
        "classes": query.traffic.classes,
        "start": start,
        "end": end,
    }
    base = await load_sql(__name__, "retention_base").fetchrow(connection, **which)
    assert base is not None
    duration, exact = base["duration_ms"], base["size"] <= EXACT_PLAYS
    found = await load_metrics_sql(__name__, "retention", query.definition.prefix).fetchrow(
        connection,
        **which,
        duration=duration,
        dimension=sliced.dimension.value if sliced else "",
        value=sliced.stored if sliced else "",
        covers=covers,
        sample=None if exact else _SAMPLE,
        definition_bit=_BITS[query.definition.name],
        points=points,
    )
    assert found is not None
    values: Sequence[float | None] = ()
    if duration is not None:
        watched, by = (found["seen_watched"], found["viewers"]) if covers else (found["watched"], found["views"])
        values = averages(watched or [0] * PARTS, points, duration, by)
        if curve is RetentionCurve.RELATIVE:
            values = await _read_percentiles(connection, query, duration, values)
    return RetentionResult(
        duration_ms=duration,
        views=found["views"],
        unknown_plays=found["unknown_plays"],
        viewers=found["viewers"] if covers and exact else None,
        estimated=covers and not exact and duration is not None,
        points=_points_of(found, values, duration or 0, covers=covers, sampled=not exact),
    )


def _points_of(
    found: Any, values: Sequence[float | None], duration_ms: int, *, covers: bool, sampled: bool
) -> Sequence[RetentionPoint]:
    points = len(values)
    if points == 0:
        return ()
    started, stopped = _read_edges(found, points, covers=covers, sampled=sampled)
    length = duration_ms / points / 1000
    return [
        RetentionPoint(
            place * length,
            (place + 1) * length,
            None if value is None else value * 100,
            started[place],
            stopped[place],
        )
        for place, value in enumerate(values)
    ]


def viewers_per_sample(sampled: int, greatest_hash: int | None) -> float:
    """The number of viewers that each viewer of the sample stands for. Sampled are those with the smallest hashes.

    Args:
        sampled: Size of the sample; a smaller one than the maximum contains all viewers.
        greatest_hash: The greatest hash in the sample, as a signed 64-bit integer; None if it is empty.
    """
    if sampled < _SAMPLE or greatest_hash is None:
        return 1.0
    return (sampled - 1) / sampled * 2**64 / (greatest_hash + 2**63 + 1)


def averages(watched: Sequence[int], points: int, duration_ms: int, by: int) -> list[float]:
    """The average over each point's time of a count of plays or viewers, per view or viewer; 0 without any.

    Args:
        watched: For each of the ``PARTS``, the integral of the count over its time, in ms * ``PARTS``.
        points: Number of points; a divisor of ``PARTS``.
        duration_ms: Duration of the content.
        by: Views or viewers.
    """
    if by == 0:
        return [0.0] * points
    time = PARTS // points * duration_ms * by
    return [total / time for total in grouped(watched, points)]


def grouped(selection: Sequence[int], points: int) -> list[int]:
    """The sums over each point's parts."""
    size = PARTS // points
    return [sum(selection[start : start + size]) for start in range(0, PARTS, size)]


def _read_edges(found: Any, points: int, *, covers: bool, sampled: bool) -> tuple[Sequence[int], Sequence[int]]:
    """Number of plays, or viewers, whose watching begins and stops in each point."""
    started, stopped = [0] * (points if covers else PARTS), [0] * (points if covers else PARTS)
    names = ("points", "started", "stopped") if covers else ("parts", "rises", "falls")
    for place, begun, ended in zip(*(found[name] or () for name in names), strict=True):
        started[place] += begun
        stopped[place] += ended
    if not covers:
        return grouped(started, points), grouped(stopped, points)
    each = viewers_per_sample(found["sampled"], found["greatest_hash"]) if sampled else 1.0
    return [round(number * each) for number in started], [round(number * each) for number in stopped]


async def _read_percentiles(
    connection: Connection, query: ContentQuery, duration: int, values: Sequence[float | None]
) -> Sequence[float | None]:
    band = await connection.fetchval("SELECT duration_band($1)", duration)
    sql = load_metrics_sql(__name__, "retention_band", query.definition.prefix)
    rows = await sql.fetch(connection, project=query.project_id, content=query.content_id, band=band, values=values)
    return [row["percentile"] for row in rows] or [None] * len(values)
