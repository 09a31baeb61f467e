"""Sales by content, creator, product, campaign or means of payment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import asyncpg

from server.analytics.revenue.query import RevenueQuery, Sales
from server.storage.pages import PagedList, each
from server.storage.sql import load_sql


class SoldBy(StrEnum):
    """What sales are listed by; the values are columns of ``sales``."""

    CONTENT = "content_id"
    CREATOR = "creator_id"
    PRODUCT = "product_id"
    CAMPAIGN = "campaign"
    PAYMENT_METHOD = "payment_method"


class SoldOrder(StrEnum):
    """The order of such a list."""

    GROSS = "gross"
    NET = "net"
    REFUNDS = "refunds"
    GIFTS = "gifts"
    ORDERS = "orders"
    BUYERS = "buyers"
    SPEND = "spend"


_LABELS: Mapping[SoldBy, str] = MappingProxyType(
    {
        SoldBy.CONTENT: "(SELECT title FROM contents WHERE project_id = :project AND content_id = page.value)",
        SoldBy.CREATOR: "(SELECT name FROM creator_profiles WHERE project_id = :project AND creator_id = page.value)",
    }
)


@dataclass(frozen=True, slots=True)
class SoldRow:
    """The sales of one value.

    Attributes:
        value: The content, the creator, the product, the campaign or the means of payment; None: unknown.
        label: Its title or name, if it has one.
        sales: Its sales.
    """

    value: str | None
    label: str | None
    sales: Sales


def sold_by(query: RevenueQuery, currency: str, by: SoldBy, order: SoldOrder) -> PagedList[SoldRow]:
    """The sales of a range by one dimension; campaigns of the platform with what they cost, also without a sale.

    Args:
        query: Whose sales, in which range, zone and classes of traffic.
        currency: The currency, which is that of the query.
        by: The dimension.
        order: The order, best first; ties by value.
    """
    first_day, end_day = query.days(query.time_range)
    start, end = query.bounds

    def row_of(record: asyncpg.Record) -> SoldRow:
        names = ("decimals", "gross", "refunds", "gifts", "orders", "buyers", "spend")
        sales = Sales(currency, **{name: record[name] for name in names})
        return SoldRow(record["value"] or None, record["label"], sales)

    return PagedList(
        load=lambda direction: load_sql(
            __name__,
            "sold_by",
            column=by.value,
            label=_LABELS.get(by, "NULL::text"),
            whose=query.condition,
            **direction,
        ),
        values={
            **query.parameters,
            "start": start,
            "end": end,
            "by": order.value,
            "with_spend": by is SoldBy.CAMPAIGN and not query.of.which,
            "first_day": first_day,
            "end_day": end_day,
        },
        key={"worth": int, "value": str},
        after={"after_worth": None, "after_key": ""},
        make=each(row_of),
        order=f"{by.value} {order.value} {currency}",
    )
