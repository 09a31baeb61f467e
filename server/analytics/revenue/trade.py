"""Sales of a content, a creator, a product, a campaign or the platform: in a range, and over time."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import asyncpg

from server.analytics.contents.totals import ContentSelection, read_content
from server.analytics.creators.totals import read_scope
from server.analytics.query import ContentQuery, ScopeQuery
from server.analytics.ranges import TimeRange, all_time, ceil_quarter
from server.analytics.revenue.query import RevenueQuery, Sales, Trade
from server.analytics.series.calendar import Interval, are_cut, date_of, end_of, starts_of
from server.errors import ErrorCode, ViewpulseError
from server.storage.database import Connection
from server.storage.sql import load_sql


@dataclass(frozen=True, slots=True)
class TradePoint:
    """One local hour, day, week or month.

    Attributes:
        start: When it began, even if the range began later.
        end: When it ends, even if the range ends earlier.
        currencies: The sales in each currency in its part of the range, by its code; those without any are left out.
    """

    start: datetime
    end: datetime
    currencies: list[Sales]


@dataclass(frozen=True, slots=True)
class TradeSeries:
    """Sales over time.

    Attributes:
        covered: The range. For all time, from the first quarter-hour with a sale to now, or to the last one if clocks
            were ahead; empty if there is none.
        truncated: Whether it overlaps more hours, days, weeks or months than there are points.
        points: The points, oldest first, without gaps.
    """

    covered: TimeRange
    truncated: bool
    points: list[TradePoint]


async def read_trade(connection: Connection, query: RevenueQuery, covered: TimeRange | None) -> Trade:
    """The sales of a range.

    Args:
        connection: Inside a snapshot.
        query: Whose sales, in which currency, zone and classes of traffic.
        covered: The range; None for all time.
    """
    rows = await load_sql(__name__, "trade", whose=query.condition).fetch(
        connection, **query.parameters, **_bounds(covered)
    )
    summed = next(row for row in rows if row["currency"] is None)
    spent = Counter[tuple[str, int]]()
    for row in await _read_spend(connection, query, covered):
        spent[row["currency"], row["decimals"]] += row["amount"]
    return Trade(summed["orders"], summed["buyers"], _with_spend([row for row in rows if row["currency"]], spent))


async def read_trade_series(connection: Connection, query: RevenueQuery, by: Interval) -> TradeSeries:
    """The sales of the query's range over time.

    What a campaign cost is counted on the day, week or month in which its day begins, and in no hour.

    Args:
        connection: Inside a snapshot.
        query: Whose sales, in which currency, range, zone and classes of traffic.
        by: The length of the points.

    Raises:
        ViewpulseError: BAD_INPUT for minutes: sales are counted by quarter-hour.
    """
    if by is Interval.MINUTE:
        message = "Sales are not counted by MINUTE; ask by HOUR, DAY, WEEK or MONTH."
        raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=["by"])
    covered, zone = await _covered(connection, query), query.zone
    starts = starts_of(by, covered, zone)
    rows = await load_sql(__name__, "trade_points", whose=query.condition).fetch(
        connection, **query.parameters, **_bounds(covered), starts=starts
    )
    sold, spent = defaultdict[int, list[asyncpg.Record]](list), defaultdict[int, Counter[tuple[str, int]]](Counter)
    for row in rows:
        sold[row["point"]].append(row)
    if by is not Interval.HOUR:
        begins = [date_of(by, start, zone) for start in starts]
        for row in await _read_spend(connection, query, covered):
            spent[_point_of(row["day"], begins)][row["currency"], row["decimals"]] += row["amount"]
    ends = [*starts[1:], end_of(by, starts[-1], zone)] if starts else []
    points = [
        TradePoint(start, end, _with_spend(sold[number], spent[number]))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]
    return TradeSeries(covered, are_cut(by, starts, covered, zone), points)


async def read_views(connection: Connection, query: RevenueQuery) -> int | None:
    """The views of the content, the creator or the platform in the range; None for a product or a campaign."""
    common = {
        "project_id": query.project_id,
        "time_range": query.time_range,
        "timezone": query.timezone,
        "definition": query.definition,
        "traffic": query.traffic,
        "now": query.now,
    }
    if query.of.content_id is not None:
        content = ContentQuery(content_id=query.of.content_id, **common)  # type: ignore[arg-type]
        return (await read_content(connection, content, ContentSelection())).counts.views
    if query.of.product_id is not None or query.of.campaign is not None:
        return None
    scope = ScopeQuery(creator_id=query.of.creator_id, **common)  # type: ignore[arg-type]
    return (await read_scope(connection, scope, viewers=False)).counts.views


async def _covered(connection: Connection, query: RevenueQuery) -> TimeRange:
    if query.time_range is not None:
        return query.time_range
    now = ceil_quarter(query.now)
    row = await load_sql(__name__, "sales_span", whose=query.condition).fetchrow(
        connection, **query.parameters, now=now
    )
    assert row is not None
    return all_time(row["first_bucket"], row["last_bucket"], now)


async def _read_spend(
    connection: Connection, query: RevenueQuery, covered: TimeRange | None
) -> Sequence[asyncpg.Record]:
    """What the campaign cost by day and currency; nothing unless one is asked for."""
    if query.of.campaign is None:
        return ()
    first_day, end_day = query.days(covered)
    return await load_sql(__name__, "spend").fetch(
        connection,
        project=query.project_id,
        campaign=query.of.campaign,
        currency=query.currency,
        first_day=first_day,
        end_day=end_day,
    )


def _with_spend(rows: Iterable[asyncpg.Record], spent: Counter[tuple[str, int]]) -> list[Sales]:
    """The sales of some rows in each currency, and of the currencies in which money was only spent."""
    found = {row["currency"]: Sales.from_row(row) for row in rows}
    for (currency, decimals), amount in spent.items():
        found[currency] = replace(found.get(currency, Sales(currency, decimals)), spend=amount)
    return [found[currency] for currency in sorted(found)]


def _point_of(day: date, begins: Sequence[date]) -> int:
    """The number, from 1, of the last point that does not begin after a day; 0 if all do."""
    return bisect_right(begins, day)


def _bounds(covered: TimeRange | None) -> dict[str, datetime | None]:
    return {"start": None, "end": None} if covered is None else {"start": covered.start, "end": covered.end_bucket}
