"""Funnels are what trying every attempt of every viewer over the raw events says; behind each number are its
viewers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.dataset.generate import NOW
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import Way
from tests.integration.every_number.documents import FUNNEL
from tests.recompute import ranges
from tests.recompute.compared import compared_spans
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.funnels import breakdown, funnel, shown_viewer
from tests.recompute.truth import Row, Truth

KINDS = {"REACHED": "viewers", "DROPPED": "dropped", "INCOMPLETE": "incomplete"}
SEEN, VIEWED, LIKED = ({"types": [kind]} for kind in ("IMPRESSION", "VIEW", "LIKE"))
HALF, WHOLE = ({"watched": {"percent": percent}} for percent in (50, 100))
FUNNELS: dict[str, dict[str, Any]] = {
    "two steps": {"steps": [VIEWED, LIKED], "order": "ORDERED", "window": "1d"},
    "watch positions": {
        "steps": [SEEN, VIEWED, HALF, {**WHOLE, "optional": True}, {"types": ["LIKE", "SHARE", "SAVE"], "name": "Yes"}],
        "order": "ORDERED",
        "window": "2d",
    },
    "a creator": {
        "steps": [
            {"types": ["VIEW_START"], "creatorId": "creator3"},
            {"watched": {"percent": 30, "creatorId": "creator3"}, "within": "10m"},
            {"creatorId": "creator3", "types": ["LIKE", "FOLLOW", "COMMENT"]},
        ],
        "order": "ORDERED",
        "window": "7d",
    },
    "one content": {
        "steps": [{"contentId": "c3"}, {"watched": {"percent": 75, "contentId": "c3"}}],
        "order": "ORDERED",
        "window": "30m",
    },
    "repeated": {"steps": [VIEWED, VIEWED, VIEWED], "order": "ORDERED", "window": "1h"},
    "exclusion": {
        "steps": [VIEWED, HALF, LIKED],
        "order": "ORDERED",
        "window": "1d",
        "exclusions": [{"types": ["SKIP", "HIDE"]}],
    },
    "strict": {"steps": [SEEN, {"types": ["VIEW", "VIEW_PROGRESS"]}], "order": "STRICT", "window": "1d"},
    "any order": {"steps": [VIEWED, LIKED, {"types": ["SHARE"]}], "order": "ANY", "window": "1d"},
    "any order with an exclusion": {
        "steps": [LIKED, {"types": ["COMMENT"]}],
        "order": "ANY",
        "window": "2d",
        "exclusions": [SEEN],
    },
}
VALUES: dict[str, Callable[[Row], str | None]] = {
    "COUNTRY": lambda row: row["country"] or None,
    "CITY": lambda row: ", ".join(filter(None, (row["city"], row["country"]))) if row["city"] else None,
    "DEVICE": lambda row: row["device_type"] or None,
    "SOURCE": lambda row: row["source_type"] or None,
}
BREAKDOWNS = [
    ("two steps", "COUNTRY", "FIRST", None),
    ("watch positions", "DEVICE", "LAST", None),
    ("watch positions", "SOURCE", "STEP", 2),
    ("two steps", "CITY", "ALL", None),
    ("any order", "COUNTRY", "LAST", None),
]
PLAIN = Way(ranges.last("3d", timedelta(days=3), NOW))
WAYS = (
    PLAIN,
    Way(ranges.calendar("WEEK", 1, NOW, "Europe/Berlin"), bots=True, self_views=True),
    Way(ranges.rolling("days", 2, NOW, "America/New_York")),
)


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("name", FUNNELS)
async def test_funnels_match_raw_events(stack: Stack, truth: Truth, name: str, way: Way) -> None:
    said = FUNNELS[name]
    wanted, behind = funnel(truth, way.asked, said)
    assert wanted["started"], "nobody does that in the data set"
    expected = expected_of(truth, way, said, wanted)
    found = []
    listed_kinds = behind if way is PLAIN else dict([*behind.items()][-1:])  # all would take minutes
    for (step, kind), viewers in listed_kinds.items():
        after, listed = None, []
        while True:
            answer = await stack.ask(FUNNEL, **arguments(said, way), step=step, kind=kind, first=100, after=after)
            page = answer["viewers"]
            listed += page["nodes"]
            assert [edge["node"] for edge in page["edges"]] == page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        shown = {tuple(node.values()) for node in listed}
        assert len(shown) == len(listed) == page["totalCount"] == wanted["steps"][step - 1][KINDS[kind]]
        assert shown == {tuple(shown_viewer(key).values()) for key in viewers}, (step, kind)
        found += differences(answer, expected)
    none_of(found)


@pytest.mark.parametrize(("name", "by", "of", "step"), BREAKDOWNS)
async def test_breakdowns_match_raw_events(
    stack: Stack, truth: Truth, name: str, by: str, of: str, step: int | None
) -> None:
    said = FUNNELS[name]
    wanted = breakdown(truth, PLAIN.asked, said, VALUES[by], of, step)
    assert len(wanted) > 2
    for first in (100, 2):
        given = arguments(said, PLAIN) | {"by": by, "of": of, "valueStep": step, "values": first}
        answer = (await stack.ask(FUNNEL, **given, step=1, kind="REACHED", last=1))["breakdown"]
        assert (answer["by"], answer["values"]) == (by, len(wanted))
        assert len(answer["rows"]) == min(first, len(wanted))
        found = {row["value"]: counts(row) for row in answer["rows"]}
        assert {value: wanted[value] for value in found} == found
        others = [steps for value, steps in wanted.items() if value not in found]
        sums = [tuple(map(sum, zip(*same_step, strict=True))) for same_step in zip(*others, strict=True)]
        assert counts(answer["rest"]) == (sums or [(0, 0, 0)] * len(said["steps"]))
        started = [row["started"] for row in answer["rows"]]
        assert started == sorted(started, reverse=True)
        for row in (*answer["rows"], answer["rest"]):
            first_step, last_step = row["steps"][0], row["steps"][-1]
            assert (row["started"], row["converted"]) == (first_step["viewers"], last_step["viewers"])
            share = row["converted"] / row["started"] * 100 if row["started"] else 0
            assert row["conversionRate"] == last_step["conversionRate"] == pytest.approx(share, abs=1e-6)


def counts(row: dict[str, Any]) -> list[tuple[int, int, int]]:
    return [(step["viewers"], step["dropped"], step["incomplete"]) for step in row["steps"]]


def arguments(said: dict[str, Any], way: Way) -> dict[str, Any]:
    """The variables of the document, without those of the page."""
    plain = {"exclusions": None, "by": "COUNTRY", "of": "FIRST", "valueStep": None, "values": 1}
    return {**plain, **said, **{name: value for name, value in way.variables.items() if name != "definition"}}


def expected_of(truth: Truth, way: Way, said: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The expected answer; pages and breakdowns are compared on their own."""
    shown = {"definition": "start@1", "order": said["order"], "window": said["window"]}
    unknown = dict.fromkeys(("id", "revision", "viewers", "breakdown"), ANYTHING)
    return {**way.said, **shown, **unknown, **wanted, "previous": before(truth, way, said)}


def before(truth: Truth, way: Way, said: dict[str, Any]) -> dict[str, Any]:
    """The expected funnel of the period before."""
    spans = compared_spans(way.span, NOW)
    assert spans is not None
    start, end = spans[1]
    shown = {"start": start.isoformat(), "end": end.isoformat()}
    return {**funnel(truth, replace(way.asked, start=start, end=end), said)[0], "range": shown}
