"""The expected answers of ``revenue``: the events one by one, with decimals, as docs/definitions.md says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import msgspec

from tests.recompute import formulas
from tests.recompute.compared import compared_spans
from tests.recompute.groups import Answer
from tests.recompute.ranges import Span, ceiling, floor, midnight
from tests.recompute.series import units
from tests.recompute.truth import Asked, Truth

DECIMALS = {"JPY": 0, "KWD": 3}
BY = {
    "CONTENT": "content",
    "CREATOR": "creator",
    "PRODUCT": "product",
    "CAMPAIGN": "campaign",
    "PAYMENT_METHOD": "method",
}
ORDERS = ("GROSS", "NET", "REFUNDS", "GIFTS", "ORDERS", "BUYERS", "SPEND")
SUBJECTS = {"contentId": "content", "creatorId": "creator", "productId": "product", "campaign": "campaign"}
INTERVALS = ("HOUR", "DAY", "WEEK", "MONTH")


@dataclass(frozen=True, slots=True)
class Sale:
    """An event with an amount."""

    id: str
    bucket: datetime
    type: str
    currency: str
    amount: int
    traffic: int
    viewer: str
    order: str | None = None
    content: str | None = None
    creator: str | None = None
    product: str | None = None
    campaign: str | None = None
    method: str | None = None


@cache
def sales(truth: Truth) -> list[Sale]:
    """All sales; refunds with what they take from the purchases of their orders."""
    found = []
    for row in truth.query("SELECT * FROM classed WHERE type IN ('PURCHASE', 'REFUND', 'STREAM_GIFT')"):
        said = msgspec.json.decode(row["properties"])
        if "amount" not in said:
            continue
        is_gift = row["type"] == "STREAM_GIFT"
        exponent = DECIMALS.get(said["currency"], 2)
        amount = (Decimal(str(said["amount"])) * 10**exponent).quantize(Decimal(1), ROUND_HALF_UP)
        found.append(
            Sale(
                id=row["id"],
                bucket=row["bucket"].replace(tzinfo=UTC),
                type=row["type"],
                currency=said["currency"],
                amount=int(amount),
                traffic=row["traffic"],
                viewer=row["viewer_id"],
                order=None if is_gift else said.get("orderId"),
                content=row["content_id"],
                creator=row["creator_id"],
                product=None if is_gift else said.get("productId"),
                campaign=row["campaign"],
                method=said.get("paymentMethod") if row["type"] == "PURCHASE" else None,
            )
        )
    bought: dict[str | None, list[Sale]] = defaultdict(list)
    for sale in found:
        if sale.type == "PURCHASE" and sale.order is not None:
            bought[sale.order].append(sale)
    return [_settled(sale, bought[sale.order]) if sale.type == "REFUND" else sale for sale in found]


def _settled(refund: Sale, order: Iterable[Sale]) -> Sale:
    """A refund with what the purchases of its order agree on."""
    matching = [
        sale for sale in order if refund.content in (None, sale.content) and refund.product in (None, sale.product)
    ]

    def common(name: str) -> Any:
        values = {getattr(sale, name) for sale in matching}
        return values.pop() if len(values) == 1 else None

    traffic = common("traffic")
    has_creator = refund.content is not None or refund.creator is not None
    return replace(
        refund,
        content=refund.content or common("content"),
        creator=refund.creator if has_creator else common("creator"),
        product=refund.product or common("product"),
        campaign=refund.campaign or common("campaign"),
        method=common("method"),
        traffic=refund.traffic if traffic is None else traffic,
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about.

    Attributes:
        of: The ``SalesOfInput``.
        asked: The definition, the classes of traffic and the range.
        span: The range.
        currency: Only this one; None: all.
    """

    of: Mapping[str, Any]
    asked: Asked
    span: Span
    currency: str | None = None

    def within(self, truth: Truth, start: datetime | None, end: datetime | None) -> list[Sale]:
        """The sales of a part of a range, in quarter-hours; None: since ever."""
        [(name, value)] = self.of.items()
        classes = self.asked.classes
        return [
            sale
            for sale in sales(truth)
            if sale.traffic in classes
            and self.currency in (None, sale.currency)
            and (name == "platform" or getattr(sale, SUBJECTS[name]) == value)
            and (start is None or sale.bucket >= start)
            and (end is None or sale.bucket < end)
        ]

    def spent(self, truth: Truth, start: datetime | None, end: datetime | None) -> dict[str, int]:
        """What the campaign cost on the local days that begin in a range, by currency."""
        return _spent(truth, self.of.get("campaign", ""), self.span.zone, start, end, self.currency)


def revenue(truth: Truth, question: Question, interval: str) -> Answer:
    """The answer without its lists."""
    start, end = question.asked.start, question.asked.end
    found = question.within(truth, start, end)
    views = _views(truth, question)
    orders, buyers = _orders(found), _buyers(found)
    return {
        "currency": question.currency,
        "totals": _totals(found, question.spent(truth, start, end)),
        "orders": orders,
        "buyers": buyers,
        "views": views,
        "conversion": None if views is None else formulas.percent(orders, views),
        "series": _series(truth, question, interval),
        "previous": _compared(truth, question),
    }


def rows(truth: Truth, question: Question, by: str, order: str) -> list[Answer]:
    """All rows of a breakdown."""
    assert question.currency is not None
    parts: dict[str | None, list[Sale]] = defaultdict(list)
    for sale in question.within(truth, question.asked.start, question.asked.end):
        parts[getattr(sale, BY[by])].append(sale)
    spends: dict[str | None, int] = {}
    if by == "CAMPAIGN" and "platform" in question.of:
        for campaign in {spend["campaign"] for spend in truth.data.entities.spent}:
            bounds = question.asked.start, question.asked.end
            spent = _spent(truth, campaign, question.span.zone, *bounds, question.currency)
            if spent:
                spends[campaign] = spent[question.currency]
    answers = [
        {
            "value": value,
            "label": _label(truth, by, value),
            "money": _money(question.currency, parts[value], spends.get(value)),
        }
        for value in {*parts, *spends}
    ]
    worth: Callable[[Answer], int] = lambda row: row["money"][order.lower()] or 0  # noqa: E731
    return sorted(answers, key=lambda row: (-worth(row), row["value"] or ""))


