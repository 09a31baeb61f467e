"""GraphQL's own leniency for values that arrive as JSON: an ID may come as an integer, an Int as 2.0."""

IDS = ("id", "contentId", "creatorId", "userId", "sessionId", "playId")
INTEGERS = (("viewData", "loopCount"), ("device", "screenWidth"), ("device", "screenHeight"))
_LARGEST = 2**63 - 1


def coerced(payload: dict[str, object]) -> dict[str, object]:
    """A copy of an event in which such values have the type that the event declares."""
    changed = dict(payload)
    for name in IDS:
        value = payload.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and -_LARGEST <= value <= _LARGEST:
            changed[name] = str(value)
    for outer, name in INTEGERS:
        inner = changed.get(outer)
        value = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and isinstance(value, float) and value.is_integer():
            changed[outer] = {**inner, name: int(value)}
    return changed
