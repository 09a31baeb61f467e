"""``retention``: who comes back, by hand, and recomputed from random events by the dates on the wall of a zone."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.integration.analytics.cohorts.asking import RETENTION
from tests.integration.analytics.stack import Stack, creator, event, moment, rounded
from tests.unit.analytics.cohorts.brute_force import Calendar, Event, Question, cohorts, has_begun, is_open

VIEWS, LIKES = {"types": ["VIEW_START"]}, {"types": ["LIKE"]}
THREE_WEEKS = {"between": {"start": "2026-10-19", "end": "2026-11-09"}}
AS_OF = "2026-11-20T12:00:00+00:00"


def viewed(who: str, *days: str, kind: str = "VIEW_START", **more: Any) -> list[dict[str, Any]]:
    """Events at noon of some days of October and November: ``10-19``."""
    return [event(kind, "c1", who, occurredAt=f"2026-{day}T12:00:00Z", **more) for day in days]


async def fill(stack: Stack) -> None:
    await stack.count(
        *viewed("ada", "10-19", "10-20", "10-26", "11-02"),
        *viewed("bob", "10-21", "11-03"),
        *viewed("cyd", "10-25"),
        *viewed("dan", "10-26", "11-08"),
        *viewed("eve", "10-12", "10-20"),
        *viewed("fay", "10-28", kind="LIKE"),
    )
    await stack.set_as_of(AS_OF)


def triangle(answer: dict[str, Any]) -> list[tuple[int, list[int | None]]]:
    return [(cohort["size"], [cell["retained"] for cell in cohort["periods"]]) for cohort in answer["cohorts"]]


async def test_cohorts_are_the_weeks_of_first_starts(stack: Stack) -> None:
    await fill(stack)
    answer = await stack.ask(RETENTION, start=VIEWS, range=THREE_WEEKS)
    assert triangle(answer) == [(3, [3, 1, 2]), (1, [1, 1, None]), (0, [0, None, None])]
    first, second, third = answer["cohorts"]
    assert (first["start"], first["end"]) == ("2026-10-19T00:00:00+00:00", "2026-10-26T00:00:00+00:00")
    assert [cell["rate"] for cell in first["periods"]] == [100, rounded(100 / 3), rounded(200 / 3)]
    assert [cell["start"] for cell in second["periods"]] == [
        "2026-10-26T00:00:00+00:00",
        "2026-11-02T00:00:00+00:00",
        None,
    ]
    assert [cell["isOpen"] for cell in second["periods"]] == [False, False, True]
    assert [cell["rate"] for cell in third["periods"]] == [0, None, None]
    assert [mean["rate"] for mean in answer["means"]] == [100, 50, rounded(200 / 3)]
    assert answer["isFinal"] is True
    assert (answer["by"], answer["rolling"], answer["timezone"]) == ("WEEK", False, "UTC")


async def test_another_return_another_rule_another_start(stack: Stack) -> None:
    await fill(stack)
    of_likes = await stack.ask(RETENTION, start=VIEWS, returns=LIKES, range=THREE_WEEKS)
    assert triangle(of_likes)[0] == (3, [0, 0, 0]), "period 0 counts other returns only"
    or_after = await stack.ask(RETENTION, start=VIEWS, retained="ON_OR_AFTER", range=THREE_WEEKS)
    assert triangle(or_after)[0] == (3, [3, 2, 2])
    recurring = await stack.ask(RETENTION, start=VIEWS, cohort="RECURRING", range=THREE_WEEKS)
    assert triangle(recurring) == [(4, [4, 1, 2]), (2, [2, 2, None]), (3, [3, None, None])]


async def test_rolling_periods_begin_with_each_viewer(stack: Stack) -> None:
    await fill(stack)
    answer = await stack.ask(RETENTION, start=VIEWS, rolling=True, by="DAY", periods=15, range=THREE_WEEKS)
    line = answer["cohorts"][0]
    assert line["size"] == 1
    assert [cell["retained"] for cell in line["periods"]] == [1, 1, *[0] * 5, 1, *[0] * 6, 1]
    assert {cell["start"] for cell in line["periods"]} == {None}
    last = answer["cohorts"][-1]
    assert (last["start"][:10], last["size"]) == ("2026-11-08", 0)


async def test_what_is_not_over_is_open(stack: Stack) -> None:
    await fill(stack)
    await stack.set_as_of("2026-10-28T00:00:00+00:00")
    answer = await stack.ask(RETENTION, start=VIEWS, range=THREE_WEEKS)
    assert [[cell["isOpen"] for cell in line["periods"]] for line in answer["cohorts"]] == [
        [False, True, True],
        [True, True, True],
        [True, True, True],
    ]
    assert triangle(answer)[0] == (3, [3, 1, None])
    assert [mean["rate"] for mean in answer["means"]] == [100, None, None]
    assert answer["isFinal"] is False


async def test_a_range_is_widened_to_whole_periods(stack: Stack) -> None:
    await fill(stack)
    middle = {"between": {"start": "2026-10-22", "end": "2026-10-28"}}
    answer = await stack.ask(RETENTION, start=VIEWS, range=middle)
    assert answer["range"] == {"start": "2026-10-19T00:00:00+00:00", "end": "2026-11-02T00:00:00+00:00"}
    sunday = await stack.ask(RETENTION, start=VIEWS, range=middle, weekStart="SUNDAY", timezone="Europe/Berlin")
    assert sunday["range"] == {"start": "2026-10-17T22:00:00+00:00", "end": "2026-10-31T23:00:00+00:00"}


async def test_bots_count_only_if_they_are_asked_for(stack: Stack) -> None:
    await fill(stack)
    await stack.ask(
        "mutation ($viewers: [ViewerClassInput!]!) { classifyViewers(viewers: $viewers) { accepted } }",
        viewers=[{"id": "ada", "bot": True}],
    )
    await stack.aggregator.drain()
    assert triangle(await stack.ask(RETENTION, start=VIEWS, range=THREE_WEEKS))[0] == (2, [2, 0, 1])
    everybody = await stack.ask(RETENTION, start=VIEWS, range=THREE_WEEKS, include={"bots": True})
    assert triangle(everybody)[0] == (3, [3, 1, 2])


ZONES = {"Europe/Berlin": "2026-03-29", "America/St_Johns": "2026-03-08", "Australia/Lord_Howe": "2026-04-05"}
KINDS = {"VIEW_START": (True, False), "LIKE": (False, True)}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("unit", ["DAY", "WEEK", "MONTH"])
async def test_any_triangle_is_that_of_the_dates_on_the_wall(stack: Stack, zone: str, unit: str) -> None:
    """Around a change of the clocks, close to local midnights, sent in any order."""
    random = Random(f"{zone} {unit}")
    change = datetime.fromisoformat(ZONES[zone]).replace(tzinfo=ZoneInfo(zone))
    length = {"DAY": 1, "WEEK": 7, "MONTH": 30}[unit]
    stories: dict[str, list[tuple[datetime, str]]] = {}
    for number in range(40):
        times = sorted(
            (change + timedelta(days=random.randint(-3 * length, 3 * length))).astimezone(UTC)
            + timedelta(milliseconds=random.choice([0, 1, -1, random.randint(-43_200_000, 43_200_000)]))
            for _ in range(random.randint(1, 6))
        )
        stories[f"u{number}"] = [(time, random.choice([*KINDS])) for time in dict.fromkeys(times)]
    sent = [event(kind, "c1", who, occurredAt=moment(time)) for who, story in stories.items() for time, kind in story]
    random.shuffle(sent)
    await stack.count(*sent)
    as_of = change.astimezone(UTC) + timedelta(days=random.randint(-length, 5 * length))
    await stack.set_as_of(moment(as_of))
    viewers = {
        number: [Event(time, *KINDS[kind]) for time, kind in story] for number, story in enumerate(stories.values())
    }
    start, end = change.date() - timedelta(days=2 * length), change.date() + timedelta(days=2 * length)
    for is_recurring in (False, True):
        for is_or_after in (False, True):
            for rolling in (None, timedelta(days=length)):
                question = Question(
                    ZoneInfo(zone),
                    unit.lower(),
                    0,
                    datetime(start.year, start.month, start.day, tzinfo=ZoneInfo(zone)).astimezone(UTC),
                    datetime(end.year, end.month, end.day, tzinfo=ZoneInfo(zone)).astimezone(UTC),
                    4,
                    rolling,
                    is_recurring,
                    is_or_after,
                )
                calendar = Calendar(question)
                expected = [
                    (
                        len(cohort.starts),
                        [
                            (
                                cohort.cells[period].retained
                                if has_begun(cohort, number, period, calendar, as_of)
                                else None,
                                is_open(cohort, number, period, calendar, as_of),
                            )
                            for period in range(4)
                        ],
                    )
                    for number, cohort in enumerate(cohorts(viewers, calendar))
                ]
                answer = await stack.ask(
                    RETENTION,
                    start=VIEWS,
                    returns=LIKES,
                    by=unit,
                    periods=4,
                    timezone=zone,
                    range={"between": {"start": start.isoformat(), "end": end.isoformat()}},
                    cohort="RECURRING" if is_recurring else "FIRST_TIME",
                    retained="ON_OR_AFTER" if is_or_after else "ON",
                    rolling=rolling is not None,
                )
                found = [
                    (line["size"], [(cell["retained"], cell["isOpen"]) for cell in line["periods"]])
                    for line in answer["cohorts"]
                ]
                assert found == expected, question


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"start": {}}, "BAD_INPUT", ["start"]),
        ({"start": {"types": []}}, "BAD_INPUT", ["start", "types"]),
        ({"start": VIEWS, "returns": {"watched": {"percent": 0}}}, "BAD_INPUT", ["returns", "watched", "percent"]),
        ({"start": VIEWS, "periods": 0}, "BAD_INPUT", ["periods"]),
        ({"start": VIEWS, "periods": 61}, "BAD_INPUT", ["periods"]),
        ({"start": VIEWS, "by": "DAY", "range": {"days": 101}}, "LIMIT_EXCEEDED", None),
        ({"start": VIEWS, "timezone": "Mars/Olympus"}, "BAD_INPUT", ["timezone"]),
    ],
)
async def test_what_cannot_be_answered_says_why(
    stack: Stack, asked: dict[str, Any], code: str, field: list[str] | None
) -> None:
    refusal = await stack.refusal(RETENTION, **asked)
    assert (refusal["code"], refusal.get("field")) == (code, field)


async def test_it_is_for_admins(stack: Stack) -> None:
    assert (await stack.refusal(RETENTION, creator("k1"), start=VIEWS))["code"] == "FORBIDDEN"


async def test_a_range_from_before_raw_events_is_refused(stack: Stack) -> None:
    await fill(stack)
    await stack.services.pool.execute(
        "UPDATE rollup_state SET accepts_since = '2026-10-20Z', raw_since = '2026-10-20Z'"
    )
    refusal = await stack.refusal(RETENTION, start=VIEWS, range=THREE_WEEKS)
    assert (refusal["code"], refusal["limit"]["name"]) == ("LIMIT_EXCEEDED", "rawEventsSince")
