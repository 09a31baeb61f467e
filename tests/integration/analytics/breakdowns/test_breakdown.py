"""A content by one dimension: the numbers of every value, and the exact total of the others."""

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.analytics.stack import NOW, Stack, at, event, moment

NUMBERS = """
  views percentage uniqueViewers plays watchTime completions completionRate engagementEvents engagementEventRate
"""
BREAKDOWN = f"""
query ($by: [Dimension!]!, $first: Int! = 24, $range: RangeInput, $timezone: String! = "UTC",
       $definition: String! = "start@1", $include: TrafficInput) {{
  contentAnalytics(contentId: "c1", range: $range, timezone: $timezone, definition: $definition, include: $include) {{
    views {{ total unique }} plays completions watchTime {{ total }}
    engagement {{ likeEvents comments shares }}
    breakdown(by: $by, first: $first) {{
      by rows {{ value {NUMBERS} }} other {{ {NUMBERS} }} uniqueViewersEstimated
    }}
  }}
}}
"""
DIMENSIONS = [
    "COUNTRY", "CITY", "DEVICE", "PLATFORM", "OS", "APP_VERSION", "SOURCE", "REFERRER", "CAMPAIGN", "NETWORK", "HOUR",
    "DAY", "WEEKDAY", "VIEWER_LOCAL_HOUR", "AGE_GROUP", "GENDER", "REGION",
]  # fmt: skip
DEFINITIONS = ["start@1", "engaged@1", "peertube@1", "linkedin@1"]
PLACES: list[dict[str, Any]] = [
    {"country": "DE", "region": "Berlin", "city": "Berlin", "timezone": "Europe/Berlin"},
    {"country": "US", "city": "Berlin", "timezone": "America/New_York"},
    {"country": "NP", "timezone": "Asia/Kathmandu"},
    {},
]
DEVICES: list[dict[str, Any]] = [
    {"type": "MOBILE", "platform": "IOS", "os": "iOS", "appVersion": "2.1"},
    {"type": "TV", "platform": "WEB"},
    {},
]
SOURCES: list[dict[str, Any]] = [
    {"type": "FOR_YOU", "campaign": "spring"},
    {"type": "SEARCH", "referrer": "https://example.org/" + "a" * 400},
    {},
]


