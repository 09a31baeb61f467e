"""``streamAnalytics``: who attends a live stream, and when."""

from datetime import timedelta
from typing import Any

import pytest

from server.rollup.rebuild import rebuild
from server.settings import Settings
from tests.integration.analytics.stack import ADMIN, NOW, Stack, creator, event, moment
from tests.integration.analytics.test_expired_days import let_expire

STREAM = """
query ($id: ID! = "s1", $minutes: Int! = 180, $include: TrafficInput) {
  streamAnalytics(contentId: $id, minutes: $minutes, include: $include) {
    id asOf revision isFinal definition contentId isLive startedAt endedAt duration concurrentViewers
    peakConcurrentViewers peakAt averageConcurrentViewers uniqueViewers joins watchTime averageWatchTime
    chatMessages gifts truncated points {
      start peakConcurrentViewers averageConcurrentViewers joins newViewers chatMessages gifts
    }
  }
}
"""
CLASSIFY = 'mutation { classifyViewers(viewers: [{id: "ann", bot: true}]) { accepted } }'
REMOVE = 'mutation { removeEvents(filter: {userId: "ann"}) { removed } }'
EVERYONE = {"bots": True, "selfViews": True}


def sign(kind: str, time: str, who: str | None = "ann", **more: Any) -> dict[str, Any]:
    """An event of the stream; the time is one of the day, such as 10:00:30."""
    return event(f"STREAM_{kind}", "s1", who, occurredAt=f"2026-11-19T{time}Z", **more)


def at(time: str) -> str:
    return f"2026-11-19T{time}+00:00"


SHOW = (sign("START", "10:00:00", "kim"), sign("END", "11:00:00", "kim"))


async def watched(stack: Stack, *events: dict[str, Any]) -> tuple[float, int, int]:
    """Seconds, viewers and joins of a stream from 10:00 to 11:00 in which something happens."""
    await stack.count(*SHOW, *events)
    answer = await stack.ask(STREAM)
    return answer["watchTime"], answer["uniqueViewers"], answer["joins"]


async def test_a_stream_in_total_and_by_minute(stack: Stack) -> None:
    await stack.count(
        sign("START", "10:00:00", "kim"),
        sign("JOIN", "10:01:00"),
        sign("JOIN", "10:02:00", "bob"),
        sign("CHAT", "10:02:30", "bob"),
        sign("GIFT", "10:02:40", "bob", properties={"gift": "rose", "quantity": 3}),
        sign("LEAVE", "10:03:30"),
        sign("END", "10:05:00", "kim"),
    )
    answer = await stack.ask(STREAM)
    points = answer.pop("points")
    assert answer["revision"] > 0
    assert answer["id"]
    assert answer["asOf"] > at("10:05:00")
    assert answer == answer | {
        "isFinal": True,
        "definition": "start@1",
        "contentId": "s1",
        "isLive": False,
        "startedAt": at("10:00:00"),
        "endedAt": at("10:05:00"),
        "duration": 300.0,
        "concurrentViewers": 0,
        "peakConcurrentViewers": 2,
        "peakAt": at("10:02:00"),
        "averageConcurrentViewers": 1.1,
        "uniqueViewers": 2,
        "joins": 2,
        "watchTime": 330.0,
        "averageWatchTime": 165.0,
        "chatMessages": 1,
        "gifts": 1,
        "truncated": False,
    }
    assert [tuple(point.values()) for point in points] == [
        (at("10:00:00"), 0, 0.0, 0, 0, 0, 0),
        (at("10:01:00"), 1, 1.0, 1, 1, 0, 0),
        (at("10:02:00"), 2, 2.0, 1, 1, 1, 1),
        (at("10:03:00"), 2, 1.5, 0, 0, 0, 0),
        (at("10:04:00"), 1, 1.0, 0, 0, 0, 0),
    ]


async def test_a_content_that_nobody_streamed_has_zeros(stack: Stack) -> None:
    await stack.count(event("VIEW_START", "s1"))
    answer = await stack.ask(STREAM)
    assert answer["revision"] > 0
    assert (answer["isLive"], answer["isFinal"], answer["startedAt"], answer["endedAt"]) == (False, False, None, None)
    assert (answer["duration"], answer["averageConcurrentViewers"], answer["peakAt"], answer["points"]) == (
        0,
        0,
        None,
        [],
    )
    unknown = await stack.ask(STREAM, id="unknown")
    assert {**unknown, "id": "", "contentId": ""} == {**answer, "id": "", "contentId": ""}


