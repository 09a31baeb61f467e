"""An event on the very start or end of a range: every field that takes a range draws the line in the same place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.access import Caller
from tests.integration.analytics.stack import ADMIN, APP, NOW, Stack, event, moment

QUARTER_HOUR = datetime(2026, 11, 20, 12, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
PLACE = {"latitude": 52.52, "longitude": 13.405, "country": "DE", "timezone": "Europe/Berlin", "preciseConsent": True}

Count = Callable[[Any], float]
FIELDS: dict[str, tuple[str, Caller, Count]] = {
    "totals": (
        'contentAnalytics(contentId: "c1", range: $range) { views { total } }',
        ADMIN,
        lambda found: found["views"]["total"],
    ),
    "plays": ('contentAnalytics(contentId: "c1", range: $range) { plays }', ADMIN, lambda found: found["plays"]),
    "viewers": (
        'contentAnalytics(contentId: "c1", range: $range) { views { unique } }',
        ADMIN,
        lambda found: found["views"]["unique"],
    ),
    "hours": (
        'contentAnalytics(contentId: "c1", range: $range) { series(by: HOUR) { points { views } } }',
        ADMIN,
        lambda found: sum(point["views"] for point in found["series"]["points"]),
    ),
    "days": (
        'series(of: {contentId: "c1"}, by: DAY, range: $range) { points { views } }',
        ADMIN,
        lambda found: sum(point["views"] for point in found["points"]),
    ),
    "countries": (
        'breakdown(of: {contentId: "c1"}, by: COUNTRY, range: $range) { rows { views } }',
        ADMIN,
        lambda found: sum(row["views"] for row in found["rows"]),
    ),
    "audience": (
        'contentAnalytics(contentId: "c1", range: $range) { audience { countries { views } } }',
        ADMIN,
        lambda found: sum(row["views"] for row in found["audience"]["countries"]),
    ),
    "breakdown": (
        'contentAnalytics(contentId: "c1", range: $range) { breakdown(by: VIEWER_LOCAL_HOUR) { rows { views } } }',
        ADMIN,
        lambda found: sum(row["views"] for row in found["breakdown"]["rows"]),
    ),
    "weekdays": (
        "breakdown(of: {platform: true}, by: WEEKDAY, range: $range) { rows { views } }",
        ADMIN,
        lambda found: sum(row["views"] for row in found["rows"]),
    ),
    "comparison": (
        'contentAnalytics(contentId: "c1", range: $range) { compare(to: PLATFORM_AVERAGE) { views { value } } }',
        ADMIN,
        lambda found: found["compare"]["views"]["value"],
    ),
    "retention": (
        'contentAnalytics(contentId: "c1", range: $range) { retention(curve: COVERAGE) { viewers } }',
        ADMIN,
        lambda found: found["retention"]["viewers"],
    ),
    "creator": (
        'creatorAnalytics(creatorId: "k1", range: $range) { views { total } }',
        ADMIN,
        lambda found: found["views"]["total"],
    ),
    "sessions": (
        'creatorAnalytics(creatorId: "k1", range: $range) { sessions }',
        ADMIN,
        lambda found: found["sessions"],
    ),
    "a creator's viewers": (
        'creatorAnalytics(creatorId: "k1", range: $range) { uniqueViewers { count } }',
        ADMIN,
        lambda found: found["uniqueViewers"]["count"],
    ),
    "a creator's contents": (
        'creatorAnalytics(creatorId: "k1", range: $range) { topContents { views } }',
        ADMIN,
        lambda found: sum(row["views"] for row in found["topContents"]),
    ),
    "a creator's audience": (
        'creatorAnalytics(creatorId: "k1", range: $range) { audience { countries { views } } }',
        ADMIN,
        lambda found: sum(row["views"] for row in found["audience"]["countries"]),
    ),
    "platform": ("platformAnalytics(range: $range) { views { total } }", ADMIN, lambda found: found["views"]["total"]),
    "dashboard": (
        'myDashboard(creatorId: "k1", range: $range) { overview { series(by: DAY) { points { views } } } }',
        ADMIN,
        lambda found: sum(day["views"] for day in found["overview"]["series"]["points"]),
    ),
    "weeks": (
        "series(of: {platform: true}, by: WEEK, range: $range) { points { views } }",
        ADMIN,
        lambda found: sum(point["views"] for point in found["points"]),
    ),
    "top contents": (
        "topContents(by: VIEWS, range: $range) { edges { node { views } } }",
        APP,
        lambda found: sum(edge["node"]["views"] for edge in found["edges"]),
    ),
    "areas": ("areaCounts(range: $range) { views }", ADMIN, lambda found: found["views"]),
    "events of a place": (
        "eventsNear(point: {latitude: 52.52, longitude: 13.405}, radius: 1000, range: $range) { edges { cursor } }",
        ADMIN,
        lambda found: len(found["edges"]),
    ),
    "events of a box": (
        "eventsInBox(box: {south: 52.5, west: 13.3, north: 52.6, east: 13.5}, range: $range) { edges { cursor } }",
        ADMIN,
        lambda found: len(found["edges"]),
    ),
}


def between(start: datetime, end: datetime) -> dict[str, Any]:
    return {"between": {"start": moment(start), "end": moment(end)}}


HOUR = timedelta(hours=1)
RANGES: dict[str, tuple[datetime, dict[str, Any], datetime, datetime]] = {
    "last, now on a quarter-hour": (QUARTER_HOUR, {"last": "1h"}, QUARTER_HOUR - HOUR, QUARTER_HOUR),
    "last, now an instant later": (
        QUARTER_HOUR + INSTANT,
        {"last": "1h"},
        QUARTER_HOUR - HOUR,
        QUARTER_HOUR + HOUR / 4,
    ),
    "last, now at midnight": (MIDNIGHT, {"last": "1d"}, MIDNIGHT - 24 * HOUR, MIDNIGHT),
    "between quarter-hours": (NOW, between(MIDNIGHT, MIDNIGHT + HOUR), MIDNIGHT, MIDNIGHT + HOUR),
    "between, widened": (
        NOW,
        between(MIDNIGHT + INSTANT, MIDNIGHT + HOUR + INSTANT),
        MIDNIGHT,
        MIDNIGHT + HOUR + HOUR / 4,
    ),
    "a day of the calendar": (MIDNIGHT - HOUR, {"calendar": {"unit": "DAY"}}, MIDNIGHT - 24 * HOUR, MIDNIGHT),
    "yesterday": (NOW, {"calendar": {"unit": "DAY", "back": 1}}, MIDNIGHT - 24 * HOUR, MIDNIGHT),
    "dates": (NOW, {"between": {"start": "2026-11-18", "end": "2026-11-20"}}, MIDNIGHT - 48 * HOUR, MIDNIGHT),
    "days until now": (QUARTER_HOUR, {"days": 2}, MIDNIGHT - 24 * HOUR, QUARTER_HOUR),
    "today, at midnight": (MIDNIGHT, {"days": 1}, MIDNIGHT, MIDNIGHT + HOUR / 4),
}


@pytest.mark.parametrize("name", RANGES)
async def test_every_field_counts_the_start_of_a_range_and_not_its_end(stack: Stack, name: str) -> None:
    now, asked, start, end = RANGES[name]
    inside, outside = (start, end - INSTANT), (start - INSTANT, end)
    await stack.count(
        *(
            event(
                "VIEW_START",
                who=f"viewer-{number}",
                sessionId=f"session-{number}",
                playId=f"play-{number}",
                creatorId="k1",
                occurredAt=moment(when),
                location=PLACE,
                viewData={"duration": 60, "sections": [{"start": 0, "end": 5}]},
            )
            for number, when in enumerate((*inside, *outside))
        )
    )
    clock = replace(stack, services=replace(stack.services, now=lambda: now))
    counted = {}
    for field, (document, viewer, count) in FIELDS.items():
        counted[field] = count(await clock.ask(f"query ($range: RangeInput) {{ {document} }}", viewer, range=asked))
    assert counted == dict.fromkeys(FIELDS, len(inside))
