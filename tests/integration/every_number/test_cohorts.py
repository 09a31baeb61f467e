"""Retention and cohorts are what following every viewer through the raw events says."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.dataset.generate import NOW
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import Way
from tests.integration.every_number.documents import COHORTS, RETURNING
from tests.integration.every_number.test_funnels import VALUES
from tests.recompute import ranges
from tests.recompute.cohorts import Question, cohorts, merged
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.groups import Answer
from tests.recompute.truth import Row, Truth

PLAIN: dict[str, Any] = {
    "start": None,
    "returns": None,
    "cohort": "FIRST_TIME",
    "retained": "ON",
    "by": "WEEK",
    "periods": 3,
    "rolling": False,
    "weekStart": "MONDAY",
    "currency": "EUR",
}
VIEWS, LIKES, PURCHASES = ({"types": [kind]} for kind in ("VIEW", "LIKE", "PURCHASE"))
ASKED: dict[str, dict[str, Any]] = {
    "first seen": {},
    "views by day": {"start": VIEWS, "returns": VIEWS, "by": "DAY", "periods": 6},
    "likes after views": {"start": VIEWS, "returns": LIKES, "retained": "ON_OR_AFTER", "weekStart": "SUNDAY"},
    "every week's buyers": {"start": PURCHASES, "cohort": "RECURRING", "periods": 4},
    "rolling days": {
        "start": VIEWS,
        "returns": {"watched": {"percent": 50}},
        "by": "DAY",
        "rolling": True,
        "periods": 9,
    },
    "a creator's months": {"start": {"creatorId": "creator3"}, "by": "MONTH", "periods": 2, "currency": "JPY"},
    "rolling weeks, or later": {"start": VIEWS, "retained": "ON_OR_AFTER", "rolling": True, "cohort": "RECURRING"},
}
WAYS = (
    Way(ranges.rolling("weeks", 3, NOW, "America/New_York")),
    Way(ranges.last("10d", timedelta(days=10), NOW, "Asia/Kolkata"), bots=True, self_views=True),
    Way(ranges.calendar("MONTH", 0, NOW, "Australia/Lord_Howe")),
)
BY: dict[str, Callable[[Row], str | None]] = {name: VALUES[name] for name in ("COUNTRY", "DEVICE", "SOURCE")}
AMOUNTS = ("watchTime", "revenue", "lifetimeValue")


def question_of(way: Way, said: dict[str, Any], by: Callable[[Row], str | None] | None = None) -> Question:
    return Question(way.span, way.asked, said, by)


def variables(way: Way, said: dict[str, Any], **more: Any) -> dict[str, Any]:
    of_way = {name: value for name, value in way.variables.items() if name != "definition"}
    return {**of_way, **said, **more}


def expected(way: Way, question: Question, wanted: Answer, said: dict[str, Any]) -> Answer:
    bounds = question.bounds
    return {
        "id": ANYTHING,
        "revision": ANYTHING,
        "asOf": NOW.isoformat(),
        "isFinal": bounds[-1] <= NOW,
        "definition": "start@1",
        "timezone": way.span.zone,
        "range": {"start": bounds[0].isoformat(), "end": bounds[-1].isoformat()},
        "by": said["by"],
        "rolling": question.is_rolling,
        **wanted,
    }


def without(line: Answer, *names: str) -> Answer:
    return {name: value for name, value in line.items() if name not in names}


def labelled(line: Answer) -> Answer:
    return {**line, "label": ANYTHING}


async def compare(stack: Stack, truth: Truth, name: str, way: Way) -> None:
    """Cohorts by period."""
    said = PLAIN | ASKED[name]
    question = question_of(way, said)
    wanted = cohorts(truth, question)
    assert any(line["size"] for line in wanted["cohorts"]), "nobody does that in the data set"
    shown = {
        **wanted,
        "cohorts": [labelled(line) for line in wanted["cohorts"]],
        "currency": said["currency"],
        "rest": None,
    }
    answer = await stack.ask(COHORTS, **variables(way, said, dimension=None, property=None, first=10))
    none_of(differences(answer, expected(way, question, shown, said)))


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("name", ASKED)
async def test_cohorts_match_raw_events(stack: Stack, truth: Truth, name: str, way: Way) -> None:
    await compare(stack, truth, name, way)
    said = PLAIN | ASKED[name]
    question = question_of(way, said)
    if said["start"] is None:
        return
    said |= {} if said["returns"] else {"returns": said["start"]}
    wanted = cohorts(truth, question_of(way, said))
    lines = [
        {**without(line, "value"), "periods": [without(cell, *AMOUNTS) for cell in line["periods"]]}
        for line in wanted["cohorts"]
    ]
    triangle = {"cohorts": lines, "means": wanted["means"]}
    answer = await stack.ask(RETURNING, **variables(way, without(said, "currency")))
    none_of(differences(answer, expected(way, question, triangle, said)))


@pytest.mark.parametrize("first", [2, 100])
@pytest.mark.parametrize("by", BY)
async def test_groups_match_raw_events(stack: Stack, truth: Truth, by: str, first: int) -> None:
    said = PLAIN | {"start": VIEWS, "by": "DAY", "periods": 4}
    for way in WAYS[:2]:
        question = question_of(way, said, BY[by])
        wanted = cohorts(truth, question)
        assert wanted["values"] > 2
        answer = await stack.ask(COHORTS, **variables(way, said, dimension=by, property=None, first=first))
        sizes = [line["size"] for line in answer["cohorts"]]
        assert sizes == [line["size"] for line in wanted["cohorts"]][:first]
        lines = {line["value"]: labelled(line) for line in wanted["cohorts"]}
        others = merged(question, truth, lines.keys() - {line["value"] for line in answer["cohorts"]})
        shown = {
            **wanted,
            "cohorts": [lines[line["value"]] for line in answer["cohorts"]],
            "currency": "EUR",
            "rest": labelled(others),
        }
        none_of(differences(answer, expected(way, question, shown, said)))


async def test_groups_by_a_property_match_raw_events(stack: Stack, truth: Truth) -> None:
    said = PLAIN | {"start": PURCHASES, "periods": 2}

    def product(row: Row) -> str | None:
        found = json.loads(row["properties"] or "{}").get("productId")
        return found if isinstance(found, str) else None

    question = question_of(WAYS[0], said, product)
    wanted = cohorts(truth, question)
    assert wanted["values"] > 2
    answer = await stack.ask(COHORTS, **variables(WAYS[0], said, dimension=None, property="productId", first=100))
    lines = {line["value"]: labelled(line) for line in wanted["cohorts"]}
    shown = {
        **wanted,
        "cohorts": [lines[line["value"]] for line in answer["cohorts"]],
        "currency": "EUR",
        "rest": labelled(merged(question, truth, ())),
    }
    assert len(answer["cohorts"]) == len(lines)
    none_of(differences(answer, expected(WAYS[0], question, shown, said)))
