"""The reads of retention curves, and of who is watching."""

from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

READS: dict[str, dict[str, Any]] = {
    "retention_base": {"project": 1, "content": "c1", "start": START, "end": END, "classes": PEOPLE},
    "retention": {
        "project": 1,
        "content": "c1",
        "start": START,
        "end": END,
        "classes": PEOPLE,
        "duration": 60_000,
        "dimension": "",
        "value": "",
        "covers": True,
        "sample": 1_000,
        "definition_bit": 2,
        "points": 100,
    },
    "retention_band": {"project": 1, "content": "c1", "band": 3, "values": [0.5] * 100},
    "content_watchers": {"project": 1, "classes": PEOPLE, "content": "c1"},
    "creator_watchers": {"project": 1, "classes": PEOPLE, "creator": "k1"},
    "platform_watchers": {"project": 1, "classes": PEOPLE},
}
OTHERWISE = {
    "retention": {
        "project": 1,
        "content": "c1",
        "start": START,
        "end": END,
        "classes": PEOPLE,
        "duration": 60_000,
        "dimension": "device",
        "value": "mobile",
        "covers": True,
        "sample": None,
        "definition_bit": 2,
        "points": 100,
    }
}
"""Reads that go another way for other arguments."""
FILL = """
INSERT INTO summarized_days (project_id, content_id, day)
SELECT DISTINCT 1, content_id, (bucket AT TIME ZONE 'UTC')::date FROM content_buckets ON CONFLICT DO NOTHING;
INSERT INTO day_retention (
    project_id, content_id, dimension, value, day, traffic, duration_ms, parts, rises, rises_ms, falls, falls_ms,
    viewers, definitions, watched)
SELECT 1, content_id, dimension, '', day, 0, 60000, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'
FROM summarized_days, unnest(ARRAY['', 'device', 'platform', 'source', 'country']) AS dimension;
INSERT INTO retention_curves (
    project_id, content_id, band, duration_ms, plays, views, engaged_views, peertube_views, linkedin_views,
    watched_until, scored_at)
SELECT 1, 'c' || n, n % 8, 60000, n, n, n, n, n, array_fill(n::bigint, ARRAY[201]), '2026-11-01Z'
FROM generate_series(1, 30000) AS n;
"""