def _series(truth: Truth, question: Question, interval: str) -> Answer:
    start, end = question.span.start, question.span.end
    if start is None or end is None:
        end = ceiling(truth.data.end)
        start = min((sale.bucket for sale in question.within(truth, None, None)), default=end)
    points = list(units(start, ceiling(end), question.span.zone, interval))
    found = question.within(truth, start, ceiling(end))
    return {
        "by": interval,
        "range": {"start": start.isoformat(), "end": end.isoformat()},
        "truncated": False,
        "points": [
            {
                "start": begins.isoformat(),
                "end": ends.isoformat(),
                "date": first.isoformat(),
                "isFinal": min(ends, end) <= truth.as_of,
                "totals": _totals(
                    [sale for sale in found if begins <= sale.bucket < ends],
                    {} if interval == "HOUR" else question.spent(truth, max(begins, start), min(ends, ceiling(end))),
                ),
            }
            for first, begins, ends in points
        ],
    }


def _compared(truth: Truth, question: Question) -> Answer | None:
    spans = compared_spans(question.span, truth.data.end)
    if spans is None:
        return None
    sides = [question.within(truth, start, ceiling(end)) for start, end in spans[:2]]
    currencies = sorted({sale.currency for side in sides for sale in side})
    money = {
        currency: [_money(currency, [sale for sale in side if sale.currency == currency], None) for side in sides]
        for currency in currencies
    }
    spent = [question.spent(truth, start, ceiling(end)) for start, end in spans[:2]]
    for currency in {*spent[0], *spent[1]} - {*money}:
        money[currency] = [_money(currency, [], None), _money(currency, [], None)]
    names = ("gross", "refunds", "net", "gifts", "orders", "averageOrder", "buyers")
    return {
        "range": {name: at.isoformat() for name, at in zip(("start", "end"), spans[1], strict=True)},
        "valueRange": {name: at.isoformat() for name, at in zip(("start", "end"), spans[0], strict=True)},
        "basis": spans[2],
        "orders": change(*map(_orders, sides)),
        "buyers": change(*map(_buyers, sides)),
        "totals": [
            {
                "currency": currency,
                "decimals": DECIMALS.get(currency, 2),
                **{name: change(*(side[name] for side in money[currency])) for name in names},
            }
            for currency in sorted(money)
        ],
    }


def _totals(found: Sequence[Sale], spent: Mapping[str, int]) -> list[Answer]:
    currencies = sorted({*spent, *(sale.currency for sale in found)})
    return [
        _money(currency, [sale for sale in found if sale.currency == currency], spent.get(currency))
        for currency in currencies
    ]


def _money(currency: str, found: Sequence[Sale], spend: int | None) -> Answer:
    gross, refunds, gifts = (
        sum(sale.amount for sale in found if sale.type == kind) for kind in ("PURCHASE", "REFUND", "STREAM_GIFT")
    )
    orders = _orders(found)
    return {
        "currency": currency,
        "decimals": DECIMALS.get(currency, 2),
        "gross": gross,
        "refunds": refunds,
        "net": gross - refunds,
        "gifts": gifts,
        "orders": orders,
        "averageOrder": gross / orders if orders else None,
        "buyers": _buyers(found),
        "spend": spend,
        "returnOnSpend": (gross - refunds) / spend if spend else None,
    }


def _orders(found: Iterable[Sale]) -> int:
    return len({(sale.order is None, sale.order or sale.id) for sale in found if sale.type == "PURCHASE"})


def _buyers(found: Iterable[Sale]) -> int:
    return len({sale.viewer for sale in found if sale.type == "PURCHASE"})


def _views(truth: Truth, question: Question) -> int | None:
    [(name, value)] = question.of.items()
    if name in ("productId", "campaign"):
        return None
    by = "platform" if name == "platform" else SUBJECTS[name]
    return truth.sums(by, question.asked)["" if name == "platform" else value]["views"]


def _spent(
    truth: Truth, campaign: str, zone: str, start: datetime | None, end: datetime | None, currency: str | None
) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for spend in truth.data.entities.spent:
        begins = floor(midnight(date.fromisoformat(spend["day"]), zone))
        if (
            spend["campaign"] == campaign
            and currency in (None, spend["currency"])
            and (start is None or begins >= start)
            and (end is None or begins < end)
        ):
            exponent = DECIMALS.get(spend["currency"], 2)
            amount = (Decimal(spend["amount"]) * 10**exponent).quantize(Decimal(1), ROUND_HALF_UP)
            found[spend["currency"]] += int(amount)
    return found


def _label(truth: Truth, by: str, value: str | None) -> str | None:
    if by == "CONTENT" and value is not None:
        content = truth.contents[value]
        return content.described["title"] if content.in_catalogue else None
    if by == "CREATOR":
        return next((said["name"] for said in truth.data.entities.profiles if said["id"] == value), None)
    return None


def change(value: float | None, baseline: float | None) -> Answer:
    """A value with its baseline."""
    change = None if value is None or baseline is None else float(value - baseline)
    return {
        "value": None if value is None else float(value),
        "baseline": None if baseline is None else float(baseline),
        "change": change,
        "changePercent": 100 * change / baseline if change is not None and baseline and baseline > 0 else None,
    }
