"""For any events, in any zone: a dashboard adds up, and a comparison equals two separate queries."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.drawing import drawn
from tests.integration.analytics.sent_history import Project
from tests.integration.analytics.stack import Stack, event, moment
from tests.integration.rollup.test_properties import patient
from tests.recompute import ranges
from tests.recompute.compared import compared_spans
from tests.recompute.ranges import Span

DAY = timedelta(days=1)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe"])
# the days after clocks changed in Europe and America, and the first of a month that follows a longer one
CLOCKS = st.sampled_from(
    [
        datetime(2026, 3, 30, 12, 7, tzinfo=UTC),
        datetime(2026, 10, 26, 0, 10, tzinfo=UTC),
        datetime(2026, 11, 2, 5, 59, tzinfo=UTC),
        datetime(2026, 3, 31, 23, 45, tzinfo=UTC),
        datetime(2026, 10, 31, 9, 1, tzinfo=UTC),
    ]
)
KINDS = ["VIEW_START"] * 5 + ["LIKE", "UNLIKE", "SAVE", "COMMENT", "SHARE", "CLICK", "FOLLOW", "DUET", "CONTACT"]
TOTALS = {"views": "VIEW_START", "comments": "COMMENT", "shares": "SHARE"}


def histories(within: timedelta) -> st.SearchStrategy[list[tuple[str, str, str, timedelta, bool]]]:
    """Kinds, contents, users, how long before now, and whether all of it was seen."""
    ago = st.integers(0, within // timedelta(minutes=1)).map(lambda minutes: timedelta(minutes=minutes))
    one = st.tuples(st.sampled_from(KINDS), st.sampled_from("ab"), st.sampled_from(["u1", "u2"]), ago, st.booleans())
    return st.lists(one, min_size=3, max_size=30)


def events_of(history: list[tuple[str, str, str, timedelta, bool]], now: datetime) -> list[dict[str, Any]]:
    found = []
    for number, (kind, content, who, ago, completed) in enumerate(history):
        when = moment(now - ago)
        more: dict[str, Any] = {
            "creatorId": "k1",
            "playId": f"p{number}",
            "sessionId": f"s{number % 4}-{when}",
            "occurredAt": when,
        }
        if kind == "VIEW_START":
            more["viewData"] = {"watchTime": number}
        found.append(event(kind, content, who, **more))
        if kind == "VIEW_START" and completed:
            found.append(event("VIEW_COMPLETE", content, who, **more))
    return found


def on_clock(stack: Stack, now: datetime) -> Project:
    """A new project, asked at another time."""
    return Project(replace(stack, services=replace(stack.services, now=lambda: now)))


DASHBOARD = """
query ($range: RangeInput, $timezone: String!, $definition: String!) {
  myDashboard(creatorId: "k1", range: $range, timezone: $timezone, definition: $definition) {
    range { start end }
    overview {
      views { total } plays watchTime { total } sessions
      engagement { likes comments shares saves } engagements interactions { clicks }
      series(by: DAY) { points { start views plays watchTime saves clicks likes comments shares sessions } }
    }
    reactions { reaction count percentage }
  }
}
"""


@hypothesis_settings(patient, max_examples=drawn(8))
@given(
    history=histories(4 * DAY),
    now=CLOCKS,
    zone=ZONES,
    last=st.integers(1, 100),
    definition=st.sampled_from(["start@1", "engaged@1"]),
)
@example(
    history=[("SHARE", "a", "u1", ago, False) for ago in (timedelta(0), timedelta(minutes=1), 92 * timedelta(hours=1))],
    now=datetime(2026, 3, 31, 23, 45, tzinfo=UTC),  # the range ends on a quarter-hour, and an event lies on its end
    zone="America/St_Johns",
    last=92,
    definition="start@1",
)
async def test_the_days_of_a_dashboard_add_up(
    stack: Stack, history: list[Any], now: datetime, zone: str, last: int, definition: str
) -> None:
    project = on_clock(stack, now)
    events = events_of(history, now)
    await project.send(events)
    answer = await project.ask(DASHBOARD, range={"last": f"{last}h"}, timezone=zone, definition=definition)
    overview = answer["overview"]
    days = overview.pop("series")["points"]
    totals = {name: sum(day[name] for day in days) for name in days[0] if name != "start"}
    assert totals == {
        "views": overview["views"]["total"],
        "plays": overview["plays"],
        "watchTime": pytest.approx(overview["watchTime"]["total"]),
        "clicks": overview["interactions"]["clicks"],
        **{name: overview["engagement"][name] for name in ("likes", "comments", "shares", "saves")},
        "sessions": overview["sessions"],
    }
    assert_days_hold_their_events(days, events, answer["range"], zone, definition)
    shares = {line["reaction"]: (line["count"], line["percentage"]) for line in answer["reactions"]}
    total = sum(amount for amount, _ in shares.values())
    for amount, percentage in shares.values():
        assert percentage == pytest.approx(100 * amount / total if total else 0)
    assert sum(percentage for _, percentage in shares.values()) == pytest.approx(100 if total else 0)
    assert [line["count"] for line in answer["reactions"]] == sorted((a for a, _ in shares.values()), reverse=True)
    reacted = {**overview["engagement"], **overview["interactions"]}
    named = {"LIKE": "likes", "COMMENT": "comments", "SHARE": "shares", "SAVE": "saves", "CLICK": "clicks"}
    assert {kind: shares[kind][0] for kind in named} == {kind: reacted[name] for kind, name in named.items()}


def assert_days_hold_their_events(
    days: list[dict[str, Any]], events: list[dict[str, Any]], within: dict[str, str], zone: str, definition: str
) -> None:
    """Each local day of the range is there, with the events of its date."""
    start, end = (datetime.fromisoformat(within[name]) for name in ("start", "end"))
    local = ZoneInfo(zone)
    first, final = start.astimezone(local).date(), (end - timedelta(microseconds=1)).astimezone(local).date()
    dates = [first + number * DAY for number in range((final - first).days + 1)]
    assert [day["start"] for day in days] == [midnight(date_, local).isoformat() for date_ in dates]
    seen: Counter[tuple[date, str]] = Counter()
    for sent in events:
        when = datetime.fromisoformat(sent["occurredAt"])
        if start <= when < quarter_after(end):
            seen[when.astimezone(local).date(), sent["type"]] += 1
    for day, date_ in zip(days, dates, strict=True):
        for name, kind in TOTALS.items():
            if name != "views" or definition == "start@1":
                assert day[name] == seen[date_, kind], (date_, name)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


RangeOf: TypeAlias = Callable[[datetime, str], Span]


def last(text: str, length: timedelta) -> RangeOf:
    return lambda now, zone: ranges.last(text, length, now, zone)


def times(start: timedelta, end: timedelta) -> RangeOf:
    """Between two times before now."""
    return lambda now, zone: ranges.between(now - start, now - end, zone)


def dates(days_ago: int, count: int) -> RangeOf:
    """Some days, the last of them so many days ago."""

    def span(now: datetime, zone: str) -> Span:
        beyond = now.date() - (days_ago - 1) * DAY
        return ranges.dates(beyond - count * DAY, beyond, zone)

    return span


def rolling(name: str, count: int) -> RangeOf:
    return lambda now, zone: ranges.rolling(name, count, now, zone)


def calendar(unit: str, back: int) -> RangeOf:
    return lambda now, zone: ranges.calendar(unit, back, now, zone)


HOUR = timedelta(hours=1)
RANGES = st.one_of(
    st.sampled_from(
        [
            last("5h", 5 * HOUR),
            last("3d", 3 * DAY),
            last("2w", 14 * DAY),
            times(14 * HOUR, 7 * HOUR),
            times(4 * DAY + HOUR / 3, 2 * DAY),
        ]
    ),
    st.builds(dates, st.integers(-2, 10), st.integers(1, 9)),
    st.builds(rolling, st.sampled_from(["days", "weeks", "months"]), st.integers(1, 9)),
    st.builds(calendar, st.sampled_from(sorted(ranges.APART)), st.integers(0, 2)),
)
CONTENT = """
  contentAnalytics(contentId: "a", range: $range, timezone: $timezone, definition: $definition) {
    range { start end } views { total unique } watchTime { total average } completion { rate }
    engagementRate engagementScore qualityScore { score } %s
  }
