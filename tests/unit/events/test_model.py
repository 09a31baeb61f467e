from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.events.event_enums import EventType
from server.events.model import Event, Rejection, decode_event
from tests.unit.events.generators import encode, events

LIKE = {"type": "LIKE"}


def rejected(raw: object) -> Rejection:
    answer = decode_event(raw)
    assert isinstance(answer, Rejection), answer
    return answer


def decoded(raw: object) -> Event:
    answer = decode_event(raw)
    assert isinstance(answer, Event), answer
    return answer


@given(events())
def test_every_event_of_the_vocabulary_decodes_alike_from_a_dict_and_from_json(event: dict[str, Any]) -> None:
    from_dict, from_json = decode_event(event), decode_event(encode(event))
    assert isinstance(from_dict, Event)
    assert from_dict == from_json == decode_event(msgspec.Raw(encode(event)))


@pytest.mark.parametrize("name", ["VIEW_START", "view_start", "View_Start"])
def test_a_type_may_come_in_either_case(name: str) -> None:
    assert decoded({"type": name}).type is EventType.VIEW_START


def test_the_short_names_are_stored_as_the_long_ones() -> None:
    assert EventType.VIEW.stored == "view_start"
    assert EventType.COMPLETE.stored == "view_complete"


@pytest.mark.parametrize(
    ("event", "code", "path"),
    [
        ({}, "MISSING_FIELD", ["type"]),
        ({"type": "DANCE"}, "BAD_INPUT", ["type"]),
        ({"type": 7}, "BAD_INPUT", ["type"]),
        ({**LIKE, "contentID": "c1"}, "FIELD_NOT_ALLOWED", ["contentID"]),
        ({**LIKE, "device": {"ipAddress": "10.0.0.1"}}, "FIELD_NOT_ALLOWED", ["device", "ipAddress"]),
        ({**LIKE, "viewData": {"watchTime": -0.1}}, "OUT_OF_RANGE", ["viewData", "watchTime"]),
        ({**LIKE, "viewData": {"watchTime": 86_400.1}}, "OUT_OF_RANGE", ["viewData", "watchTime"]),
        ({**LIKE, "viewData": {"watchTime": "1"}}, "BAD_INPUT", ["viewData", "watchTime"]),
        ({**LIKE, "viewData": {"completionPercent": 100.01}}, "OUT_OF_RANGE", ["viewData", "completionPercent"]),
        ({**LIKE, "viewData": {"loopCount": 10**30}}, "OUT_OF_RANGE", ["viewData", "loopCount"]),
        ({**LIKE, "viewData": {"loopCount": 1.5}}, "BAD_INPUT", ["viewData", "loopCount"]),
        ({**LIKE, "viewData": {"sections": [{"start": 0, "end": 1}, {"start": 2}]}}, "MISSING_FIELD",
         ["viewData", "sections", 1, "end"]),
        ({**LIKE, "viewData": {"sections": [{"start": 0, "end": 1}] * 501}}, "TOO_LARGE", ["viewData", "sections"]),
        ({**LIKE, "contentId": ""}, "OUT_OF_RANGE", ["contentId"]),
        ({**LIKE, "contentId": "x" * 129}, "TOO_LARGE", ["contentId"]),
        ({**LIKE, "occurredAt": "2026-01-01T10:00:00"}, "BAD_INPUT", ["occurredAt"]),
        ({**LIKE, "occurredAt": 1_700_000_000}, "BAD_INPUT", ["occurredAt"]),
        ({**LIKE, "properties": [1]}, "BAD_INPUT", ["properties"]),
        ({**LIKE, "isRewatch": True}, "FIELD_NOT_ALLOWED", ["isRewatch"]),
    ],
)  # fmt: skip
def test_the_rejection_of_an_invalid_item_names_error_and_path(
    event: dict[str, object], code: str, path: list[str | int]
) -> None:
    for raw in (event, encode(event)):
        rejection = rejected(raw)
        assert (rejection.code, rejection.path) == (code, path)
        assert rejection.payload == event


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_has_not_are_refused(number: float) -> None:
    assert rejected({"type": "LIKE", "viewData": {"position": number}}).path == ["viewData", "position"]


def test_a_rejection_names_the_event_it_is_about() -> None:
    assert rejected({"id": "e1", "type": "LIKE", "foo": 1}).event_id == "e1"
    assert rejected({"id": 5, "type": "LIKE", "foo": 1}).event_id is None


@pytest.mark.parametrize(
    "raw", [b"", b"[", b"nonsense", b'{"type":"LIKE"} {}', b'"\xff"', b"[" * 100_000, 7, None, "LIKE"]
)
def test_an_item_that_is_no_json_object_is_bad_input(raw: object) -> None:
    assert rejected(raw).code == "BAD_INPUT"


def test_null_is_the_same_as_absent() -> None:
    nulls = dict.fromkeys(["id", "contentId", "viewData", "occurredAt", "properties"])
    assert decoded({"type": "LIKE", **nulls}) == decoded({"type": "LIKE"})


def test_ids_may_be_integers_and_integers_may_be_whole_floats_as_graphql_has_it() -> None:
    event = {"type": "LIKE", "id": 12, "contentId": 7, "viewData": {"loopCount": 2.0}, "device": {"screenWidth": 390.0}}
    for raw in (event, encode(event)):
        found = decoded(raw)
        assert (found.id, found.content_id) == ("12", "7")
        assert found.view_data is not None
        assert found.view_data.loop_count == 2
        assert found.device is not None
        assert found.device.screen_width == 390
    assert rejected({"type": "LIKE", "id": True}).path == ["id"]


def test_a_time_may_come_decoded() -> None:
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert decoded({"type": "LIKE", "occurredAt": moment}).occurred_at == moment


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_anything_at_all_becomes_an_event_or_a_rejection(raw: object) -> None:
    assert isinstance(decode_event(raw), Event | Rejection)
    assert isinstance(decode_event({"type": "LIKE", "viewData": raw, "properties": raw}), Event | Rejection)


@given(st.binary())
def test_any_bytes_become_an_event_or_a_rejection(raw: bytes) -> None:
    assert isinstance(decode_event(raw), Event | Rejection)
