"""An unpaired surrogate anywhere in a message ends one operation at most, and never the socket."""

from typing import Any

import pytest

from server.access import Role
from tests.integration.transport.api import Api
from tests.integration.transport.socket_client import Client, socket

HALF = "\ud83d"
QUERY = "{ __typename }"
ANSWER = {"data": {"__typename": "Query"}}


async def still_serves(client: Client) -> None:
    await client.subscribe(QUERY, name="after")
    assert await client.hear() == {"id": "after", "type": "next", "payload": ANSWER}
    assert await client.hear() == {"id": "after", "type": "complete"}


@pytest.mark.parametrize(
    "payload",
    [
        {"query": f'{{ content(contentId: "{HALF}") {{ id }} }}'},
        {"query": f"{{ {HALF} }}"},
        {"query": QUERY, "operationName": HALF},
        {"query": "query($a: ID!) { content(contentId: $a) { id } }", "variables": {"a": HALF}},
        {"query": f'subscription {{ contentAnalytics(contentId: "{HALF}") {{ revision }} }}'},
        {"query": "subscription($a: ID!) { contentAnalytics(contentId: $a) { revision } }", "variables": {"a": HALF}},
    ],
)
async def test_an_operation_is_refused_alone(bare_api: Api, payload: dict[str, Any]) -> None:
    async with socket(bare_api.url) as client:
        await client.initialise(authorization=bare_api.token("boss", Role.ADMIN))
        await client.say({"type": "subscribe", "id": "1", "payload": payload})
        heard = await client.hear()
        assert (heard["id"], heard["type"]) == ("1", "error")
        assert heard["payload"][0]["extensions"]["code"] == "BAD_INPUT"
        await still_serves(client)


ESCAPED = [
    r'{ content(contentId: "\uD83D") { id } }',
    r'{ content(contentId: "\uDE00 and on") { id } }',
    r'{ content(contentId: "\u{D83D}") { id } }',
    r'subscription { contentAnalytics(contentId: "\uD83D") { revision } }',
    r'mutation { trackEvent(event: {type: VIEW_START, contentId: "\uD83D"}) { accepted } }',
]


@pytest.mark.parametrize("document", ESCAPED)
async def test_an_escaped_half_in_a_document_is_an_error_of_its_text(bare_api: Api, document: str) -> None:
    over_http = (await bare_api.post(document)).json()["errors"]
    async with socket(bare_api.url) as client:
        await client.initialise()
        await client.say({"type": "subscribe", "id": "1", "payload": {"query": document}})
        heard = await client.hear()
        assert (heard["id"], heard["type"]) == ("1", "error")
        for errors in (over_http, heard["payload"]):
            assert [error["extensions"]["code"] for error in errors] == ["BAD_INPUT"]
            assert errors[0]["message"].startswith("Syntax Error: Invalid Unicode escape sequence")
            assert errors[0]["locations"]
        await still_serves(client)


async def test_unpaired_surrogates_in_unread_parts_of_a_message_are_ignored(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.initialise(app=HALF)
        payload = {"query": QUERY, "extensions": {"app": HALF}, "variables": {HALF: 1, "unused": HALF}}
        await client.say({"type": "subscribe", "id": "1", "payload": payload})
        assert (await client.hear())["payload"] == ANSWER
        assert (await client.hear())["type"] == "complete"
        await client.say({"type": "complete", "id": HALF})
        await still_serves(client)


async def test_an_operation_may_be_named_so(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.initialise()
        await client.subscribe(QUERY, name=HALF)
        assert await client.hear() == {"id": HALF, "type": "next", "payload": ANSWER}
        assert await client.hear() == {"id": HALF, "type": "complete"}
        await still_serves(client)


async def test_a_ping_is_echoed_as_it_came(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.say({"type": "ping", "payload": {"at": HALF}})
        assert await client.hear() == {"type": "pong", "payload": {"at": HALF}}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("authorization", "TOKEN_INVALID: The token is not valid."),
        ("writeKey", "WRITE_KEY_INVALID: The write key is unknown or revoked."),
    ],
)
async def test_credentials_with_an_unpaired_surrogate_are_invalid(api: Api, name: str, reason: str) -> None:
    async with socket(api.url) as client:
        await client.say({"type": "connection_init", "payload": {name: f"Bearer {HALF}"}})
        assert await client.closed() == (4403, reason)


async def test_malformed_messages_with_unpaired_surrogates_close_the_socket(bare_api: Api) -> None:
    for message in ({"type": HALF}, {"type": "subscribe", "id": "1", "payload": {"query": {"a": HALF}}}):
        async with socket(bare_api.url) as client:
            await client.initialise()
            await client.say(message)
            assert (await client.closed())[0] == 4400
