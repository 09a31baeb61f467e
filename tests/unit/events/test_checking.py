from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.events.catalogue import CATALOGUE, SUBJECT_FIELDS, WIRE_NAMES, Entry
from server.events.checking import check_event
from server.events.event_enums import EventType
from server.events.model import Event, Rejection, RepairedEvent, decode_event
from tests.unit.events.generators import events, events_of

LIKE = {"type": "LIKE", "contentId": "c1"}
PURCHASE = {"productId": "p1", "amount": "12.50", "currency": "EUR"}
SAMPLE: dict[str, Any] = {
    "name": "quiz_answered",
    "schemaVersion": "1.0.0",
    "contentId": "c1",
    "contentType": "VIDEO",
    "creatorId": "u1",
    "playId": "p1",
    "viewData": {"position": 1},
    "sessionId": "s1",
    "properties": {"action": "x", "gift": "rose", "orderId": "o1", **PURCHASE},
}


def check(raw: dict[str, Any]) -> int | Rejection:
    event = decode_event(raw)
    assert isinstance(event, Event), event
    return check_event(event)


def refusal(raw: dict[str, Any]) -> tuple[str, list[str | int]]:
    answer = check(raw)
    assert isinstance(answer, Rejection), answer
    return answer.code, answer.path


def smallest(entry: Entry) -> dict[str, Any]:
    return {"type": entry.type.value} | {WIRE_NAMES[name]: SAMPLE[WIRE_NAMES[name]] for name in entry.requires}


def test_every_type_has_an_entry() -> None:
    assert set(CATALOGUE) == set(EventType)


@given(events())
def test_every_event_of_the_vocabulary_passes(event: dict[str, Any]) -> None:
    assert isinstance(check(event), int)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.type.value)
def test_a_type_takes_its_fields_misses_the_required_and_refuses_the_others(entry: Entry) -> None:
    event = smallest(entry)
    assert isinstance(check(event), int)
    for name in entry.requires:
        wire = WIRE_NAMES[name]
        assert refusal({key: value for key, value in event.items() if key != wire}) == ("MISSING_FIELD", [wire])
    for name in SUBJECT_FIELDS:
        wire = WIRE_NAMES[name]
        if name in entry.allows:
            assert isinstance(check({**event, wire: SAMPLE[wire]}), int)
        else:
            assert refusal({**event, wire: SAMPLE[wire]}) == ("FIELD_NOT_ALLOWED", [wire])


@pytest.mark.parametrize(
    ("part", "code", "path"),
    [
        ({"viewData": {"sections": [{"start": 0, "end": 0}, {"start": 5, "end": 4.9}]}}, "OUT_OF_RANGE",
         ["viewData", "sections", 1, "end"]),
    ],
)  # fmt: skip
def test_values_that_contradict_each_other_or_do_not_exist(
    part: dict[str, Any], code: str, path: list[str | int]
) -> None:
    assert refusal({**LIKE, **part}) == (code, path)


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"text": "x" * 4090}, "TOO_LARGE"),
        ({"a": {"b": [[[[[[[[[1]]]]]]]]]}}, "TOO_LARGE"),
        ({"a": 2**63}, "OUT_OF_RANGE"),
        ({"a": [-(2**63)]}, "OUT_OF_RANGE"),
        ({"a": float("nan")}, "BAD_INPUT"),
        ({"a": {"b": float("inf")}}, "BAD_INPUT"),
        ({"a": "\ud800"}, "BAD_INPUT"),
        ({"a": {1, 2}}, "BAD_INPUT"),
    ],
)
def test_properties_are_a_small_shallow_json_object(properties: dict[str, Any], code: str) -> None:
    assert refusal({**LIKE, "properties": properties}) == (code, ["properties"])


def test_properties_may_be_just_as_large_and_deep_as_the_page_says() -> None:
    assert isinstance(check({**LIKE, "properties": {"t": "x" * (4096 - len('{"t":""}'))}}), int)
    assert isinstance(check({**LIKE, "properties": {"a": [[[[[[[[[]]]]]]]]]}}), int)


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"amount": "12,50"}, "BAD_INPUT", ["properties", "amount"]),
        ({"amount": "1e9"}, "BAD_INPUT", ["properties", "amount"]),
        ({"amount": -1}, "OUT_OF_RANGE", ["properties", "amount"]),
        ({"amount": None}, "BAD_INPUT", ["properties", "amount"]),
        ({"currency": "eur"}, "BAD_INPUT", ["properties", "currency"]),
        ({"currency": "EURO"}, "BAD_INPUT", ["properties", "currency"]),
        ({"quantity": 0}, "OUT_OF_RANGE", ["properties", "quantity"]),
        ({"productId": ""}, "OUT_OF_RANGE", ["properties", "productId"]),
    ],
)
def test_a_purchase_has_an_item_and_an_amount(change: dict[str, Any], code: str, path: list[str | int]) -> None:
    assert isinstance(check({"type": "PURCHASE", "properties": {**PURCHASE, "coupon": "X"}}), int)
    assert refusal({"type": "PURCHASE", "properties": {**PURCHASE, **change}}) == (code, path)
    without = {name: value for name, value in PURCHASE.items() if name != "currency"}
    assert refusal({"type": "PURCHASE", "properties": without}) == ("MISSING_FIELD", ["properties", "currency"])


