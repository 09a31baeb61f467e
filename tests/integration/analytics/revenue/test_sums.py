"""Sums of money equal those of a plain recomputation with decimals."""

from collections import defaultdict
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.analytics.ranges import TimeRange
from server.analytics.revenue.query import RevenueQuery, RevenueScope
from server.analytics.revenue.trade import read_trade
from server.analytics.traffic import Traffic
from server.metrics.view_definitions import DEFAULT_DEFINITION, find_definition
from server.rollup.aggregator import Aggregator
from server.storage.database import Connection, Pool
from tests.integration.rollup.feed import BASE, feed, in_project
from tests.integration.rollup.test_properties import SALES, dense_history, events, patient
from tests.oracle import Oracle
from tests.sales import figures, minor_units, sales_of

_projects = count(5000)
SUBJECTS: list[dict[str, str]] = [
    {},
    {"content_id": "c1"},
    {"creator_id": "k1"},
    {"product_id": "p1"},
    {"campaign": "spring"},
]

sold = events.map(lambda event: event if event["properties"] else {**event, "type": "purchase", "properties": SALES[0]})


@patient
@given(history=st.lists(sold, min_size=1, max_size=60, unique_by=lambda event: event["id"]))
async def test_figures_of_any_subject_equal_a_plain_recomputation(
    pool: Pool, aggregator: Aggregator, history: list[dict[str, Any]]
) -> None:
    project_id = next(_projects)
    async with pool.acquire() as connection:
        for start in range(0, len(history), 7):
            await feed(connection, in_project(history[start : start + 7], project_id))
            await aggregator.drain()
        oracle = Oracle(in_project(history, project_id), project_id)
        rows = sales_of(oracle)
        day = TimeRange(BASE, BASE + timedelta(hours=1))
        for subject in SUBJECTS:
            for span in (None, day):
                for classes in ((0,), (0, 1, 2, 3)):
                    wanted = [
                        row
                        for row in rows
                        if row["traffic"] in classes
                        and (span is None or span.start <= row["bucket"] < span.end)
                        and all(row[name] == value for name, value in subject.items())
                    ]
                    await assert_equal(connection, project_id, subject, span, classes, wanted)


async def assert_equal(
    connection: Connection,
    project_id: int,
    subject: dict[str, str],
    span: TimeRange | None,
    classes: tuple[int, ...],
    wanted: list[dict[str, Any]],
) -> None:
    query = RevenueQuery(
        project_id=project_id,
        time_range=span,
        timezone="UTC",
        definition=find_definition(DEFAULT_DEFINITION),
        traffic=Traffic(bots=len(classes) > 1, self_views=len(classes) > 1),
        now=BASE,
        of=RevenueScope(**subject),
    )
    trade = await read_trade(connection, query, span)
    parts = defaultdict(list)
    for row in wanted:
        parts[row["currency"]].append(row)
    found = {
        sales.currency: {name: getattr(sales, name) for name in ("gross", "refunds", "gifts", "orders", "buyers")}
        for sales in trade.currencies
    }
    assert found == {currency: figures(rows) for currency, rows in parts.items()}
    together = figures(wanted)
    assert (trade.orders, trade.buyers) == (together["orders"], together["buyers"])


async def test_ten_thousand_amounts_are_rounded_as_decimals_are(pool: Pool) -> None:
    random = Random(7)
    amounts = [
        f"{random.randrange(10 ** random.randint(1, 12))}.{random.randrange(10_000):0{random.randint(1, 4)}}"
        for _ in range(10_000)
    ]
    amounts = [amount[: amount.index(".") + 5] for amount in amounts] + ["0.5", "1.5", "0.0005", "999999999999.9999"]
    currencies = [random.choice(["EUR", "JPY", "KWD", "XTS"]) for _ in amounts]
    rows = await pool.fetch(
        "SELECT minor_units(amount, currency) AS found FROM unnest($1::text[], $2::text[]) AS sent (amount, currency)",
        amounts,
        currencies,
    )
    assert [row["found"] for row in rows] == [minor_units(*pair) for pair in zip(amounts, currencies, strict=True)]
    nothing = ["-1", "1e5", "", "abc", "1.", "12345678901234"]
    taken = "SELECT sent FROM unnest($1::text[]) AS sent WHERE minor_units(sent, 'EUR') IS NOT NULL"
    assert await pool.fetch(taken, nothing) == []
    assert await pool.fetchval("SELECT minor_units('1', 'eur')") is None


def test_a_dense_history_has_sales_of_all_kinds() -> None:
    kinds = {event["type"] for event in dense_history(Random(1), 500) if event["properties"]}
    assert kinds == {"purchase", "refund", "stream_gift"}
