"""The money of ``revenue``: the figures of one currency, over time, by a dimension, and compared."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from resolvers.comparisons.comparison import ComparedValue
from resolvers.enums import register_enum
from resolvers.field_metadata import FieldMetadata
from resolvers.pages import Paged
from resolvers.ranges import EffectiveRange
from resolvers.scalars import Long
from resolvers.series.rows import POINTS
from server.analytics.previous_period import ComparisonBasis, Spans
from server.analytics.revenue.query import Sales, Trade
from server.analytics.revenue.sold_by import SoldBy, SoldOrder, SoldRow
from server.analytics.series.calendar import MAX_POINTS, Interval

CURRENCIES = FieldMetadata(length=2)
"""A platform rarely sells in more."""

register_enum(
    SoldBy,
    "What sales are listed by.",
    {
        SoldBy.CONTENT: "The content that something was bought from.",
        SoldBy.CREATOR: "The owner of the content; without a content, the creator that the event names.",
        SoldBy.PRODUCT: "The product.",
        SoldBy.CAMPAIGN: "The campaign that the buyer came from, `source.campaign`.",
        SoldBy.PAYMENT_METHOD: "The means of payment.",
    },
)
register_enum(
    SoldOrder,
    "The order of the rows, the largest first; ties by value.",
    {
        SoldOrder.GROSS: "What was paid.",
        SoldOrder.NET: "What was paid and not given back.",
        SoldOrder.REFUNDS: "What was given back.",
        SoldOrder.GIFTS: "What gifts cost.",
        SoldOrder.ORDERS: "Orders.",
        SoldOrder.BUYERS: "Buyers.",
        SoldOrder.SPEND: "What the campaign cost.",
    },
)

SoldByArgument: TypeAlias = Annotated[SoldBy, strawberry.argument(description="What the rows are.")]
SoldOrderArgument: TypeAlias = Annotated[SoldOrder, strawberry.argument(description="The order of the rows.")]


@strawberry.type(
    description="Sales in one currency. Amounts are in its minor units: 1250 is 12.50 EUR. Amounts of two currencies "
    "are never added up."
)
class Money:
    """The figures of one currency."""

    currency: str = strawberry.field(description="ISO 4217 code.")
    decimals: int = strawberry.field(
        description="Decimals of the currency: amount / 10^decimals is the amount in major units. 2 for EUR, 0 for JPY."
    )
    gross: Long = strawberry.field(description="What was paid for purchases, in minor units.")
    refunds: Long = strawberry.field(
        description="What was given back, in minor units, on the day on which it was given back."
    )
    net: Long = strawberry.field(
        description="gross - refunds; negative where more is given back of earlier purchases than is bought."
    )
    gifts: Long = strawberry.field(
        description="What gifts in live streams cost, in minor units; not part of `gross` and `net`."
    )
    orders: Long = strawberry.field(
        description="Orders with a purchase: all purchases with the same `orderId` are one order, each without one is "
        "an order."
    )
    average_order: float | None = strawberry.field(description="gross / orders, in minor units; null without an order.")
    buyers: Long = strawberry.field(description="Distinct viewers with a purchase; exact.")
    spend: Long | None = strawberry.field(
        description="What the campaign cost, in minor units, as declared by `upsertCampaignSpend`: of each day that "
        "begins in the range. Null where no campaign is asked for, where none was declared, and for an hour."
    )
    return_on_spend: float | None = strawberry.field(
        description="net / spend, in the same currency: 3.5 is a net of 3.50 for each 1.00. Null without a spend."
    )

    @classmethod
    def from_sales(cls, sales: Sales) -> Self:
        """The API type of sales in one currency."""
        return cls(
            currency=sales.currency,
            decimals=sales.decimals,
            gross=sales.gross,
            refunds=sales.refunds,
            net=sales.net,
            gifts=sales.gifts,
            orders=sales.orders,
            average_order=sales.average_order,
            buyers=sales.buyers,
            spend=sales.spend,
            return_on_spend=sales.return_on_spend,
        )


@strawberry.type(description="Sales of one hour, day, week or month.")
class RevenuePoint:
    """A point of ``RevenueSeries``."""

    start: datetime = strawberry.field(description="When it begins, even if the range begins later.")
    end: datetime = strawberry.field(description="When it ends, even if the range ends earlier.")
    date: str = strawberry.field(description="Local date on which it begins, YYYY-MM-DD.")
    is_final: bool = strawberry.field(description="Whether it is over, and everything that was sent in it is counted.")
    totals: list[Money] = strawberry.field(
        description="Each currency in which anything was sold, given back, given or spent, by its code.",
        metadata=CURRENCIES,
    )


@strawberry.type(description="Sales over time, without gaps.")
class RevenueSeries:
    """The type of ``series``."""

    by: Interval = strawberry.field(description="The length of the points.")
    range: EffectiveRange = strawberry.field(
        description="The range covered. For all time, it begins with the first quarter-hour with a sale, and ends now, "
        "or after the last one if clocks were ahead."
    )
    points: list[RevenuePoint] = strawberry.field(
        description="Every hour, day, week or month of the timezone that overlaps the range, oldest first. At most the "
        f"newest {MAX_POINTS:,}; see `truncated`.",
        metadata=POINTS,
    )
    truncated: bool = strawberry.field(
        description=f"Whether the range has more than {MAX_POINTS:,} points; the oldest are left out."
    )


@strawberry.type(description="Sales of one content, creator, product, campaign or means of payment.")
class RevenueRow:
    """A node of ``RevenueConnection``."""

    value: str | None = strawberry.field(
        description="The content, the creator, the product, the campaign or the means of payment; null: unknown."
    )
    label: str | None = strawberry.field(description="The title of the content, or the name of the creator, if known.")
    money: Money = strawberry.field(description="Its sales.")

    @classmethod
    def from_row(cls, row: SoldRow) -> Self:
        """The API type of a row."""
        return cls(value=row.value, label=row.label, money=Money.from_sales(row.sales))


@strawberry.type(description="A row and its cursor.")
class RevenueEdge:
    """Edge of ``RevenueConnection``."""

    node: RevenueRow = strawberry.field(description="The row.")
    cursor: str = strawberry.field(description="Opaque cursor of this row; pass it as `after` or `before`.")


@strawberry.type(description="A page of sales by content, creator, product, campaign or means of payment.")
class RevenueConnection(Paged):
    """The type of ``breakdown``."""

    by: SoldBy = strawberry.field(description="What the rows are.")
    edges: list[RevenueEdge] = strawberry.field(description="The rows of the page, with their cursors.")
    nodes: list[RevenueRow] = strawberry.field(description="The rows of the page.")


@strawberry.type(description="Sales in one currency compared with those of the previous period.")
class ComparedMoney:
    """The figures of one currency in ``RevenueComparison``; amounts are in minor units."""

    currency: str = strawberry.field(description="ISO 4217 code.")
    decimals: int = strawberry.field(description="Decimals of the currency.")
    gross: ComparedValue = strawberry.field(description="What was paid for purchases.")
    refunds: ComparedValue = strawberry.field(description="What was given back.")
    net: ComparedValue = strawberry.field(description="gross - refunds.")
    gifts: ComparedValue = strawberry.field(description="What gifts cost.")
    orders: ComparedValue = strawberry.field(description="Orders with a purchase.")
    average_order: ComparedValue = strawberry.field(description="gross / orders.")
    buyers: ComparedValue = strawberry.field(description="Distinct viewers with a purchase.")

    @classmethod
    def from_sales(cls, value: Sales, baseline: Sales) -> Self:
        """The comparison of sales in one currency."""
        names = ("gross", "refunds", "net", "gifts", "orders", "average_order", "buyers")
        compared = {name: ComparedValue.from_values(getattr(value, name), getattr(baseline, name)) for name in names}
        return cls(currency=value.currency, decimals=value.decimals, **compared)


@strawberry.type(
    description="Sales compared with those of the previous period, as PREVIOUS_PERIOD of `compare` takes it."
)
class RevenueComparison:
    """The type of ``previous``."""

    range: EffectiveRange = strawberry.field(description="The previous period.")
    value_range: EffectiveRange = strawberry.field(
        description="What it is compared with: the part of the requested range that is over, in whole quarter-hours."
    )
    basis: ComparisonBasis = strawberry.field(description="How `range` and `valueRange` correspond.")
    orders: ComparedValue = strawberry.field(description="Orders with a purchase, in any currency.")
    buyers: ComparedValue = strawberry.field(description="Distinct viewers with a purchase, in any currency.")
    totals: list[ComparedMoney] = strawberry.field(
        description="Each currency of either period, by its code.", metadata=CURRENCIES
    )

    @classmethod
    def from_trade(cls, value: Trade, baseline: Trade, spans: Spans) -> Self:
        """The comparison of the sales of two ranges."""
        sides = [{sales.currency: sales for sales in trade.currencies} for trade in (value, baseline)]
        decimals = {sales.currency: sales.decimals for side in sides for sales in side.values()}
        pairs = [
            [side.get(currency, Sales(currency, decimals[currency])) for side in sides] for currency in sorted(decimals)
        ]
        return cls(
            range=EffectiveRange.from_range(spans.baseline),
            value_range=EffectiveRange.from_range(spans.value),
            basis=spans.basis,
            orders=ComparedValue.from_values(value.orders, baseline.orders),
            buyers=ComparedValue.from_values(value.buyers, baseline.buyers),
            totals=[ComparedMoney.from_sales(own, before) for own, before in pairs],
        )
