"""What is left of an event without consent, column by column."""

from typing import Any

import pytest

from server.access import Caller
from server.consent import ConsentPolicy
from server.events.canonical import canonical_body
from server.events.consent import KEPT, PLACE, REPLACED, ConsentCheck, check_consent, stored_columns
from server.events.model import Event, decode_event
from server.storage.event_columns import EVENT_COLUMNS

COLUMNS = {column.name for column in EVENT_COLUMNS}
CALLER = Caller(consent=ConsentPolicy.REQUIRED)
SALT = b"salt of a day"
AT_HOME = {"latitude": 52.5, "longitude": 13.4}


def decoded(**fields: Any) -> Event:
    event = decode_event({"type": "VIEW_START", "contentId": "c1", **fields})
    assert isinstance(event, Event), event
    return event


def check(session: str | None = "s1", user: str | None = None, salt: bytes = SALT, **fields: Any) -> ConsentCheck:
    return check_consent(decoded(**fields), CALLER, user, session, salt)


def test_a_column_is_kept_only_if_it_is_listed() -> None:
    assert KEPT <= COLUMNS
    assert {*REPLACED, *PLACE} <= COLUMNS - KEPT
    stored = stored_columns()
    for name in COLUMNS - KEPT - set(REPLACED) - set(PLACE):
        assert f"CASE WHEN is_named THEN {name} END AS {name}" in stored
    assert {column.name for column in EVENT_COLUMNS if column.is_required} <= KEPT | set(REPLACED), (
        "they are never null"
    )


def test_what_names_or_describes_a_viewer_closely_is_not_kept() -> None:
    named = {
        "user_id",
        "session_uuid",
        "session_name",
        "play_uuid",
        "play_name",
        "client_id",
        "properties",
        "body_hash",
    }
    close = {"cell", "latitude", "longitude", "city", "region", "timezone", "model", "referrer", "age_group", "gender"}
    assert not (named | close) & KEPT


def test_a_session_has_one_name_on_a_day_and_another_one_on_the_next() -> None:
    first, again, user_of_it = check(), check(), check(user="ann")
    assert first.other_session == again.other_session == user_of_it.other_session
    others = {check("s2").other_session, check(salt=b"next day").other_session, check(None, "s1").other_session}
    assert len(others | {first.other_session}) == 4
    assert (first.viewer_id, user_of_it.viewer_id, check(None, "ann").viewer_id) == ("s:s1", "u:ann", "u:ann")


def test_a_play_has_a_name_of_its_own_within_its_session() -> None:
    play, other = check(playId="p1"), check("s2", playId="p1")
    assert play.other_play == check(playId="p1").other_play
    assert len({play.other_play, other.other_play, play.other_session, check(playId="p2").other_play}) == 4
    assert check().other_play is None


@pytest.mark.parametrize(
    ("fields", "analytics", "precise"),
    [
        ({}, None, None),
        ({"consent": []}, False, False),
        ({"consent": ["ANALYTICS"]}, True, False),
        ({"consent": ["analytics", "PRECISE_LOCATION"]}, True, True),
        ({"consent": "ANALYTICS"}, True, False),
        ({"location": {**AT_HOME, "preciseConsent": True}}, None, True),
        ({"consent": ["PRECISE_LOCATION"], "location": {**AT_HOME, "preciseConsent": False}}, False, False),
        ({"consent": ["PRECISE_LOCATION"], "location": AT_HOME}, False, True),
    ],
)
def test_an_event_says_what_its_viewer_agreed_to(
    fields: dict[str, Any], analytics: bool | None, precise: bool | None
) -> None:
    found = check(**fields)
    assert (found.says_analytics, found.says_precise) == (analytics, precise)


def test_of_properties_only_the_amounts_of_sales_are_kept() -> None:
    sold = {"productId": "p", "amount": "12.50", "currency": "EUR", "orderId": "o-ann", "note": "for ann"}
    purchase = check_consent(decoded(type="PURCHASE", contentId=None, properties=sold), CALLER, None, "s1", SALT)
    assert purchase.other_properties == '{"amount":"12.50","currency":"EUR","productId":"p"}'
    assert check(properties={"amount": "12.50", "friend": "ann"}).other_properties is None


def test_consent_is_no_part_of_the_content() -> None:
    bodies = {canonical_body(decoded(consent=consent)) for consent in (None, list[str](), ["ANALYTICS"])}
    assert len(bodies) == 1


@pytest.mark.parametrize("consent", [["MARKETING"], [None], 3, ["ANALYTICS"] * 11])
def test_other_words_are_refused(consent: object) -> None:
    assert getattr(decode_event({"type": "LIKE", "contentId": "c1", "consent": consent}), "path", [])[0] == "consent"
