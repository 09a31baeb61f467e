"""The same event by another serialiser is the same event."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.events.checking import check_event
from server.events.model import Event, decode_event
from tests.unit.events.generators import encode, events

VIEW: dict[str, Any] = {
    "type": "VIEW_START",
    "contentId": "c1",
    "viewData": {"position": 1, "watchTime": 2},
    "device": {"platform": "IOS", "os": "iOS"},
    "location": {"country": "DE"},
    "properties": {"n": 1, "big": 2**60, "half": 0.5, "in": {"a": 1}, "list": [1, None]},
}


def fingerprint(raw: dict[str, Any]) -> int:
    event, from_json = decode_event(raw), decode_event(encode(raw))
    assert isinstance(event, Event), event
    assert isinstance(from_json, Event), from_json
    found = check_event(event)
    assert isinstance(found, int), found
    assert found == check_event(from_json)
    return found


@pytest.mark.parametrize(
    "change",
    [
        {"type": "VIEW"},
        {"type": "view_start"},
        {"type": "view"},
        {"viewData": {"watchTime": 2.0, "position": 1.0}},
        {"viewData": {"position": 1, "watchTime": 2, "sections": [], "isRewatch": False, "loopCount": None}},
        {"source": {}, "network": {"type": None}, "viewer": None},
        {"source": {"referrer": "", "campaign": None}},
        {"device": {"platform": "ios", "os": "iOS", "model": ""}},
        {"device": {"platform": "IOS", "os": "iOS", "userAgent": "okhttp/4"}},
        {"location": {"country": "de"}},
        {"location": {"country": "DE", "preciseConsent": False, "timezone": "Etc/Unknown"}},
        {"schemaVersion": "1.1.0"},
        {"userId": "", "playId": None},
        {"occurredAt": "2026-03-01T12:00:00+01:00"},
        {"age": 90.5},
        {"properties": {"list": [1.0, None], "in": {"a": 1.0, "b": None}, "half": 0.5, "big": 2**60, "n": 1.0}},
    ],
)
def test_equal_events_have_the_same_fingerprint(change: dict[str, Any]) -> None:
    assert fingerprint({**VIEW, **change}) == fingerprint(VIEW)
    assert fingerprint(dict(reversed(({**VIEW, **change}).items()))) == fingerprint(VIEW)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "VIEW_PROGRESS"},
        {"viewData": {"position": 1, "watchTime": 2.5}},
        {"viewData": {"position": 0, "watchTime": 2}},
        {"viewData": {"position": 1, "watchTime": 2, "isRewatch": True}},
        {"viewData": {"position": 1, "watchTime": 2, "loopCount": 0}},
        {"device": {"platform": "IOS"}},
        {"location": {"country": "FR"}},
        {"properties": {**VIEW["properties"], "n": 2}},
        {"properties": {**VIEW["properties"], "n": False}},
        {"properties": {**VIEW["properties"], "list": [1]}},
        {"userId": "u1"},
    ],
)
def test_different_events_have_different_fingerprints(change: dict[str, Any]) -> None:
    assert fingerprint({**VIEW, **change}) != fingerprint(VIEW)


def test_fingerprints_compare_the_truncated_text() -> None:
    assert fingerprint({**VIEW, "source": {"referrer": "r" * 2048}}) == fingerprint(
        {**VIEW, "source": {"referrer": "r" * 2048 + "x"}}
    )


def test_bodies_stored_by_earlier_versions_are_still_recognised() -> None:
    assert fingerprint({"type": "LIKE", "contentId": "c1", "sessionId": "s-123"}) == -8607435080817759884


@given(events(), st.data())
def test_spelling_out_absent_values_changes_nothing(event: dict[str, Any], data: st.DataObject) -> None:
    groups = data.draw(st.sets(st.sampled_from(["source", "device", "location", "network", "viewer"])))
    spelled = {**{name: {} for name in groups}, **event, "schemaVersion": "1.0.0"}
    assert fingerprint(spelled) == fingerprint(event)


def test_comparing_changes_nothing_of_the_event() -> None:
    raw = {
        **VIEW,
        "type": "VIEW",
        "id": "e",
        "occurredAt": "2026-03-01T12:00:00Z",
        "source": {},
        "schemaVersion": "1.1.0",
    }
    event = decode_event(raw)
    assert isinstance(event, Event)
    check_event(event)
    assert event == decode_event(raw)