async def test_before_the_first_run_nothing_is_known(stack: Stack) -> None:
    await stack.track(SHOW)
    answer = await stack.ask(STREAM)
    assert (answer["asOf"], answer["revision"], answer["isLive"], answer["uniqueViewers"]) == (None, 0, False, 0)


@pytest.mark.parametrize(
    ("events", "seconds", "viewers", "joins"),
    [
        ((sign("JOIN", "10:10:00"), sign("JOIN", "10:15:00"), sign("LEAVE", "10:20:00")), 600, 1, 1),
        (
            (sign("JOIN", "10:10:00"), sign("LEAVE", "10:11:00"), sign("JOIN", "10:15:00"), sign("LEAVE", "10:16:00")),
            120,
            1,
            2,
        ),
        ((sign("LEAVE", "10:20:00"),), 0, 1, 0),
        ((sign("JOIN", "10:10:00"),), 1800, 1, 1),
        ((sign("JOIN", "10:10:00"), sign("CHAT", "10:25:00")), 2700, 1, 1),
        ((sign("CHAT", "10:10:00"), sign("LEAVE", "10:12:00")), 120, 1, 1),
        ((sign("JOIN", "10:00:00"), sign("JOIN", "10:40:00"), sign("LEAVE", "10:41:00")), 1860, 1, 2),
        ((sign("JOIN", "10:05:00"), sign("LEAVE", "10:55:00")), 3000, 1, 1),
        ((sign("JOIN", "10:50:00"), sign("LEAVE", "11:10:00")), 600, 1, 1),
        ((sign("JOIN", "09:50:00"), sign("LEAVE", "10:10:00")), 600, 1, 1),
        ((sign("JOIN", "09:30:00"), sign("LEAVE", "22:00:00")), 0, 1, 1),
        (
            (
                sign("JOIN", "10:10:00", sessionId="a"),
                sign("JOIN", "10:12:00", sessionId="b"),
                sign("LEAVE", "10:14:00"),
            ),
            240,
            1,
            1,
        ),
        ((sign("JOIN", "10:10:00", None, sessionId="a"), sign("LEAVE", "10:11:00", None, sessionId="b")), 1800, 2, 1),
    ],
    ids=[
        "joins twice",
        "leaves and comes back",
        "leaves without having joined",
        "never leaves",
        "never leaves but writes",
        "writes without having joined",
        "comes back after half an hour of silence",
        "is silent until it leaves",
        "stays after the end",
        "waits before the start",
        "leaves too late to prove anything",
        "is there on two devices",
        "is a guest, whom the session tells apart",
    ],
)
async def test_an_attendance_lasts(
    stack: Stack, events: tuple[dict[str, Any], ...], seconds: float, viewers: int, joins: int
) -> None:
    assert await watched(stack, *events) == (seconds, viewers, joins)


async def test_a_leave_that_comes_late_corrects_what_was_counted(stack: Stack) -> None:
    assert await watched(stack, sign("JOIN", "10:10:00"), sign("JOIN", "10:20:00")) == (2400, 1, 1)
    assert await watched(stack, sign("LEAVE", "10:12:00")) == (1920, 1, 2)
    assert await watched(stack, sign("CHAT", "10:11:00"), sign("LEAVE", "10:30:00")) == (720, 1, 2)


async def test_of_signs_of_one_time_the_greater_id_is_the_later(stack: Stack) -> None:
    assert await watched(stack, sign("JOIN", "10:10:00", id="a1"), sign("LEAVE", "10:10:00", id="a2")) == (0, 1, 1)
    assert await watched(
        stack, sign("LEAVE", "10:20:00", "bob", id="b1"), sign("JOIN", "10:20:00", "bob", id="b2")
    ) == (1800, 2, 2)


async def test_a_stream_that_begins_again_is_one_with_a_break(stack: Stack) -> None:
    await stack.count(
        *SHOW,
        sign("JOIN", "10:59:00"),
        sign("START", "11:04:00", "kim"),
        sign("LEAVE", "11:05:00"),
        sign("END", "11:10:00", "kim"),
    )
    answer = await stack.ask(STREAM)
    assert (answer["startedAt"], answer["endedAt"]) == (at("10:00:00"), at("11:10:00"))
    assert (answer["duration"], answer["watchTime"], answer["joins"]) == (3960.0, 120.0, 1)
    assert [point["peakConcurrentViewers"] for point in answer["points"][59:66]] == [1, 0, 0, 0, 0, 1, 0]


