"""Hours and days of a content, from events to the answer."""

from typing import Any

from tests.integration.analytics.stack import Stack, at, event

DOCUMENT = """
query ($range: RangeInput, $timezone: String! = "UTC", $definition: String! = "start@1") {
  contentAnalytics(contentId: "c1", range: $range, timezone: $timezone, definition: $definition) {
    views { total }
    hourly { start views engagement }
    daily { date start views uniqueViewers watchTime likes comments shares }
  }
}
"""


def between(start: str, end: str) -> dict[str, Any]:
    return {"between": {"start": f"{start}:00Z", "end": f"{end}:00Z"}}


async def test_an_unknown_content_has_no_series_over_all_time_and_zeros_in_a_range(stack: Stack) -> None:
    answer = await stack.ask(DOCUMENT)
    assert (answer["hourly"], answer["daily"]) == ([], [])
    answer = await stack.ask(DOCUMENT, range=between("2026-11-20T09:30", "2026-11-20T11:15"))
    assert answer["hourly"] == [
        {"start": f"2026-11-20T{hour}:00:00+00:00", "views": 0, "engagement": 0} for hour in ("09", "10", "11")
    ]
    assert [day["date"] for day in answer["daily"]] == ["2026-11-20"]


async def test_hours_and_days_are_those_of_the_zone_and_only_their_part_of_the_range_counts(stack: Stack) -> None:
    await stack.count(
        event("VIEW_START", who="u1", **at("2026-11-18T18:14")),
        event("VIEW_START", who="u1", **at("2026-11-18T18:16"), viewData={"totalWatchTime": 7}, playId="p1"),
        event("VIEW_START", who="u1", **at("2026-11-19T18:14")),
        event("VIEW_START", who="u2", **at("2026-11-19T18:15")),
        event("VIEW_START", who="u2", **at("2026-11-19T18:50")),
        event("LIKE", who="u2", **at("2026-11-19T18:50")),
        event("COMMENT", who="u2", **at("2026-11-19T19:20")),
        event("SHARE", who="u2", **at("2026-11-19T19:44")),
        event("SHARE", who="u2", **at("2026-11-19T19:46")),
    )
    asked = between("2026-11-18T18:15", "2026-11-19T19:45")
    answer = await stack.ask(DOCUMENT, range=asked, timezone="Asia/Kathmandu")
    assert answer["daily"] == [
        {
            "date": "2026-11-19", "start": "2026-11-18T18:15:00+00:00", "views": 2, "uniqueViewers": 1,
            "watchTime": 7.0, "likes": 0, "comments": 0, "shares": 0,
        },
        {
            "date": "2026-11-20", "start": "2026-11-19T18:15:00+00:00", "views": 2, "uniqueViewers": 1,
            "watchTime": 0.0, "likes": 1, "comments": 1, "shares": 1,
        },
    ]  # fmt: skip
    assert len(answer["hourly"]) == 26
    assert answer["hourly"][-2:] == [
        {"start": "2026-11-19T18:15:00+00:00", "views": 2, "engagement": 1},
        {"start": "2026-11-19T19:15:00+00:00", "views": 0, "engagement": 2},
    ]
    assert sum(hour["views"] for hour in answer["hourly"]) == answer["views"]["total"] == 4


async def test_days_of_23_and_25_hours_have_as_many_hours(stack: Stack) -> None:
    for day, following, hours in (("2026-03-28T23", "2026-03-29T22", 23), ("2026-10-24T22", "2026-10-25T23", 25)):
        asked = between(f"{day}:00", f"{following}:00")
        answer = await stack.ask(DOCUMENT, range=asked, timezone="Europe/Berlin")
        assert (len(answer["daily"]), len(answer["hourly"])) == (1, hours)


async def test_all_time_reaches_from_the_first_event_to_now_and_adds_up(stack: Stack) -> None:
    await stack.count(
        event("IMPRESSION", **at("2026-11-18T22:40")),
        event("VIEW_START", who="u1", **at("2026-11-19T03:00")),
        event("VIEW_START", who="u2", **at("2026-11-20T12:45")),
    )
    answer = await stack.ask(DOCUMENT)
    assert [day["date"] for day in answer["daily"]] == ["2026-11-18", "2026-11-19", "2026-11-20"]
    assert answer["hourly"][0]["start"] == "2026-11-18T22:00:00+00:00"
    assert answer["hourly"][-1] == {"start": "2026-11-20T12:00:00+00:00", "views": 1, "engagement": 0}
    assert sum(hour["views"] for hour in answer["hourly"]) == answer["views"]["total"] == 2


async def test_views_and_viewers_of_a_day_follow_the_definition(stack: Stack) -> None:
    await stack.count(
        *(event("VIEW_START", who="u1", playId=f"p{n}", viewData={"totalWatchTime": 5}) for n in range(2)),
        event("VIEW_START", who="u2", playId="p9"),
    )
    found = {}
    for name in ("start@1", "linkedin@1"):
        answer = await stack.ask(DOCUMENT, range={"last": "1d"}, definition=name)
        found[name] = (
            answer["daily"][-1]["views"],
            answer["daily"][-1]["uniqueViewers"],
            answer["hourly"][-2]["views"],
        )
    assert found == {"start@1": (3, 2, 3), "linkedin@1": (2, 1, 2)}


LONG = """
query ($range: RangeInput) {
  contentAnalytics(contentId: "c1", range: $range) {
    views { total } hourlyTruncated dailyTruncated hourly { start views } daily { date views uniqueViewers }
  }
}
"""


async def test_long_ranges_return_their_newest_points(stack: Stack) -> None:
    await stack.count(event("VIEW_START", who="u1", **at("2025-01-01T00:30")), event("VIEW_START", who="u2"))
    for asked in (between("2025-01-01T00:00", "2026-12-01T00:00"), {"last": "250w"}, None):
        answer = await stack.ask(LONG, range=asked)
        assert (answer["hourlyTruncated"], answer["dailyTruncated"]) == (True, False)
        assert (len(answer["hourly"]), answer["views"]["total"]) == (5_000, 2)
        assert sum(hour["views"] for hour in answer["hourly"]) == 1
        assert sum(day["views"] for day in answer["daily"]) == 2
    answer = await stack.ask(LONG, range={"last": "30w"})
    assert (answer["hourlyTruncated"], len(answer["hourly"])) == (True, 5_000)
    answer = await stack.ask(LONG, range={"last": "29w"})
    assert (answer["hourlyTruncated"], len(answer["hourly"])) == (False, 29 * 7 * 24 + 1)


async def test_an_event_of_1970_does_not_exhaust_the_points_of_a_series(stack: Stack) -> None:
    await stack.count(event("VIEW_START", who="u2"))
    # as such an event, which is refused by now, left it
    await stack.services.pool.execute("UPDATE content_states SET first_event_at = '1970-01-02'")
    answer = await stack.ask(LONG)
    assert (answer["hourlyTruncated"], answer["dailyTruncated"]) == (True, True)
    assert (len(answer["hourly"]), len(answer["daily"])) == (5_000, 5_000)
    assert answer["daily"][-1] == {"date": "2026-11-20", "views": 1, "uniqueViewers": 1}
    assert sum(day["views"] for day in answer["daily"]) == 1