"""
CREATOR = """
  creatorAnalytics(creatorId: "k1", range: $range, timezone: $timezone, definition: $definition) {
    range { start end } views { total } uniqueViewers { count } watchTime { total average } completion { rate }
    engagementRate %s
  }
"""
ASKED = "query ($range: RangeInput, $timezone: String!, $definition: String!) {"
COMPARE = """
compare(to: PREVIOUS_PERIOD) {
  range { start end } valueRange { start end } basis
  views { ...Line } uniqueViewers { ...Line } watchTime { ...Line } averageWatchTime { ...Line }
  completionRate { ...Line } engagementRate { ...Line } qualityScore { ...Line } engagementScore { ...Line }
}
"""
LINE = "fragment Line on ComparedValue { value baseline change changePercent }"


@hypothesis_settings(patient, max_examples=drawn(8))
@given(
    history=histories(20 * DAY),
    soon=histories(timedelta(hours=12)),
    now=CLOCKS,
    zone=ZONES,
    range_of=RANGES,
    definition=st.sampled_from(["start@1", "engaged@1"]),
)
async def test_a_comparison_is_both_periods_asked_one_by_one(
    stack: Stack,
    history: list[Any],
    soon: list[Any],
    now: datetime,
    zone: str,
    range_of: RangeOf,
    definition: str,
) -> None:
    project = on_clock(stack, now)
    await project.send(events_of([*history, *soon], now))
    span = range_of(now, zone)
    expected = compared_spans(span, now)
    assert expected is not None
    *spans, basis = expected
    written = [{"start": moment(start), "end": moment(end)} for start, end in spans]
    for subject in (CONTENT, CREATOR):
        both = {"timezone": zone, "definition": definition}
        answer = await project.ask(ASKED + subject % COMPARE + "}" + LINE, range=span.sent, **both)
        found = answer.pop("compare")
        assert [found.pop("valueRange"), found.pop("range"), found.pop("basis")] == [*written, basis]
        if any(start == end for start, end in spans):
            assert found["views"]["value"] == 0, "nothing of it is over"
            continue
        current, earlier = [
            measured(await project.ask(ASKED + subject % "" + "}", range={"between": one}, **both)) for one in written
        ]
        if subject is CREATOR:  # only a comparison has it
            del found["engagementScore"]
        assert found == {name: line(current[name], earlier[name]) for name in found}


def quarter(when: datetime) -> datetime:
    """The quarter-hour at or before."""
    return when.replace(minute=when.minute // 15 * 15, second=0, microsecond=0)


def quarter_after(when: datetime) -> datetime:
    """The quarter-hour at or after."""
    return quarter(when + timedelta(minutes=15) - timedelta(microseconds=1))


def measured(answer: dict[str, Any]) -> dict[str, float | None]:
    """What a comparison compares."""
    unique = answer["views"].get("unique")
    return {
        "views": answer["views"]["total"],
        "uniqueViewers": answer["uniqueViewers"]["count"] if unique is None else unique,
        "watchTime": answer["watchTime"]["total"],
        "averageWatchTime": answer["watchTime"]["average"],
        "completionRate": answer["completion"]["rate"],
        "engagementRate": answer["engagementRate"],
        "qualityScore": answer.get("qualityScore", {"score": None})["score"],
        "engagementScore": answer.get("engagementScore"),
    }


def line(value: float | None, baseline: float | None) -> dict[str, Any]:
    """A line of a comparison."""
    if value is None or baseline is None:
        return {"value": value, "baseline": baseline, "change": None, "changePercent": None}
    change = value - baseline
    percent = pytest.approx(100 * change / baseline, rel=1e-5, abs=1e-3) if baseline else None  # of rounded numbers
    return {"value": value, "baseline": baseline, "change": pytest.approx(change, abs=2e-6), "changePercent": percent}
