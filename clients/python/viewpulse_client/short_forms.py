"""Arguments of Python as events of the API: the same that the server makes of its short forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ACTION = ("action", "target_type", "target_id", "metadata")
PURCHASE = ("product_id", "order_id", "amount", "currency", "quantity", "payment_method", "conversion_path")


def sent(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event with the names of the API, which its groups have already; without what is not known."""
    return {wire(name): value for name, value in event.items() if value is not None}


def view_event(view: Mapping[str, Any]) -> dict[str, Any]:
    """A view of a page."""
    event = {**view, "type": "VIEW_START"}
    seen = {"totalWatchTime": event.pop("dwell_time", None), "completionPercent": event.pop("scroll_depth", None)}
    event["view_data"] = _known(seen)
    event["source"] = _known({"referrer": event.pop("referrer", None)})
    return event


def action_event(action: Mapping[str, Any]) -> dict[str, Any]:
    """An action without a type of its own."""
    event = {**action, "type": "ENGAGEMENT"}
    event["properties"] = _known({wire(name): event.pop(name, None) for name in ACTION})
    return event


def purchase_event(purchase: Mapping[str, Any]) -> dict[str, Any]:
    """A purchase, or what was given back of one."""
    event = {**purchase}
    event["type"] = "REFUND" if event.pop("refund", None) else "PURCHASE"
    event["properties"] = _known({wire(name): event.pop(name, None) for name in PURCHASE})
    return event


def wire(name: str) -> str:
    """``content_id`` as ``contentId``."""
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def _known(group: dict[str, Any]) -> dict[str, Any] | None:
    return {name: value for name, value in group.items() if value is not None} or None
