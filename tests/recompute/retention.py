"""The expected curves of ``retention``."""

from dataclasses import dataclass
from functools import lru_cache

from tests.recompute.comparison import Estimate
from tests.recompute.formulas import percent
from tests.recompute.groups import Answer
from tests.recompute.truth import Asked, Row, Truth

BANDS = (15, 30, 60, 180, 600, 1200, 3600)  # seconds; contents between two of them are of similar length
EXACT = 10_000  # plays or views, beyond which viewers are sampled
SAMPLE_ERROR = 0.05
EDGE_ERROR = 0.15  # how many viewers each of the sample stands for is an estimate, too
LEVEL = 1e-9  # values that differ by less are level
_Slice = tuple[str | None, str | None]  # a dimension and its value


@dataclass(frozen=True, slots=True)
class Curve:
    """What is asked of a curve.

    Attributes:
        kind: PLAYS, COVERAGE or RELATIVE.
        points: In how many parts.
        by: Dimension of the slice; None: all plays.
        value: Its value; None: where it is not known.
    """

    kind: str = "PLAYS"
    points: int = 100
    by: str | None = None
    value: str | None = None

    @property
    def arguments(self) -> str:
        """In GraphQL."""
        value = "null" if self.value is None else f'"{self.value}"'
        chosen = f", slice: {{by: {self.by}, value: {value}}}" if self.by else ""
        return f"curve: {self.kind}, points: {self.points}{chosen}"


def retention(truth: Truth, content_id: str, asked: Asked, curve: Curve) -> Answer:
    """One curve of a content."""
    duration_ms = truth.durations.get(content_id)
    views, viewers, untold = _seen(truth, content_id, asked, (curve.by, curve.value))
    plays = truth.sums("content", asked)[content_id]["plays"]
    all_views = truth.sums("content", Asked("start@1", asked.bots, asked.self_views, asked.start, asked.end))
    estimated = curve.kind == "COVERAGE" and max(plays, all_views[content_id]["views"]) > EXACT
    answer: Answer = {
        "curve": curve.kind,
        "duration": None if duration_ms is None else duration_ms / 1000,
        "views": views,
        "playsWithoutPositions": untold,
        "viewers": viewers if curve.kind == "COVERAGE" and not estimated else None,
        "estimated": estimated,
        "points": [],
    }
    if duration_ms is None:
        return answer
    rows = _rows(truth, content_id, asked, curve.points, (curve.by, curve.value), duration_ms)
    values: list[object] = [percent(row["times"], views) for row in rows]
    if curve.kind == "COVERAGE":
        shares = [percent(row["viewers"], viewers) for row in rows]
        values = [Estimate(share, SAMPLE_ERROR, 100 * SAMPLE_ERROR) if estimated else share for share in shares]
    if curve.kind == "RELATIVE":
        others = _others(truth, content_id, asked.definition, curve.points, duration_ms)
        own = [row["times"] / views if views else 0.0 for row in rows]
        values = [_percentile(value, [other[number] for other in others]) for number, value in enumerate(own)]
    part = duration_ms / 1000 / curve.points
    covers = curve.kind == "COVERAGE"

    def edge(count: int) -> object:
        return Estimate(count, EDGE_ERROR, SAMPLE_ERROR * viewers) if estimated else count

    answer["points"] = [
        {
            "start": row["number"] * part,
            "end": (row["number"] + 1) * part,
            "value": value,
            "startedWatching": edge(row["viewers_up"]) if covers else row["ups"],
            "stoppedWatching": edge(row["viewers_down"]) if covers else row["downs"],
        }
        for row, value in zip(rows, values, strict=True)
    ]
    return answer


def band_of(duration_ms: int) -> int:
    """Which contents a content is compared with."""
    return sum(duration_ms >= 1000 * bound for bound in BANDS)


@lru_cache(maxsize=8)
def _rows(truth: Truth, content_id: str, asked: Asked, points: int, part: _Slice, duration_ms: int) -> list[Row]:
    by, value = part
    return truth.rows(
        "retention",
        content_id=content_id,
        points=points,
        duration_ms=duration_ms,
        slice=by,
        value=value,
        **asked.parameters,
    )


@lru_cache(maxsize=8)
def _seen(truth: Truth, content_id: str, asked: Asked, part: _Slice) -> tuple[int, int, int]:
    """Views and distinct viewers of the slice's plays that tell what was watched; how many plays do not."""
    by, value = part
    [row] = truth.rows("sliced_views", content_id=content_id, slice=by, value=value, **asked.parameters)
    return row["views"], row["viewers"], row["untold"]


def _others(truth: Truth, content_id: str, definition: str, points: int, duration_ms: int) -> list[list[float]]:
    """The curves over all time of the other viewed contents of similar length; people's traffic."""
    views = truth.told_views(definition)
    curves = truth.plain_curves(points)
    alike = [name for name, duration in truth.durations.items() if band_of(duration) == band_of(duration_ms)]
    compared = [name for name in alike if name != content_id and views.get(name)]
    return [[times / views[name] for times in curves[name]] for name in compared]


def _percentile(value: float, others: list[float]) -> float | None:
    if not others:
        return None
    below = sum(other < value - LEVEL for other in others)
    level = sum(abs(other - value) <= LEVEL for other in others)
    return percent(below + level / 2, len(others))
