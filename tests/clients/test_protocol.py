"""graphql-transport-ws as the reference server of graphql-ws speaks it, message by message."""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import pytest

from tests.clients.node import run_node
from tests.clients.server import Server

Step: TypeAlias = str | dict[str, Any]
Said: TypeAlias = dict[str, Any]

PROTOCOL = "graphql-transport-ws"
CONTENT = "the content of this test"
LIVE = f'subscription {{ contentAnalytics(contentId: "{CONTENT}") {{ views {{ total }} }} }}'
INIT: Step = {"type": "connection_init"}
ANSWERED: Step = {"until": "next"}


def subscribe(query: object, operation_id: object = "1", **more: object) -> Step:
    return {"type": "subscribe", "id": operation_id, "payload": {"query": query, **more}}


WELL_FORMED: Mapping[str, list[Step]] = {
    "nothing but the initialisation": [INIT],
    "an initialisation without parameters": [{"type": "connection_init", "payload": {}}],
    "an initialisation with null": [{"type": "connection_init", "payload": None}],
    "a second initialisation": [INIT, INIT],
    "no initialisation": [{"until": "close"}],
    "a ping before the initialisation": [{"type": "ping"}, INIT],
    "a ping with a payload": [INIT, {"type": "ping", "payload": {"a": [1, None, "é"]}}],
    "a ping with null": [INIT, {"type": "ping", "payload": None}],
    "a pong that nobody asked for": [INIT, {"type": "pong"}, {"type": "pong", "payload": {"a": 1}}],
    "a query": [INIT, subscribe("{ __typename }")],
    "a query with a name": [INIT, subscribe("query A { __typename } query B { b: __typename }", operationName="B")],
    "a query with variables": [
        INIT,
        subscribe("query ($a: Boolean!) { __typename @include(if: $a) }", variables={"a": True}),
    ],
    "a query with variables that are null": [INIT, subscribe("{ __typename }", variables=None, extensions=None)],
    "a mutation": [INIT, subscribe("mutation { __typename }")],
    "two queries with two ids": [INIT, subscribe("{ __typename }", "a"), subscribe("{ __typename }", "b")],
    "an id that is used again": [INIT, subscribe("{ __typename }"), subscribe("{ again: __typename }")],
    "a document that does not parse": [INIT, subscribe("{")],
    "a document that is not valid": [INIT, subscribe("{ nothing }")],
    "a document without an operation": [INIT, subscribe("fragment F on Query { __typename }")],
    "an operation that is not in the document": [INIT, subscribe("query A { __typename }", operationName="B")],
    "two operations and no name": [INIT, subscribe("query A { __typename } query B { __typename }")],
    "a variable that is missing": [INIT, subscribe("query ($a: Boolean!) { __typename @include(if: $a) }")],
    "a subscription": [INIT, subscribe(LIVE)],
    "a subscription that the client completes": [INIT, subscribe(LIVE), ANSWERED, {"type": "complete", "id": "1"}],
    "an id that is open": [INIT, subscribe(LIVE), ANSWERED, subscribe(LIVE)],
    "an operation before the initialisation": [subscribe("{ __typename }")],
    "a completion of nothing": [INIT, {"type": "complete", "id": "nothing"}],
    "a completion before the initialisation": [{"type": "complete", "id": "1"}, INIT],
    "fields that the protocol does not know": [{"type": "connection_init", "more": 1}, {"type": "ping", "more": {}}],
}
MALFORMED: Mapping[str, list[Step]] = {
    "an empty message": [""],
    "no JSON": ["nonsense"],
    "JSON that ends early": ['{"type":"ping"'],
    "null": ["null"],
    "a number": ["1"],
    "a list": ["[]"],
    "an object without a type": ["{}"],
    "a type that is no string": [{"type": 1}],
    "a type that does not exist": [{"type": "start", "id": "1", "payload": {"query": "{ __typename }"}}],
    "an initialisation of 70,000 characters": [{"type": "connection_init", "payload": {"more": "x" * 70_000}}],
    "an initialisation with a list": [{"type": "connection_init", "payload": []}],
    "an initialisation with a text": [{"type": "connection_init", "payload": "token"}],
    "a ping with a number": [INIT, {"type": "ping", "payload": 1}],
    "a pong with a list": [INIT, {"type": "pong", "payload": []}],
    "an operation without an id": [INIT, {"type": "subscribe", "payload": {"query": "{ __typename }"}}],
    "an operation with an empty id": [INIT, subscribe("{ __typename }", "")],
    "an operation with an id of 300 characters": [INIT, subscribe("{ __typename }", "x" * 300)],
    "an operation with a number as its id": [INIT, subscribe("{ __typename }", 1)],
    "an operation without a payload": [INIT, {"type": "subscribe", "id": "1"}],
    "an operation with a text as its payload": [INIT, {"type": "subscribe", "id": "1", "payload": "{ __typename }"}],
    "an operation without a document": [INIT, {"type": "subscribe", "id": "1", "payload": {}}],
    "a document that is null": [INIT, subscribe(None)],
    "a document that is a number": [INIT, subscribe(1)],
    "variables that are a list": [INIT, subscribe("{ __typename }", variables=[])],
    "variables that are a text": [INIT, subscribe("{ __typename }", variables="a")],
    "an operation name that is a number": [INIT, subscribe("{ __typename }", operationName=1)],
    "extensions that are a text": [INIT, subscribe("{ __typename }", extensions="a")],
    "a completion without an id": [INIT, {"type": "complete"}],
    "a completion with null": [INIT, {"type": "complete", "id": None}],
    "an answer from the client": [INIT, {"type": "next", "id": "1", "payload": {}}],
    "an error from the client": [INIT, {"type": "error", "id": "1", "payload": []}],
    "an acknowledgement from the client": [{"type": "connection_ack"}],
    "a binary message": [INIT, {"bytes": '{"type":"ping"}'}],
    "a message of two megabytes": [INIT, {"length": 2 * 2**20}],
}
CONVERSATIONS = {**WELL_FORMED, **MALFORMED}
SUBPROTOCOLS: Mapping[str, list[str]] = {
    "no subprotocol": [],
    "the older subprotocol": ["graphql-ws"],
    "both subprotocols": ["graphql-ws", "graphql-transport-ws"],
}

