"""``realtime``, and series by minute: from events to the answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from server.analytics.series.minutes import MAX_MINUTES
from server.metrics.point_metrics import POINT_METRICS
from tests.integration.analytics.series.test_series import CONTENT, CREATOR, DOCUMENT, PLATFORM, SCOPES, column
from tests.integration.analytics.stack import ADMIN, NOW, Stack, event, moment

EVERY_METRIC = " ".join(metric.field for metric in POINT_METRICS)
FIGURES = f"start end date isFinal uniqueViewers sessions averageSessionDuration {EVERY_METRIC}"
REALTIME = f"""
query (
  $of: OfInput!, $minutes: Int! = 30, $definition: String! = "start@1", $include: TrafficInput, $first: Int! = 5
) {{
  realtime(of: $of, minutes: $minutes, definition: $definition, include: $include) {{
    asOf revision isFinal definition range {{ start end }}
    points {{ {FIGURES} }} totals {{ {FIGURES} }}
    concurrentViewers top(first: $first) {{ contentId title type creatorId views concurrentViewers }}
  }}
}}
"""


@pytest_asyncio.fixture(loop_scope="session")
async def stack(stack: Stack) -> Stack:
    """The usual one, for which the last hours before its present are those that are kept by minute."""
    await kept_since(stack, NOW - timedelta(hours=4))
    return stack


async def kept_since(stack: Stack, since: datetime) -> None:
    await stack.services.pool.execute(
        "INSERT INTO rollup_state (project_id, revision, minutes_since) VALUES (1, 0, $1)"
        " ON CONFLICT (project_id) DO UPDATE SET minutes_since = excluded.minutes_since",
        since,
    )


def seen(kind: str, who: str, time: str, content: str = "c1", creator: str = "k1", **more: Any) -> dict[str, Any]:
    """An event of today, in a session of its own."""
    return event(
        kind, content, who, creatorId=creator, sessionId=f"{who}-{time}", occurredAt=f"2026-11-20T{time}Z", **more
    )


async def test_each_minute_has_what_happened_in_it(stack: Stack) -> None:
    await stack.count(
        seen("VIEW_START", "u1", "11:37:59", playId="early"),
        seen("VIEW_START", "u1", "12:00:00", playId="p1"),
        seen("VIEW_PROGRESS", "u1", "12:02:30", playId="p1", viewData={"totalWatchTime": 45}),
        seen("VIEW_START", "u1", "12:00:59", playId="p2"),
        seen("VIEW_START", "u2", "12:00:30", playId="p3"),
        seen("VIEW_START", "u1", "12:05:10", "c2", playId="p4"),
        seen("LIKE", "u2", "12:01:00"),
        seen("COMMENT", "u2", "12:06:59"),
        event("FOLLOW", None, "u3", creatorId="k1", occurredAt="2026-11-20T12:03:00Z"),
        seen("VIEW_START", "u9", "12:06:00", "c9", "k2"),
    )
    found = {}
    for of in SCOPES:
        answer = await stack.ask(REALTIME, of=of, minutes=10)
        assert answer["range"] == {"start": "2026-11-20T11:57:00+00:00", "end": "2026-11-20T12:07:00+00:00"}
        assert column(answer, "start")[0] == "2026-11-20T11:57:00+00:00"
        assert column(answer, "end")[-1] == "2026-11-20T12:07:00+00:00"
        assert set(column(answer, "sessions", "averageSessionDuration")) == {(None, None)}
        found[str(of)] = answer
    content, creator, platform = (found[str(of)] for of in SCOPES)
    names = ("views", "uniqueViewers", "watchTime", "likes", "comments", "follows")
    assert column(content, *names)[3:] == [
        (3, 2, 45.0, 0, 0, 0), (0, 0, 0.0, 1, 0, 0), (0, 0, 0.0, 0, 0, 0), (0, 0, 0.0, 0, 0, 0), (0, 0, 0.0, 0, 0, 0),
        (0, 0, 0.0, 0, 0, 0), (0, 0, 0.0, 0, 1, 0),
    ]  # fmt: skip
    assert column(creator, "views", "uniqueViewers", "follows")[3:] == [
        (3, 2, 0), (0, 0, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0), (1, 1, 0), (0, 0, 0),
    ]  # fmt: skip
    assert column(platform, "views", "uniqueViewers")[-2:] == [(1, 1), (1, 1)]
    totals = [(answer["totals"]["views"], answer["totals"]["uniqueViewers"]) for answer in found.values()]
    assert totals == [(3, 2), (4, 2), (5, 3)]
    early = await stack.ask(REALTIME, of=PLATFORM, minutes=30)
    assert (early["points"][0]["views"], early["totals"]["views"]) == (1, 6)


async def test_what_is_viewed_most_comes_first(stack: Stack) -> None:
    await stack.ask(
        """mutation { upsertContents(contents: [{id: "c2", title: "Two", type: SHORT, creatorId: "k1"}]) {
          rejected
        } }"""
    )
    await stack.count(
        *(seen("VIEW_START", f"u{number}", "12:06:30", "c2") for number in range(3)),
        *(seen("VIEW_START", f"u{number}", "12:01:30", "c1") for number in range(2)),
        *(seen("VIEW_START", f"u{number}", "12:01:40", "c3", "k2") for number in range(2)),
        seen("LIKE", "u1", "12:06:00", "c4"),
        seen("VIEW_START", "u1", "11:00:00", "c5"),
    )
    top = (await stack.ask(REALTIME, of=PLATFORM))["top"]
    assert [(row["contentId"], row["views"], row["title"], row["creatorId"]) for row in top] == [
        ("c2", 3, "Two", "k1"), ("c1", 2, None, "k1"), ("c3", 2, None, "k2"),
    ]  # fmt: skip
    assert [row["contentId"] for row in (await stack.ask(REALTIME, of=PLATFORM, first=2))["top"]] == ["c2", "c1"]
    assert [row["contentId"] for row in (await stack.ask(REALTIME, of=CREATOR))["top"]] == ["c2", "c1"]
    assert [row["contentId"] for row in (await stack.ask(REALTIME, of=CREATOR, minutes=100))["top"]] == [
        "c2", "c1", "c5",
    ]  # fmt: skip
    assert [row["contentId"] for row in (await stack.ask(REALTIME, of=CONTENT))["top"]] == ["c1"]
    assert (await stack.ask(REALTIME, of={"contentId": "c4"}))["top"] == []


async def test_bots_and_other_definitions_are_asked_for(stack: Stack) -> None:
    bot: dict[str, Any] = {"device": {"userAgent": "Googlebot/2.1"}}
    await stack.count(
        seen("VIEW_START", "u1", "12:06:10", playId="p1", viewData={"totalWatchTime": 5}),
        seen("VIEW_START", "u2", "12:06:10", playId="p2"),
        seen("VIEW_START", "u3", "12:06:10", playId="p3", **bot),
        seen("VIEW_START", "k1", "12:06:10", playId="p4"),
    )
    asked: list[tuple[dict[str, Any], tuple[int, int]]] = [
        ({}, (2, 2)),
        ({"include": {"bots": True}}, (3, 3)),
        ({"include": {"bots": True, "selfViews": True}}, (4, 4)),
        ({"definition": "engaged@1"}, (1, 1)),
    ]
    for arguments, wanted in asked:
        for of in SCOPES:
            answer = await stack.ask(REALTIME, of=of, **arguments)
            assert column(answer, "views", "uniqueViewers")[-1] == wanted
            assert (answer["totals"]["views"], answer["top"][0]["views"]) == (wanted[0], wanted[0])


async def test_the_current_minute_is_the_last_and_not_final(stack: Stack) -> None:
    await stack.count(seen("VIEW_START", "u1", "12:06:10"), seen("VIEW_START", "u1", "12:07:10"))
    await stack.set_as_of("2026-11-20T12:07:20+00:00")
    now = replace(stack, services=replace(stack.services, now=lambda: NOW + timedelta(seconds=30)))
    answer = await now.ask(REALTIME, of=CONTENT, minutes=2)
    assert column(answer, "start", "views", "isFinal") == [
        ("2026-11-20T12:06:00+00:00", 1, True),
        ("2026-11-20T12:07:00+00:00", 1, False),
    ]
    assert (answer["isFinal"], answer["asOf"]) == (False, "2026-11-20T12:07:20+00:00")
    assert answer["revision"] > 0


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_without_events_there_are_zeros(stack: Stack, of: dict[str, Any]) -> None:
    answer = await stack.ask(REALTIME, of=of, minutes=3)
    assert column(answer, "views", "uniqueViewers", "watchTime") == [(0, 0, 0.0)] * 3
    assert (answer["totals"]["views"], answer["top"], answer["concurrentViewers"]) == (0, [], 0)


async def test_what_was_counted_before_minutes_were_kept_is_left_out_not_zero(stack: Stack) -> None:
    await kept_since(stack, NOW - timedelta(minutes=2))
    await stack.count(seen("VIEW_START", "u1", "12:01:00"), seen("VIEW_START", "u2", "12:06:00"))
    answer = await stack.ask(REALTIME, of=CONTENT)
    assert column(answer, "start", "views") == [
        ("2026-11-20T12:05:00+00:00", 0), ("2026-11-20T12:06:00+00:00", 1),
    ]  # fmt: skip
    assert answer["range"]["start"] == "2026-11-20T12:05:00+00:00"
    series = await stack.ask(DOCUMENT, of=CONTENT, by="MINUTE", range={"last": "1h"})
    assert (series["truncated"], column(series, "views"), series["totals"]["views"]) == (True, [0, 1], 2)
    await kept_since(stack, NOW + timedelta(minutes=10))
    answer = await stack.ask(REALTIME, of=CONTENT)
    assert (answer["points"], answer["totals"]["views"], answer["top"]) == ([], 0, [])
    assert answer["range"] == {"start": "2026-11-20T12:07:00+00:00", "end": "2026-11-20T12:07:00+00:00"}


@pytest.mark.parametrize("minutes", [-1, 0, MAX_MINUTES + 1])
async def test_only_the_last_hours_can_be_asked_for(stack: Stack, minutes: int) -> None:
    assert await stack.refusal(REALTIME, of=PLATFORM, minutes=minutes) == {"code": "BAD_INPUT", "field": ["minutes"]}


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_a_series_by_minute_has_those_of_the_last_hours_until_now(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(
        seen("VIEW_START", "u1", "08:30:00"),
        seen("VIEW_START", "u1", "10:30:00"),
        seen("VIEW_START", "u1", "11:20:00"),
        seen("VIEW_START", "u2", "11:20:59"),
        seen("VIEW_START", "u1", "12:06:00"),
    )
    hour = await stack.ask(DOCUMENT, of=of, by="MINUTE", range={"last": "1h"}, compare=True)
    assert (hour["truncated"], len(hour["points"]), hour["points"][0]["start"]) == (
        False, 67, "2026-11-20T11:00:00+00:00",
    )  # fmt: skip
    assert column(hour, "views", "uniqueViewers", "sessions")[20] == (2, 2, None)
    assert sum(column(hour, "views")) == hour["totals"]["views"] == 3
    assert [point["views"] for point in hour["previous"]["points"] if point["views"]] == [1]
    day = await stack.ask(DOCUMENT, of=of, by="MINUTE", range={"days": 1}, timezone="Asia/Kathmandu")
    assert (day["truncated"], len(day["points"])) == (True, MAX_MINUTES)
    assert (sum(column(day, "views")), day["totals"]["views"]) == (4, 5)
    assert set(column(day, "date")) == {"2026-11-20"}
    ever = await stack.ask(DOCUMENT, of=of, by="MINUTE")
    assert (ever["truncated"], len(ever["points"]), ever["totals"]["views"]) == (True, MAX_MINUTES, 5)


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_what_is_not_kept_of_the_period_before_is_null_not_zero(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(
        seen("VIEW_START", "u1", "08:30:00"),
        seen("VIEW_START", "u1", "09:30:00"),
        seen("VIEW_START", "u1", "10:30:00"),
    )
    known: list[tuple[dict[str, Any], int]] = [
        ({"last": "1h"}, 60),
        ({"between": {"start": "2026-11-20T10:45:00Z", "end": "2026-11-20T12:07:00Z"}}, 75),
    ]
    for asked, number in known:
        before = (await stack.ask(DOCUMENT, of=of, by="MINUTE", range=asked, compare=True))["previous"]
        assert (len(before["points"]), before["truncated"]) == (number, False), asked
        assert sum(column(before, "views")) == before["totals"]["views"] > 0
    for asked, views in (({"last": "2h"}, 2), ({"days": 1}, 0), ({"last": "1d"}, 0)):
        answer = await stack.ask(DOCUMENT, of=of, by="MINUTE", range=asked, compare=True)
        assert answer["points"], "what is known of the range itself is shown"
        assert (answer["previous"]["points"], answer["previous"]["truncated"]) == (None, True), asked
        assert answer["previous"]["totals"]["views"] == views, "the whole period is known"
    hours = await stack.ask(DOCUMENT, of=of, by="HOUR", range={"last": "2h"}, compare=True)
    assert column(hours["previous"], "views") == [1, 1], "hours are kept"


async def test_a_series_by_minute_of_another_time_has_no_points(stack: Stack) -> None:
    await stack.count(seen("VIEW_START", "u1", "08:30:00"))
    past = {"start": "2026-11-20T08:00:00Z", "end": "2026-11-20T09:00:00Z"}
    future = {"start": "2026-11-21", "end": "2026-11-22"}
    for bounds, truncated in ((past, True), (future, False)):
        answer = await stack.ask(DOCUMENT, of=CONTENT, by="MINUTE", range={"between": bounds})
        assert (answer["points"], answer["truncated"]) == ([], truncated)


async def test_it_is_a_field_of_an_answer_too(stack: Stack) -> None:
    await stack.count(seen("VIEW_START", "u1", "12:06:00"))
    part = "series(by: MINUTE, compare: true) { points { views uniqueViewers } previous { points { views } } }"
    result, _ = await stack.execute(
        f'{{ contentAnalytics(contentId: "c1", range: {{last: "1h"}}) {{ {part} }} }}', ADMIN, {}
    )
    assert result.errors is None
    assert result.data is not None
    series = result.data["contentAnalytics"]["series"]
    assert series["points"][-1] == {"views": 1, "uniqueViewers": 1}


async def test_times_are_those_of_the_server(stack: Stack) -> None:
    """An event whose clock is ahead is of a minute that has not begun; it is shown when that has."""
    ahead = NOW + timedelta(minutes=2)
    await stack.count(event("VIEW_START", "c1", "u1", creatorId="k1", occurredAt=moment(ahead)))
    assert (await stack.ask(REALTIME, of=CONTENT))["totals"]["views"] == 0
    later = replace(stack, services=replace(stack.services, now=lambda: datetime(2026, 11, 20, 12, 9, 1, tzinfo=UTC)))
    assert (await later.ask(REALTIME, of=CONTENT))["points"][-1]["views"] == 1
