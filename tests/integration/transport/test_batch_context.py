"""What the events of a batch share is sent once."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from server.access import Caller, Role, UnsignedIds
from server.errors import ViewpulseError
from server.events.batch_context import decode_context
from server.storage.database import Pool
from tests.integration.transport.api import Api
from tests.integration.transport.batches import literal
from tests.integration.transport.socket_client import socket

ASKED = "{ accepted results { status code path warnings { path } } warnings { code path message } }"
TRACK = f"mutation($e: [EventInput!]!, $c: ContextInput) {{ trackEvents(events: $e, context: $c) {ASKED} }}"
CONTEXT: dict[str, Any] = {
    "userId": "ann",
    "sessionId": "s1",
    "source": {"type": "FEED", "campaign": "spring"},
    "device": {"type": "MOBILE", "platform": "IOS", "os": "iOS", "osVersion": "19.1"},
    "location": {"country": "de", "city": "Berlin"},
    "network": {"type": "WIFI"},
    "viewer": {"ageGroup": "AGE_25_34"},
}
COLUMNS = "user_id, session_id, campaign, source_type, platform, os, country, city, network_type, age_group"
SHARED = ("ann", "s1", "spring", "feed", "ios", "iOS", "DE", "Berlin", "wifi", "age_25_34")


async def track(api: Api, context: Any, *events: dict[str, Any], query: str = TRACK, **headers: str) -> dict[str, Any]:
    answer = await api.ask(query, {"e": list(events), "c": context}, **headers)
    assert "errors" not in answer, answer
    [payload] = answer["data"].values()
    found: dict[str, Any] = payload
    return found


async def refusal(api: Api, context: Any, **headers: str) -> dict[str, Any]:
    """The one error of a batch of three events."""
    answer = await api.ask(TRACK, {"e": [event(name) for name in "abc"], "c": context}, **headers)
    [error] = answer["errors"]
    found: dict[str, Any] = error
    return found


def event(event_id: str, **more: Any) -> dict[str, Any]:
    return {"id": event_id, "type": "VIEW", "contentId": "c1", **more}


async def stored(pool: Pool) -> dict[str, tuple[Any, ...]]:
    rows = await pool.fetch(f"SELECT client_id, {COLUMNS} FROM events")
    return {row["client_id"]: tuple(row)[1:] for row in rows}


async def test_an_event_has_what_it_does_not_say_from_the_context(api: Api, pool: Pool) -> None:
    payload = await track(
        api,
        CONTEXT,
        event("all"),
        event("own", userId="bob", device={"os": "Android"}, location={"city": "Bonn"}),
        event("unknown", device=None, network=None, userId=None, source={}),
        event("empty", userId="", sessionId=""),
        event("null in a text", playId="nullable"),
    )
    assert (payload["accepted"], payload["warnings"]) == (5, [])
    assert await stored(pool) == {
        "all": SHARED,
        "own": ("bob", "s1", "spring", "feed", None, "Android", None, "Bonn", "wifi", "age_25_34"),
        "unknown": (None, "s1", None, None, None, None, "DE", "Berlin", None, "age_25_34"),
        "empty": SHARED,
        "null in a text": SHARED,
    }


MUTATIONS: dict[str, tuple[str, str]] = {
    "trackEvents": ("events", "EventInput"),
    "recordEngagementBatch": ("engagements", "EngagementInput"),
    "recordInteractions": ("interactions", "InteractionInput"),
}


def _by_variables(field: str, argument: str, kind: str, context: Any, events: list[Any]) -> tuple[str, dict[str, Any]]:
    call = f"{field}({argument}: $e, context: $c) {ASKED}"
    return f"mutation($e: [{kind}!]!, $c: ContextInput!) {{ {call} }}", {"e": events, "c": context}


def _in_a_fragment(field: str, argument: str, kind: str, context: Any, events: list[Any]) -> tuple[str, dict[str, Any]]:
    call = f"{field}({argument}: $e, context: $c) {ASKED}"
    query = f"mutation($e: [{kind}!]!, $c: ContextInput) {{ __typename ... F }} fragment F on Mutation {{ {call} }}"
    return query, {"e": events, "c": context}


def _written(value: Any, name: str = "") -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(inner, key)}" for key, inner in value.items()) + "}"
    return str(value) if name == "platform" else literal(value, name)


def _literals(field: str, argument: str, _kind: str, context: Any, events: list[Any]) -> tuple[str, dict[str, Any]]:
    return f"mutation {{ {field}({argument}: {literal(events)}, context: {_written(context)}) {ASKED} }}", {}


def _parts(field: str, argument: str, kind: str, context: Any, events: list[Any]) -> tuple[str, dict[str, Any]]:
    rest = {name: value for name, value in context.items() if name != "userId"}
    written = "{userId: $u, " + _written(rest)[1:]
    call = f"{field}({argument}: $e, context: {written}) {ASKED}"
    return f"mutation($e: [{kind}!]!, $u: ID) {{ {call} }}", {"e": events, "u": context["userId"]}


SHAPES: list[Callable[[str, str, str, Any, list[Any]], tuple[str, dict[str, Any]]]] = [
    _by_variables,
    _in_a_fragment,
    _literals,
    _parts,
]


@pytest.mark.parametrize("field", MUTATIONS)
async def test_every_batch_takes_a_context_in_every_shape(api: Api, pool: Pool, field: str) -> None:
    context = {"userId": "ann", "sessionId": "s1", "device": {"platform": "IOS"}, "location": {"timezone": "Mars/One"}}
    for number, shape in enumerate(SHAPES):
        events = [
            event(f"{number} inherits", playId="é"),
            event(f"{number} own", device={"os": "Android"}, userId=None),
        ]
        query, variables = shape(field, *MUTATIONS[field], context, events)
        answer = await api.ask(query, variables)
        payload = next(one for one in answer["data"].values() if isinstance(one, dict))
        assert payload["accepted"] == 2, answer
        assert [warning["path"] for warning in payload["warnings"]] == [["context", "location", "timezone"]]
        assert [one["warnings"] for one in payload["results"]] == [[], []]
    rows = await pool.fetch("SELECT client_id, user_id, session_id, platform, os, timezone FROM events")
    found = {row["client_id"]: tuple(row)[1:] for row in rows}
    for number in range(len(SHAPES)):
        assert found[f"{number} inherits"] == ("ann", "s1", "ios", None, None)
        assert found[f"{number} own"] == (None, "s1", None, "Android", None)


async def test_a_socket_takes_one_too(api: Api, pool: Pool) -> None:
    async with socket(api.url) as client:
        await client.initialise(writeKey=api.write_key)
        await client.subscribe(TRACK, {"e": [event("e1")], "c": CONTEXT})
        assert (await client.hear())["payload"]["data"]["trackEvents"]["accepted"] == 1
    assert await stored(pool) == {"e1": SHARED}


async def test_what_is_said_once_and_what_is_said_each_time_is_the_same_event(api: Api) -> None:
    spelled = {**CONTEXT, "location": {"country": "DE", "city": "Berlin"}, "userId": "ann"}
    await track(api, CONTEXT, event("first with"))
    await track(api, None, event("first without", **spelled))
    again = await track(api, None, event("first with", **spelled), event("first with"))
    assert [one["code"] for one in again["results"]] == ["DUPLICATE", "ID_REUSED"]
    again = await track(api, CONTEXT, event("first without"), event("first without", device=None))
    assert [one["code"] for one in again["results"]] == ["DUPLICATE", "ID_REUSED"]


async def test_what_would_be_a_warning_of_each_event_is_one_of_the_batch(api: Api, pool: Pool) -> None:
    context = {
        "device": {"type": "TOASTER", "model": "m" * 129, "os": "iOS"},
        "location": {"country": "XX", "latitude": 1.0},
        "source": 5,
    }
    payload = await track(api, context, *(event(f"e{number}") for number in range(50)))
    assert payload["accepted"] == 50
    assert sorted((one["code"], *one["path"]) for one in payload["warnings"]) == [
        ("CUT", "context", "device", "model"),
        ("UNKNOWN", "context", "device", "type"),
        ("UNKNOWN", "context", "location", "country"),
        ("UNKNOWN", "context", "location", "latitude"),
        ("UNKNOWN", "context", "source"),
    ]
    assert not any(one["warnings"] for one in payload["results"])
    assert await pool.fetchval("SELECT count(*) FROM events WHERE os = 'iOS' AND length(model) = 128") == 50
    own = await track(api, context, event("own", device={"type": "KETTLE"}))
    assert own["results"][0]["warnings"] == [{"path": ["events", "0", "device", "type"]}]
    assert await pool.fetchval("SELECT os FROM events WHERE client_id = 'own'") is None


@pytest.mark.parametrize(
    ("context", "field"),
    [
        ({"userId": "u" * 129}, ["context", "userId"]),
        ({"userId": "undefined"}, ["context", "userId"]),
        ({"sessionId": " "}, ["context", "sessionId"]),
        ({"sessionId": "a\0b"}, ["context", "sessionId"]),
        ({"userId": {}}, ["context", "userId"]),
        ({"device": {"toaster": True}}, ["context", "device", "toaster"]),
        ({"contentId": "c1"}, ["context", "contentId"]),
        (["x"], ["context"]),
    ],
)
async def test_what_would_reject_each_event_refuses_the_batch_once(
    api: Api, pool: Pool, context: Any, field: list[str]
) -> None:
    error = await refusal(api, context)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", field)
    assert await pool.fetchval("SELECT count(*) FROM events") == 0


async def test_the_user_of_the_context_must_be_the_one_of_the_token(api: Api, pool: Pool) -> None:
    error = await refusal(api, {"userId": "bob"}, authorization=api.token("ann", Role.USER))
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("FORBIDDEN", ["context", "userId"])
    payload = await track(api, {"userId": "ann"}, event("e1"), authorization=api.token("ann", Role.USER))
    assert payload["accepted"] == 1
    assert await pool.fetchval("SELECT user_id FROM events") == "ann"


async def test_an_event_that_names_its_own_user_or_none_is_taken_under_a_context_of_another(
    api: Api, pool: Pool
) -> None:
    events = [event("own", userId="ann"), event("none", userId=None), event("his"), {"id": "bad", "type": "NOPE"}]
    payload = await track(api, {"userId": "bob"}, *events, authorization=api.token("ann", Role.USER))
    assert [(one["status"], one["code"], one["path"]) for one in payload["results"][:3]] == [
        ("ACCEPTED", None, None),
        ("ACCEPTED", None, None),
        ("REJECTED", "USER_MISMATCH", ["context", "userId"]),
    ]
    assert payload["results"][3]["path"] == ["events", "3", "type"]
    assert {row["user_id"] for row in await pool.fetch("SELECT user_id FROM events")} == {"ann"}
    payload = await track(
        api, {"userId": "ann"}, event("named", userId="bob"), event("ours"), authorization=api.token("ann", Role.USER)
    )
    assert [one["path"] for one in payload["results"]] == [["events", "0", "userId"], None]


@pytest.mark.parametrize(
    ("caller", "code"),
    [
        (Caller(unsigned_ids=UnsignedIds.NONE), "UNAUTHENTICATED"),
        (Caller(unsigned_ids=UnsignedIds.NONE, user_id="ann"), None),
        (Caller(unsigned_ids=UnsignedIds.STATELESS), None),
        (Caller(user_id="bob"), "FORBIDDEN"),
    ],
)
def test_a_project_that_takes_users_with_a_token_only_takes_them_so_in_a_context_too(
    caller: Caller, code: str | None
) -> None:
    shared = decode_context({"userId": "ann"})
    if code is None:
        shared.require_user(caller)
        return
    with pytest.raises(ViewpulseError, match="token") as failure:
        shared.require_user(caller)
    assert failure.value.code == code


def test_a_batch_of_an_app_takes_less_than_half_the_bytes_an_event() -> None:
    device = {
        "type": "MOBILE", "platform": "IOS", "model": "iPhone17,2", "os": "iOS", "osVersion": "19.1.1",
        "appVersion": "7.4.0", "screenWidth": 1320, "screenHeight": 2868,
    }  # fmt: skip
    location = {"country": "DE", "region": "BE", "city": "Berlin", "timezone": "Europe/Berlin"}
    context = {
        "userId": "8c1f4a0e-52f6-4f0f-9a53-0d8a4a6f5d10", "sessionId": "0199d3a4-7c1e-7a52-9c34-1f2e3d4c5b6a",
        "source": {"type": "FOR_YOU", "entryPoint": "notification", "campaign": "spring-2026"}, "device": device,
        "location": location, "network": {"type": "CELLULAR_5G", "quality": "GOOD"},
    }  # fmt: skip
    events = [
        {
            "id": f"0199d3a4-7c1e-7a52-9c34-1f2e3d4c{number:04x}", "type": "VIEW_PROGRESS",
            "contentId": "3f6c2f3e-9d55-4a1f-8f0a-7c2b1d0e9f88", "playId": "0199d3a4-7c1e-7a52-9c34-aaaaaaaaaaaa",
            "age": 12.5 + number, "viewData": {"watchTime": 5, "position": 5.0 * number, "duration": 61.2},
        }
        for number in range(100)
    ]  # fmt: skip
    together = len(json.dumps({"context": context, "events": events}, separators=(",", ":")))
    each = len(json.dumps({"events": [context | one for one in events]}, separators=(",", ":")))
    assert 700 < each / len(events) < 800
    assert together / len(events) < 300
