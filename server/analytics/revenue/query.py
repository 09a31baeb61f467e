"""What ``revenue`` is asked about, and the arithmetic of its figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import asyncpg

from server.analytics.query import AnalyticsQuery
from server.analytics.ranges import TimeRange, floor_quarter, midnight
from server.metrics import rates


@dataclass(frozen=True, slots=True)
class RevenueScope:
    """Whose sales are asked for: of one of these, or, with none, of the whole platform."""

    content_id: str | None = None
    creator_id: str | None = None
    product_id: str | None = None
    campaign: str | None = None

    @property
    def which(self) -> Mapping[str, str]:
        """The column of ``sales`` that says so, with its value; empty for the platform."""
        columns = {
            "content_id": self.content_id,
            "creator_id": self.creator_id,
            "product_id": self.product_id,
            "campaign": self.campaign,
        }
        return {column: value for column, value in columns.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueQuery(AnalyticsQuery):
    """A query of sales.

    Attributes:
        of: Whose they are.
        currency: Only those in this currency; None for all.
    """

    of: RevenueScope
    currency: str | None = None

    @property
    def condition(self) -> str:
        """Which rows of ``sales``, as SQL; its parameters are those of ``parameters``."""
        return " AND ".join(f"{column} = :{column}" for column in self.of.which) or "true"

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of all statements about sales, apart from the range."""
        return {
            "project": self.project_id,
            "classes": self.traffic.classes,
            "currency": self.currency,
            **self.of.which,
        }

    def days(self, covered: TimeRange | None) -> tuple[date | None, date | None]:
        """The local days that begin in a range: the first one, and the one after the last; None for all time."""
        if covered is None:
            return None, None
        first, end = (self._first_day(bound) for bound in (covered.start, covered.end_bucket))
        return first, end

    def _first_day(self, moment: datetime) -> date:
        """The first local day that does not begin before a moment."""
        day = moment.astimezone(self.zone).date()
        return day if floor_quarter(midnight(day, self.zone)) >= moment else day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales in one currency; amounts are in its minor units.

    Attributes:
        currency: The ISO 4217 code.
        decimals: Decimals of the currency: an amount of major units has so many more digits in minor ones.
        gross: What was paid for purchases.
        refunds: What was given back.
        gifts: What gifts in live streams cost.
        orders: Orders with a purchase.
        buyers: Distinct viewers with a purchase.
        spend: What the campaign cost; None where no campaign is asked for, or nothing was declared.
    """

    currency: str
    decimals: int
    gross: int = 0
    refunds: int = 0
    gifts: int = 0
    orders: int = 0
    buyers: int = 0
    spend: int | None = None

    @classmethod
    def from_row(cls, row: asyncpg.Record, spend: int | None = None) -> "Sales":
        """The sales of a row with the columns of the part ``sold``."""
        names = ("currency", "decimals", "gross", "refunds", "gifts", "orders", "buyers")
        return cls(**{name: row[name] for name in names}, spend=spend)

    @property
    def net(self) -> int:
        """What was paid and not given back; negative where older purchases are given back."""
        return self.gross - self.refunds

    @property
    def average_order(self) -> float | None:
        """What was paid per order; None without one."""
        return self.gross / self.orders if self.orders else None

    @property
    def return_on_spend(self) -> float | None:
        """``net / spend``; None without a spend."""
        return self.net / self.spend if self.spend else None


@dataclass(frozen=True, slots=True)
class Trade:
    """Sales in all currencies.

    Attributes:
        orders: Orders with a purchase, in any currency.
        buyers: Distinct viewers with a purchase, in any currency.
        currencies: The sales in each currency, by its code.
    """

    orders: int
    buyers: int
    currencies: list[Sales]

    def conversion(self, views: int | None) -> float | None:
        """Orders per view in percent; None where views are unknown."""
        return None if views is None else rates.percent(self.orders, views)
