"""Messages of rejected items are written for developers of apps, not for those of the server."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.events.catalogue import EngagementProperties, PurchaseProperties
from server.events.checking import check_event
from server.events.content_record import ContentRecord
from server.events.faults import did_you_mean, spellings_of
from server.events.model import Event, Rejection, decode_event
from server.events.upsert_item import decode_upsert_item
from tests.unit.events.generators import encode

LIKE = {"type": "LIKE"}
PURCHASE = {"type": "PURCHASE", "properties": {"productId": "p1", "amount": "12.50", "currency": "EUR"}}
PLACES = (
    ["id"], ["type"], ["contentType"], ["occurredAt"], ["viewData"], ["viewData", "watchTime"],
    ["viewData", "loopCount"], ["viewData", "isRewatch"], ["viewData", "sections"], ["source", "type"],
    ["location", "country"], ["properties"],
)  # fmt: skip


def message_of(raw: Any) -> str:
    found = decode_event(raw)
    rejection = check_event(found) if isinstance(found, Event) else found
    assert isinstance(rejection, Rejection), rejection
    return rejection.message


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ([], "An item must be an object; a list was sent."),
        ({}, "`type` is missing."),
        ({"type": "DANCE"}, "`type` can't be 'DANCE'. The enum EventType lists its values."),
        ({"type": "VIEWSTART"}, "`type` can't be 'VIEWSTART'. Did you mean 'VIEW_START'?"),
        ({"type": 7}, "`type` must be a value of the enum EventType; a number was sent."),
        ({**LIKE, "contentID": "c1"}, "There is no field `contentID`. Did you mean 'contentId'?"),
        ({**LIKE, "isRewatch": True}, "There is no field `isRewatch`. Did you mean 'viewData.isRewatch'?"),
        ({**LIKE, "viewData": {"watchtime": 1}},
         "There is no field `viewData.watchtime`. Did you mean 'viewData.watchTime'?"),
        ({**LIKE, "mood": 1}, "There is no field `mood`. Put fields of your own into `properties`."),
        ({**LIKE, "device": {"ipAddress": ""}}, "There is no field `device.ipAddress`."),
        ({**LIKE, "contentId": ""}, "`contentId` must not be empty."),
        ({**LIKE, "contentId": "x" * 129}, "`contentId` must have at most 128 characters."),
        ({**LIKE, "contentId": True}, "`contentId` must be a string; a boolean was sent."),
        ({**LIKE, "viewData": []}, "`viewData` must be an object; a list was sent."),
        ({**LIKE, "viewData": {"watchTime": "1"}}, "`viewData.watchTime` must be a number; a string was sent."),
        ({**LIKE, "viewData": {"watchTime": -1}}, "`viewData.watchTime` must be at least 0."),
        ({**LIKE, "viewData": {"watchTime": 1e9}}, "`viewData.watchTime` must be at most 86400."),
        ({**LIKE, "viewData": {"completionPercent": 100.5}}, "`viewData.completionPercent` must be at most 100."),
        ({**LIKE, "viewData": {"loopCount": 1.5}},
         "`viewData.loopCount` must be a whole number; a number with decimals was sent."),
        ({**LIKE, "viewData": {"isRewatch": 1}}, "`viewData.isRewatch` must be true or false; a number was sent."),
        ({**LIKE, "viewData": {"sections": [{"start": 0, "end": 1}, {"start": 2}]}},
         "`viewData.sections[1].end` is missing."),
        ({**LIKE, "viewData": {"sections": [{"start": 0, "end": 1}] * 501}},
         "`viewData.sections` must have at most 500 elements."),
        ({**LIKE, "occurredAt": "yesterday"},
         "`occurredAt` must be a time with its offset from UTC, such as 2026-03-01T12:00:00Z."),
        ({**LIKE, "occurredAt": "2026-03-01T12:00:00"},
         "`occurredAt` must be a time with its offset from UTC, such as 2026-03-01T12:00:00Z."),
        ({**PURCHASE, "properties": {"amount": 1, "currency": "EUR"}}, "`properties.productId` is missing."),
        ({**PURCHASE, "properties": {**PURCHASE["properties"], "currency": "eur"}},  # type: ignore[dict-item]
         "`properties.currency` must be three capital letters (ISO 4217), such as EUR."),
        ({**PURCHASE, "properties": {**PURCHASE["properties"], "amount": "12,50"}},  # type: ignore[dict-item]
         '`properties.amount` must be a decimal of 0 or more with up to four places, such as "12.50".'),
        ({**PURCHASE, "properties": {**PURCHASE["properties"], "amount": True}},  # type: ignore[dict-item]
         "`properties.amount` must be a number or a string; a boolean was sent."),
    ],
)  # fmt: skip
def test_messages_use_the_terms_of_json_and_graphql(event: Any, message: str) -> None:
    assert message_of(event) == message
    assert message_of(encode(event)) == message


def test_a_number_out_of_range_is_reported() -> None:
    message = "`viewData.watchTime` must be a smaller number."
    assert message_of(b'{"type":"LIKE","viewData":{"watchTime":1e999}}') == message


def test_content_errors_use_the_same_words() -> None:
    found = decode_upsert_item({"id": "c1", "creator": "k1"}, ContentRecord)
    assert isinstance(found, Rejection)
    assert found.message == "There is no field `creator`. Did you mean 'creatorId'?"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "?", "0" * 3000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("?"), inner),
)


@given(st.sampled_from(PLACES), values)
def test_no_message_is_left_in_the_words_of_the_decoder(place: list[str], value: object) -> None:
    outer, *inner = place
    found = decode_event({**LIKE, outer: {inner[0]: value} if inner else value})
    if isinstance(found, Rejection):
        assert found.message.startswith("There is no field `" if found.code == "FIELD_NOT_ALLOWED" else "`")
        words = ("Expected", "got ", "regex", "RFC3339", "enum value", "Object", "float", " int", " str`", "array")
        assert [word for word in words if word in found.message] == []
        assert len(found.message) < 500


@pytest.mark.parametrize("written", ["", "z" * 100_000, "\ud800", "qqqq"])
def test_a_name_that_resembles_no_field_gets_no_suggestion(written: str) -> None:
    assert did_you_mean(written, spellings_of(Event)) == ""


def test_a_name_of_several_levels_means_the_outermost() -> None:
    spellings = spellings_of(Event)
    assert spellings["type"] == "type"
    assert spellings["country"] == "location.country"
    assert set(spellings_of(PurchaseProperties)) > set(map(str.lower, ["productId", "amount", "currency"]))
    assert spellings_of(EngagementProperties)["targetid"] == "targetId"
