"""Cohorts and retention are what counting by the dates on the wall gives, also where clocks change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.cohorts.local_periods import period_bounds
from server.analytics.cohorts.triangle import (
    DAY_MS,
    ActivityRows,
    CohortRules,
    CohortStart,
    CohortTriangle,
    ReturnRule,
    fold_cohorts,
)
from server.analytics.local_days import CalendarUnit
from tests.unit.analytics.cohorts.brute_force import (
    Calendar,
    Event,
    Question,
    cohorts,
    has_begun,
    is_open,
    utc,
)

Viewers = dict[int, list[Event]]
MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CHANGES = {
    "Europe/Berlin": ["2026-03-29T01:00", "2026-10-25T01:00"],
    "America/St_Johns": ["2026-03-08T05:30", "2026-11-01T04:30"],
    "Australia/Lord_Howe": ["2026-04-04T15:00", "2026-10-03T15:30"],
    "Pacific/Apia": ["2011-12-30T10:00", "2012-03-31T14:00"],
}
"""When clocks change; at the end of 2011, Apia skipped a day."""


def milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // MILLISECOND


def rows_of(viewers: Viewers) -> ActivityRows:
    every = [(viewer, event) for viewer in sorted(viewers) for event in viewers[viewer]]
    return ActivityRows(
        np.array([viewer for viewer, _ in every], np.int64),
        np.array([milliseconds(event.time) for _, event in every], np.int64),
        np.array([event.is_start for _, event in every], bool),
        np.array([event.is_return for _, event in every], bool),
        (np.array([event.amount for _, event in every], np.int64),),
    )


def rules_of(question: Question) -> CohortRules:
    unit = CalendarUnit(question.unit)
    return CohortRules(
        period_bounds(unit, question.zone, question.start, question.end, question.week_start),
        question.periods,
        None if question.rolling is None else question.rolling // MILLISECOND,
        CohortStart.RECURRING if question.is_recurring else CohortStart.FIRST_TIME,
        ReturnRule.ON_OR_AFTER if question.is_or_after else ReturnRule.ON,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Question, Viewers, datetime]:
    """Ranges around a change of the clocks, and events close to local midnights."""
    zone = ZoneInfo(draw(st.sampled_from(sorted(CHANGES))))
    change = utc(draw(st.sampled_from(CHANGES[zone.key])))
    unit, length = draw(st.sampled_from([("day", 1), ("week", 7), ("month", 30)]))
    before, after = draw(st.integers(0, 3)), draw(st.integers(1, 3))
    question = Question(
        zone,
        unit,
        draw(st.integers(0, 6)),
        change - timedelta(days=before * length, minutes=15 * draw(st.integers(0, 40))),
        change + timedelta(days=after * length, minutes=15 * draw(st.integers(0, 40))),
        draw(st.integers(1, 5)),
        draw(st.none() | st.sampled_from([timedelta(days=days) for days in (1, 7, 30)])),
        draw(st.booleans()),
        draw(st.booleans()),
    )
    in_days = st.integers(-(before + 1) * length, (after + 2) * length)
    to_midnight = st.sampled_from([0, 0, 1, -1, 3_600_000, -3_600_000]) | st.integers(-43_200_000, 43_200_000)

    def moment() -> datetime:
        day = change.astimezone(zone).date() + timedelta(days=draw(in_days))
        local_midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        return local_midnight + draw(to_midnight) * MILLISECOND

    kinds = st.sampled_from([(True, False), (False, True), (False, True), (True, True), (False, False)])
    viewers: Viewers = {}
    for viewer in range(draw(st.integers(1, 3))):
        times = sorted(moment() for _ in range(draw(st.integers(1, 6))))
        viewers[viewer] = [Event(time, *draw(kinds), amount=draw(st.integers(-5, 50))) for time in times]
    return question, viewers, moment()


@given(cases())
def test_the_triangle_is_that_of_the_dates_on_the_wall(case: tuple[Question, Viewers, datetime]) -> None:
    question, viewers, as_of = case
    calendar, rules = Calendar(question), rules_of(question)
    expected = cohorts(viewers, calendar)
    found = fold_cohorts(rows_of(viewers), rules)
    assert found.size.tolist() == [len(cohort.starts) for cohort in expected]
    cells = [[cohort.cells[period] for period in range(question.periods)] for cohort in expected]
    assert found.retained.tolist() == [[cell.retained for cell in line] for line in cells]
    assert found.sums[0].tolist() == [[cell.amount for cell in line] for line in cells]

    numbered = list(enumerate(expected))
    periods = range(question.periods)
    opened = [[is_open(cohort, number, period, calendar, as_of) for period in periods] for number, cohort in numbered]
    begun = [[has_begun(cohort, number, period, calendar, as_of) for period in periods] for number, cohort in numbered]
    assert found.is_open(rules, milliseconds(as_of)).tolist() == opened
    assert found.has_begun(rules, milliseconds(as_of)).tolist() == begun
    for period, mean in enumerate(found.weighted_mean(rules, milliseconds(as_of))):
        closed = [cohort for number, cohort in numbered if not opened[number][period]]
        viewers_in = sum(len(cohort.starts) for cohort in closed)
        retained = sum(cohort.cells[period].retained for cohort in closed)
        assert mean == (float(Fraction(retained, viewers_in)) if viewers_in else None)


@given(cases())
def test_buckets_of_viewers_add_up(case: tuple[Question, Viewers, datetime]) -> None:
    question, viewers, _ = case
    rules = rules_of(question)
    whole = fold_cohorts(rows_of(viewers), rules)
    merged = CohortTriangle.merged([fold_cohorts(rows_of({viewer: viewers[viewer]}), rules) for viewer in viewers])
    for mine, theirs in zip(columns(merged), columns(whole), strict=True):
        assert mine.tolist() == theirs.tolist()


def columns(triangle: CohortTriangle) -> list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    return [triangle.size, triangle.retained, *triangle.sums, triangle.first_start_ms, triangle.last_start_ms]


UTC_ZONE = ZoneInfo("UTC")
WEEKS = Question(UTC_ZONE, "week", 0, utc("2026-11-02"), utc("2026-11-30"), 4, None, False, False)
ANNA = [
    Event(utc("2026-11-07T12:00"), is_start=True),  # a Saturday
    Event(utc("2026-11-08T12:00"), is_return=True),  # a Sunday
]


def retained(viewers: Viewers, question: Question) -> list[list[int]]:
    found: list[list[int]] = fold_cohorts(rows_of(viewers), rules_of(question)).retained.tolist()
    return found


def test_a_week_begins_on_the_chosen_day() -> None:
    monday = retained({1: ANNA}, WEEKS)
    sunday = retained({1: ANNA}, replace(WEEKS, week_start=6))
    assert monday[0] == [1, 0, 0, 0]
    assert sunday[0] == [0, 1, 0, 0]


@pytest.mark.parametrize("name", ["Asia/Singapore", "Australia/Perth"])
def test_days_are_those_of_the_zone_eight_hours_ahead(name: str) -> None:
    """23:30 and 00:30 on the wall are two days, though both are in the afternoon of one day in UTC."""
    events = [Event(utc("2026-11-10T15:30"), is_start=True), Event(utc("2026-11-10T16:30"), is_return=True)]
    days = replace(WEEKS, unit="day", zone=ZoneInfo(name), start=utc("2026-11-09T16:00"), end=utc("2026-11-12T16:00"))
    assert retained({1: events}, days) == [[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert retained({1: events}, replace(days, zone=UTC_ZONE))[1] == [1, 0, 0, 0]


def test_period_0_counts_other_returns_only_after_the_start() -> None:
    noon = utc("2026-11-03T12:00")
    hour = timedelta(hours=1)
    only_before = [Event(noon - hour, is_return=True), Event(noon, is_start=True)]
    after = [Event(noon, is_start=True), Event(noon + hour, is_return=True)]
    same_time_before = [Event(noon, is_return=True), Event(noon, is_start=True)]
    same_time_after = [Event(noon, is_start=True), Event(noon, is_return=True)]
    viewers = {1: only_before, 2: after, 3: same_time_before, 4: same_time_after}
    found = fold_cohorts(rows_of(viewers), rules_of(WEEKS))
    assert (found.size[0], found.retained[0].tolist()) == (4, [2, 0, 0, 0])
    or_after = replace(WEEKS, is_or_after=True)
    assert retained(viewers, or_after)[0] == [2, 0, 0, 0]


def test_period_0_has_all_viewers_where_start_and_return_are_the_same_event() -> None:
    viewers = {viewer: [Event(utc("2026-11-03T12:00"), is_start=True, is_return=True)] for viewer in range(3)}
    assert retained(viewers, WEEKS)[0] == [3, 0, 0, 0]


def test_rolling_days_begin_with_the_start_and_calendar_days_at_midnight() -> None:
    events = [
        Event(utc("2026-11-03T23:00"), is_start=True),
        Event(utc("2026-11-04T01:00"), is_return=True),  # 2 hours later, on the next day
        Event(utc("2026-11-05T22:59:59.999"), is_return=True),  # 1 ms less than 2 days later
    ]
    days = replace(WEEKS, unit="day")
    assert retained({1: events}, days)[1] == [0, 1, 1, 0]
    rolling = replace(days, rolling=timedelta(days=1))
    assert retained({1: events}, rolling)[1] == [1, 1, 0, 0]
    a_day_later = [events[0], Event(utc("2026-11-04T23:00"), is_return=True)]
    assert retained({1: a_day_later}, rolling)[1] == [0, 1, 0, 0]


def test_a_rolling_week_is_7_times_24_hours_although_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 20, 12, tzinfo=berlin).astimezone(UTC)
    next_week = datetime(2026, 10, 27, 11, 30, tzinfo=berlin).astimezone(UTC)  # 7 days and half an hour later
    events = [Event(start, is_start=True), Event(next_week, is_return=True)]
    weeks = Question(berlin, "week", 0, utc("2026-10-19"), utc("2026-11-09"), 2, timedelta(days=7), False, False)
    assert rules_of(weeks).rolling_ms == 7 * DAY_MS
    assert retained({1: events}, weeks)[0] == [0, 1]


def test_on_counts_a_period_and_on_or_after_also_those_before_a_return() -> None:
    events = [Event(utc("2026-11-03"), is_start=True), Event(utc("2026-11-18"), is_return=True)]
    assert retained({1: events}, WEEKS)[0] == [0, 0, 1, 0]
    assert retained({1: events}, replace(WEEKS, is_or_after=True))[0] == [1, 1, 1, 0]


def test_a_first_start_before_the_cohorts_puts_a_viewer_into_none() -> None:
    events = [Event(utc("2026-10-30"), is_start=True), Event(utc("2026-11-03"), is_start=True)]
    sizes = [
        fold_cohorts(rows_of({1: events}), rules_of(replace(WEEKS, is_recurring=is_recurring))).size.tolist()
        for is_recurring in (False, True)
    ]
    assert sizes == [[0, 0, 0, 0], [1, 0, 0, 0]]


def test_open_periods_are_flagged_and_left_out_of_the_mean() -> None:
    """Of two cohorts, one has returned in week 1; for the other, week 1 lasts until the 23rd."""
    viewers = {
        1: [Event(utc("2026-11-03"), is_start=True), Event(utc("2026-11-10"), is_return=True)],
        2: [Event(utc("2026-11-10"), is_start=True)],
    }
    rules = rules_of(WEEKS)
    found = fold_cohorts(rows_of(viewers), rules)
    just_before, exactly = milliseconds(utc("2026-11-22T23:59:59.999")), milliseconds(utc("2026-11-23"))
    assert found.is_open(rules, just_before).tolist()[:2] == [[False, False, True, True], [False, True, True, True]]
    assert found.weighted_mean(rules, just_before)[:2] == [0.0, 1.0]
    assert found.weighted_mean(rules, exactly)[:2] == [0.0, 0.5]
    assert found.has_begun(rules, just_before).tolist()[1] == [True, True, False, False]
    assert found.weighted_mean(rules, just_before)[3] is None


def test_calendar_periods_beyond_the_last_bound_never_begin() -> None:
    rules = rules_of(WEEKS)
    found = fold_cohorts(rows_of({1: [Event(utc("2026-11-17"), is_start=True)]}), rules)
    much_later = milliseconds(utc("2027-11-01"))
    assert found.has_begun(rules, much_later).tolist()[2] == [True, True, False, False]
    assert found.is_open(rules, much_later).tolist()[2] == [False, False, True, True]


def test_a_rolling_period_is_open_until_it_is_over_for_the_last_who_started() -> None:
    viewers = {1: [Event(utc("2026-11-03"), is_start=True)], 2: [Event(utc("2026-11-08T20:00"), is_start=True)]}
    rules = rules_of(replace(WEEKS, rolling=timedelta(days=1)))
    found = fold_cohorts(rows_of(viewers), rules)
    assert found.is_open(rules, milliseconds(utc("2026-11-09T19:59"))).tolist()[0] == [True, True, True, True]
    assert found.is_open(rules, milliseconds(utc("2026-11-09T20:00"))).tolist()[0] == [False, True, True, True]


def test_without_rows_all_cohorts_are_empty() -> None:
    rules = rules_of(WEEKS)
    found = fold_cohorts(rows_of({}), rules)
    assert (found.size.tolist(), found.retained.tolist()) == ([0] * 4, [[0] * 4] * 4)
    assert found.weighted_mean(rules, milliseconds(utc("2027-01-01"))) == [None] * 4


def test_rows_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="ordered by viewer and time"):
        rows_of({1: ANNA[::-1]})


@pytest.mark.parametrize(
    ("bounds", "periods", "rolling"),
    [([0], 1, None), ([0, 0], 1, None), ([1, 0], 1, None), ([0, 1], 0, None), ([0, 1], 1, 0)],
)
def test_impossible_periods_are_refused(bounds: list[int], periods: int, rolling: int | None) -> None:
    with pytest.raises(ValueError, match="must"):
        CohortRules(np.array(bounds), periods, rolling)


def test_columns_of_different_lengths_are_refused() -> None:
    one, two = np.zeros(1, np.int64), np.zeros(2, np.int64)
    with pytest.raises(ValueError, match="same length"):
        ActivityRows(one, one, one > 0, one > 0, (two,))
