"""The reads of histories, reactions and places."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from server.analytics.geo.geometry import Box, Circle
from server.analytics.geo.h3_cover import cells_of_box, cover, stored_spans
from server.storage.cells import Place, centre_of
from tests.integration.analytics.plans.filling import END, EVENT_ID, PEOPLE, START

_BERLIN = Place(52.52, 13.405)
_INHABITED = cells_of_box(Box(52.0, 12.5, 53.0, 14.5), 5, 1_000)
_ID = str(UUID(int=2**127))
_CELLS = cover(Circle(_BERLIN, 30_000), 500, [])
_CENTRES = [centre_of(cell) for cell in _CELLS]
_SPANS = stored_spans(cells_of_box(Box(52.3, 13.0, 52.7, 13.8), 5, 1_000))
_DAYS = [START + day * timedelta(days=1) for day in range(1, 7)]
_PARTS = [START + timedelta(hours=6), END - timedelta(hours=12)], [START + timedelta(days=1), END]

FILL = f"""
INSERT INTO raw_events (project_id, id, batch_id, received_at, occurred_at, type, content_id, user_id, session_name,
    schema_version, body_hash, latitude, longitude, cell)
SELECT 1, {EVENT_ID}, 1, moment, moment, event_word_code('like'), 'c' || n % 500, 'u' || n % 60,
    's' || n % 60, 1, 0, 52.5, 13.4,
    (ARRAY[{", ".join(map(str, _INHABITED))}])[1 + n % {len(_INHABITED)}]
FROM generate_series(1, 40000) AS n
CROSS JOIN LATERAL (SELECT '2026-11-01Z'::timestamptz + n * interval '40 seconds' AS moment) AS at;
INSERT INTO content_viewers (project_id, content_id, viewer_id, traffic, first_view_at, last_view_at, views,
    liked, liked_at, liked_event, saved, saved_at, saved_event)
SELECT 1, 'c' || content, 'u:u' || viewer, 0, moment, moment, 1,
    true, moment, gen_random_uuid(), true, moment, gen_random_uuid()
FROM generate_series(1, 300) AS content, generate_series(1, 100) AS viewer,
    LATERAL (SELECT '2026-11-01Z'::timestamptz + content * interval '1 minute' AS moment) AS at;
INSERT INTO area_buckets (project_id, cell, bucket, traffic, events)
SELECT 1, cell, date_bin('15 minutes', occurred_at, '1970-01-01Z'), 0, count(*) FROM events WHERE cell IS NOT NULL
GROUP BY 1, 2, 3;
INSERT INTO area_days (project_id, day, cell, traffic, events)
SELECT 1, span.day, cell, 0, sum(events)
FROM area_buckets
CROSS JOIN LATERAL (VALUES ('-infinity'::timestamptz), (date_bin('1 day', bucket, '1970-01-01Z'))) AS span (day)
GROUP BY 1, 2, 3;
"""
READS: dict[str, dict[str, Any]] = {
    "project_state": {"project": 1},
    "watch_history": {"project": 1, "viewer": "u:u1", "after_time": START, "after_id": "c1", "limit": 21},
    "saved_contents": {"project": 1, "viewer": "u:u1", "after_time": START, "after_id": "c1", "limit": 21},
    "reactions": {"project": 1, "viewer": "u:u1", "contents": ["c1", "c2", "c3"]},
    "session_user": {"project": 1, "session": "s1"},
    "interactions": {
        "project": 1,
        "person": "u1",
        "types": ["like"],
        "after_time": END,
        "after_key": _ID,
        "limit": 21,
        "reader": "u1",
        "reads_all": True,
    },
    "area_counts": {
        "project": 1,
        "resolution": 5,
        "days": _DAYS,
        "part_starts": _PARTS[0],
        "part_ends": _PARTS[1],
        "first_cells": [first for first, _ in _SPANS],
        "last_cells": [last for _, last in _SPANS],
        "classes": PEOPLE,
        "limit": 100,
    },
    "area_events": {
        "project": 1,
        "cells": _CELLS,
        "latitudes": [centre.latitude for centre in _CENTRES],
        "longitudes": [centre.longitude for centre in _CENTRES],
        "start": START,
        "end": END,
        "types": ["like"],
        "classes": PEOPLE,
        "after_time": END,
        "after_key": _ID,
        "limit": 21,
        "south": -90.0,
        "west": -180.0,
        "north": 90.0,
        "east": 180.0,
        "latitude": _BERLIN.latitude,
        "longitude": _BERLIN.longitude,
        "radius": 30_000.0,
    },
}
