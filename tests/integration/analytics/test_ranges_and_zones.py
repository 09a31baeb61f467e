"""Ranges in the caller's zone, through the whole path."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.integration.analytics.stack import ADMIN, NOW, Stack, at, event, moment

VIEWS = """
query ($range: RangeInput, $timezone: String! = "UTC") {
  contentAnalytics(contentId: "c1", range: $range, timezone: $timezone) {
    timezone isFinal range { start end } views { total unique } plays watchTime { median } rewatch { count }
    breakdown(by: COUNTRY) { rows { value views } }
  }
}
"""


def views_at(*times: str) -> list[dict[str, Any]]:
    return [event("VIEW_START", location={"country": "DE"}, viewData={"watchTime": 2}, **at(time)) for time in times]


def between(start: str, end: str) -> dict[str, Any]:
    return {"between": {"start": start, "end": end}}


async def test_a_range_holds_its_start_and_not_its_end(stack: Stack) -> None:
    await stack.count(*views_at("2026-11-19T09:59", "2026-11-19T10:00", "2026-11-19T10:59", "2026-11-19T11:00"))
    answer = await stack.ask(VIEWS, range=between("2026-11-19T10:00:00Z", "2026-11-19T11:00:00Z"))
    assert answer["views"] == {"total": 2, "unique": 1}
    assert answer["rewatch"] == {"count": 1}
    assert answer["breakdown"]["rows"] == [{"value": "DE", "views": 2}]


async def test_bounds_are_widened_to_quarter_hours_and_returned(stack: Stack) -> None:
    await stack.count(*views_at("2026-11-19T10:00", "2026-11-19T10:29", "2026-11-19T10:30"))
    answer = await stack.ask(VIEWS, range=between("2026-11-19T10:14:59Z", "2026-11-19T10:15:01Z"))
    assert answer["range"] == {"start": "2026-11-19T10:00:00+00:00", "end": "2026-11-19T10:30:00+00:00"}
    assert answer["views"]["total"] == 2


async def test_all_time_has_no_bounds(stack: Stack) -> None:
    await stack.count(*views_at("2020-01-01T00:00", "2026-11-20T12:00"))
    answer = await stack.ask(VIEWS, range=None)
    assert answer["range"] == {"start": None, "end": None}
    assert answer["views"]["total"] == 2


@pytest.mark.parametrize(
    ("zone", "inside", "outside"),
    [
        ("UTC", "2026-11-20T00:00", "2026-11-19T23:59"),
        ("Asia/Kolkata", "2026-11-19T18:30", "2026-11-19T18:29"),
        ("Asia/Kathmandu", "2026-11-19T18:15", "2026-11-19T18:14"),
        ("America/New_York", "2026-11-20T05:00", "2026-11-20T04:59"),
    ],
)
async def test_today_begins_at_the_zones_midnight(stack: Stack, zone: str, inside: str, outside: str) -> None:
    await stack.count(*views_at(inside, inside, outside))
    for asked in ({"calendar": {"unit": "DAY"}}, {"days": 1}, between("2026-11-20", "2026-11-21")):
        answer = await stack.ask(VIEWS, range=asked, timezone=zone)
        assert answer["views"]["total"] == 2
        assert answer["timezone"] == zone
    before = await stack.ask(VIEWS, range={"calendar": {"unit": "DAY", "back": 1}}, timezone=zone)
    assert before["views"]["total"] == 1


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ({"days": 30}, "2026-10-21T22:00:00", "2026-11-20T12:07:00"),
        ({"weeks": 4}, "2026-10-25T23:00:00", "2026-11-20T12:07:00"),
        ({"months": 2}, "2026-09-30T22:00:00", "2026-11-20T12:07:00"),
        ({"calendar": {"unit": "WEEK", "back": 1}}, "2026-11-08T23:00:00", "2026-11-15T23:00:00"),
        ({"calendar": {"unit": "MONTH", "back": 1}}, "2026-09-30T22:00:00", "2026-10-31T23:00:00"),
        ({"calendar": {"unit": "QUARTER", "back": 1}}, "2026-06-30T22:00:00", "2026-09-30T22:00:00"),
        ({"calendar": {"unit": "YEAR"}}, "2025-12-31T23:00:00", "2026-12-31T23:00:00"),
        (between("2026-10-25", "2026-10-26"), "2026-10-24T22:00:00", "2026-10-25T23:00:00"),
        (between("2026-10-25", "2026-10-25T12:00:00Z"), "2026-10-24T22:00:00", "2026-10-25T12:00:00"),
    ],
)
async def test_local_days_count_what_happened_on_them(stack: Stack, asked: Any, start: str, end: str) -> None:
    bounds = [datetime.fromisoformat(f"{text}+00:00") for text in (start, end)]
    instant = timedelta(seconds=1)
    await stack.count(
        *(
            event("VIEW_START", occurredAt=moment(time))
            for time in (bounds[0] - instant, bounds[0], min(bounds[1], NOW) - instant)
        )
    )
    answer = await stack.ask(VIEWS, range=asked, timezone="Europe/Berlin")
    assert answer["range"] == {"start": f"{start}+00:00", "end": f"{end}+00:00"}
    assert answer["views"]["total"] == 2
    await stack.set_as_of("2026-11-20T12:00:00Z")
    answer = await stack.ask(VIEWS, range=asked, timezone="Europe/Berlin")
    assert answer["isFinal"] is (bounds[1] < NOW)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 23),
        ("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 25),
    ],
)
async def test_a_day_of_23_or_25_hours_holds_them_all(stack: Stack, start: str, end: str, hours: int) -> None:
    days = {23: ["2026-03-28", "2026-03-29"], 25: ["2026-10-24", "2026-10-25"]}[hours]
    await stack.count(*views_at(*(f"{day}T{hour:02}:30" for day in days for hour in range(24))))
    answer = await stack.ask(VIEWS, range=between(start, end), timezone="Europe/Berlin")
    assert answer["views"]["total"] == hours


async def test_a_range_is_final_once_all_of_it_is_counted(stack: Stack) -> None:
    asked = between("2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z")
    assert (await stack.ask(VIEWS, range=asked))["isFinal"] is False
    await stack.set_as_of("2026-11-19T23:59:59Z")
    assert (await stack.ask(VIEWS, range=asked))["isFinal"] is False
    await stack.set_as_of("2026-11-20T00:00:00Z")
    assert (await stack.ask(VIEWS, range=asked))["isFinal"] is True
    assert (await stack.ask(VIEWS))["isFinal"] is False


async def test_last_24_hours_begin_on_a_quarter_hour_and_end_now(stack: Stack) -> None:
    await stack.count(*views_at("2026-11-19T11:59", "2026-11-19T12:00", "2026-11-20T12:06"))
    answer = await stack.ask(VIEWS, range={"last": "24h"})
    assert answer["range"] == {"start": "2026-11-19T12:00:00+00:00", "end": "2026-11-20T12:07:00+00:00"}
    assert answer["views"]["total"] == 2


async def test_the_current_quarter_hour_counts_whole_in_every_part(stack: Stack) -> None:
    await stack.count(
        *views_at("2026-11-20T12:01"), event("VIEW_START", who="u2", playId="ahead", **at("2026-11-20T12:14"))
    )
    answer = await stack.ask(VIEWS, range={"last": "1h"})
    assert answer["views"] == {"total": 2, "unique": 2}
    assert answer["watchTime"]["median"] == 1.0


async def test_a_play_belongs_to_the_quarter_hour_of_its_start_and_moves_with_it(stack: Stack) -> None:
    late = event("VIEW_PROGRESS", playId="p1", viewData={"watchTime": 9}, **at("2026-11-20T10:20"))
    start = event("VIEW_START", playId="p1", viewData={"watchTime": 1}, **at("2026-11-20T10:10"))
    first = between("2026-11-20T10:00:00Z", "2026-11-20T10:15:00Z")
    second = between("2026-11-20T10:15:00Z", "2026-11-20T10:30:00Z")
    await stack.count(late)
    assert [(await stack.ask(VIEWS, range=asked))["plays"] for asked in (first, second)] == [0, 1]
    await stack.count(start)
    answers = [await stack.ask(VIEWS, range=asked) for asked in (first, second)]
    assert [answer["plays"] for answer in answers] == [1, 0]
    assert [answer["watchTime"]["median"] for answer in answers] == [10.0, None]


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"timezone": "Mars/Olympus"}, ["timezone"]),
        ({"range": {"last": "yesterday"}}, ["range", "last"]),
        ({"range": between("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z")}, ["range", "between", "start"]),
        ({"range": between("0001-01-01T00:00:00Z", "2026-01-01T00:00:00Z")}, ["range", "between", "start"]),
        ({"range": between("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z")}, ["range", "between", "end"]),
        ({"range": {"last": ""}}, ["range", "last"]),
        ({"range": between("2026-01-02", "2026-01-02")}, ["range", "between", "start"]),
        ({"range": between("1969-12-31", "2026-01-02")}, ["range", "between", "start"]),
        ({"range": between("2026-01-02", "9001-01-01")}, ["range", "between", "end"]),
        ({"range": between("2020-01-01", "2026-01-01")}, ["range", "between"]),
        ({"range": between("2011-12-30", "2011-12-31"), "timezone": "Pacific/Apia"}, ["range", "between", "start"]),
        ({"range": {"days": 0}}, ["range", "days"]),
        ({"range": {"days": -1}}, ["range", "days"]),
        ({"range": {"days": 1831}}, ["range", "days"]),
        ({"range": {"weeks": 0}}, ["range", "weeks"]),
        ({"range": {"weeks": 262}}, ["range", "weeks"]),
        ({"range": {"months": 0}}, ["range", "months"]),
        ({"range": {"months": 61}}, ["range", "months"]),
        ({"range": {"calendar": {"unit": "WEEK", "back": -1}}}, ["range", "calendar", "back"]),
        ({"range": {"calendar": {"unit": "YEAR", "back": 57}}}, ["range", "calendar", "back"]),
        ({"range": {"calendar": {"unit": "WEEK", "back": 2**31 - 1}}}, ["range", "calendar", "back"]),
        ({"range": {"days": 1}, "timezone": "Mars/Olympus"}, ["timezone"]),
        ({"timezone": "\ud800\0"}, ["timezone"]),
    ],
)
async def test_an_invalid_range_is_bad_input_with_its_path(
    stack: Stack, variables: dict[str, Any], field: list[str]
) -> None:
    assert await stack.refusal(VIEWS, **variables) == {"code": "BAD_INPUT", "field": field}


@pytest.mark.parametrize(
    "asked",
    [
        {"last": "7d", "days": 1},
        {"days": None},
        {"days": 1.5},
        {"days": "7"},
        {"period": "DAY"},
        {"calendar": {"back": 1}},
        {"calendar": {"unit": "DAY", "back": None}},
        {"calendar": {"unit": "day"}},
        between("2026-02-30", "2026-03-01"),
        between("2026-01-01", "20260102"),
        between("2026-01-01", "2026-W02-1"),
        between("2026-01-01", "2026-1-2"),
        between("2026-01-01", "٢٠٢٦-01-02"),
        {},
        {"last": None},
        between("2026-01-01T00:00:00", "2026-01-02T00:00:00Z"),
    ],
)
async def test_the_schema_refuses_two_ranges_none_and_times_without_offset(stack: Stack, asked: dict[str, Any]) -> None:
    result, _ = await stack.execute(VIEWS, ADMIN, {"range": asked})
    assert result.errors


async def test_a_median_of_very_many_plays_is_estimated(stack: Stack) -> None:
    await stack.services.pool.execute(
        "INSERT INTO content_totals (project_id, content_id, traffic, plays, watch_h10, watch_h11) "
        "VALUES (1, 'c1', 0, 20000, 10000, 10000)"
    )
    await stack.services.pool.execute(
        "INSERT INTO content_buckets (project_id, content_id, bucket, traffic, plays, watch_h10, watch_h11) "
        "VALUES (1, 'c1', '2026-11-20T10:00Z', 0, 20000, 10000, 10000)"
    )
    document = """
    query ($range: RangeInput) {
      contentAnalytics(contentId: "c1", range: $range) { watchTime { median medianEstimated } }
    }
    """
    for asked in (None, {"last": "24h"}):
        answer = await stack.ask(document, range=asked)
        assert answer["watchTime"] == {"median": 27.488, "medianEstimated": True}
