"""The reads of events by type."""

from datetime import timedelta
from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

FILL = """
INSERT INTO event_counts (project_id, bucket, type, traffic, events)
SELECT 1, '2025-01-01Z'::timestamptz + quarter * interval '15 minutes', type, 0, 1
FROM generate_series(0, 70000) AS quarter, unnest(ARRAY['view_start', 'like', 'share']) AS type;
"""
_LIST: dict[str, Any] = {
    "project": 1,
    "classes": PEOPLE,
    "types": ["like"],
    "properties": None,
    "start": END - timedelta(minutes=5),
    "end": END,
    "after_time": END,
    "after_key": "",
    "limit": 21,
}
READS: dict[str, dict[str, Any]] = {
    "event_counts": {
        "project": 1,
        "classes": PEOPLE,
        "start": START,
        "end": END,
        "starts": [START, START + timedelta(days=1)],
        "types": ["like"],
    },
    "events": _LIST,
    "event_span": {"project": 1, "classes": PEOPLE, "now": END},
}
OTHERWISE: dict[str, dict[str, Any]] = {"event_counts": {**READS["event_counts"], "types": None}}
