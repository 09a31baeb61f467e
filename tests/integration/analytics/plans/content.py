"""The reads about one content, its scores and comparisons."""

from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

SEVERAL = ["c1", "c2", "c3"]
FILL = """
INSERT INTO stream_seconds (project_id, content_id, second, traffic, joins, viewers)
SELECT 1, 'c' || n, '2026-11-01Z'::timestamptz + number * interval '1 second', 0, 1, 1
FROM generate_series(1, 200) AS n, generate_series(0, 99) AS number;
INSERT INTO stream_marks (project_id, content_id, marked_at, event_key, is_start)
SELECT 1, 'c' || n, '2026-11-01Z'::timestamptz + number * interval '1 hour', 'e' || number, number % 2 = 0
FROM generate_series(1, 1000) AS n, generate_series(0, 1) AS number;
"""
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
    "stream": {"project": 1, "content": "c1", "classes": PEOPLE, "limit": 180},
}
ALL_TIME = ("content_totals",)
"""Reads that take as long whatever the history."""
