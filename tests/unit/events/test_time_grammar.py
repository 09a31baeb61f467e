"""A time reads the same wherever it is sent: alone, in a batch, as a literal, in a file."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from graphql import parse_value
from hypothesis import given
from hypothesis import strategies as st

from resolvers.scalars import SCALARS
from resolvers.schema import build_schema
from server.events.content_record import ContentRecord
from server.events.model import Event, Rejection, decode_event
from server.events.short_forms import Engagement, SessionStart, decode_short_form
from server.events.upsert_item import decode_upsert_item
from server.importing.columns import Columns
from server.times import read_time
from server.transport.item_types import plain_value

DATE_TIME = build_schema()._schema.type_map["DateTime"]
TAKEN = {
    "2026-03-01T12:00:00Z": datetime(2026, 3, 1, 12, tzinfo=UTC),
    "2026-03-01t12:00:00z": datetime(2026, 3, 1, 12, tzinfo=UTC),
    "2026-03-01 12:00:00Z": datetime(2026, 3, 1, 12, tzinfo=UTC),
    "2026-03-01T12:00:00+01:00": datetime(2026, 3, 1, 11, tzinfo=UTC),
    "2026-03-01T12:00:00+0100": datetime(2026, 3, 1, 11, tzinfo=UTC),
    "2026-03-01T12:00:00-00:00": datetime(2026, 3, 1, 12, tzinfo=UTC),
    "2026-03-01T12:00:00+23:59": datetime(2026, 2, 28, 12, 1, tzinfo=UTC),
    "2026-03-01T12:00:00.5Z": datetime(2026, 3, 1, 12, 0, 0, 500_000, tzinfo=UTC),
    "2026-03-01T12:00:00.1234567899Z": datetime(2026, 3, 1, 12, 0, 0, 123_457, tzinfo=UTC),
    "0001-01-01T00:00:00Z": datetime(1, 1, 1, tzinfo=UTC),
    "9999-12-31T23:59:59.999999Z": datetime.max.replace(tzinfo=UTC),
}
REFUSED = [
    "2026-03-01T12:00:60Z",
    "2026-03-01T12:00Z",
    "2026-03-01T12Z",
    "2026-03-01",
    "2026-03-01T12:00:00",
    "2026-03-01T24:00:00Z",
    "2026-03-01T12:00:00,5Z",
    "2026-03-01T12:00:00.Z",
    "2026-03-01T12:00:00+01",
    "2026-03-01T12:00:00+01:60",
    "2026-03-01T12:00:00+24:00",
    "2026-03-01T12:00:00+01:00:00",
    "2026-03-01_12:00:00Z",
    "2026-W09-7T12:00:00Z",
    "2026-060T12:00:00Z",
    "20260301T120000Z",
    "2026-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    " 2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00Z ",
    "٢026-03-01T12:00:00Z",
    "1772366400",
    "now",
    "",
]
UNSTORABLE = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-14:00"]


def readings(text: str) -> dict[str, datetime | None]:
    """What each way makes of it; None for what is refused."""
    event = {"type": "LIKE", "contentId": "c", "occurredAt": text}
    literal: Any = parse_value(f'{{type: LIKE, contentId: "c", occurredAt: {msgspec.json.encode(text).decode()}}}')
    row = Columns(["type", "contentId", "occurredAt"]).event(["LIKE", "c", text])
    start = {"sessionId": "s", "occurredAt": text}
    decoded = {
        "a variable": decode_event(msgspec.json.encode(event)),
        "a decoded variable": decode_event(event),
        "a literal": decode_event(plain_value(literal)),
        "a file": decode_event(row),
        "an engagement": decode_short_form({**event, "type": "SAVE"}, Engagement),
        "a session": decode_short_form(msgspec.json.encode(start), SessionStart),
    }
    found = {way: item.occurred_at if isinstance(item, Event) else None for way, item in decoded.items()}
    content = decode_upsert_item({"id": "c", "publishedAt": text}, ContentRecord)
    return {**found, "a content": content.published_at if isinstance(content, ContentRecord) else None}


def scalar(text: object) -> datetime | None:
    """What an argument of its own makes of it."""
    try:
        found: datetime = SCALARS[datetime].parse_value(text)  # type: ignore[misc]
    except Exception:  # noqa: BLE001 - whatever a scalar raises is a refusal
        return None
    return found


@pytest.mark.parametrize("text", TAKEN)
def test_every_parser_reads_a_valid_time_alike(text: str) -> None:
    found = {**readings(text), "an argument": scalar(text)}
    assert found == dict.fromkeys(found, TAKEN[text])


@pytest.mark.parametrize("text", REFUSED)
def test_every_parser_refuses_an_invalid_time(text: str) -> None:
    found = readings(text)
    if not text:  # an empty cell of a file is an absent field
        del found["a file"]
    assert {**found, "an argument": scalar(text)} == {**dict.fromkeys(found), "an argument": None}


@pytest.mark.parametrize("text", UNSTORABLE)
def test_a_time_that_does_not_exist_in_utc_is_rejected(text: str) -> None:
    assert scalar(text) is None
    content = decode_upsert_item({"id": "c", "publishedAt": text}, ContentRecord)
    assert isinstance(content, Rejection)
    assert (content.code, content.path) == ("OUT_OF_RANGE", ["publishedAt"])


@given(st.datetimes(timezones=st.timezones()), st.sampled_from("Tt "), st.integers(0, 6))
def test_any_moment_is_read_as_python_reads_it(moment: datetime, separator: str, decimals: int) -> None:
    moment = moment.astimezone(UTC) if 1 < moment.year < 9999 else moment.replace(tzinfo=UTC)
    moment = moment.replace(microsecond=moment.microsecond // 10**decimals * 10**decimals)
    text = moment.isoformat(sep=separator)
    assert read_time(text) == moment
    assert readings(text)["a variable"] == moment


@pytest.mark.parametrize("value", [5, 1.5, True, None, [], {}, datetime(2026, 3, 1, tzinfo=UTC)])
def test_only_a_text_is_a_time(value: object) -> None:
    assert scalar(value) is None


def test_the_scalar_describes_what_it_accepts() -> None:
    for word in ("RFC 3339", "`t`", "`z`", "leap second", "seconds"):
        assert word in str(DATE_TIME.description)
