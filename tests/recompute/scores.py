"""The expected scores and ranks of contents."""

from statistics import fmean

from tests.recompute import formulas
from tests.recompute.comparison import ANYTHING
from tests.recompute.groups import Answer
from tests.recompute.truth import Asked, Truth

WEIGHTS = {
    "viewThrough": 0.30,
    "averageWatch": 0.25,
    "save": 0.20,
    "share": 0.15,
    "skip": 0.10,
    "fullWatch": 30.0,
    "fullSaveRate": 10.0,
    "fullShareRate": 5.0,
}
NEAR = 1e-9  # scores that differ by less are equal


def quality(truth: Truth, content_id: str, asked: Asked) -> Answer:
    """``qualityScore``."""
    parts = formulas.quality_parts(
        truth.sums("content", asked)[content_id], *truth.viewers(asked).get(content_id, (0, 0))
    )
    return {"score": formulas.quality_score(parts), **parts}


def performance(truth: Truth, content_id: str, asked: Asked) -> Answer:
    """``performanceScore``."""
    parts = formulas.performance_parts(truth.sums("content", asked)[content_id])
    return {"score": formulas.performance_score(parts), **parts, "boost": 1.0, "weights": WEIGHTS}


def benchmarks(truth: Truth, content_id: str, asked: Asked) -> Answer:
    """``benchmarks``."""
    scores = truth.scores(asked.definition)
    own = scores.get(content_id)
    creator_id = truth.owners.get(content_id)
    fellows = [score for name, score in scores.items() if creator_id and truth.owners.get(name) == creator_id]
    better = worse = None
    if own is not None:
        better = sum(score > own + NEAR for score in scores.values())
        worse = sum(score < own - NEAR for score in scores.values())
    return {
        "rank": None if better is None else 1 + better,
        "contents": len(scores),
        "percentile": None if worse is None or len(scores) < 2 else 100 * worse / (len(scores) - 1),
        "scoredAt": None if own is None else ANYTHING,
        "qualityScore": own,
        "versusCreator": _beside(own, fellows),
        "versusPlatform": _beside(own, list(scores.values())),
    }


def _beside(own: float | None, others: list[float]) -> Answer:
    average = fmean(others) if others else None
    difference = None if own is None or average is None else own - average
    return {"contents": len(others), "average": average, "difference": difference}
