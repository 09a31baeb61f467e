"""The rows that the events of sales must give, in plain Python, and the figures of some of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.oracle import Oracle, bucket_of
from tests.plays import Event

DECIMALS = {"JPY": 0, "KWD": 3}
TAKEN = ("content_id", "creator_id", "product_id", "campaign", "payment_method", "traffic")
"""What a refund may take from the purchases of its order."""
Row = dict[str, Any]


def minor_units(amount: object, currency: str) -> int:
    """An amount of major units in minor ones."""
    return int((Decimal(str(amount)) * 10 ** DECIMALS.get(currency, 2)).quantize(Decimal(1), ROUND_HALF_UP))


def sales_of(oracle: Oracle) -> list[Row]:
    """The expected rows of ``sales``, by event, with the columns that reads use."""
    rows = [_row(oracle, event) for event in oracle.events if (event.get("properties") or {}).get("amount") is not None]
    orders: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["type"] == "purchase" and row["order_id"] is not None:
            orders[row["order_id"]].append(row)
    settled = [
        _settled(row, orders[row["order_id"]]) if row["type"] == "refund" and row["order_id"] is not None else row
        for row in rows
    ]
    return sorted(settled, key=lambda row: str(row["event_id"]))


def figures(rows: Sequence[Row]) -> Row:
    """The figures of rows in one currency."""
    amounts: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        amounts[row["type"]] += row["amount"]
    bought = [row for row in rows if row["type"] == "purchase"]
    return {
        "gross": amounts["purchase"],
        "refunds": amounts["refund"],
        "gifts": amounts["stream_gift"],
        "orders": len({(row["order_id"] is None, row["order_id"] or row["event_id"]) for row in bought}),
        "buyers": len({row["viewer_id"] for row in bought} - {None}),
    }


def _row(oracle: Oracle, event: Event) -> Row:
    said, kind = event["properties"], event["type"]
    is_gift = kind == "stream_gift"
    return {
        "event_id": event["id"],
        "bucket": bucket_of(event["occurred_at"]),
        "type": kind,
        "currency": said["currency"],
        "amount": minor_units(said["amount"], said["currency"]),
        "order_id": None if is_gift else said.get("orderId"),
        "viewer_id": event.get("viewer_id"),
        "content_id": event.get("content_id"),
        "creator_id": event.get("creator_id"),
        "product_id": None if is_gift else said.get("productId"),
        "campaign": event.get("campaign"),
        "payment_method": said.get("paymentMethod") if kind == "purchase" else None,
        "traffic": oracle.traffic_of(event),
    }


def _settled(refund: Row, order: Iterable[Row]) -> Row:
    matching = [row for row in order if all(refund[name] in (None, row[name]) for name in ("content_id", "product_id"))]
    common = {}
    for name in TAKEN:
        values = {row[name] for row in matching}
        common[name] = values.pop() if len(values) == 1 else None
    named = {name: refund[name] for name in ("content_id", "creator_id", "product_id", "campaign") if refund[name]}
    if "content_id" in named:
        named["creator_id"] = refund["creator_id"]
    if common["traffic"] is None:
        named["traffic"] = refund["traffic"]
    return {**refund, **common, **named}
