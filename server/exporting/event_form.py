"""Stored events in the form in which `viewpulse import` reads them: the opposite of what ingest makes of an event."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from server.events.catalogue import CATALOGUE, SUBJECT_FIELDS, WIRE_NAMES
from server.events.event_enums import EventType
from server.storage.cells import centre_of
from server.storage.event_columns import CAPITALS, MILLISECONDS, SENT_COLUMNS, SHARE, WORD

SUSPICIOUS = "Googlebot/2.1 (in place of what was not kept; {reason})"
"""User agent of an event that looked like a bot's: the real one is not stored, and import would count a person."""

READ_COLUMNS = (
    *("id", "client_id", "type", "occurred_at", "user_id", "session_id", "play_id", "schema_version", "sections"),
    *("repeated_sections", "latitude", "longitude", "cell", "bot_reason"),
    *(column.name for column in SENT_COLUMNS),
)
"""The columns of ``events`` that ``event_of`` reads, besides the properties as text."""


def event_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The event of a row of ``events``, as EventInput's JSON. What was not sent is left out.

    Coordinates without the viewer's consent are not stored: those of the centre of their area stand for them.

    Args:
        row: The ``READ_COLUMNS``, and ``properties`` as text.
    """
    found: dict[str, Any] = {
        "type": row["type"].upper(),
        "id": row["client_id"] or str(row["id"]),
        "userId": row["user_id"],
        "sessionId": row["session_id"],
        "playId": row["play_id"],
        "occurredAt": row["occurred_at"].isoformat(),
        "schemaVersion": row["schema_version"],
        "properties": None if row["properties"] is None else msgspec.json.decode(row["properties"]),
    }
    for path, column, sent in _SENT:
        if (value := row[column]) is not None and value is not False:
            _put(found, path, sent(value))
    if sections := _sections(row["sections"], row["repeated_sections"] or ()):
        _put(found, ("viewData", "sections"), sections)
    for name, value in _place(row).items():
        _put(found, ("location", name), value)
    if row["bot_reason"] is not None:
        _put(found, ("device", "userAgent"), SUSPICIOUS.format(reason=row["bot_reason"]))
    refused = _REFUSED[row["type"]]
    return {name: value for name, value in found.items() if value is not None and name not in refused}


def _put(event: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    *groups, name = path
    for group in groups:
        event = event.setdefault(group, {})
    event[name] = value


def _percent(share: float) -> float:
    """The percentage of which ingest made a share: of those nearby, the one that gives it back exactly."""
    near = share * 100
    candidates = (round(near, 10), near, math.nextafter(near, 0), math.nextafter(near, math.inf))
    return next((percent for percent in candidates if percent / 100 == share), near)


def _sections(watched: Any, repeated: Iterable[Any]) -> list[dict[str, float]]:
    """Sections that cover the same, as often: what was watched at all, what was at least twice, and so on."""
    levels = [level for level in (watched, *repeated) if level is not None]
    return [{"start": span.lower / 1000, "end": span.upper / 1000} for level in levels for span in level]


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    if row["latitude"] is not None:
        return {"latitude": row["latitude"], "longitude": row["longitude"], "preciseConsent": True}
    return {} if row["cell"] is None else centre_of(row["cell"])._asdict()


_OPPOSITES: Mapping[str, Callable[[Any], object]] = {
    "#": lambda value: value,
    CAPITALS: lambda value: value,
    MILLISECONDS: lambda value: value / 1000,
    SHARE: _percent,
    WORD: str.upper,
}
"""What was sent, by what is stored of it."""


def _path(source: str) -> tuple[str, ...]:
    """The names of a field as in JSON: ``view_data.watch_time`` is ``viewData`` and ``watchTime``."""
    words = (name.split("_") for name in source.split("."))
    return tuple(first + "".join(map(str.capitalize, rest)) for first, *rest in words)


_SENT = tuple((_path(column.source), column.name, _OPPOSITES[column.value]) for column in SENT_COLUMNS)

_REFUSED = {
    entry.type.stored: {WIRE_NAMES[name] for name in SUBJECT_FIELDS if name in entry.forbids}
    for entry in map(CATALOGUE.__getitem__, EventType)
}
"""What a type may not carry: storing completes some events from the catalogue."""