@pytest.mark.parametrize(
    ("kind", "sent", "without"),
    [
        ("REFUND", {"orderId": "o1", "amount": 3, "currency": "EUR"}, ["orderId", "amount", "currency"]),
        ("STREAM_GIFT", {"gift": "rose", "quantity": 3, "amount": "0.99", "currency": "USD"}, ["gift"]),
    ],
)
def test_a_refund_has_an_order_and_a_gift_a_name(kind: str, sent: dict[str, Any], without: list[str]) -> None:
    event = {"type": kind, "contentId": "c1", "properties": sent}
    assert isinstance(check(event), int)
    assert refusal({**event, "properties": {**sent, "amount": "a lot"}}) == ("BAD_INPUT", ["properties", "amount"])
    for name in without:
        rest = {key: value for key, value in sent.items() if key != name}
        assert refusal({**event, "properties": rest}) == ("MISSING_FIELD", ["properties", name])


@pytest.mark.parametrize("bad", ["\0", "a\0b", "\ud800", "a\udfffb"])
def test_text_that_postgresql_cannot_store_is_rejected_anywhere(bad: str) -> None:
    assert refusal({**LIKE, "id": bad}) == ("BAD_INPUT", ["id"])
    assert refusal({**LIKE, "contentId": bad}) == ("BAD_INPUT", ["contentId"])
    assert refusal({**LIKE, "properties": {"a": {"b": [1, bad]}}})[0] == "BAD_INPUT"
    assert refusal({**LIKE, "properties": {bad: 1}})[0] == "BAD_INPUT"


def test_context_is_accepted_without_its_nul_characters() -> None:
    event = decode_event({**LIKE, "device": {"model": "Pi\0xel"}, "source": {"referrer": "\0"}})
    assert isinstance(event, RepairedEvent)
    assert event.device is not None
    assert event.device.model == "Pixel"
    assert [(warning.code, warning.path) for warning in event.warnings] == [
        ("CUT", ("source", "referrer")),
        ("CUT", ("device", "model")),
    ]
    assert isinstance(check_event(event), int)


def test_text_that_only_looks_like_an_escaped_nul_is_fine() -> None:
    assert isinstance(check({**LIKE, "source": {"referrer": "\\u0000"}, "properties": {"a": "\\u0000"}}), int)


@given(events(), st.text("abc", min_size=1))
def test_the_fingerprint_is_of_the_body_not_of_id_and_time(event: dict[str, Any], text: str) -> None:
    time = {"occurredAt": "2026-01-01T00:00:00Z"}
    assert check(event) == check({**event, "id": text, **time}) == check(dict(reversed(event.items())))


@given(events_of(CATALOGUE[EventType.LIKE]))
def test_another_body_has_another_fingerprint(event: dict[str, Any]) -> None:
    assert check({**event, "contentId": "one"}) != check({**event, "contentId": "two"})
    assert check({**event, "type": "UNLIKE"}) != check(event)


def test_checking_leaves_the_event_as_it_was() -> None:
    event = decode_event({**LIKE, "id": "e1", "occurredAt": "2026-01-01T00:00:00Z"})
    assert isinstance(event, Event)
    check_event(event)
    assert event.id == "e1"
    assert event.occurred_at is not None


def test_the_user_agent_leaves_no_trace_in_the_fingerprint() -> None:
    devices = [{"os": "iOS"}, {"os": "iOS", "userAgent": "Googlebot/2.1"}, {"os": "iOS", "userAgent": "okhttp/4"}]
    assert len({check({**LIKE, "device": device}) for device in devices}) == 1
    event = decode_event({**LIKE, "device": devices[1]})
    assert isinstance(event, Event)
    check_event(event)
    assert event.device is not None
    assert event.device.user_agent == "Googlebot/2.1"
