"""Ids that only a slip in the app can have made."""

from typing import Any

import pytest

from server.events.checking import check_event
from server.events.content_record import ContentRecord
from server.events.model import Event, Rejection, decode_event
from server.events.upsert_item import decode_upsert_item

FULL: dict[str, Any] = {
    "type": "LIKE", "id": "e1", "contentId": "c1", "creatorId": "k1", "userId": "u1", "sessionId": "s1", "playId": "p1",
}  # fmt: skip


@pytest.mark.parametrize("name", ["id", "contentId", "creatorId", "userId", "sessionId", "playId"])
@pytest.mark.parametrize(
    "slip",
    [
        "undefined",
        "Undefined",
        "UNDEFINED",
        "null",
        "[object Object]",
        "NaN",
        "None",
        "(null)",
        "Optional(nil)",
        " ",
        "\t\n",
        "\u3000",
    ],
)
def test_text_of_a_value_that_the_app_did_not_have_is_no_id(name: str, slip: str) -> None:
    event = decode_event({**FULL, name: slip})
    assert isinstance(event, Event)
    refusal = check_event(event)
    assert isinstance(refusal, Rejection)
    assert (refusal.code, refusal.path) == ("BAD_INPUT", [name])
    assert refusal.message.startswith(f"`{name}` is ")
    assert refusal.message.endswith("Leave the field out.")


def test_the_message_names_the_likely_slip() -> None:
    event = decode_event({**FULL, "userId": "undefined"})
    assert isinstance(event, Event)
    refusal = check_event(event)
    assert isinstance(refusal, Rejection)
    assert refusal.message == (
        "`userId` is the text 'undefined': the app converted a variable that has no value to text. Leave the field out."
    )


@pytest.mark.parametrize("name", ["undefinedly", "null-7", "nan", "nil", "u undefined"])
def test_ids_that_only_resemble_them_are_ids(name: str) -> None:
    event = decode_event({**FULL, "userId": name})
    assert isinstance(event, Event)
    assert isinstance(check_event(event), int)


@pytest.mark.parametrize("name", ["id", "creatorId", "userId", "sessionId", "playId"])
def test_an_empty_id_is_as_left_out(name: str) -> None:
    without = {key: value for key, value in FULL.items() if key != name}
    assert decode_event({**FULL, name: ""}) == decode_event(without)


def test_an_empty_content_id_is_rejected() -> None:
    answer = decode_event({**FULL, "contentId": ""})
    assert isinstance(answer, Rejection)
    assert answer.path == ["contentId"]


@pytest.mark.parametrize("record", [{"id": "undefined"}, {"id": "c1", "creatorId": "null"}, {"id": "  "}])
def test_no_content_is_declared_by_a_slip(record: dict[str, str]) -> None:
    answer = decode_upsert_item(record, ContentRecord)
    assert isinstance(answer, Rejection)
    assert answer.path == [list(record)[-1]]
