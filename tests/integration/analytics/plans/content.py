"""The reads about one content, its scores and comparisons."""

from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

READS: dict[str, dict[str, Any]] = {
    "content_totals": {"project": 1, "content": "c1", "classes": PEOPLE, "with_median": True, "exact_plays": 10_000},
    "content_range": {
        "project": 1,
        "content": "c1",
        "classes": PEOPLE,
        "start": START,
        "end": END,
        "with_median": True,
        "exact_plays": 10_000,
        "with_viewers": True,
    },
    "content_owner": {"project": 1, "content": "c1"},
    "content_hours": {"project": 1, "content": "c1", "classes": PEOPLE, "start": START, "end": END},
    "content_benchmarks": {"project": 1, "content": "c1", "definition": "start"},
    "creator_scored": {"project": 1, "creator": "k1", "definition": "start"},
    "creator_viewed": {"project": 1, "creator": "k1"},
    "platform_scored": {"project": 1, "definition": "start"},
    "platform_viewed": {"project": 1, "definition": "start"},
}
ALL_TIME = ("content_totals",)
"""Reads that take as long whatever the history."""
