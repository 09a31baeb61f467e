"""Rows in their natural order without gaps, in other orders and in pages."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.analytics.breakdowns.clock import fill_gaps
from server.analytics.breakdowns.dimensions import Dimension, check_dimensions, values_of
from server.analytics.breakdowns.listing import (
    Listing,
    RowOrder,
    ValueCounts,
    list_rows,
    offset_after,
    row_cursor,
)
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange
from server.analytics.traffic import PEOPLE
from server.errors import ViewpulseError
from server.metrics.view_definitions import DEFINITIONS

HOUR, DAY, WEEKDAY = Dimension.HOUR, Dimension.DAY, Dimension.WEEKDAY
counts = st.builds(
    ValueCounts, views=st.integers(0, 3), plays=st.integers(0, 3), watch_ms=st.integers(0, 3),
    completed_full=st.integers(0, 3), engagement_events=st.integers(0, 3),
)  # fmt: skip


def query(start: str | None = None, end: str = "", zone: str = "UTC") -> ScopeQuery:
    return ScopeQuery(
        creator_id=None,
        project_id=1,
        time_range=TimeRange(datetime.fromisoformat(start), datetime.fromisoformat(end)) if start else None,
        timezone=zone,
        definition=DEFINITIONS["start@1"],
        traffic=PEOPLE,
        now=datetime(2026, 11, 20, tzinfo=UTC),
    )


def row(*values: str, views: int = 1) -> ValueCounts:
    return ValueCounts(values=values, stored=" ".join(values), views=views)


def filled(by: list[Dimension], *rows: ValueCounts, **asked: Any) -> list[tuple[str, int]]:
    return [(found.stored, found.views) for found in fill_gaps(by, rows, query(**asked))]


def test_hours_and_weekdays_have_no_gaps() -> None:
    hours = filled([HOUR], row("9", views=3), row("10", views=2))
    assert hours == [(str(hour), {9: 3, 10: 2}.get(hour, 0)) for hour in range(24)]
    assert filled([WEEKDAY], row("7")) == [*((str(day), 0) for day in range(1, 7)), ("7", 1)]


def test_the_viewers_own_hours_begin_with_the_unknown_one_if_there_is_any() -> None:
    unknown = ValueCounts(values=(None,), stored="", views=5)
    found = fill_gaps([Dimension.VIEWER_LOCAL_HOUR], [unknown, row("3")], query())
    assert [found[0].values, found[1].values, found[4].views, len(found)] == [(None,), ("0",), 1, 25]
    assert len(fill_gaps([Dimension.VIEWER_LOCAL_HOUR], [row("3")], query())) == 24


def test_days_are_those_of_the_range_or_from_the_first_to_the_last_with_something() -> None:
    berlin = {"start": "2026-03-28T22:30+00:00", "end": "2026-03-29T22:15+00:00", "zone": "Europe/Berlin"}
    assert filled([DAY], row("2026-03-29"), **berlin) == [("2026-03-28", 0), ("2026-03-29", 1), ("2026-03-30", 0)]
    assert filled([DAY], row("2026-03-01"), row("2026-02-27")) == [
        ("2026-02-27", 1),
        ("2026-02-28", 0),
        ("2026-03-01", 1),
    ]
    assert filled([DAY]) == []


def test_two_dimensions_are_sorted_by_the_first_then_the_second() -> None:
    cells = filled([WEEKDAY, HOUR], row("1", "1"), row("7", "23"))
    assert len(cells) == 168
    assert [cells[0], cells[1], cells[24], cells[-1]] == [("1 0", 0), ("1 1", 1), ("2 0", 0), ("7 23", 1)]
    assert [cell for cell, _ in filled([HOUR, WEEKDAY])[:8]] == [*(f"0 {day}" for day in range(1, 8)), "1 1"]


@given(st.lists(counts, max_size=12), st.integers(1, 5), st.none() | st.sampled_from(RowOrder), st.integers(0, 2))
def test_pages_have_every_row_once_and_add_up_to_everything(
    drawn: list[ValueCounts], first: int, order: RowOrder | None, minimum: int
) -> None:
    values = [row(str(number), views=found.views) for number, found in enumerate(drawn)]
    pages = [
        list_rows(values, Listing(first, order, offset, minimum)) for offset in range(0, len(values) + first, first)
    ]
    listed = [found for page in pages for found in page.rows]
    assert {found.stored for found in listed} == {found.stored for found in values if found.views >= minimum}
    assert len(listed) == len({found.stored for found in listed})
    assert all(page.views == sum(found.views for found in values) for page in pages)
    assert [page.has_more for page in pages] == [len(listed) > (number + 1) * first for number in range(len(pages))]


@pytest.mark.parametrize(
    ("order", "values"),
    [
        (None, ["a", "b", "c"]),
        (RowOrder.VIEWS, ["c", "b", "a"]),
        (RowOrder.PLAYS, ["b", "c", "a"]),
        (RowOrder.WATCH_TIME, ["b", "c", "a"]),
        (RowOrder.ENGAGEMENT_EVENTS, ["a", "c", "b"]),
    ],
)
def test_rows_are_ordered_by_what_is_asked_then_by_views(order: RowOrder | None, values: list[str]) -> None:
    rows = [
        ValueCounts(("a",), "a", views=1, plays=1, watch_ms=1, engagement_events=4),
        ValueCounts(("b",), "b", views=1, plays=9, watch_ms=7, engagement_events=0),
        ValueCounts(("c",), "c", views=2, plays=1, watch_ms=5, engagement_events=0),
    ]
    assert [found.stored for found in list_rows(rows, Listing(3, order)).rows] == values


def test_a_cursor_says_how_many_rows_come_before() -> None:
    cursor = row_cursor([HOUR, WEEKDAY], RowOrder.PLAYS, 24)
    assert offset_after(cursor, [HOUR, WEEKDAY], RowOrder.PLAYS) == 24
    assert offset_after(None, [HOUR], None) == 0
    for by, order in (([WEEKDAY, HOUR], RowOrder.PLAYS), ([HOUR, WEEKDAY], None), ([HOUR], RowOrder.PLAYS)):
        with pytest.raises(ViewpulseError, match="another breakdown"):
            offset_after(cursor, by, order)
    with pytest.raises(ViewpulseError, match="another breakdown"):
        offset_after(row_cursor([HOUR], None, -1), [HOUR], None)


def test_any_two_dimensions_can_be_asked_for_but_a_day_and_its_weekday() -> None:
    for one, other in product(Dimension, Dimension):
        if one is other:
            with pytest.raises(ViewpulseError, match=f"{one.name} twice"):
                check_dimensions([one, other])
        elif {one, other} == {Dimension.DAY, WEEKDAY}:
            with pytest.raises(ViewpulseError, match="a day has one weekday"):
                check_dimensions([one, other])
        else:
            check_dimensions([one, other])
    for one in Dimension:
        check_dimensions([one])


def test_the_values_of_a_pair_are_spelled_each_as_its_dimension() -> None:
    by = [Dimension.APP_VERSION, Dimension.DEVICE]
    assert values_of(by, "1.2 beta\x1ftv") == ("1.2 beta", "TV")
    assert values_of(by, "\x1f") == (None, None)
    assert values_of(by, "2\x1f") == ("2", None)
    assert values_of([WEEKDAY], "1") == ("1",)
    assert values_of([Dimension.COUNTRY], None) == (None,)
