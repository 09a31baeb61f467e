"""Retention curves: how often, or by how many, each part of a content is watched (X5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.analytics.asked import Asked
from server.analytics.breakdown import EXACT_PLAYS, Dimension, bounds, read_breakdown
from server.analytics.definitions import DEFINITIONS
from server.analytics.statements import load_metrics_sql
from server.storage.database import Connection
from server.storage.sql import load_sql

PARTS = 200
"""Parts of a content's duration that are kept; a curve has a point for each, or for as many of them together."""
_VALUES = 1_000
_SAMPLE = 1_000  # viewers; the digest of a day keeps as many
_BITS = {name: 1 << place for place, name in enumerate(DEFINITIONS)}


class RetentionCurve(StrEnum):
    """What a curve says of a part."""

    PLAYS = "plays"
    COVERAGE = "coverage"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Slice:
    """The plays of one value of a dimension.

    Attributes:
        dimension: DEVICE, PLATFORM, SOURCE or COUNTRY.
        value: As the API spells it; None: not known.
    """

    dimension: Dimension
    value: str | None

    @property
    def stored(self) -> str:
        """The value as plays have it."""
        if self.value is None:
            return ""
        return self.value if self.dimension is Dimension.COUNTRY else self.value.lower()


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    """One part of the content.

    Attributes:
        start: Where it begins, in seconds.
        end: Where it ends.
        value: Of the curve; None when nothing is known to compare with.
        started: How often watching began there.
        stopped: How often watching ended there.
    """

    start: float
    end: float
    value: float | None
    started: int
    stopped: int


@dataclass(frozen=True, slots=True)
class RetentionFacts:
    """A curve.

    Attributes:
        duration_ms: Length of the content; None when it is not known, and then there are no points.
        views: Views of the slice, by the definition; what PLAYS is divided by.
        viewers: Distinct viewers of the slice; what COVERAGE is divided by; None for other curves, and when estimated.
        estimated: Whether it comes from a sample of the viewers.
        points: In the order of the content.
    """

    duration_ms: int | None
    views: int
    viewers: int | None
    estimated: bool
    points: Sequence[RetentionPoint]


async def read_retention(
    connection: Connection, asked: Asked, curve: RetentionCurve, points: int, sliced: Slice | None = None
) -> RetentionFacts:
    """Reads a curve.

    Args:
        connection: Inside a snapshot.
        asked: Which content, range, definition and traffic.
        curve: Which of the three.
        points: How many points; a divisor of ``PARTS``.
        sliced: Only the plays of this value.
    """
    covers = curve is RetentionCurve.COVERAGE
    base = await connection.fetchrow(
        load_metrics_sql("retention_base", asked.definition.prefix), *_which(asked), asked.traffic.classes, covers
    )
    assert base is not None
    duration, views, viewers = base["duration_ms"], base["views"], base["viewers"]
    exact = base["size"] <= EXACT_PLAYS
    if sliced is not None:
        views, viewers = await _read_slice(connection, asked, sliced, viewers=covers and exact)
    if duration is None:
        return RetentionFacts(None, views, viewers if covers and exact else None, estimated=False, points=())
    found = await _read_parts(connection, asked, sliced, duration, covers=covers, exact=exact)
    played = _Parts.of(found.get(False))
    if covers:
        seen = _Parts.of(found.get(True))
        viewers = viewers if exact else seen.viewers
        values: Sequence[float | None] = averages(seen.watched, points, duration, viewers)
    else:
        values = averages(played.watched, points, duration, views)
    if curve is RetentionCurve.RELATIVE:
        values = await _read_percentiles(connection, asked, duration, values)
    started, stopped = grouped(played.rises, points), grouped(played.falls, points)
    length = duration / points / 1000
    return RetentionFacts(
        duration_ms=duration,
        views=views,
        viewers=viewers if covers and exact else None,
        estimated=covers and not exact,
        points=[
            RetentionPoint(place * length, (place + 1) * length, values[place], started[place], stopped[place])
            for place in range(points)
        ],
    )


def averages(watched: Sequence[int], points: int, duration_ms: int, by: int) -> list[float]:
    """The average over each point's time of a count of plays or viewers, per view or viewer; 0 without any.

    Args:
        watched: Of each of the ``PARTS``: the integral of the count over its time, in ms * ``PARTS``.
        points: How many points; a divisor of ``PARTS``.
        duration_ms: Length of the content.
        by: Views or viewers.
    """
    if by == 0:
        return [0.0] * points
    time = PARTS // points * duration_ms * by
    return [total / time for total in grouped(watched, points)]


def grouped(parts: Sequence[int], points: int) -> list[int]:
    """The sums over each point's parts."""
    size = PARTS // points
    return [sum(parts[start : start + size]) for start in range(0, PARTS, size)]


@dataclass(frozen=True, slots=True)
class _Parts:
    rises: Sequence[int]
    falls: Sequence[int]
    watched: Sequence[int]
    viewers: int

    @classmethod
    def of(cls, row: Any) -> "_Parts":
        rises, falls = [0] * PARTS, [0] * PARTS
        if row is None:
            return cls(rises, falls, [0] * PARTS, 0)
        for part, risen, fallen in zip(row["parts"], row["rises"], row["falls"], strict=True):
            rises[part] += risen
            falls[part] += fallen
        return cls(rises, falls, row["watched"], row["viewers"])


def _which(asked: Asked) -> tuple[object, ...]:
    return (asked.project_id, asked.content_id, *bounds(asked))


async def _read_slice(connection: Connection, asked: Asked, sliced: Slice, *, viewers: bool) -> tuple[int, int]:
    found = await read_breakdown(connection, asked, sliced.dimension, _VALUES, viewers=viewers)
    wanted = None if sliced.stored == "" else sliced.value
    for row in found.rows:
        if row.value == wanted:
            return row.views, row.unique_viewers
    return 0, 0


async def _read_parts(
    connection: Connection, asked: Asked, sliced: Slice | None, duration: int, *, covers: bool, exact: bool
) -> dict[bool, Any]:
    dimension, value = (sliced.dimension.value, sliced.stored) if sliced else ("", "")
    rows = await connection.fetch(
        load_sql("server.analytics", "retention"),
        *_which(asked),
        asked.traffic.classes,
        duration,
        dimension,
        value,
        covers,
        None if exact else _SAMPLE,
        _BITS[asked.definition.name],
    )
    return {row["by_viewer"]: row for row in rows}


async def _read_percentiles(
    connection: Connection, asked: Asked, duration: int, values: Sequence[float | None]
) -> Sequence[float | None]:
    band = await connection.fetchval("SELECT duration_band($1)", duration)
    rows = await connection.fetch(
        load_metrics_sql("retention_band", asked.definition.prefix), asked.project_id, asked.content_id, band, values
    )
    return [row["percentile"] for row in rows] or [None] * len(values)
