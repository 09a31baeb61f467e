"""``revenue``: purchases, refunds and gifts of a content, a creator, a product, a campaign or the platform."""

from typing import Annotated, TypeAlias

import strawberry

from resolvers.access import OWN_SALES
from resolvers.analytics_query import resolve_query
from resolvers.arguments import DefinitionArgument, IncludeArgument, RangeArgument, TimezoneArgument, check_currency
from resolvers.context import Info
from resolvers.field_metadata import FieldMetadata
from resolvers.metrics import Analytics
from resolvers.pages import (
    PAGE_SIZE,
    AfterArgument,
    BeforeArgument,
    LastArgument,
    PageFirstArgument,
    page_fields,
    resolve_page,
)
from resolvers.parts import part
from resolvers.project_state import project_fields
from resolvers.ranges import EffectiveRange
from resolvers.revenue.figures import (
    CURRENCIES,
    Money,
    RevenueComparison,
    RevenueConnection,
    RevenueEdge,
    RevenuePoint,
    RevenueRow,
    RevenueSeries,
    SoldByArgument,
    SoldOrderArgument,
)
from resolvers.root_fields import query_field
from resolvers.scalars import Long
from resolvers.selection import selected_names
from resolvers.series.series import ByArgument
from server.analytics.project_state import read_project_state
from server.analytics.revenue.query import RevenueQuery, RevenueScope
from server.analytics.revenue.sold_by import SoldOrder, sold_by
from server.analytics.revenue.trade import read_trade, read_trade_series, read_views
from server.analytics.series.calendar import date_of
from server.errors import ErrorCode, ViewpulseError
from server.metrics.view_definitions import DEFAULT_DEFINITION

_OF_VIEWS = ("views", "conversion")

CurrencyArgument: TypeAlias = Annotated[
    str | None, strawberry.argument(description="Only sales in this currency, by its ISO 4217 code; all when left out.")
]


@strawberry.type(description="Purchases, refunds and gifts.")
class RevenueAnalytics(Analytics):
    """The type of ``revenue``."""

    range: EffectiveRange = strawberry.field(description="The range covered.")
    timezone: str = strawberry.field(description="The time zone of the range.")
    currency: str | None = strawberry.field(description="The currency that was asked for; null: all.")
    totals: list[Money] = strawberry.field(
        description="Each currency in which anything was sold, given back, given or spent in the range, by its code.",
        metadata=CURRENCIES,
    )
    orders: Long = strawberry.field(
        description="Orders with a purchase, in any currency; an order in two currencies is one."
    )
    buyers: Long = strawberry.field(description="Distinct viewers with a purchase, in any currency; exact.")
    views: Long | None = strawberry.field(
        description="Views of the content, the creator or the platform by the definition; null of a product or a "
        "campaign, which have none."
    )
    conversion: float | None = strawberry.field(description="orders / views * 100; null where `views` is.")
    query: strawberry.Private[RevenueQuery]

    @part(
        description="The sales over time, without gaps.",
        metadata=FieldMetadata(cost=500, moves=True),
    )
    async def series(self, info: Info, by: ByArgument) -> RevenueSeries:
        """The points of the answer's range."""
        zone = self.query.zone
        async with info.context.read() as connection:
            found = await read_trade_series(connection, self.query, by)
        return RevenueSeries(
            by=by,
            range=EffectiveRange.from_range(found.covered),
            truncated=found.truncated,
            points=[
                RevenuePoint(
                    start=point.start,
                    end=point.end,
                    date=date_of(by, point.start, zone).isoformat(),
                    is_final=self.as_of is not None and min(point.end, found.covered.end) <= self.as_of,
                    totals=[Money.from_sales(sales) for sales in point.currencies],
                )
                for point in found.points
            ],
        )

    @part(
        description="The sales by content, creator, product, campaign or means of payment, in the currency of "
        "`revenue(currency:)`, which it needs. Campaigns of the platform are listed with what they cost, also without "
        "a sale.",
        metadata=FieldMetadata(cost=500),
    )
    async def breakdown(
        self,
        info: Info,
        by: SoldByArgument,
        *,
        order: SoldOrderArgument = SoldOrder.GROSS,
        first: PageFirstArgument = PAGE_SIZE,
        after: AfterArgument = None,
        last: LastArgument = None,
        before: BeforeArgument = None,
    ) -> RevenueConnection:
        """A page of the values of one dimension."""
        request = resolve_page(info, first=first, after=after, last=last, before=before)
        if self.query.currency is None:
            message = "A breakdown lists sales in one currency: choose it with `revenue(currency:)`."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["by"])
        listed = sold_by(self.query, self.query.currency, by, order)
        async with info.context.read() as connection:
            page = await listed.read(connection, request)
        return RevenueConnection(by=by, **page_fields(listed, page, RevenueEdge, RevenueRow.from_row))

    @part(
        description="The sales compared with those of the previous period; null for all time.",
        metadata=FieldMetadata(cost=500),
    )
    async def previous(self, info: Info) -> RevenueComparison | None:
        """The comparison with the previous period."""
        spans = self.query.compared
        if spans is None:
            return None
        async with info.context.read() as connection:
            value = await read_trade(connection, self.query, spans.value)
            baseline = await read_trade(connection, self.query, spans.baseline)
        return RevenueComparison.from_trade(value, baseline, spans)


@query_field(
    OWN_SALES,
    "Purchases, refunds and gifts: of a content, a creator, a product, a campaign, or the platform. Amounts are in "
    "minor units of their currency, and never added up over currencies. For the content's creator, that creator, or an "
    "admin; of a product, a campaign and the platform, for admins.",
    metadata=FieldMetadata(cost=500),
)
async def revenue(
    info: Info,
    target: RevenueScope,
    *,
    currency: CurrencyArgument = None,
    time_range: RangeArgument = None,
    timezone: TimezoneArgument = "UTC",
    definition: DefinitionArgument = DEFAULT_DEFINITION,
    include: IncludeArgument = None,
) -> RevenueAnalytics:
    """The sales of a range, for whom may see them."""
    check_currency(currency)
    query = RevenueQuery(
        of=target,
        currency=currency,
        **resolve_query(info, time_range=time_range, timezone=timezone, definition=definition, include=include),
    )
    return await answer_revenue(info, query)


async def answer_revenue(info: Info, query: RevenueQuery) -> RevenueAnalytics:
    """The sales of a range; views are read if the field selects them."""
    views = None
    async with info.context.read() as connection:
        trade = await read_trade(connection, query, query.time_range)
        if not selected_names(info).isdisjoint(_OF_VIEWS):
            views = await read_views(connection, query)
        state = await read_project_state(connection, query.project_id)
    return RevenueAnalytics(
        **project_fields(info, state, query.definition.name, query.time_range),
        range=EffectiveRange.from_range(query.time_range),
        timezone=query.timezone,
        currency=query.currency,
        totals=[Money.from_sales(sales) for sales in trade.currencies],
        orders=trade.orders,
        buyers=trade.buyers,
        views=views,
        conversion=trade.conversion(views),
        query=query,
    )