def busy_days(days: int = 3, viewers: int = 8) -> list[dict[str, Any]]:
    """Views, reports and reactions of some viewers a day, each from elsewhere."""
    events = []
    for number in range(days * viewers):
        began = NOW - timedelta(days=number // viewers, hours=number % viewers, minutes=7 * number)
        circumstances: dict[str, Any] = {
            "location": PLACES[number % 4],
            "device": DEVICES[number % 3],
            "source": SOURCES[number // 2 % 3],
            "network": {"type": "WIFI"} if number % 2 else None,
        }
        who = f"u{number % viewers}"
        watched = {"watchTime": float(number % 13), "duration": 12.0}
        for kind, after, more in (
            ("VIEW_START", 0, {"playId": f"p{number}"}),
            ("VIEW_PROGRESS", 20, {"playId": f"p{number}", "viewData": watched}),
            ("LIKE" if number % 3 else "SHARE", 3600, {}),
        ):
            occurred_at = moment(began + timedelta(seconds=after))
            events.append(event(kind, who=who, occurredAt=occurred_at, **circumstances, **more))
    return events


async def values(stack: Stack, by: str, **asked: Any) -> dict[str | None, int]:
    """Views by value, of values with views."""
    found = await stack.ask(BREAKDOWN, by=by, **asked)
    return {row["value"]: row["views"] for row in found["breakdown"]["rows"] if row["views"]}


@pytest.mark.parametrize("definition", DEFINITIONS)
async def test_rows_and_rest_add_up_to_the_totals_of_the_content(stack: Stack, definition: str) -> None:
    await stack.count(*busy_days())
    for by in DIMENSIONS:
        for within in (None, {"last": "36h"}):
            found = await stack.ask(BREAKDOWN, by=by, first=2, range=within, definition=definition)
            parts = [*found["breakdown"]["rows"], found["breakdown"]["other"]]
            assert len(parts) <= 3
            assert sum(part["views"] for part in parts) == found["views"]["total"] > 0, by
            assert sum(part["plays"] for part in parts) == found["plays"], by
            assert sum(part["watchTime"] for part in parts) == pytest.approx(found["watchTime"]["total"]), by
            assert sum(part["percentage"] for part in parts) == pytest.approx(100), by
            assert sum(part["completions"] for part in parts) == found["completions"], by
            reactions = found["engagement"]["likeEvents"] + found["engagement"]["comments"]
            assert sum(part["engagementEvents"] for part in parts) == reactions + found["engagement"]["shares"], by


async def test_each_value_has_its_own_numbers(stack: Stack) -> None:
    german: dict[str, Any] = {"location": {"country": "DE"}}
    await stack.count(
        event("VIEW_START", who="u1", playId="p1", **german),
        event("VIEW_COMPLETE", who="u1", playId="p1", viewData={"totalWatchTime": 9}, **german),
        event("VIEW_START", who="u1", playId="p2", **german),
        event("COMMENT", who="u2", **german),
        event("VIEW_START", who="u3", location={"country": "FR"}),
    )
    found = await stack.ask(BREAKDOWN, by="COUNTRY", first=1)
    [row] = found["breakdown"]["rows"]
    assert row == {
        "value": "DE",
        "views": 2,
        "percentage": pytest.approx(200 / 3),
        "uniqueViewers": 1,
        "plays": 2,
        "watchTime": 9.0,
        "completions": 1,
        "completionRate": 50.0,
        "engagementEvents": 1,
        "engagementEventRate": 50.0,
    }
    other = found["breakdown"]["other"]
    assert (other["views"], other["plays"], other["uniqueViewers"], other["engagementEvents"]) == (1, 1, 1, 0)


async def test_unknown_values_are_a_row_without_a_value(stack: Stack) -> None:
    await stack.count(event("VIEW_START", who="u1"), event("VIEW_START", who="u2", location={"country": "DE"}))
    for by in DIMENSIONS:
        found = await values(stack, by)
        if by not in {"COUNTRY", "HOUR", "DAY", "WEEKDAY"}:
            assert found == {None: 2}, by
    assert await values(stack, "COUNTRY") == {None: 1, "DE": 1}


async def test_rows_with_equal_views_start_with_the_unknown_value(stack: Stack) -> None:
    for who, place in (("u1", {"country": "FR"}), ("u2", {}), ("u3", {"country": "DE"})):
        await stack.count(event("VIEW_START", who=who, location=place))
    rows = (await stack.ask(BREAKDOWN, by="COUNTRY"))["breakdown"]["rows"]
    assert [row["value"] for row in rows] == [None, "DE", "FR"]


async def test_a_play_that_is_swiped_away_first_has_the_attributes_of_that(stack: Stack) -> None:
    for kind, device, minutes in (("SWIPE_AWAY", "TV", 9), ("VIEW_START", "MOBILE", 8)):
        when = moment(NOW - timedelta(minutes=minutes))
        watched = {"totalWatchTime": 4.0}
        await stack.count(event(kind, playId="p1", device={"type": device}, occurredAt=when, viewData=watched))
    rows = (await stack.ask(BREAKDOWN, by="DEVICE"))["breakdown"]["rows"]
    assert {row["value"]: (row["views"], row["plays"]) for row in rows} == {"MOBILE": (1, 0), "TV": (0, 1)}


async def test_values_are_spelled_as_the_api_does_and_cities_with_their_country(stack: Stack) -> None:
    await stack.count(
        event(
            "VIEW_START",
            device={"type": "MOBILE", "platform": "IOS", "os": "iOS", "appVersion": "2.1"},
            source={"type": "FOR_YOU", "campaign": "spring", "referrer": "x" * 300},
            location={"country": "US", "region": "Texas", "city": "Paris"},
            network={"type": "WIFI"},
            viewer={"ageGroup": "AGE_18_24", "gender": "NON_BINARY"},
        ),
        event("VIEW_START", who="u2", location={"country": "FR", "city": "Paris"}),
        event("VIEW_START", who="u3", location={"city": "Paris"}),
    )
    assert await values(stack, "CITY") == {"Paris": 1, "Paris, FR": 1, "Paris, US": 1}
    assert {by: max(filter(None, await values(stack, by))) for by in DIMENSIONS[2:10] + DIMENSIONS[14:]} == {
        "DEVICE": "MOBILE",
        "PLATFORM": "IOS",
        "OS": "iOS",
        "APP_VERSION": "2.1",
        "SOURCE": "FOR_YOU",
        "REFERRER": "x" * 256,
        "CAMPAIGN": "spring",
        "NETWORK": "WIFI",
        "AGE_GROUP": "AGE_18_24",
        "GENDER": "NON_BINARY",
        "REGION": "Texas, US",
    }


async def test_hours_days_and_weekdays_are_those_of_the_asked_zone(stack: Stack) -> None:
    await stack.count(event("VIEW_START", **at("2026-11-15T18:20")), event("VIEW_START", **at("2026-11-15T18:05")))
    for zone, hours, days, weekdays in (
        ("UTC", {"18": 2}, {"2026-11-15": 2}, {"7": 2}),
        ("Asia/Kathmandu", {"0": 1, "23": 1}, {"2026-11-15": 1, "2026-11-16": 1}, {"1": 1, "7": 1}),
        ("America/New_York", {"13": 2}, {"2026-11-15": 2}, {"7": 2}),
    ):
        assert await values(stack, "HOUR", timezone=zone) == hours
        assert await values(stack, "DAY", timezone=zone) == days
        assert await values(stack, "WEEKDAY", timezone=zone) == weekdays


async def test_the_viewers_own_hour_is_that_of_the_device(stack: Stack) -> None:
    for number, zone in enumerate(["Asia/Kathmandu", "America/New_York", None]):
        location = {"timezone": zone} if zone else None
        await stack.count(event("VIEW_START", who=f"u{number}", location=location, **at("2026-11-15T18:20")))
    assert await values(stack, "VIEWER_LOCAL_HOUR") == {None: 1, "0": 1, "13": 1}


async def test_a_view_goes_by_its_own_attributes_and_a_play_by_its_earliest_event(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", playId="p1", device={"type": "MOBILE"}, occurredAt=moment(NOW - timedelta(minutes=9))),
        event("VIEW_START", playId="p1", device={"type": "TV"}, occurredAt=moment(NOW - timedelta(minutes=8))),
        event("VIEW_PROGRESS", playId="p1", viewData={"watchTime": 30}, device={"type": "TV"}),
    )
    rows = (await stack.ask(BREAKDOWN, by="DEVICE"))["breakdown"]["rows"]
    assert {row["value"]: (row["views"], row["plays"], row["watchTime"]) for row in rows} == {
        "MOBILE": (1, 0, 0.0),
        "TV": (1, 1, 30.0),
    }


async def test_age_and_gender_are_those_currently_known(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", who="u1", occurredAt=moment(NOW - timedelta(days=4))), event("VIEW_START", who="u2")
    )
    assert await values(stack, "AGE_GROUP") == {None: 2}
    await stack.count(event("PAUSE", "c2", who="u1", viewer={"ageGroup": "AGE_25_34", "gender": "FEMALE"}))
    assert await values(stack, "AGE_GROUP") == {"AGE_25_34": 1, None: 1}
    assert await values(stack, "GENDER") == {"FEMALE": 1, None: 1}


async def test_bots_and_self_views_count_only_when_included(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", who="u1", location={"country": "DE"}),
        event("VIEW_START", who="k1", creatorId="k1", location={"country": "FR"}),
        event("VIEW_START", who="b1", location={"country": "US"}, device={"userAgent": "Googlebot/2.1"}),
    )
    assert await values(stack, "COUNTRY") == {"DE": 1}
    assert await values(stack, "COUNTRY", include={"selfViews": True}) == {"DE": 1, "FR": 1}
    assert await values(stack, "COUNTRY", include={"bots": True}) == {"DE": 1, "US": 1}
    assert await values(stack, "HOUR", include={"bots": True, "selfViews": True}) == {"11": 3}


async def test_events_that_are_not_counted_yet_are_not_in_a_breakdown_either(stack: Stack) -> None:
    await stack.count(event("VIEW_START", location={"country": "DE"}))
    await stack.track([event("VIEW_START", location={"country": "FR"})])
    assert await values(stack, "COUNTRY") == {"DE": 1}
    await stack.aggregator.drain()
    assert await values(stack, "COUNTRY") == {"DE": 1, "FR": 1}


async def test_nothing_is_counted_of_an_unknown_content(stack: Stack) -> None:
    for by in DIMENSIONS:
        found = (await stack.ask(BREAKDOWN, by=by))["breakdown"]
        assert not any(row["views"] or row["plays"] for row in found["rows"])
        assert found["uniqueViewersEstimated"] is False
        assert found["other"] == {
            "views": 0,
            "percentage": 0.0,
            "uniqueViewers": 0,
            "plays": 0,
            "watchTime": 0.0,
            "completions": 0,
            "completionRate": 0.0,
            "engagementEvents": 0,
            "engagementEventRate": 0.0,
        }


@pytest.mark.parametrize("first", [0, 201])
async def test_a_page_has_1_to_200_rows(stack: Stack, first: int) -> None:
    refused = await stack.refusal(BREAKDOWN, by="CITY", first=first)
    assert (refused["code"], refused["field"]) == ("BAD_INPUT", ["first"])
