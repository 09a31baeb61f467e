"""GraphQL's input coercion for values of an item: an ID may be an integer, an Int 2.0, a list its one item."""

IDS = ("id", "contentId", "creatorId", "userId", "sessionId", "playId", "productId", "orderId")
INTEGERS = (("viewData", "loopCount"), ("device", "screenWidth"), ("device", "screenHeight"))
LISTS = (("viewData", "sections"),)
OUTER_LISTS = ("consent",)
_MAX_INTEGER = 2**63 - 1


def coerced(payload: dict[str, object]) -> dict[str, object]:
    """A copy of an item in which such values have the type that the item declares."""
    changed = dict(payload)
    for name in IDS:
        value = payload.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and -_MAX_INTEGER <= value <= _MAX_INTEGER:
            changed[name] = str(value)
    for outer, name in INTEGERS:
        inner = changed.get(outer)
        value = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and isinstance(value, float) and value.is_integer():
            changed[outer] = {**inner, name: int(value)}
    for outer, name in LISTS:
        inner = changed.get(outer)
        if isinstance(inner, dict) and isinstance(inner.get(name), dict):
            changed[outer] = {**inner, name: [inner[name]]}
    for name in OUTER_LISTS:
        if isinstance(payload.get(name), str):
            changed[name] = [payload[name]]
    return changed