BETTER: Mapping[str, str] = {
    "a document that does not parse": "The operation ends with `error`; the reference closes the socket (4500).",
    "a variable that is missing": "The operation is not executed, so it ends with `error`, as every refused one.",
    "an answer from the client": "4400: the client is at fault, not the server (4500).",
    "an acknowledgement from the client": "4400: the client is at fault, not the server (4500).",
    "a binary message": "4400: the protocol is JSON in text frames.",
    "a message of two megabytes": "The close frame says why.",
    "an operation with an id of 300 characters": "4400: each message repeats the id, so it has at most 256 characters.",
    "an initialisation of 70,000 characters": "4400: who has said nothing yet may not send much.",
}
"""Conversations in which ours differs, and why that is better."""


@pytest.fixture(scope="module")
def conversations(server: Server) -> dict[str, dict[str, Said]]:
    """What both servers said."""
    told = {name: {"protocols": [PROTOCOL], "steps": steps} for name, steps in CONVERSATIONS.items()}
    told |= {name: {"protocols": offered, "steps": [INIT]} for name, offered in SUBPROTOCOLS.items()}
    credentials = {"type": "connection_init", "payload": {"authorization": f"Bearer {server.token}"}}
    text = json.dumps({"url": server.ws_url, "conversations": told})
    text = text.replace(json.dumps(INIT), json.dumps(credentials)).replace(CONTENT, server.new_content())
    return dict(run_node("protocol.mjs", json.loads(text)))


@pytest.mark.parametrize("name", [*CONVERSATIONS, *SUBPROTOCOLS])
def test_ours_says_what_the_reference_server_says(conversations: dict[str, dict[str, Said]], name: str) -> None:
    found = conversations[name]
    if name in BETTER:
        assert found["ours"] != found["reference"], "the difference is gone: remove it from BETTER"
    else:
        assert found["ours"] == found["reference"]
