"""The reads about one content, its scores and comparisons."""

from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

SEVERAL = ["c1", "c2", "c3"]
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
    "content_owners_of": {"project": 1, "contents": SEVERAL},
    "several_viewers": {"project": 1, "contents": SEVERAL, "classes": PEOPLE},
    "several_viewers_range": {"project": 1, "contents": SEVERAL, "classes": PEOPLE, "start": START, "end": END},
    "content_hours": {"project": 1, "content": "c1", "classes": PEOPLE, "start": START, "end": END},
    "content_benchmarks": {"project": 1, "content": "c1", "definition": "start"},
    "creator_scored": {"project": 1, "creator": "k1", "definition": "start"},
    "creator_viewed": {"project": 1, "creator": "k1"},
    "platform_scored": {"project": 1, "definition": "start"},
    "platform_viewed": {"project": 1, "definition": "start"},
}
ALL_TIME = ("content_totals",)
"""Reads that take as long whatever the history."""
