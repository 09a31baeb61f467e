"""``series``: hours, days, weeks and months of a content, a creator and the platform, from events to the answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.metrics.point_metrics import POINT_METRICS
from tests.integration.analytics.stack import ADMIN, Stack, at, event

POINT = """
  start end date isFinal views plays uniqueViewers watchTime completions likes comments shares sessions
"""
DOCUMENT = f"""
query (
  $of: OfInput!, $by: Interval!, $range: RangeInput, $timezone: String! = "UTC", $definition: String! = "start@1"
  $include: TrafficInput, $compare: Boolean! = false
) {{
  series(
    of: $of, by: $by, range: $range, timezone: $timezone, definition: $definition, include: $include, compare: $compare
  ) {{
    asOf revision isFinal definition by timezone range {{ start end }} truncated uniqueViewersEstimated
    points {{ {POINT} }} totals {{ {POINT} }}
    previous {{
      range {{ start end }} valueRange {{ start end }} basis truncated
      points {{ {POINT} }} totals {{ {POINT} }} valueTotals {{ {POINT} }}
    }}
  }}
}}
"""
CONTENT, CREATOR, PLATFORM = {"contentId": "c1"}, {"creatorId": "k1"}, {"platform": True}
SCOPES = [CONTENT, CREATOR, PLATFORM]
TODAY, THIS_MONTH = {"calendar": {"unit": "DAY"}}, {"calendar": {"unit": "MONTH"}}
INTERVALS = ["HOUR", "DAY", "WEEK", "MONTH"]


def between(start: str, end: str) -> dict[str, Any]:
    return {"between": {"start": f"{start}:00Z", "end": f"{end}:00Z"}}


def seen(kind: str, who: str, time: str, **more: Any) -> dict[str, Any]:
    """An event on c1, which belongs to k1, in a session of its own."""
    return event(kind, "c1", who, creatorId="k1", sessionId=f"{who}-{time}", **at(time), **more)


def column(answer: dict[str, Any], *names: str) -> list[Any]:
    points = answer["points"]
    return [point[names[0]] if len(names) == 1 else tuple(point[name] for name in names) for point in points]


@pytest.mark.parametrize("of", SCOPES, ids=str)
@pytest.mark.parametrize("by", INTERVALS)
async def test_without_events_all_time_has_no_points_and_a_range_has_zeros(
    stack: Stack, of: dict[str, Any], by: str
) -> None:
    answer = await stack.ask(DOCUMENT, of=of, by=by)
    assert (answer["points"], answer["truncated"], answer["previous"]) == ([], False, None)
    assert answer["range"] == {"start": "2026-11-20T12:15:00+00:00", "end": "2026-11-20T12:15:00+00:00"}
    assert (answer["totals"]["views"], answer["totals"]["uniqueViewers"]) == (0, 0)
    answer = await stack.ask(DOCUMENT, of=of, by=by, range=between("2026-11-20T09:30", "2026-11-20T11:15"))
    assert column(answer, "views", "uniqueViewers") == [(0, 0)] * (3 if by == "HOUR" else 1)
    assert set(column(answer, "sessions")) == {None if of is CONTENT else 0}
    assert answer["uniqueViewersEstimated"] is (of is not CONTENT)


async def test_hours_and_days_are_those_of_the_zone_and_only_their_part_of_the_range_counts(stack: Stack) -> None:
    await stack.count(
        seen("VIEW_START", "u1", "2026-11-18T18:14"),
        seen("VIEW_START", "u1", "2026-11-18T18:16", viewData={"totalWatchTime": 7}, playId="p1"),
        seen("VIEW_START", "u1", "2026-11-19T18:14"),
        seen("VIEW_START", "u2", "2026-11-19T18:15"),
        seen("VIEW_START", "u2", "2026-11-19T18:50"),
        seen("LIKE", "u2", "2026-11-19T18:50"),
        seen("COMMENT", "u2", "2026-11-19T19:20"),
        seen("SHARE", "u2", "2026-11-19T19:44"),
        seen("SHARE", "u2", "2026-11-19T19:46"),
    )
    asked: dict[str, Any] = {"range": between("2026-11-18T18:15", "2026-11-19T19:45"), "timezone": "Asia/Kathmandu"}
    for of in SCOPES:
        days = await stack.ask(DOCUMENT, of=of, by="DAY", **asked)
        names = ("date", "start", "end", "views", "uniqueViewers", "watchTime", "likes", "comments", "shares")
        assert column(days, *names) == [
            ("2026-11-19", "2026-11-18T18:15:00+00:00", "2026-11-19T18:15:00+00:00", 2, 1, 7.0, 0, 0, 0),
            ("2026-11-20", "2026-11-19T18:15:00+00:00", "2026-11-20T18:15:00+00:00", 2, 1, 0.0, 1, 1, 1),
        ]
        assert column(days, "sessions") == ([None, None] if of is CONTENT else [2, 4])
        hours = await stack.ask(DOCUMENT, of=of, by="HOUR", **asked)
        assert len(hours["points"]) == 26
        assert column(hours, "start", "date", "views", "likes", "shares")[-2:] == [
            ("2026-11-19T18:15:00+00:00", "2026-11-20", 2, 1, 0),
            ("2026-11-19T19:15:00+00:00", "2026-11-20", 0, 0, 1),
        ]
        assert sum(column(hours, "views")) == hours["totals"]["views"] == days["totals"]["views"] == 4
        assert hours["totals"] == days["totals"]
        assert (hours["totals"]["uniqueViewers"], hours["totals"]["date"]) == (2, "2026-11-19")


async def test_weeks_begin_on_monday_and_months_on_the_first_of_the_zone(stack: Stack) -> None:
    await stack.count(
        seen("VIEW_START", "u1", "2026-10-25T11:59"),  # in the first week, before the range
        seen("VIEW_START", "u1", "2026-11-18T12:00"),  # in the last one, after it
        seen("VIEW_START", "u1", "2026-10-31T22:59"),
        seen("VIEW_START", "u2", "2026-10-31T23:01"),  # November in Berlin
        seen("VIEW_START", "u1", "2026-11-15T22:59"),
        seen("VIEW_START", "u1", "2026-11-15T23:01"),  # Monday in Berlin
    )
    asked: dict[str, Any] = {"range": between("2026-10-25T12:00", "2026-11-18T12:00"), "timezone": "Europe/Berlin"}
    for of in SCOPES:
        weeks = await stack.ask(DOCUMENT, of=of, by="WEEK", **asked)
        assert column(weeks, "date", "views") == [
            ("2026-10-19", 0), ("2026-10-26", 2), ("2026-11-02", 0), ("2026-11-09", 1), ("2026-11-16", 1),
        ]  # fmt: skip
        assert (weeks["points"][0]["start"], weeks["points"][0]["end"]) == (
            "2026-10-18T22:00:00+00:00",
            "2026-10-25T23:00:00+00:00",  # 169 hours
        )
        months = await stack.ask(DOCUMENT, of=of, by="MONTH", **asked)
        assert column(months, "date", "views", "uniqueViewers") == [("2026-10-01", 1, 1), ("2026-11-01", 3, 2)]


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_days_of_23_and_25_hours_have_as_many_hours(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(seen("VIEW_START", "u1", "2026-03-29T21:45"), seen("VIEW_START", "u1", "2026-10-25T22:45"))
    for day, following, hours in (("2026-03-28T23", "2026-03-29T22", 23), ("2026-10-24T22", "2026-10-25T23", 25)):
        asked: dict[str, Any] = {"range": between(f"{day}:00", f"{following}:00"), "timezone": "Europe/Berlin"}
        assert column(await stack.ask(DOCUMENT, of=of, by="DAY", **asked), "views") == [1]
        assert column(await stack.ask(DOCUMENT, of=of, by="HOUR", **asked), "views") == [0] * (hours - 1) + [1]


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_all_time_reaches_from_the_first_that_counted_to_now_and_adds_up(
    stack: Stack, of: dict[str, Any]
) -> None:
    await stack.count(
        seen("IMPRESSION", "u1", "2026-11-18T22:40"),
        seen("VIEW_START", "u1", "2026-11-19T03:00"),
        seen("VIEW_START", "u2", "2026-11-20T12:45"),
        event(
            "IMPRESSION", "c1", "u9", creatorId="k1", device={"userAgent": "Googlebot/2.1"}, **at("2026-11-10T10:00")
        ),
    )
    days = await stack.ask(DOCUMENT, of=of, by="DAY")
    assert column(days, "date", "views") == [("2026-11-18", 0), ("2026-11-19", 1), ("2026-11-20", 1)]
    assert days["range"] == {"start": "2026-11-18T22:30:00+00:00", "end": "2026-11-20T13:00:00+00:00"}
    hours = await stack.ask(DOCUMENT, of=of, by="HOUR")
    assert column(hours, "start")[0] == "2026-11-18T22:00:00+00:00"
    assert column(hours, "start", "views")[-1] == ("2026-11-20T12:00:00+00:00", 1)
    assert sum(column(hours, "views")) == hours["totals"]["views"] == 2
    with_bots = await stack.ask(DOCUMENT, of=of, by="DAY", include={"bots": True})
    assert column(with_bots, "date")[0] == "2026-11-10"


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_views_and_viewers_follow_the_definition(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(
        *(seen("VIEW_START", "u1", "2026-11-20T11:07", playId=f"p{n}", viewData={"totalWatchTime": 5}) for n in (1, 2)),
        seen("VIEW_START", "u2", "2026-11-20T11:07", playId="p9"),
    )
    found = {}
    for name in ("start@1", "linkedin@1"):
        answer = await stack.ask(DOCUMENT, of=of, by="DAY", range={"last": "1d"}, definition=name)
        assert answer["definition"] == name
        found[name] = column(answer, "views", "uniqueViewers")[-1]
    assert found == {"start@1": (3, 2), "linkedin@1": (2, 1)}


async def test_a_point_is_final_when_its_part_of_the_range_is_counted(stack: Stack) -> None:
    await stack.count(seen("VIEW_START", "u1", "2026-11-19T10:00"))
    await stack.set_as_of("2026-11-20T00:00:00+00:00")
    answer = await stack.ask(DOCUMENT, of=CREATOR, by="DAY", range={"last": "2d"}, compare=True)
    assert column(answer, "isFinal") == [True, True, False]
    assert (answer["isFinal"], answer["totals"]["isFinal"]) == (False, False)
    assert {point["isFinal"] for point in (*answer["previous"]["points"], answer["previous"]["totals"])} == {True}
    await stack.set_as_of("2026-11-20T12:07:00+00:00")
    answer = await stack.ask(DOCUMENT, of=CREATOR, by="DAY", range={"last": "2d"})
    assert (column(answer, "isFinal"), answer["isFinal"]) == ([True, True, True], True)


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_the_period_before_is_laid_over_by_index(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(
        seen("VIEW_START", "u1", "2026-11-18T00:30"),
        seen("VIEW_START", "u1", "2026-11-19T10:00"),
        seen("VIEW_START", "u2", "2026-11-19T10:00"),
        seen("VIEW_START", "u1", "2026-11-19T12:30"),  # yesterday after noon
        seen("VIEW_START", "u1", "2026-11-20T10:00"),
    )
    answer = await stack.ask(DOCUMENT, of=of, by="HOUR", range=TODAY, compare=True)
    before = answer["previous"]
    assert before["range"] == {"start": "2026-11-19T00:00:00+00:00", "end": "2026-11-19T12:00:00+00:00"}
    assert (len(answer["points"]), len(before["points"])) == (24, 12)
    assert (answer["points"][10]["views"], before["points"][10]["views"]) == (1, 2)
    assert before["points"][10]["start"] == "2026-11-19T10:00:00+00:00"
    assert (before["totals"]["views"], before["totals"]["uniqueViewers"]) == (2, 2)
    days = await stack.ask(DOCUMENT, of=of, by="DAY", range={"last": "1d"}, compare=True)
    assert column(days, "views") == [1, 1]
    assert column(days["previous"], "date", "views") == [("2026-11-18", 0), ("2026-11-19", 2)]
    assert (await stack.ask(DOCUMENT, of=of, by="DAY", range={"last": "1d"}))["previous"] is None


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_the_totals_of_both_periods_are_equally_long_and_complete(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(
        seen("VIEW_START", "u1", "2026-11-19T11:59"),
        seen("VIEW_START", "u1", "2026-11-19T12:03"),
        seen("VIEW_START", "u1", "2026-11-20T11:59"),
        seen("VIEW_START", "u2", "2026-11-20T12:03"),  # in the quarter-hour that is not over
        seen("VIEW_START", "u3", "2026-11-20T12:04"),
    )
    for asked, basis in ((TODAY, "SAME_LOCAL_TIME"), ({"last": "12h"}, "EQUAL_LENGTH")):
        answer = await stack.ask(DOCUMENT, of=of, by="HOUR", range=asked, compare=True)
        before = answer["previous"]
        assert (answer["totals"]["views"], answer["totals"]["uniqueViewers"]) == (3, 3)
        assert (before["valueTotals"]["views"], before["valueTotals"]["uniqueViewers"]) == (1, 1)
        assert before["basis"] == basis
        value, earlier = before["valueRange"], before["range"]
        assert value == {"start": "2026-11-20T00:00:00+00:00", "end": "2026-11-20T12:00:00+00:00"}
        assert (before["valueTotals"]["start"], before["valueTotals"]["end"]) == (value["start"], value["end"])
        assert timedelta(hours=12) == _length(value) == _length(earlier)
        assert before["totals"]["views"] == 1
    yesterday = {"calendar": {"unit": "DAY", "back": 1}}
    answer = await stack.ask(DOCUMENT, of=of, by="DAY", range=yesterday, compare=True)
    assert answer["previous"]["basis"] == "WHOLE_PERIOD"
    assert answer["previous"]["valueTotals"] == answer["totals"], "a range that is over is compared as a whole"


def _length(covered: dict[str, str]) -> timedelta:
    return datetime.fromisoformat(covered["end"]) - datetime.fromisoformat(covered["start"])


async def test_months_of_different_lengths_are_laid_over_each_other(stack: Stack) -> None:
    march = replace(stack, services=replace(stack.services, now=lambda: datetime(2026, 3, 31, 12, 0, tzinfo=UTC)))
    answer = await march.ask(DOCUMENT, of=CREATOR, by="DAY", range=THIS_MONTH, compare=True)
    assert (len(answer["points"]), len(answer["previous"]["points"])) == (31, 28)
    assert answer["previous"]["range"] == {"start": "2026-02-01T00:00:00+00:00", "end": "2026-03-01T00:00:00+00:00"}


async def test_long_ranges_return_their_newest_points(stack: Stack) -> None:
    await stack.count(seen("VIEW_START", "u1", "2025-01-01T00:30"), seen("VIEW_START", "u2", "2026-11-20T11:07"))
    for of in SCOPES:
        for asked in (between("2025-01-01T00:00", "2026-12-01T00:00"), {"last": "250w"}, None):
            hours = await stack.ask(DOCUMENT, of=of, by="HOUR", range=asked)
            assert (hours["truncated"], len(hours["points"])) == (True, 5_000)
            assert (sum(column(hours, "views")), hours["totals"]["views"]) == (1, 2)
            days = await stack.ask(DOCUMENT, of=of, by="DAY", range=asked)
            assert (days["truncated"], sum(column(days, "views"))) == (False, 2)
    answer = await stack.ask(DOCUMENT, of=CONTENT, by="HOUR", range={"last": "29w"})
    assert (answer["truncated"], len(answer["points"])) == (False, 29 * 7 * 24 + 1)


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_of_the_period_before_a_long_range_the_same_points_are_left_out(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(
        seen("VIEW_START", "u1", "2025-01-01T00:30"),
        seen("VIEW_START", "u1", "2025-11-20T11:07"),
        seen("VIEW_START", "u2", "2025-11-20T11:59"),
        seen("VIEW_START", "u1", "2026-11-20T11:07"),
    )
    year: dict[str, Any] = {"between": {"start": "2026-01-01", "end": "2027-01-01"}}
    answer = await stack.ask(DOCUMENT, of=of, by="HOUR", range=year, compare=True)
    before = answer["previous"]
    left_out, until_now = 365 * 24 - 5_000, 323 * 24 + 12
    assert (answer["truncated"], len(answer["points"])) == (True, 5_000)
    assert (before["truncated"], len(before["points"])) == (True, until_now - left_out)
    pairs = list(zip(answer["points"], before["points"], strict=False))
    assert all(own["start"] == earlier["start"].replace("2025", "2026") for own, earlier in pairs)
    assert [(own["views"], earlier["views"]) for own, earlier in pairs if own["views"] or earlier["views"]] == [(1, 2)]
    assert before["totals"]["views"] == 3, "with what points that are left out count"
    answer = await stack.ask(DOCUMENT, of=of, by="HOUR", range={"last": "30w"}, compare=True)
    before = answer["previous"]
    assert (answer["truncated"], len(answer["points"])) == (True, 5_000)
    assert (before["truncated"], len(before["points"])) == (True, 4_999), "the hour that is not over has no counterpart"
    days = await stack.ask(DOCUMENT, of=of, by="DAY", range=year, compare=True)
    assert (days["truncated"], days["previous"]["truncated"]) == (False, False)


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_an_event_of_1970_does_not_exhaust_the_points_of_a_series(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(seen("VIEW_START", "u1", "2026-11-19T10:00"), seen("VIEW_START", "u2", "2026-11-20T11:07"))
    for table in ("content_buckets", "creator_buckets", "platform_buckets"):
        # as such an event, which is refused by now, left it
        await stack.services.pool.execute(
            f"UPDATE {table} SET bucket = '1970-01-02Z' WHERE bucket = (SELECT min(bucket) FROM {table})"
        )
    for by in ("HOUR", "DAY"):
        answer = await stack.ask(DOCUMENT, of=of, by=by)
        assert (answer["truncated"], len(answer["points"])) == (True, 5_000)
        assert sum(column(answer, "views")) == 1
    answer = await stack.ask(DOCUMENT, of=of, by="MONTH")
    assert (answer["truncated"], len(answer["points"]), sum(column(answer, "views"))) == (False, 12 * 56 + 11, 2)


EVERY_METRIC = " ".join(metric.field for metric in POINT_METRICS)
OWN = """
query ($range: RangeInput) {{
  contentAnalytics(contentId: "c1", range: $range) {{ {part} }}
  creatorAnalytics(creatorId: "k1", range: $range) {{ {part} }}
  platformAnalytics(range: $range) {{ {part} }}
}}
"""


async def test_the_field_of_an_answer_is_the_question_of_its_scope(stack: Stack) -> None:
    watched: dict[str, Any] = {"viewData": {"totalWatchTime": 9, "duration": 10, "playbackRate": 2, "watchTime": 9}}
    await stack.count(
        seen("VIEW_START", "u1", "2026-11-19T10:00", source={"type": "SEARCH"}, device={"type": "TV"}),
        seen("VIEW_PROGRESS", "u1", "2026-11-19T10:00", **watched),
        seen("VIEW_START", "u2", "2026-11-20T10:00"),
        *(seen(kind, "u2", "2026-11-20T10:00") for kind in ("LIKE", "SAVE", "FOLLOW", "SKIP", "CONTACT", "REPORT")),
    )
    figures = f"{POINT} averageSessionDuration {EVERY_METRIC}"
    part = f"points {{ {figures} }} totals {{ {figures} }} previous {{ points {{ {figures} }} }} truncated"
    for by in INTERVALS:
        field = f"series(by: {by}, compare: true) {{ {part} }}"
        asked: dict[str, Any] = {"range": {"last": "3d"}}
        result, _ = await stack.execute(OWN.format(part=field), ADMIN, asked)
        assert result.errors is None, result.errors
        assert result.data is not None
        for of, own in zip(SCOPES, result.data.values(), strict=True):
            question = f"""query ($of: OfInput!, $range: RangeInput) {{
                series(of: $of, by: {by}, range: $range, compare: true) {{ {part} }}
            }}"""
            assert own["series"] == await stack.ask(question, of=of, **asked)
            assert own["series"]["totals"]["averagePlaybackRate"] == 2
            assert own["series"]["points"][-1]["averagePlaybackRate"] == (None if by in ("HOUR", "DAY") else 2)


async def test_parts_may_be_selected_alone_under_other_names_and_by_fragments(stack: Stack) -> None:
    await stack.count(seen("VIEW_START", "u1", "2026-11-20T10:00"), seen("LIKE", "u1", "2026-11-20T10:00"))
    answer = await stack.ask(
        """query ($of: OfInput!) {
          a: series(of: $of, by: DAY, range: {last: "1h"}) { all: totals { ...P } }
        } fragment P on Point { seen: views ... on Point { likes } viewers: uniqueViewers }""",
        of=CREATOR,
    )
    assert answer == {"all": {"seen": 0, "likes": 0, "viewers": 0}}
    two = await stack.ask(
        """{ platformAnalytics {
          days: series(by: DAY) { points { views } } hours: series(by: HOUR) { truncated points { likes } }
        } }"""
    )
    assert two["days"] == {"points": [{"views": 1}]}
    assert two["hours"] == {"truncated": False, "points": [{"likes": 1}, {"likes": 0}, {"likes": 0}]}


@pytest.mark.parametrize(
    ("of", "field"),
    [
        ({"platform": False}, ["of", "platform"]),
        ({"contentId": ""}, ["of", "contentId"]),
        ({"creatorId": "a\0b"}, ["of", "creatorId"]),
    ],
)
async def test_a_wrong_scope_is_named(stack: Stack, of: dict[str, Any], field: list[str]) -> None:
    assert await stack.refusal(DOCUMENT, of=of, by="DAY") == {"code": "BAD_INPUT", "field": field}


async def test_a_series_never_fails_because_it_is_long(stack: Stack) -> None:
    hours = timedelta(days=5 * 366) // timedelta(hours=1)
    assert hours > 40_000
    start, end = datetime(2030, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    asked = {"between": {"start": start.isoformat(), "end": end.isoformat()}}
    answer = await stack.ask(DOCUMENT, of=PLATFORM, by="HOUR", range=asked, compare=True)
    assert (answer["truncated"], len(answer["points"])) == (True, 5_000)
    assert answer["points"][-1]["end"] == end.isoformat()
