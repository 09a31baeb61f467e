"""What is sent arrives in its column."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import inspect
from strawberry.utils.str_converters import to_camel_case

from server.events.ingest import Ingest
from server.events.model import Event
from server.storage.cells import cell_of
from server.storage.database import Pool
from server.storage.event_columns import SENT_COLUMNS, WORD
from tests.integration.events.conftest import APP, items, view

CONVERTED = {
    "watch_ms": 1234, "total_watch_ms": 20000, "position_ms": 12500, "duration_ms": 60000, "completion": 0.5,
    "country": "DE",
}  # fmt: skip


def examples_of(shape: type[msgspec.Struct], within: str = "", numbers: Iterator[int] | None = None) -> dict[str, Any]:
    """A value of each field of an event, by its path in the model; numbers and texts differ from each other."""
    numbers = numbers or itertools.count(1)
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(shape):
        [kind] = [one for one in alternatives_of(field.type) if not isinstance(one, inspect.NoneType)]
        path, number = f"{within}{field.name}", next(numbers)
        match kind:
            case inspect.StructType():
                found |= examples_of(kind.cls, f"{path}.", numbers)
            case inspect.EnumType():
                found[path] = list(kind.cls)[-1].value
            case inspect.BoolType():
                found[path] = True
            case inspect.IntType():
                found[path] = number
            case inspect.FloatType():
                assert kind.ge is not None
                assert kind.le is not None
                found[path] = kind.ge + (kind.le - kind.ge) * number / 128
            case inspect.StrType() if field.name not in ("country", "timezone", "schema_version"):
                found[path] = f"text {number}"
    return found


def alternatives_of(kind: object) -> Iterator[inspect.Type]:
    """The types of a union, without annotations."""
    info = kind if isinstance(kind, inspect.Type) else inspect.type_info(kind)
    if isinstance(info, inspect.Metadata):
        yield from alternatives_of(info.type)
    elif isinstance(info, inspect.UnionType):
        for one in info.types:
            yield from alternatives_of(one)
    else:
        yield info


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """An event in EventInput's shape, from values by their paths in the model."""
    event: dict[str, Any] = {}
    for path, value in values.items():
        group, _, name = to_camel_case(path).rpartition(".")
        (event.setdefault(group, {}) if group else event)[name] = value
    return event


async def test_a_column_holds_the_field_that_it_is_named_after(ingest: Ingest, pool: Pool) -> None:
    """``os`` is ``device.os``, ``device_type`` is ``device.type``; all that is not ``CONVERTED``."""
    sent = examples_of(Event) | {"type": "VIEW_PROGRESS", "location.timezone": "Europe/Berlin", "age": 5}
    del sent["name"]  # of custom events alone
    (result,) = await ingest.track(APP, items(as_json(sent)))
    assert (result.status, result.warnings) == ("ACCEPTED", ())
    row = await pool.fetchrow("SELECT * FROM events")
    assert row is not None
    named = {path.rpartition(".")[2]: value for path, value in sent.items()}
    named |= {path.replace(".", "_"): value for path, value in sent.items()}
    words = {column.name for column in SENT_COLUMNS if column.value == WORD}
    plain = [column.name for column in SENT_COLUMNS if column.name not in CONVERTED and column.name != "name"]
    expected = {name: named[name].lower() if name in words else named[name] for name in plain}
    assert {name: row[name] for name in plain} == expected


async def test_what_was_not_sent_is_unknown(ingest: Ingest, pool: Pool) -> None:
    """Neither in a group that is there nor in one that is not; a view is a rewatch only if the app says so."""
    groups: dict[str, Any] = {"viewData": {}, "source": {}, "device": {}, "location": {}, "network": {}, "viewer": {}}
    await ingest.track(APP, items(view(contentId="c1"), view(contentId="c1", **groups)))
    rows = await pool.fetch("SELECT * FROM events")
    known = [{column.name: row[column.name] for column in SENT_COLUMNS} for row in rows]
    unknown = {column.name: None for column in SENT_COLUMNS} | {"content_id": "c1", "is_rewatch": False}
    assert known == [unknown, unknown]


async def test_every_field_finds_its_column(ingest: Ingest, pool: Pool) -> None:
    sent_at = datetime.now(UTC) + timedelta(days=3)
    event = {
        "id": "e1", "type": "complete", "contentId": "c1", "contentType": "SHORT", "creatorId": "u9", "userId": "u1",
        "sessionId": "s1", "playId": "p1", "occurredAt": (sent_at - timedelta(seconds=30)).isoformat(),
        "schemaVersion": "1.0.0",
        "viewData": {"watchTime": 1.2345, "totalWatchTime": 20, "position": 12.5, "duration": 60,
                     "completionPercent": 50,
                     "sections": [{"start": 0, "end": 5}, {"start": 4, "end": 10}, {"start": 20, "end": 20}]},
        "source": {"type": "FOR_YOU", "referrer": "r", "entryPoint": "e", "campaign": "c"},
        "device": {"type": "TV", "platform": "WEB", "model": "m", "os": "o", "osVersion": "1", "appVersion": "a",
                   "screenWidth": 390, "screenHeight": 844},
        "location": {"country": "de", "countryName": "Germany", "region": "BE", "city": "Berlin",
                     "timezone": "Europe/Berlin", "latitude": 52.52437, "longitude": 13.41053},
        "network": {"type": "CELLULAR_5G", "quality": "GOOD"},
        "viewer": {"ageGroup": "AGE_65_PLUS", "gender": "NON_BINARY"},
        "properties": {"a": [1, None, {"b": 0.5}]},
    }  # fmt: skip
    (result,) = await ingest.track(APP, items(event), sent_at=sent_at)
    row = await pool.fetchrow(
        "SELECT *, sections::text AS sections, repeated_sections::text AS repeated_sections FROM events"
    )
    assert row is not None
    assert row["received_at"] == result.received_at
    assert abs(row["received_at"] - row["occurred_at"] - timedelta(seconds=30)) < timedelta(seconds=1)
    assert (row["sections"], row["repeated_sections"]) == ("{[0,10000)}", '{"{[4000,5000)}"}')
    expected = {
        "client_id": "e1", "play_id": "p1", "model": "m", "os_version": "1", "screen_width": 390, "screen_height": 844,
        "country_name": "Germany", "network_quality": "good", "type": "view_complete",
        "creator_id": "u9", "user_id": "u1",
        "session_id": "s1", "viewer_id": "u:u1", "play_key": "p:p1", "schema_version": "1.0.0", **CONVERTED,
        "latitude": None, "longitude": None, "cell": cell_of(52.52437, 13.41053), "bot_reason": None,
        "properties": {"a": [1, None, {"b": 0.5}]},
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
