"""The reads about one content, its scores, series and comparisons."""

from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

_DAYS = [START, END]
READS: dict[str, tuple[Any, ...]] = {
    "content_totals": (1, "c1", PEOPLE, True, 10_000),
    "content_range": (1, "c1", PEOPLE, START, END, True, 10_000, True),
    "content_owner": (1, "c1"),
    "content_hours": (1, "c1", PEOPLE, START, END),
    "content_span": (1, "c1", PEOPLE, END),
    "content_points": (1, "c1", PEOPLE, START, END, _DAYS),
    "content_point_viewers": (1, "c1", PEOPLE, START, END, _DAYS),
    "content_benchmarks": (1, "c1", "start"),
    "creator_scored": (1, "k1", "start"),
    "creator_viewed": (1, "k1"),
    "platform_scored": (1, "start"),
    "platform_viewed": (1, "start"),
}
ALL_TIME = ("content_totals",)
"""Reads that take as long whatever the history."""
