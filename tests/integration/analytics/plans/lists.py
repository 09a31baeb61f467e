"""The reads about creators, the platform and sessions, rankings and lists."""

from datetime import timedelta
from typing import Any

from server.analytics.counted_days import split_days
from server.analytics.ranges import TimeRange
from tests.integration.analytics.plans.filling import END, PEOPLE, START

DAYS = split_days(TimeRange(START + timedelta(hours=7), END + timedelta(hours=7)), END.date())
_TEN = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10"]
_AFTER = {"after_worth": 5.0, "after_id": "c1"}
_FILTER = {"types": ["video"], "search": "7"}
_CREATORS: dict[str, Any] = {
    "project": 1,
    "search": None,
    "classes": PEOPLE,
    "by": "views",
    "after_worth": 5.0,
    "after_id": "k1",
    "limit": 21,
}
READS: dict[str, dict[str, Any]] = {
    "creator_totals": {"project": 1, "creator": "k1", "classes": PEOPLE},
    "creator_range": {"project": 1, "creator": "k1", "start": START, "end": END, "classes": PEOPLE},
    "creator_contents": {"project": 1, "creator": "k1", **_FILTER},
    "creator_known": {"project": 1, "creator": "k1"},
    "creator_page": {
        "project": 1,
        "creator": "k1",
        "classes": PEOPLE,
        **_AFTER,
        **_FILTER,
        "by": "quality",
        "limit": 20,
    },
    "creator_page_range": {
        "project": 1,
        "creator": "k1",
        "classes": PEOPLE,
        **DAYS,
        **_AFTER,
        **_FILTER,
        "by": "quality",
        "limit": 20,
    },
    "creators_found": {"project": 1, "search": "k1"},
    "creators_totals": {**_CREATORS},
    "creators_range": {**_CREATORS, "start": START, "end": END},
    "creator_top_totals": {"project": 1, "creator": "k1", "limit": 100, "classes": PEOPLE},
    "creator_top_range": {"project": 1, "creator": "k1", "limit": 100, "classes": PEOPLE, **DAYS},
    "days_until": {"project": 1},
    "listed_counts": {"project": 1, "contents": _TEN, "classes": PEOPLE, **DAYS},
    "listed_totals": {"project": 1, "contents": _TEN, "classes": PEOPLE},
    "listed_range": {
        "project": 1,
        "contents": _TEN,
        "classes": PEOPLE,
        "start": START,
        "end": END,
        "with_viewers": True,
    },
    "listed_velocity": {
        "project": 1,
        "contents": _TEN,
        "start_before": START - (END - START),
        "start": START,
        "end": END,
        "classes": PEOPLE,
    },
    "platform_totals": {"project": 1, "classes": PEOPLE},
    "platform_range": {"project": 1, "start": START, "end": END, "classes": PEOPLE},
    "platform_stats": {"project": 1, "session_timeout": timedelta(minutes=30)},
    "session": {"project": 1, "session": "s1", "number": None},
    "session_user": {"project": 1, "session": "s1"},
    "top_classes": {"project": 1, "classes": [0, 1], "by": "quality", "least_views": 10, "limit": 10, **_AFTER},
    "top_range": {
        "project": 1,
        **DAYS,
        "by": "views",
        "least_views": 1,
        "limit": 10,
        "classes": PEOPLE,
        **_AFTER,
    },
    "top_totals": {"project": 1, "definition": "engaged", "by": "quality", "least_views": 10, "limit": 10, **_AFTER},
    "trending": {
        "project": 1,
        "start": START,
        "end": END,
        "start_before": START - (END - START),
        "least_velocity": 100,
        "limit": 10,
        "classes": PEOPLE,
        "elapsed_ms": 3_600_000,
    },
    "viewed_creators": {"project": 1, "classes": PEOPLE},
    "viewer_sketches": {
        "project": 1,
        "creator": "k1",
        "start": START,
        "end": END,
        "classes": PEOPLE,
    },
    "viewer_sketches_ever": {"project": 1, "creator": "k1", "classes": PEOPLE},
}
ALL_TIME = ("creator_totals", "platform_totals", "viewer_sketches_ever")
WALKS = {
    "platform_stats": {"content_states", "contents", "creator_totals"},  # counts them, for operators
    "viewed_creators": {"creator_totals"},  # one row each
    "creators_found": {"creator_totals"},
    "creators_totals": {"creator_totals"},  # looks at every creator
    "creators_range": {"creator_totals"},
    "top_classes": {"content_totals"},  # adds up every content: scores are of people's traffic
    "top_range": {"content_days", "content_buckets"},  # a quarter of all here; see rankings/test_plans.py
}
"""Tables of which a read needs every row, or most."""
FILL = """
INSERT INTO hot_hours (project_id, hour, content_id)
SELECT 1, '2026-11-01Z'::timestamptz + hour * interval '1 hour', 'c' || n
FROM generate_series(1, 20) AS n, generate_series(0, 1000) AS hour;
"""
