"""What the Python library says over a subscription's connections, and when it makes another one."""

import json
from typing import Any

import pytest
from viewpulse_client import ApiError
from viewpulse_client.live import FINAL, MAX_PAUSE, Watch

TEXT = "subscription ($afterRevision: Long) { contentAnalytics(afterRevision: $afterRevision) { revision } }"


def watch(*, can_renew: bool = True, chance: float = 0.5) -> Watch:
    return Watch(TEXT, "contentAnalytics", {"contentId": "c"}, can_renew=can_renew, random=lambda: chance)


def asked(one: Watch) -> dict[str, Any]:
    """The variables of the next connection."""
    heard = one.hear(json.dumps({"type": "connection_ack"}))
    assert heard.next == "send"
    message = json.loads(heard.text)
    assert (message["type"], message["payload"]["query"]) == ("subscribe", TEXT)
    variables: dict[str, Any] = message["payload"]["variables"]
    return variables


def answer(revision: int, **more: Any) -> str:
    payload = {"data": {"contentAnalytics": {"revision": revision}}, **more}
    return json.dumps({"type": "next", "id": "1", "payload": payload})


def failure(code: str, **more: Any) -> list[dict[str, Any]]:
    return [{"message": "No.", "extensions": {"code": code, **more}}]


def test_the_first_message_has_the_credentials() -> None:
    assert json.loads(watch().hello("t", "k"))["payload"] == {"authorization": "Bearer t", "writeKey": "k"}
    assert json.loads(watch().hello(None, None))["payload"] == {}


def test_it_resumes_after_the_last_complete_answer() -> None:
    one = watch()
    assert asked(one) == {"contentId": "c"}
    assert one.hear(answer(7)).data == {"contentAnalytics": {"revision": 7}}
    assert asked(one) == {"contentId": "c", "afterRevision": 7}
    assert one.hear(answer(8, errors=failure("UNAVAILABLE"))).next == "show"
    assert asked(one)["afterRevision"] is None, "a part was missing: it is sent again"


def test_what_differs_in_its_time_alone_does_not_come_twice() -> None:
    one = watch()
    for as_of, total, shown in (("10:00", 5, "show"), ("10:01", 5, "nothing"), ("10:02", 4, "show")):
        asked(one)
        payload = {"data": {"contentAnalytics": {"revision": 7, "asOf": as_of, "total": total}}}
        assert one.hear(json.dumps({"type": "next", "payload": payload})).next == shown


def test_a_question_that_fails_for_now_is_waited_for() -> None:
    one = watch()
    payload = {"data": {"contentAnalytics": None}, "errors": failure("UNAVAILABLE", retryable=True)}
    assert one.hear(json.dumps({"type": "next", "payload": payload})).next == "nothing"


def test_pings_are_answered_and_the_end_is_heard() -> None:
    one = watch()
    assert json.loads(one.hear('{"type": "ping"}').text) == {"type": "pong"}
    assert one.hear('{"type": "pong"}').next == "nothing"
    assert one.hear('{"type": "complete", "id": "1"}').next == "end"


@pytest.mark.parametrize("code", sorted(FINAL))
def test_what_is_refused_for_good_ends(code: int) -> None:
    with pytest.raises(ApiError, match="The key is wrong"):
        watch().pause_after(code, "WRITE_KEY_INVALID: The key is wrong.")


def test_an_expired_token_is_replaced_at_once_and_then_with_pauses() -> None:
    one = watch()
    assert one.pause_after(4419, "TOKEN_EXPIRED: No.") == 0
    assert one.pause_after(4419, "TOKEN_EXPIRED: No.") > 0, "the new one has expired, too"
    with pytest.raises(ApiError) as refusal:
        watch(can_renew=False).pause_after(4419, "TOKEN_EXPIRED: The token has expired.")
    assert refusal.value.code == "TOKEN_EXPIRED"


def test_pauses_grow_are_random_and_begin_again_after_an_answer() -> None:
    low, high = watch(chance=0), watch(chance=1)
    assert [low.pause_after(None, "") for _ in range(9)] == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30]
    assert [high.pause_after(1012, "") for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 32, MAX_PAUSE, MAX_PAUSE]
    low.hear(answer(1))
    assert low.pause_after(None, "") == 0.25


def test_a_limit_says_when_to_come_again() -> None:
    one = watch()
    refused = {"type": "error", "id": "1", "payload": failure("RATE_LIMITED", retryable=True, retryAfter=12.5)}
    assert one.hear(json.dumps(refused)).next == "connect"
    assert one.pause_after(None, "") == 12.5
    assert one.pause_after(None, "") < 12.5
    with pytest.raises(ApiError) as refusal:
        one.hear(json.dumps({"type": "error", "id": "1", "payload": failure("FORBIDDEN")}))
    assert refusal.value.code == "FORBIDDEN"


def test_a_wrong_address_ends_and_a_busy_gateway_does_not() -> None:
    for status in (429, 502, 503):
        watch().refused(status)
    with pytest.raises(ApiError, match="404"):
        watch().refused(404)
