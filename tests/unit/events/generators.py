"""Hypothesis strategies of events, made from the vocabulary itself: what the catalogue allows, they generate."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from server.events.catalogue import CATALOGUE, SCHEMA_VERSIONS, SUBJECT_FIELDS, Entry
from server.events.event_enums import EventType
from server.events.model import Event
from server.events.slips import is_slip

TEXT_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
JSON_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(TEXT_CHARACTERS, max_size=20)
)
KEYS = st.text(TEXT_CHARACTERS, max_size=8)
JSON_VALUES = st.recursive(
    JSON_SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
PROPERTIES = st.dictionaries(KEYS, JSON_VALUES, max_size=4)
SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "schemaVersion": st.sampled_from(SCHEMA_VERSIONS),
    "location.country": st.sampled_from(["DE", "us", "Br"]),
    "location.timezone": st.sampled_from(["Europe/Berlin", "UTC", "Asia/Kathmandu"]),
    "properties": PROPERTIES,
}
SHAPED_PROPERTIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "PURCHASE": st.fixed_dictionaries(
        {"productId": st.just("p1"), "amount": st.sampled_from(["12.50", 12.5, 3]), "currency": st.just("EUR")},
        optional={"orderId": st.just("o1"), "quantity": st.integers(1, 5)},
    ),
    "REFUND": st.fixed_dictionaries(
        {"orderId": st.just("o1"), "amount": st.sampled_from(["2.50", 2.5, 1]), "currency": st.just("EUR")},
        optional={"productId": st.just("p1")},
    ),
    "STREAM_GIFT": st.fixed_dictionaries({"gift": st.just("rose")}, optional={"quantity": st.integers(1, 5)})
    | st.fixed_dictionaries({"gift": st.just("rose"), "amount": st.just("1.20"), "currency": st.just("EUR")}),
    "ENGAGEMENT": st.fixed_dictionaries({"action": st.just("poll")}, optional={"targetType": st.just("poll")}),
}


def events(*, recent: datetime | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Valid events of every type but CUSTOM, which a project must know, as a client sends them, without ids.

    Args:
        recent: Upper bound of ``occurredAt``; without it, events carry no time.
    """
    entries = [entry for entry in CATALOGUE.values() if entry.type is not EventType.CUSTOM]
    return st.sampled_from(entries).flatmap(lambda entry: events_of(entry, recent))


def events_of(entry: Entry, recent: datetime | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Valid events of one type."""
    required: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from([entry.type.value, entry.type.value.lower()])
    }
    optional: dict[str, st.SearchStrategy[Any]] = {}
    shape = inspect.type_info(Event)
    assert isinstance(shape, inspect.StructType)
    for field in shape.fields:
        name = field.name
        if name in {"type", "id", "occurred_at", "age"} or (name in SUBJECT_FIELDS and name not in entry.allows):
            continue
        values = _values_of(field.type, field.encode_name)
        if name == "properties":
            values = SHAPED_PROPERTIES.get(entry.type.value, values)
        (required if name in entry.requires else optional)[field.encode_name] = values
    if recent is not None:
        ages = st.timedeltas(timedelta(0), timedelta(days=100))
        optional["occurredAt"] = ages.map(lambda age: (recent - age).isoformat())
    return st.fixed_dictionaries(required, optional=optional).map(_together)


def _together(event: dict[str, Any]) -> dict[str, Any]:
    """Completes what must come together."""
    location = event.get("location") or {}
    if ("latitude" in location) != ("longitude" in location):
        location.pop("latitude", None)
        location.pop("longitude", None)
    for section in (event.get("viewData") or {}).get("sections") or ():
        section["start"], section["end"] = sorted((section["start"], section["end"]))
    return event


def _values_of(kind: inspect.Type, path: str) -> st.SearchStrategy[Any]:
    if path in SPECIAL:
        return SPECIAL[path]
    if isinstance(kind, inspect.Metadata):
        return _values_of(kind.type, path)
    if isinstance(kind, inspect.UnionType):
        return st.one_of([_values_of(one, path) for one in kind.types if not isinstance(one, inspect.NoneType)])
    if isinstance(kind, inspect.ListType):
        return st.lists(_values_of(kind.item_type, path), max_size=5)
    if isinstance(kind, inspect.StructType):
        return _values_of_struct(kind, path)
    return _scalars(kind)


def _scalars(kind: inspect.Type) -> st.SearchStrategy[Any]:
    if isinstance(kind, inspect.EnumType):
        return st.sampled_from([word.value for word in kind.cls])
    if isinstance(kind, inspect.StrType):
        texts = st.text(TEXT_CHARACTERS, min_size=kind.min_length or 0, max_size=min(kind.max_length or 20, 20))
        return texts.filter(lambda text: not is_slip(text)) if kind.min_length else texts
    if isinstance(kind, inspect.FloatType):
        return st.floats(kind.ge, kind.le)
    if isinstance(kind, inspect.IntType):
        return st.integers(kind.ge, kind.le)
    assert isinstance(kind, inspect.BoolType), kind
    return st.booleans()


def _values_of_struct(kind: inspect.StructType, path: str) -> st.SearchStrategy[Any]:
    fields: dict[bool, dict[str, st.SearchStrategy[Any]]] = {True: {}, False: {}}
    for field in kind.fields:
        fields[field.required][field.encode_name] = _values_of(field.type, f"{path}.{field.encode_name}")
    return st.fixed_dictionaries(fields[True], optional=fields[False])


def encode(event: dict[str, Any]) -> bytes:
    """The event as JSON."""
    return msgspec.json.encode(event)