async def test_without_a_start_it_begins_with_the_first_sign(stack: Stack) -> None:
    await stack.count(sign("JOIN", "10:05:00"), sign("END", "10:15:00", "kim"))
    answer = await stack.ask(STREAM)
    assert (answer["startedAt"], answer["endedAt"], answer["watchTime"]) == (at("10:05:00"), at("10:15:00"), 600)
    await stack.count(sign("START", "10:10:00", "kim"))
    answer = await stack.ask(STREAM)
    assert (answer["startedAt"], answer["duration"], answer["watchTime"]) == (at("10:10:00"), 300, 300)


async def test_without_an_end_it_is_over_where_nobody_is_there(stack: Stack) -> None:
    await stack.count(sign("START", "10:00:00", "kim"), sign("JOIN", "10:05:00"), sign("LEAVE", "10:15:00"))
    await stack.set_as_of(at("10:45:00"))
    answer = await stack.ask(STREAM)
    assert (answer["isLive"], answer["isFinal"], answer["endedAt"], answer["duration"]) == (True, False, None, 2700)
    await stack.set_as_of(at("10:45:01"))
    answer = await stack.ask(STREAM)
    assert (answer["isLive"], answer["isFinal"], answer["endedAt"], answer["duration"]) == (
        False,
        True,
        at("10:15:00"),
        900,
    )
    await stack.count(sign("JOIN", "12:00:00", "bob"), sign("LEAVE", "12:10:00", "bob"))
    answer = await stack.ask(STREAM)
    assert (answer["startedAt"], answer["endedAt"], answer["duration"]) == (at("10:00:00"), at("12:10:00"), 1500)
    await stack.count(sign("END", "12:20:00", "kim"))
    assert (await stack.ask(STREAM))["duration"] == 8400, "it went on without viewers, as the END says"


async def test_viewers_now_are_those_at_the_moment_of_the_answer(stack: Stack) -> None:
    await stack.count(sign("START", "10:00:00", "kim"), sign("JOIN", "10:05:00"), sign("JOIN", "10:20:00", "bob"))
    found = {}
    for time in ("10:04:59", "10:05:00", "10:20:00", "10:34:59", "10:35:00", "10:50:00"):
        await stack.set_as_of(at(time))
        answer = await stack.ask(STREAM)
        found[time] = (answer["concurrentViewers"], answer["peakConcurrentViewers"], len(answer["points"]))
    assert found == {
        "10:04:59": (0, 0, 5),
        "10:05:00": (1, 1, 6),
        "10:20:00": (2, 2, 21),
        "10:34:59": (2, 2, 35),
        "10:35:00": (1, 2, 36),
        "10:50:00": (0, 2, 51),
    }


async def test_bots_and_the_creator_are_counted_when_they_are_asked_for(stack: Stack) -> None:
    robot: dict[str, Any] = {"device": {"userAgent": "Googlebot/2.1"}}
    mutation = 'mutation { upsertContents(contents: [{id: "s1", creatorId: "kim"}]) { accepted } }'
    await stack.execute(mutation, ADMIN, {})
    await stack.count(
        *SHOW,
        *(sign("JOIN", "10:10:00", who, **more) for who, more in (("ann", {}), ("kim", {}), ("crawler", robot))),
        sign("CHAT", "10:11:00", "kim"),
        sign("GIFT", "10:12:00", "crawler", properties={"gift": "rose"}, **robot),
    )
    found = []
    for include in (None, {"bots": True}, {"selfViews": True}, EVERYONE):
        answer = await stack.ask(STREAM, include=include)
        found.append(
            tuple(answer[name] for name in ("peakConcurrentViewers", "uniqueViewers", "chatMessages", "gifts"))
        )
        assert (answer["startedAt"], answer["duration"]) == (at("10:00:00"), 3600)
    assert found == [(1, 1, 0, 0), (2, 2, 0, 1), (2, 2, 1, 0), (3, 3, 1, 1)]


async def test_a_viewer_who_turns_out_to_be_a_bot_takes_its_attendances_along(stack: Stack, settings: Settings) -> None:
    await stack.count(
        *SHOW,
        sign("JOIN", "10:10:00"),
        sign("CHAT", "10:11:00"),
        sign("LEAVE", "10:12:00"),
        sign("JOIN", "10:10:30", "bob"),
    )
    before = await stack.ask(STREAM)
    await stack.execute(CLASSIFY, ADMIN, {})
    await stack.count(sign("JOIN", "10:11:30"))
    people, everyone = [await stack.ask(STREAM, include=include) for include in (None, EVERYONE)]
    assert (people["peakConcurrentViewers"], people["uniqueViewers"], people["chatMessages"]) == (1, 1, 0)
    for name in ("peakConcurrentViewers", "uniqueViewers", "chatMessages", "watchTime", "points"):
        assert everyone[name] == before[name], name
    assert await rebuild(settings) == []


