"""Every figure of ``revenue`` equals the one that follows from the events, one by one."""

from typing import Any

import pytest

from tests.integration.analytics.stack import Stack
from tests.integration.every_number import documents
from tests.integration.every_number.asking import WAYS, Way, spread
from tests.integration.every_number.paging import walk
from tests.recompute.comparison import ANYTHING, differences, none_of
from tests.recompute.revenue import BY, INTERVALS, ORDERS, Question, revenue, rows, sales
from tests.recompute.truth import Truth

PLATFORM = {"platform": True}
SUBJECTS: list[dict[str, Any]] = [
    PLATFORM,
    {"contentId": "c3"},
    {"creatorId": "creator16"},
    {"productId": "p1"},
    {"campaign": "spring"},
    {"campaign": "free"},
    {"contentId": "c10"},
]


def test_the_data_set_has_sales_of_every_kind(truth: Truth) -> None:
    found = sales(truth)
    assert {sale.traffic for sale in found} >= {0, 1, 2}
    assert len({sale.currency for sale in found}) == 5
    refunds = [sale for sale in found if sale.type == "REFUND"]
    assert sum(sale.content is None for sale in refunds) > 20
    assert sum(sale.content is not None for sale in refunds) > 50
    assert sum(sale.type == "STREAM_GIFT" for sale in found) > 20


@pytest.mark.parametrize(("way", "of"), spread(SUBJECTS, each=3), ids=str)
async def test_sales_match_raw_events(stack: Stack, truth: Truth, way: Way, of: dict[str, Any]) -> None:
    number = WAYS.index(way)
    currency, interval = (None, "EUR", None, "JPY")[number % 4], INTERVALS[number % len(INTERVALS)]
    answer = await stack.ask(documents.SOLD, of=of, currency=currency, by=interval, **way.variables)
    wanted = revenue(truth, Question(of, way.asked, way.span, currency), interval)
    none_of(differences(answer, {**wanted, **way.said, "id": ANYTHING, "revision": ANYTHING}))


@pytest.mark.parametrize(("way", "by"), spread(BY, each=2), ids=str)
async def test_sales_by_anything_match_raw_events(stack: Stack, truth: Truth, way: Way, by: str) -> None:
    number = WAYS.index(way)
    of = SUBJECTS[number % 5] if by != "CAMPAIGN" else PLATFORM
    order, currency = ORDERS[(number + len(by)) % len(ORDERS)], ("EUR", "USD", "JPY")[number % 3]
    wanted = rows(truth, Question(of, way.asked, way.span, currency), by, order)
    asked = {"of": of, "currency": currency, "by": by, "order": order, **way.variables}
    size = max(2, len(wanted) // 3)
    none_of(await walk(stack, documents.SOLD_BY, wanted, {"by": by}, size=size, within="breakdown", **asked))


async def test_sales_that_arrived_in_another_order_are_the_same(stack: Stack, shuffled_stack: Stack) -> None:
    for of in SUBJECTS:
        for way in WAYS[:9:4]:
            variables = {"of": of, "currency": None, "by": "DAY", **way.variables}
            answers = [await one.ask(documents.SOLD, **variables) for one in (stack, shuffled_stack)]
            assert answers[0] | {"revision": 0} == answers[1] | {"revision": 0}
