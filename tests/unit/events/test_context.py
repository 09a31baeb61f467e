"""Context never costs the event: it is unknown or cut, and a warning says so."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.events.checking import check_event
from server.events.context import CONTEXT, CUT
from server.events.model import Event, Rejection, RepairedEvent, decode_event
from server.events.vocabulary_page import _rows_of
from tests.unit.events.generators import encode, events

VIEW: dict[str, Any] = {"type": "VIEW", "contentId": "c1", "viewData": {"watchTime": 3}}


def taken(raw: dict[str, Any]) -> RepairedEvent:
    event, from_json = decode_event(raw), decode_event(encode(raw))
    assert isinstance(event, RepairedEvent), event
    assert event == from_json
    assert isinstance(check_event(event), int)
    return event


def value_at(event: Event, outer: str, inner: str | None) -> Any:
    names = {"contentType": "content_type", "entryPoint": "entry_point", "osVersion": "os_version"}
    names |= {"appVersion": "app_version", "userAgent": "user_agent", "countryName": "country_name"}
    names |= {"screenWidth": "screen_width", "ageGroup": "age_group", "preciseConsent": "precise_consent"}
    found = getattr(event, names.get(outer, outer))
    return found if inner is None or found is None else getattr(found, names.get(inner, inner))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("location.timezone", "Etc/Unknown"),
        ("location.timezone", "../etc/passwd"),
        ("location.timezone", "localtime"),
        ("location.timezone", "x" * 65),
        ("location.country", "T1"),
        ("location.country", "XX"),
        ("location.country", "DEU"),
        ("location.country", "D"),
        ("location.country", "ÄÖ"),
        ("location.country", 49),
        ("location.latitude", 90.5),
        ("location.preciseConsent", "yes"),
        ("location", "Berlin"),
        ("device.type", "FRIDGE"),
        ("device.platform", 7),
        ("device.screenWidth", 0),
        ("device.screenWidth", 390.5),
        ("device.model", ["iPhone"]),
        ("device", []),
        ("source.type", "NEWSLETTER"),
        ("source", True),
        ("network.type", "6G"),
        ("network.quality", 1),
        ("viewer.ageGroup", "AGE_99"),
        ("viewer.gender", {}),
        ("contentType", "HOLOGRAM"),
    ],
)
def test_unusable_context_is_stored_as_unknown_with_a_warning(place: str, value: object) -> None:
    outer, _, inner = place.partition(".")
    event = taken({**VIEW, outer: {inner: value} if inner else value})
    assert value_at(event, outer, inner or None) is None
    (warning,) = event.warnings
    assert (warning.code, ".".join(warning.path)) == ("UNKNOWN", place)
    assert warning.message.startswith(f"`{place}` ")
    assert warning.message.endswith(". The value is treated as unknown.")


@pytest.mark.parametrize("place", sorted(CUT))
def test_text_that_is_too_long_is_cut_by_whole_characters(place: str) -> None:
    outer, _, inner = place.partition(".")
    event = taken({**VIEW, outer: {inner: "😀" * 3000}})
    kept = value_at(event, outer, inner)
    assert kept == "😀" * len(kept)
    assert len(kept) in (128, 2048)
    (warning,) = event.warnings
    assert (warning.code, ".".join(warning.path)) == ("CUT", place)
    assert warning.message == f"`{place}` has more than {len(kept)} characters; the rest was cut off."


@pytest.mark.parametrize(("given", "missing"), [("latitude", "longitude"), ("longitude", "latitude")])
def test_half_a_place_is_none(given: str, missing: str) -> None:
    event = taken({**VIEW, "location": {given: 1.5, "city": "Rom"}})
    assert event.location is not None
    assert (event.location.latitude, event.location.longitude, event.location.city) == (None, None, "Rom")
    assert [warning.path for warning in event.warnings] == [("location", given)]
    assert f"`location.{missing}`" in event.warnings[0].message


def test_an_event_survives_all_its_context_being_invalid() -> None:
    event = taken(
        {
            **VIEW,
            "id": 12,
            "contentType": 1,
            "source": {"type": "?", "campaign": "c" * 200, "entryPoint": "push"},
            "device": {"type": "?", "platform": "ios", "screenWidth": -1, "os": None},
            "location": {"country": "de", "timezone": "Mars/Olympus", "latitude": 200, "longitude": 10},
            "network": "wifi",
            "viewer": {"gender": "?"},
        }
    )
    assert event.id == "12"
    assert event.view_data == decode_event(VIEW).view_data  # type: ignore[union-attr]
    assert event.source is not None
    assert event.source.entry_point == "push"
    assert event.device is not None
    assert event.device.platform == "IOS"
    assert event.location is not None
    assert event.location.country == "DE"
    assert [".".join(warning.path) for warning in event.warnings] == [
        "contentType", "source.type", "source.campaign", "device.type", "device.screenWidth", "location.latitude",
        "network", "viewer.gender", "location.timezone", "location.longitude",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ({"device": {"ipAddress": "10.0.0.1"}}, ["device", "ipAddress"]),
        ({"viewData": {"watchTime": -1}}, ["viewData", "watchTime"]),
        ({"occurredAt": "yesterday"}, ["occurredAt"]),
        ({"contentId": "x" * 129}, ["contentId"]),
    ],
)
def test_events_with_an_invalid_meaning_are_rejected_whatever_their_context(
    part: dict[str, Any], path: list[str]
) -> None:
    context = {"source": {"referrer": "r" * 3000}, "location": {"timezone": "Etc/Unknown"}}
    answer = decode_event({**VIEW, **context, **part})
    assert isinstance(answer, Rejection)
    assert answer.path == path
    assert answer.payload == {**VIEW, **context, **part}


@given(events())
def test_valid_context_is_stored_without_warnings(event: dict[str, Any]) -> None:
    assert type(decode_event(event)) is Event


places = st.sampled_from([name for name, _, _ in _rows_of(Event, "") if name.partition(".")[0] in CONTEXT])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3) | st.just("z" * 5000),
    lambda inner: st.lists(inner, max_size=3),
)


@given(events(), places, values)
def test_an_event_is_accepted_whatever_its_context(event: dict[str, Any], place: str, value: object) -> None:
    outer, _, inner = place.partition(".")
    changed = {**event, outer: {**(event.get(outer) or {}), inner: value} if inner else value}
    if event["type"].startswith(("SESSION", "session")):
        changed.pop("contentType", None)
    decoded = decode_event(changed)
    assert isinstance(decoded, Event)
