"""Rows in realistic numbers, so that the planner has a choice: 30,000 contents, some with a long history."""

from datetime import UTC, datetime

from server.storage.sketches import merge

START, END = datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 11, 17, tzinfo=UTC)
PEOPLE = [0]
EVENT_ID = "('ffff' || substr(gen_random_uuid()::text, 5))::uuid"
"""Any id whose day has no partition: a few rows in a partition of their own would rightly be walked through."""
SKETCH = merge([], ["u:u1"]).hex()
FILL = f"""
INSERT INTO rollup_state (project_id, revision) VALUES (1, 1) ON CONFLICT DO NOTHING;
UPDATE rollup_state SET minutes_since = '2026-11-01Z';
INSERT INTO contents (project_id, content_id, creator_id)
SELECT 1, 'c' || n, 'k' || n % 1000 FROM generate_series(1, 30000) AS n;
INSERT INTO content_states (project_id, content_id, owner_id, owner_at, first_event_at, revision)
SELECT 1, 'c' || n, 'k' || n % 1000, '2026-11-01Z', '2026-11-01Z', 1 FROM generate_series(1, 30000) AS n;
INSERT INTO content_owners (project_id, content_id, creator_id)
SELECT 1, 'c' || n, 'k' || n % 1000 FROM generate_series(1, 30000) AS n;
INSERT INTO content_totals (project_id, content_id, traffic, views)
SELECT 1, 'c' || n, 0, n FROM generate_series(1, 30000) AS n;
INSERT INTO content_scores (
    project_id, content_id, definition, views, watch_ms, quality, engagement, performance, scored_at)
SELECT 1, 'c' || n, definition, n, n, n % 100, n % 100, n % 100, '2026-11-01Z'
FROM generate_series(1, 30000) AS n, unnest(ARRAY['start', 'engaged', 'peertube', 'linkedin']) AS definition;
INSERT INTO content_buckets (project_id, content_id, bucket, traffic, views)
SELECT 1, 'c' || n, '2026-11-01Z'::timestamptz + quarter * interval '6 hours', 0, 1
FROM generate_series(1, 200) AS n, generate_series(0, 99) AS quarter;
INSERT INTO content_days (project_id, content_id, day, traffic, views)
SELECT project_id, content_id, bucket::date, 0, count(*) FROM content_buckets GROUP BY 1, 2, 3 ORDER BY 3;
INSERT INTO content_viewer_buckets (project_id, content_id, bucket, viewer_id, creator_id, traffic, views)
SELECT project_id, content_id, bucket, 'u1', 'k1', 0, 1 FROM content_buckets;
INSERT INTO plays (project_id, content_id, play_key, origin_at, origin_event, traffic, started_at, views,
    watch_delta_ms, watch_total_ms, position_ms, delta_levels, total_levels, reported, completed, loops)
SELECT project_id, content_id, 'p' || bucket, bucket, gen_random_uuid(), 0, bucket, 1, 0, 0, 0, '{{}}', '{{}}', 0,
    false, 0
FROM content_buckets;
INSERT INTO creator_totals (project_id, creator_id, traffic, revision)
SELECT 1, 'k' || n, 0, 1 FROM generate_series(1, 5000) AS n;
INSERT INTO creator_buckets (project_id, creator_id, bucket, traffic, views)
SELECT 1, 'k' || n, '2026-11-01Z'::timestamptz + quarter * interval '6 hours', 0, 1
FROM generate_series(1, 100) AS n, generate_series(0, 99) AS quarter;
INSERT INTO platform_buckets (project_id, bucket, traffic, views)
SELECT 1, '2025-01-01Z'::timestamptz + quarter * interval '15 minutes', 0, 1 FROM generate_series(0, 70000) AS quarter;
INSERT INTO minute_counts (project_id, minute, content_id, creator_id, traffic, owner_id, engaged_views)
SELECT 1, '{END:%Y-%m-%dT%H:%MZ}'::timestamptz - ago * interval '1 minute', 'c' || n, '', 0, 'k' || n % 10, 1
FROM generate_series(1, 1000) AS ago, generate_series(1, 30) AS n;
INSERT INTO minute_counts (project_id, minute, content_id, creator_id, traffic, owner_id, engaged_views)
SELECT project_id, minute, '', '', traffic, '', count(*) FROM minute_counts GROUP BY project_id, minute, traffic;
INSERT INTO minute_viewers (project_id, minute, content_id, viewer_id, traffic, engaged_views)
SELECT project_id, minute, content_id, 'u1', traffic, 1 FROM minute_counts WHERE content_id <> '';
INSERT INTO viewer_sketches (project_id, creator_id, bucket, traffic, is_merged, start)
SELECT project_id, creator_id, bucket, 0, bucket < (SELECT max(bucket) FROM creator_buckets),
    '\\x{SKETCH}' FROM creator_buckets;
INSERT INTO sessions (project_id, session_id, first_event_at, last_event_at, revision)
SELECT 1, 's' || n, now(), now(), 1 FROM generate_series(1, 5000) AS n;
"""
LARGE = {
    "events", "plays", "content_viewers", "content_viewer_buckets", "content_buckets", "content_days",
    "minute_counts", "minute_viewers",
    "content_totals",
    "content_states", "content_owners", "creator_buckets", "creator_totals", "platform_buckets", "viewer_sketches",
    "sales", "sessions", "contents", "viewers", "self_viewers", "day_breakdowns", "area_buckets", "area_days",
    "stream_seconds", "stream_marks",
}  # fmt: skip
"""Tables that no read may walk through."""
