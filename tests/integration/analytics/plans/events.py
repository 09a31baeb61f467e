"""The reads of events by type."""

from datetime import timedelta
from typing import Any

from tests.integration.analytics.plans.filling import END, PEOPLE, START

FILL = """
INSERT INTO event_counts (project_id, bucket, type, traffic, events)
SELECT 1, '2025-01-01Z'::timestamptz + quarter * interval '15 minutes', type, 0, 1
FROM generate_series(0, 70000) AS quarter, unnest(ARRAY['view_start', 'like', 'share']) AS type;
INSERT INTO schema_usage (project_id, day, type, name, version, sdk, app_version, events)
SELECT 1, '2025-01-01'::date + day, type, '', '1.1.0', 'web/1', app || '.0', 1
FROM generate_series(0, 700) AS day, unnest(ARRAY['view_start', 'like', 'share']) AS type,
    generate_series(1, 20) AS app;
"""
_LIST: dict[str, Any] = {
    "project": 1,
    "classes": PEOPLE,
    "types": ["like"],
    "names": None,
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
        "names": None,
    },
    "events": _LIST,
    "schema_usage": {
        "project": 1,
        "since": (END - timedelta(days=30)).date(),
        "types": ["like"],
        "names": None,
        "deprecated": False,
        "after_worth": None,
        "after_key": "",
        "limit": 21,
    },
    "event_span": {"project": 1, "classes": PEOPLE, "now": END},
}
OTHERWISE: dict[str, dict[str, Any]] = {"event_counts": {**READS["event_counts"], "types": None}}
