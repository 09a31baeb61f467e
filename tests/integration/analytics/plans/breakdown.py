"""The reads of breakdowns and audiences."""

from typing import Any

from tests.integration.analytics.plans.filling import END, EVENT_ID, PEOPLE, START

FILL = f"""
INSERT INTO raw_events (project_id, id, batch_id, received_at, occurred_at, type, content_id, user_id, schema_version,
    body_hash)
SELECT project_id, {EVENT_ID}, 1, bucket, bucket, event_word_code('view_start'), content_id, 'somebody', 1, 0
FROM content_buckets
WHERE content_id IN (SELECT 'c' || n FROM generate_series(1, 40) AS n);
INSERT INTO viewers (project_id, viewer_id, age_group, is_bot)
SELECT 1, 'u' || n, 'age_18_24', false FROM generate_series(1, 5000) AS n;
INSERT INTO self_viewers (project_id, viewer_id, content_id)
SELECT 1, 'u' || n, 'c' || n FROM generate_series(1, 5000) AS n;
INSERT INTO summarized_days (project_id, content_id, day)
SELECT DISTINCT project_id, content_id, bucket::date FROM content_buckets
WHERE bucket BETWEEN '2026-11-10Z' AND '2026-11-14Z';
INSERT INTO stale_days (project_id, content_id, day)
SELECT DISTINCT project_id, content_id, bucket::date FROM content_buckets WHERE bucket >= '2026-11-14Z';
INSERT INTO day_breakdowns (project_id, content_id, dimension, day, is_rest, value, traffic, views, engaged_views,
    peertube_views, linkedin_views, plays, watch_ms, completed_full, engagement_events, engaged_sketch)
SELECT project_id, content_id, dimension, day, false, 'v' || n, 0, 1, 1, 1, 1, 1, 1, 1, 1, ''
FROM summarized_days, unnest(ARRAY['city', 'country', 'device']) AS dimension, generate_series(1, 5) AS n;
"""
_COMMON: dict[str, Any] = {"project": 1, "start": START, "end": END, "classes": PEOPLE}
_RANGE: dict[str, Any] = {"project": 1, "start": START, "end": END}
_VALUES: dict[str, Any] = {
    **_COMMON,
    "contents": ["c1", "c2"],
    "dimension": "city",
    "values": ["v1", "v2"],
    "zone": "UTC",
}
_CLOCK: dict[str, Any] = {**_COMMON, "dimensions": ["weekday", "hour"], "zone": "Europe/Berlin"}
READS: dict[str, dict[str, Any]] = {
    "breakdown_days": {
        **_COMMON,
        "contents": ["c1", "c2"],
        "dimensions": ["city", "age_group"],
        "summaries": True,
        "zone": "UTC",
        "by": "views",
        "least_views": 0,
        "offset": 0,
        "limit": 10,
    },
    "breakdown_distinct_viewers": _VALUES,
    "breakdown_viewers": {**_VALUES, "summaries": True},
    "content_clock": {**_CLOCK, "content": "c1"},
    "content_clock_viewers": {**_CLOCK, "content": "c1", "values": ["1 2"]},
    "creator_clock": {**_CLOCK, "creator": "k1"},
    "platform_clock": _CLOCK,
    "scope_clock_viewers": {**_CLOCK, "creator": "k1", "values": ["1 2"]},
    "content_facts": {**_RANGE, "content": "c1"},
    "creator_facts": {**_RANGE, "creator": "k1"},
    "platform_facts": _RANGE,
    "owned_contents": {"project": 1, "creator": "k1"},
    "counted_contents": _RANGE,
}
OTHERWISE = {"counted_contents": {"project": 1, "start": None, "end": None}}
WALKS = {"counted_contents": {"content_totals", "content_buckets"}}  # lists every content
