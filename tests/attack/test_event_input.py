"""Hostile events: each must be rejected quickly, without affecting others."""

import time

import msgspec
import pytest

from server.events.checking import check_event
from server.events.model import Event, Rejection, decode_event

SECOND = 1.0


def nested(levels: int) -> dict[str, object]:
    inner: dict[str, object] = {}
    for _ in range(levels):
        inner = {"a": inner}
    return inner


ATTACKS = {
    "deep properties": b'{"type":"LIKE","contentId":"c","properties":'
    + b'{"a":' * 300_000
    + b"1"
    + b"}" * 300_000
    + b"}",
    "properties just under the parser's limit": msgspec.json.encode(
        {"type": "LIKE", "contentId": "c", "properties": nested(200)}
    ),
    "wide properties": msgspec.json.encode(
        {"type": "LIKE", "contentId": "c", "properties": {str(number): number for number in range(100_000)}}
    ),
    "a megabyte of sections": b'{"type":"LIKE","contentId":"c","viewData":{"sections":[' + b"{}," * 340_000 + b"{}]}}",
    "an integer of a megabyte": b'{"type":"LIKE","contentId":"c","viewData":{"loopCount":' + b"9" * 1_000_000 + b"}}",
    "an id that is an integer of a megabyte": b'{"type":"LIKE","contentId":' + b"9" * 1_000_000 + b"}",
    "a float of a megabyte": b'{"type":"LIKE","contentId":"c","properties":{"a":0.' + b"1" * 1_000_000 + b"e999}}",
    "an id of a megabyte": msgspec.json.encode({"type": "LIKE", "contentId": "c" * 1_000_000}),
    "a key of a megabyte": msgspec.json.encode({"type": "LIKE", "contentId": "c", "k" * 1_000_000: 1}),
    "a type of a megabyte": msgspec.json.encode({"type": "L" * 1_000_000}),
    "an amount made for backtracking": msgspec.json.encode(
        {"type": "PURCHASE", "properties": {"productId": "p", "currency": "EUR", "amount": "1" * 4000 + "x"}}
    ),
    "context of a megabyte, and nothing else": msgspec.json.encode(
        {"type": "LIKE", "device": {"type": "X" * 500_000, "model": "m" * 500_000}}
    ),
    "a prototype's name": b'{"type":"LIKE","contentId":"c","__proto__":{"a":1}}',
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_within_a_second(attack: str) -> None:
    started = time.process_time()
    answer = decode_event(ATTACKS[attack])
    if isinstance(answer, Event):
        refusal = check_event(answer)
        assert isinstance(refusal, Rejection)
        answer = refusal
    assert time.process_time() - started < SECOND
    assert len(answer.message) < 500
    assert all(len(str(step)) <= 200 for step in answer.path)
    assert answer.event_id is None


def test_sql_in_a_timezone_is_an_unknown_zone() -> None:
    answer = decode_event(b'{"type":"LIKE","contentId":"c","location":{"timezone":"UTC\'; DROP TABLE events; --"}}')
    assert isinstance(answer, Event)
    assert answer.location is not None
    assert answer.location.timezone is None
