"""What the points of a series cost: as many as the range has at most, and 25 of them as one row."""

from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse

from resolvers.range_lengths import longest
from resolvers.schema import build_schema
from resolvers.series.rows import POINTS_OF_A_ROW, rows_before, rows_of
from server.analytics.ranges import MAX_LENGTH
from server.transport.budget import Limits, Spending, measure

SCHEMA = build_schema()._schema
SERIES = (Path(__file__).parents[4] / "graphql" / "dashboard" / "Series.graphql").read_text()
MAX_ROWS = 5_000 // POINTS_OF_A_ROW
POINTS = "series(by: HOUR) { points { views likes } }"


def spent(text: str, variables: dict[str, Any] | None = None) -> Spending:
    document = parse(text)
    [operation] = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    return measure(SCHEMA, document, operation, variables)


@pytest.mark.parametrize(
    ("sent", "days"),
    [
        ({"last": "36h"}, 1.5),
        ({"last": "4w"}, 28),
        ({"days": 30}, 30),
        ({"weeks": 2}, 14),
        ({"months": 3}, 93),
        ({"calendar": {"unit": "QUARTER", "back": 1}}, 92),
        ({"between": {"start": "2026-03-01", "end": "2026-04-01"}}, 32),
        ({"between": {"start": "2026-03-01T00:00:00Z", "end": "2026-03-01T12:00:00Z"}}, 1.5),
        ({"between": {"start": "2026-04-01", "end": "2026-03-01"}}, 0),
        ({"days": -5}, 0),
        (None, 20 * 366),
    ],
)
def test_a_range_spans_at_most_so_many_days(sent: Any, days: float) -> None:
    assert longest(sent).total_seconds() == days * 86_400


@pytest.mark.parametrize(
    "sent",
    [
        {},
        [],
        5,
        {"last": "for ever"},
        {"last": None},
        {"days": "x"},
        {"days": 10**30},
        {"calendar": {"unit": "DECADE"}},
        {"between": {"start": "x", "end": "2026-03-01"}},
        {"between": {"start": "0001-01-01", "end": "9999-12-31"}},
    ],
)
def test_what_is_no_range_spans_as_much_as_any_may(sent: Any) -> None:
    assert longest(sent) == MAX_LENGTH


def test_the_timeframe_of_a_dashboard_is_its_range() -> None:
    assert rows_of({"timeframe": "30d", "by": "DAY"}) == rows_of({"range": {"last": "30d"}, "by": "DAY"}) == 2
    assert rows_of({"timeframe": "for ever", "by": "HOUR"}) == MAX_ROWS
    plain = "{ eventDashboard { series { points { total } } } }"
    assert (
        spent(plain).cost == spent('{ eventDashboard(timeframe: "7d") { series(by: DAY) { points { total } } } }').cost
    )
    long = spent('{ eventDashboard(timeframe: "40w") { series(by: HOUR) { points { total } } } }')
    assert long.cost > spent(plain).cost + 100


def test_rows_follow_the_range_and_the_length_of_the_points() -> None:
    assert rows_of({"range": {"days": 30}, "by": "DAY"}) == 2
    assert rows_of({"range": {"days": 7}, "by": "HOUR"}) == 7
    assert rows_of({"range": {"months": 12}, "by": "MONTH"}) == 1
    assert rows_of({"range": {"months": 12}, "by": "HOUR"}) == MAX_ROWS
    assert rows_of({"range": None, "by": "DAY"}) == MAX_ROWS
    assert rows_before({"range": None, "by": "DAY"}) == 0
    assert rows_before({"range": {"days": 30}, "by": "DAY"}) == 2
    for unknown in ({}, {"by": "DAY"}, {"range": {"days": 1}}, {"range": {"days": 1}, "by": ["DAY"]}):
        assert rows_of(unknown) == rows_before(unknown) == MAX_ROWS


@pytest.mark.parametrize(
    ("asked", "variables", "rows"),
    [
        ("range: {days: 7}", None, 7),
        ("range: null", None, MAX_ROWS),
        ("definition: $d", None, MAX_ROWS),
        ("range: $r", None, MAX_ROWS),
        ("range: $r", {"r": {"days": 7}}, 7),
        ("range: $r", {"r": None}, MAX_ROWS),
        ("range: $r", {}, MAX_ROWS),
        ("range: {last: $l}", None, 365 * 5 * 24),
        ("range: {last: $l}", {"l": "7d"}, 7),
        (f"range: {{days: {'9' * 5000}}}", None, MAX_ROWS),
        ("range: [[[]]]", None, MAX_ROWS),
    ],
)
def test_the_arguments_of_the_fields_around_decide(asked: str, variables: dict[str, Any] | None, rows: int) -> None:
    head = "query ($r: RangeInput, $l: String!, $d: String!)"
    direct = spent(f'{head} {{ contentAnalytics(contentId: "c", {asked}) {{ {POINTS} }} }}', variables)
    assert direct.cost == 1 + (1 + 500 + (1 + 2 * min(rows, MAX_ROWS)))
    assert direct.varies is ("$r" in asked or "$l" in asked)
    spread = f'{head} {{ contentAnalytics(contentId: "c", {asked}) {{ ...F }} }}'
    assert spent(f"{spread} fragment F on ContentAnalytics {{ {POINTS} }}", variables) == direct


def test_a_fragment_costs_what_it_does_where_it_is_spread() -> None:
    short, long = (f'contentAnalytics(contentId: "c", range: {{days: {days}}}) {{ ...F }}' for days in (1, 300))
    fragment = f"fragment F on ContentAnalytics {{ {POINTS} }}"
    alone = [spent(f"{{ {field} }} {fragment}").cost for field in (short, long)]
    assert spent(f"{{ a: {short} b: {long} }} {fragment}").cost == sum(alone)
    assert alone[1] - alone[0] == 2 * (MAX_ROWS - 2)


def test_our_own_document_is_affordable_with_any_range() -> None:
    for variables in (None, {"by": "HOUR", "range": {"months": 60}}, {"by": "DAY", "range": None}):
        assert spent(SERIES, variables).cost < Limits().cost
    assert spent(SERIES, {"by": "DAY", "range": {"days": 30}}).cost < 700
