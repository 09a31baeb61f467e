"""``breakdown`` as a question: of a content, a creator and the platform, in pages, orders and pairs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.analytics.breakdowns import breakdown, pairs
from tests.integration.analytics.stack import NOW, Stack, at, creator, event, moment

DOCUMENT = """
query (
  $of: OfInput!, $by: [Dimension!]!, $range: RangeInput, $timezone: String! = "UTC", $order: BreakdownOrder
  $first: Int! = 24, $after: String, $minimumViews: Int! = 0, $definition: String! = "start@1", $include: TrafficInput
) {
  breakdown(
    of: $of, by: $by, range: $range, timezone: $timezone, order: $order, first: $first, after: $after
    minimumViews: $minimumViews, definition: $definition, include: $include
  ) {
    id asOf revision isFinal definition timezone range { start end } by uniqueViewersEstimated
    rows { value label secondValue secondLabel views percentage uniqueViewers plays watchTime engagementEvents }
    other { views percentage uniqueViewers plays }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
CONTENT, CREATOR, PLATFORM = {"contentId": "c1"}, {"creatorId": "k1"}, {"platform": True}
SCOPES = [CONTENT, CREATOR, PLATFORM]
EXPIRED = datetime(2026, 11, 18, tzinfo=UTC)
LAST_DAYS = {"between": {"start": "2026-11-17", "end": "2026-11-20"}}


def seen(who: str, country: str | None = None, content: str = "c1", owner: str | None = "k1", **more: Any) -> Any:
    """A view from a country."""
    return event("VIEW_START", content, who, creatorId=owner, location={"country": country}, **more)


def table(answer: dict[str, Any], *names: str) -> list[Any]:
    return [row[names[0]] if len(names) == 1 else tuple(row[name] for name in names) for row in answer["rows"]]


async def test_each_scope_has_the_numbers_of_its_contents_together(stack: Stack) -> None:
    await stack.count(
        seen("u1", "DE"),
        seen("u2", "FR"),
        seen("u1", "DE", "c2"),
        seen("u3", "DE", "c2"),
        seen("u4", "US", "x1", "k2"),
        seen("u1", "DE", "x2", None),
        event("COMMENT", "c2", "u9", location={"country": "FR"}),
    )
    wanted = {
        "content": [("DE", "Germany", 1, 50.0, 1, 1, 0), ("FR", "France", 1, 50.0, 1, 1, 0)],
        "creator": [("DE", "Germany", 3, 75.0, 2, 3, 0), ("FR", "France", 1, 25.0, 1, 1, 1)],
        "platform": [
            ("DE", "Germany", 4, pytest.approx(200 / 3), 2, 4, 0),
            ("FR", "France", 1, pytest.approx(50 / 3), 1, 1, 1),
            ("US", "United States", 1, pytest.approx(50 / 3), 1, 1, 0),
        ],
    }
    for of, rows in zip(SCOPES, wanted.values(), strict=True):
        answer = await stack.ask(DOCUMENT, of=of, by="COUNTRY")
        names = ("value", "label", "views", "percentage", "uniqueViewers", "plays", "engagementEvents")
        assert table(answer, *names) == rows
        assert (answer["by"], answer["uniqueViewersEstimated"]) == (["COUNTRY"], False)
        assert (answer["revision"] > 0, answer["isFinal"], answer["definition"]) == (True, False, "start@1")


async def test_distinct_viewers_of_many_are_estimates_in_every_scope(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakdown, "EXACT_PLAYS", 1)
    await stack.count(seen("u1", "DE"), seen("u1", "DE", "c2"), seen("u2", "FR"), seen("u3", "US"), seen("u3", "AT"))
    for of, row in ((CONTENT, ("DE", 1, 1)), (CREATOR, ("DE", 2, 1)), (PLATFORM, ("DE", 2, 1))):
        answer = await stack.ask(DOCUMENT, of=of, by="COUNTRY", first=1)
        assert answer["uniqueViewersEstimated"] is True
        assert table(answer, "value", "views", "uniqueViewers") == [row]
        assert (answer["other"]["views"], answer["other"]["uniqueViewers"]) == (3, 2)


async def test_the_field_of_the_analytics_is_the_same_question(stack: Stack) -> None:
    await stack.count(seen("u1", "DE", **at("2026-11-19T10:00")), seen("u2", "FR", **at("2026-11-18T23:30")))
    part = "breakdown(by: DAY) { rows { value label views uniqueViewers } other { views } pageInfo { endCursor } }"
    asked = 'range: {between: {start: "2026-11-17", end: "2026-11-20"}}, timezone: "Europe/Berlin"'
    for of, field in (
        (CONTENT, f'contentAnalytics(contentId: "c1", {asked})'),
        (CREATOR, f'creatorAnalytics(creatorId: "k1", {asked})'),
        (PLATFORM, f"platformAnalytics({asked})"),
    ):
        answer = await stack.ask(DOCUMENT, of=of, by="DAY", range=LAST_DAYS, timezone="Europe/Berlin")
        found = (await stack.ask(f"{{ {field} {{ {part} }} }}"))["breakdown"]
        assert [(row["value"], row["views"]) for row in found["rows"]] == table(answer, "value", "views")
        assert found["pageInfo"]["endCursor"] == answer["pageInfo"]["endCursor"]
        assert table(answer, "value", "views") == [("2026-11-17", 0), ("2026-11-18", 0), ("2026-11-19", 2)]


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_times_are_in_their_own_order_without_gaps(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(
        seen("u1", **at("2026-11-17T10:00")),
        seen("u1", **at("2026-11-19T10:20")),
        seen("u2", **at("2026-11-19T21:00")),
    )
    hours = await stack.ask(DOCUMENT, of=of, by="HOUR")
    assert table(hours, "value") == list(map(str, range(24)))
    assert {row["value"]: (row["label"], row["views"]) for row in hours["rows"] if row["views"]} == {
        "10": ("10:00", 2),
        "21": ("21:00", 1),
    }
    assert hours["uniqueViewersEstimated"] is (of is not CONTENT)
    assert [row["uniqueViewers"] for row in hours["rows"] if row["views"]] == [1, 1]
    weekdays = await stack.ask(DOCUMENT, of=of, by="WEEKDAY")
    assert table(weekdays, "label", "views")[:4] == [("Monday", 0), ("Tuesday", 1), ("Wednesday", 0), ("Thursday", 2)]
    assert len(weekdays["rows"]) == 7
    days = await stack.ask(DOCUMENT, of=of, by="DAY")
    assert table(days, "value", "views") == [("2026-11-17", 1), ("2026-11-18", 0), ("2026-11-19", 2)]
    days = await stack.ask(DOCUMENT, of=of, by="DAY", range={"days": 3})
    assert table(days, "value", "views") == [("2026-11-18", 0), ("2026-11-19", 2), ("2026-11-20", 0)]
    best = await stack.ask(DOCUMENT, of=of, by="HOUR", order="VIEWS", first=2)
    assert table(best, "value", "views") == [("10", 2), ("21", 1)]
    assert (best["other"]["views"], best["pageInfo"]["hasNextPage"]) == (0, True)


@pytest.mark.parametrize("of", SCOPES, ids=str)
async def test_two_dimensions_of_time_are_a_table(stack: Stack, of: dict[str, Any]) -> None:
    await stack.count(
        seen("u1", **at("2026-11-16T10:00")),
        seen("u1", **at("2026-11-16T10:30")),
        seen("u2", **at("2026-11-16T18:20")),
    )
    cells = await stack.ask(DOCUMENT, of=of, by=["WEEKDAY", "HOUR"], first=200, timezone="Asia/Kathmandu")
    assert len(cells["rows"]) == 7 * 24
    names = ("value", "label", "secondValue", "secondLabel", "views", "uniqueViewers")
    assert [row for row in table(cells, *names) if row[-2]] == [
        ("1", "Monday", "15", "15:00", 1, 1),
        ("1", "Monday", "16", "16:00", 1, 1),
        ("2", "Tuesday", "0", "00:00", 1, 1),
    ]
    assert table(cells, "value", "secondValue")[:25] == [*(("1", str(hour)) for hour in range(24)), ("2", "0")]
    turned = await stack.ask(DOCUMENT, of=of, by=["HOUR", "WEEKDAY"], first=2, timezone="Asia/Kathmandu")
    assert table(turned, "value", "secondValue", "views") == [("0", "1", 0), ("0", "2", 1)]
    assert (turned["other"]["views"], turned["other"]["uniqueViewers"]) == (2, 1)
    day = await stack.ask(DOCUMENT, of=of, by=["DAY", "HOUR"], order="VIEWS", minimumViews=2)
    assert table(day, "value", "secondValue", "views") == [("2026-11-16", "10", 2)]


async def test_any_two_dimensions_are_read_from_plays_and_events(stack: Stack) -> None:
    on: dict[str, Any] = {"device": {"type": "TV"}}
    await stack.count(
        seen("u1", "DE", **on, **at("2026-11-16T10:00")),
        seen("u1", "DE", **on, **at("2026-11-16T18:30")),
        seen("u2", "DE", **at("2026-11-17T18:30")),
        seen("u3", "FR", "c2", **on, **at("2026-11-17T18:30")),
        event("LIKE", who="u2", location={"country": "DE"}, **at("2026-11-17T18:40")),
    )
    names = ("value", "label", "secondValue", "secondLabel", "views", "plays", "uniqueViewers", "engagementEvents")
    of_content = [
        ("DE", "Germany", "TV", "TV", 2, 1, 1, 0),
        ("DE", "Germany", None, None, 1, 1, 1, 1),
    ]
    of_all = [*of_content, ("FR", "France", "TV", "TV", 1, 1, 1, 0)]
    for of, rows in zip(SCOPES, (of_content, of_all, of_all), strict=True):
        answer = await stack.ask(DOCUMENT, of=of, by=["COUNTRY", "DEVICE"])
        assert table(answer, *names) == rows
        assert (answer["other"]["views"], answer["uniqueViewersEstimated"]) == (0, False)
    turned = await stack.ask(DOCUMENT, of=CREATOR, by=["DEVICE", "COUNTRY"], first=1)
    assert table(turned, "value", "secondValue", "views") == [("TV", "DE", 2)]
    assert (turned["other"]["views"], turned["other"]["uniqueViewers"], turned["pageInfo"]["hasNextPage"]) == (
        2,
        2,
        True,
    )
    hours = await stack.ask(DOCUMENT, of=CREATOR, by=["HOUR", "COUNTRY"], timezone="Asia/Kathmandu", order="VIEWS")
    assert table(hours, "value", "label", "secondValue", "views") == [
        ("0", "00:00", "DE", 2),
        ("0", "00:00", "FR", 1),
        ("15", "15:00", "DE", 1),
    ]
    days = await stack.ask(DOCUMENT, of=CREATOR, by=["COUNTRY", "DAY"], range={"days": 4}, minimumViews=2)
    assert table(days, "value", "secondValue", "views") == []
    assert days["other"]["views"] == 2


async def test_a_pair_is_refused_where_it_would_take_too_long_or_raw_events_are_gone(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stack.count(seen("u1", "DE", **at("2026-11-16T10:00")), seen("u2", "DE", **at("2026-11-19T10:00")))
    monkeypatch.setattr(pairs, "MAX_FACTS", 3)
    for of in SCOPES:
        refused = await stack.refusal(DOCUMENT, of=of, by=["COUNTRY", "DEVICE"])
        assert refused["code"] == "LIMIT_EXCEEDED"
        assert refused["limit"] == {"name": "breakdownFacts", "allowed": 3, "requested": 4}
        found = await stack.ask(DOCUMENT, of=of, by=["COUNTRY", "DEVICE"], range={"days": 2})
        assert table(found, "views") == [1]
    await stack.services.pool.execute("UPDATE rollup_state SET accepts_since = $1, raw_since = $1", EXPIRED)
    for of in SCOPES:
        refused = await stack.refusal(DOCUMENT, of=of, by=["COUNTRY", "DEVICE"])
        assert refused["code"] == "LIMIT_EXCEEDED"
        assert refused["limit"] == {"name": "rawEventsSince", "allowed": int(EXPIRED.timestamp())}
        found = await stack.ask(DOCUMENT, of=of, by=["COUNTRY", "DEVICE"], range={"days": 3})
        assert table(found, "views") == [1]


async def test_pages_follow_each_other(stack: Stack) -> None:
    views = {"DE": 4, "FR": 3, "US": 2, "AT": 1, "CH": 1}
    await stack.count(*(seen(f"{name}{number}", name) for name in views for number in range(views[name])))
    for by in ("COUNTRY", "HOUR", "VIEWER_LOCAL_HOUR", ["WEEKDAY", "HOUR"], ["COUNTRY", "HOUR"]):
        whole = await stack.ask(DOCUMENT, of=CONTENT, by=by, first=200)
        rows: list[Any] = []
        after, more = None, True
        while more:
            page = await stack.ask(DOCUMENT, of=CONTENT, by=by, first=2 if by == "COUNTRY" else 10, after=after)
            rows += page["rows"]
            listed = sum(row["views"] for row in page["rows"])
            assert listed + page["other"]["views"] == 11
            assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert rows == whole["rows"]
    beyond = await stack.ask(DOCUMENT, of=CONTENT, by="COUNTRY", first=200, after=await last_cursor(stack))
    assert (beyond["rows"], beyond["other"]["views"]) == ([], 11)
    assert beyond["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": True,
        "startCursor": None,
        "endCursor": None,
    }


async def last_cursor(stack: Stack) -> str:
    answer = await stack.ask(DOCUMENT, of=CONTENT, by="COUNTRY")
    cursor: str = answer["pageInfo"]["endCursor"]
    return cursor


async def test_rows_are_ordered_as_asked_and_small_ones_left_to_the_others(stack: Stack) -> None:
    watched: dict[str, Any] = {"viewData": {"totalWatchTime": 50}, "playId": "p1"}
    await stack.count(
        *(seen(f"u{number}", "DE") for number in range(3)),
        *(seen(f"f{number}", "FR") for number in range(2)),
        event("VIEW_START", who="u5", location={"country": "US"}, playId="p1"),
        event("VIEW_PROGRESS", who="u5", location={"country": "US"}, **watched),
        *(event("COMMENT", who=f"u{number}", location={"country": "FR"}) for number in range(2)),
    )
    for order, values in (
        (None, ["DE", "FR", "US"]),
        ("VIEWS", ["DE", "FR", "US"]),
        ("PLAYS", ["DE", "FR", "US"]),
        ("WATCH_TIME", ["US", "DE", "FR"]),
        ("ENGAGEMENT_EVENTS", ["FR", "DE", "US"]),
    ):
        assert table(await stack.ask(DOCUMENT, of=CREATOR, by="COUNTRY", order=order), "value") == values
    found = await stack.ask(DOCUMENT, of=CREATOR, by="COUNTRY", order="WATCH_TIME", minimumViews=2)
    assert table(found, "value") == ["DE", "FR"]
    assert (found["other"]["views"], found["other"]["uniqueViewers"]) == (1, 1)
    assert found["pageInfo"]["hasNextPage"] is False


async def test_only_what_is_in_the_range_counts(stack: Stack) -> None:
    old = moment(NOW - timedelta(days=3))
    await stack.count(seen("u1", "DE", occurredAt=old), seen("u2", "DE", "c2"))
    assert table(await stack.ask(DOCUMENT, of=CREATOR, by="COUNTRY"), "views", "uniqueViewers") == [(2, 2)]
    assert table(await stack.ask(DOCUMENT, of=CREATOR, by="COUNTRY", range={"last": "24h"}), "views") == [1]


@pytest.mark.parametrize(
    ("asked", "field", "text"),
    [
        ({"by": []}, ["by"], "one or two"),
        ({"by": ["HOUR", "DAY", "WEEKDAY"]}, ["by"], "one or two"),
        ({"by": ["HOUR", "HOUR"]}, ["by"], "HOUR twice"),
        ({"by": ["DAY", "WEEKDAY"]}, ["by"], "a day has one weekday"),
        ({"by": "HOUR", "first": 0}, ["first"], "1-200"),
        ({"by": "HOUR", "first": 201}, ["first"], "1-200"),
        ({"by": "HOUR", "minimumViews": -1}, ["minimumViews"], "at least 0"),
        ({"by": "HOUR", "after": "x"}, ["after"], "not a cursor"),
        ({"by": "HOUR", "timezone": "Mars"}, ["timezone"], "time zone"),
    ],
)
async def test_what_cannot_be_answered_is_refused(
    stack: Stack, asked: dict[str, Any], field: list[str], text: str
) -> None:
    for of in SCOPES:
        refused = await stack.refusal(DOCUMENT, of=of, **asked)
        assert (refused["code"], refused["field"]) == ("BAD_INPUT", field)
    result, _ = await stack.execute(DOCUMENT, creator("k1"), {"of": CREATOR, **asked})
    assert text in str(result.errors)


async def test_a_cursor_belongs_to_its_dimensions_and_order(stack: Stack) -> None:
    await stack.count(seen("u1", "DE"))
    cursor = await last_cursor(stack)
    for by, order in (("CITY", None), ("COUNTRY", "VIEWS")):
        refused = await stack.refusal(DOCUMENT, of=CONTENT, by=by, order=order, after=cursor)
        assert (refused["code"], refused["field"]) == ("BAD_INPUT", ["after"])


async def test_a_breakdown_is_for_those_whose_numbers_it_shows(stack: Stack) -> None:
    await stack.count(seen("u1", "DE"))
    for of in (CONTENT, CREATOR):
        assert table(await stack.ask(DOCUMENT, creator("k1"), of=of, by="COUNTRY"), "views") == [1]
        assert (await stack.refusal(DOCUMENT, creator("k2"), of=of, by="COUNTRY"))["code"] == "FORBIDDEN"
    assert (await stack.refusal(DOCUMENT, creator("k1"), of=PLATFORM, by="COUNTRY"))["code"] == "FORBIDDEN"