async def test_removed_events_are_as_if_they_had_never_been_sent(stack: Stack, settings: Settings) -> None:
    await stack.count(*SHOW, sign("JOIN", "10:10:00", "bob"))
    before = await stack.ask(STREAM)
    await stack.count(sign("JOIN", "10:05:00"), sign("CHAT", "10:06:00"), sign("START", "09:00:00"))
    assert (await stack.ask(STREAM))["startedAt"] == at("09:00:00")
    assert await stack.ask(REMOVE) == {"removed": 3}
    after = await stack.ask(STREAM)
    assert {**after, "revision": 0, "asOf": None} == {**before, "revision": 0, "asOf": None}
    assert await rebuild(settings) == []


async def test_the_numbers_of_an_expired_stream_stay(stack: Stack, settings: Settings) -> None:
    midnight = NOW.replace(hour=0, minute=0) - timedelta(days=1)  # when raw events begin: the audience stays beyond it
    around = [
        event(f"STREAM_{kind}", "s1", who, occurredAt=moment(midnight + timedelta(minutes=minutes)))
        for kind, who, minutes in [
            ("START", "kim", -60),
            ("JOIN", "ann", -50),
            ("CHAT", "bob", -40),
            ("JOIN", "cal", -5),
            ("JOIN", "dan", -10),
            ("LEAVE", "ann", 30),
            ("CHAT", "cal", 10),
            ("CHAT", "eve", 12),
            ("END", "kim", 60),
        ]
    ]
    await stack.count(*around)
    before = await stack.ask(STREAM)
    await let_expire(stack)
    assert await stack.services.pool.fetchval("SELECT count(*) FROM events") == 4
    assert await stack.ask(STREAM) == before
    assert await rebuild(settings, now=NOW) == []
    late = event("STREAM_LEAVE", "s1", "cal", occurredAt=moment(midnight + timedelta(minutes=2)))
    await stack.count(late)
    answer = await stack.ask(STREAM)
    assert (answer["joins"], answer["watchTime"]) == (before["joins"] + 1, before["watchTime"] - 8 * 60)
    assert await rebuild(settings, now=NOW) == []
    await stack.services.pool.execute("UPDATE stream_seconds SET joins = joins + 1, messages = messages + 1")
    assert {difference.table for difference in await rebuild(settings, now=NOW)} == {"stream_seconds"}
    again = await stack.ask(STREAM)
    assert (again["joins"], again["watchTime"]) == (answer["joins"], answer["watchTime"])


async def test_a_rebuild_counts_what_was_stored_before_streams_were_counted(stack: Stack, settings: Settings) -> None:
    await stack.count(*SHOW, sign("JOIN", "10:10:00"), sign("CHAT", "10:11:00"))
    before = await stack.ask(STREAM)
    tables = {"stream_signs", "stream_marks", "stream_seconds"}
    for table in sorted(tables):
        await stack.services.pool.execute(f"DELETE FROM {table}")
    assert (await stack.ask(STREAM))["uniqueViewers"] == 0
    assert {difference.table for difference in await rebuild(settings)} == tables
    after = await stack.ask(STREAM)
    assert {**after, "revision": 0} == {**before, "revision": 0}


async def test_a_long_stream_shows_its_newest_minutes(stack: Stack) -> None:
    await stack.count(*SHOW, sign("JOIN", "10:00:30"), sign("JOIN", "10:58:00", "bob"))
    whole, cut, all_of_it = [await stack.ask(STREAM, minutes=minutes) for minutes in (180, 3, 60)]
    assert (len(whole["points"]), whole["truncated"], all_of_it["truncated"]) == (60, False, False)
    assert (cut["points"], cut["truncated"]) == (whole["points"][-3:], True)
    assert {**cut, "points": [], "truncated": False} == {**whole, "points": [], "id": cut["id"]}


@pytest.mark.parametrize("minutes", [0, 1441])
async def test_the_number_of_minutes_is_limited(stack: Stack, minutes: int) -> None:
    refused = await stack.refusal(STREAM, minutes=minutes)
    assert (refused["code"], refused["field"]) == ("BAD_INPUT", ["minutes"])


async def test_a_stream_is_for_its_creator_and_admins(stack: Stack) -> None:
    await stack.execute('mutation { upsertContents(contents: [{id: "s1", creatorId: "kim"}]) { accepted } }', ADMIN, {})
    await stack.count(*SHOW)
    assert (await stack.ask(STREAM, creator("kim")))["duration"] == 3600
    assert (await stack.refusal(STREAM, creator("ann")))["code"] == "FORBIDDEN"
