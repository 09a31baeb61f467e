"""The reads about creators, the platform and sessions, rankings and lists."""

from datetime import timedelta
from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

_TEN = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10"]
READS: dict[str, tuple[Any, ...]] = {
    "creator_totals": (1, "k1", PEOPLE),
    "creator_range": (1, "k1", START, END, PEOPLE),
    "creator_points": (1, "k1", START, END, [START, END], PEOPLE),
    "creator_contents": (1, "k1"),
    "creator_known": (1, "k1"),
    "creator_page": (1, "k1", PEOPLE, 5.0, "c1", "quality", 20),
    "creator_top_totals": (1, "k1", 100, PEOPLE),
    "creator_top_range": (1, "k1", 100, PEOPLE, START, END),
    "listed_totals": (1, _TEN, PEOPLE),
    "listed_range": (1, _TEN, PEOPLE, START, END, True),
    "listed_velocity": (1, _TEN, START - (END - START), START, END, PEOPLE),
    "platform_totals": (1, PEOPLE),
    "platform_range": (1, START, END, PEOPLE),
    "platform_stats": (1, timedelta(minutes=30)),
    "session": (1, "s1"),
    "session_user": (1, "s1"),
    "top_classes": (1, [0, 1], "quality", 10, 10),
    "top_range": (1, START, END, "views", 1, 10, PEOPLE),
    "top_totals": (1, "engaged", "quality", 10, 10),
    "trending": (1, START, END, START - (END - START), 100, 10, PEOPLE, 3_600_000),
    "viewed_creators": (1, PEOPLE),
    "viewer_sketches": (1, "k1", START, END, PEOPLE, "start"),
    "viewer_sketches_ever": (1, "k1", PEOPLE, "start"),
}
ALL_TIME = ("creator_totals", "platform_totals", "viewer_sketches_ever")
WALKS = {
    "platform_stats": {"content_states", "contents", "creator_totals"},  # counts them, for operators
    "viewed_creators": {"creator_totals"},  # one row each
    "top_classes": {"content_totals"},  # adds up every content: scores are of people's traffic
    "top_range": {"content_buckets"},  # a quarter of all here; see test_list_plans.py
}
"""Tables of which a read needs every row, or most."""
FILL = """
INSERT INTO hot_hours (project_id, hour, content_id)
SELECT 1, '2026-11-01Z'::timestamptz + hour * interval '1 hour', 'c' || n
FROM generate_series(1, 20) AS n, generate_series(0, 1000) AS hour;
"""
