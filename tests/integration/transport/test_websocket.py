"""graphql-transport-ws, message by message, against the whole API."""

import asyncio
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from server.access import Role
from server.app import create_app
from server.settings import Settings
from tests.integration.live.stand_ins import until
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import Client, socket

pytestmark = pytest.mark.usefixtures("within_a_quarter_hour")
CONTENT = 'contentAnalytics(contentId: "c1") { revision views { total } }'
LIVE = f"subscription {{ {CONTENT} }}"
NOTHING_YET = {"contentAnalytics": {"revision": 0, "views": {"total": 0}}}


async def admin(bare_api: Api, client: Client) -> None:
    await client.initialise(authorization=bare_api.token("admin", Role.ADMIN))


async def test_an_initialised_socket_is_acknowledged(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        assert client.connection.subprotocol == "graphql-transport-ws"
        await client.initialise()


@pytest.mark.parametrize("protocols", [(), ("graphql-ws",), ("graphql-ws", "soap")])
async def test_other_subprotocols_are_closed_with_4406(bare_api: Api, protocols: tuple[str, ...]) -> None:
    async with socket(bare_api.url, protocols=protocols) as client:
        assert await client.closed() == (4406, "Subprotocol not acceptable")


async def test_graphql_transport_ws_is_chosen_among_others(bare_api: Api) -> None:
    async with socket(bare_api.url, protocols=("graphql-ws", "graphql-transport-ws")) as client:
        await client.initialise()


async def test_a_second_initialisation_is_closed_with_4429(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.initialise()
        await client.say({"type": "connection_init"})
        assert await client.closed() == (4429, "Too many initialisation requests")


async def test_an_unauthenticated_socket_is_closed_with_4408(bare_settings: Settings) -> None:
    impatient = bare_settings.model_copy(update={"connection_init_timeout": 0.1})
    async with served(create_app(impatient), impatient) as api, socket(api.url) as client:
        await client.say({"type": "ping"})
        assert await client.hear() == {"type": "pong"}
        assert await client.closed() == (4408, "Connection initialisation timeout")


async def test_subscribing_before_the_acknowledgement_is_closed_with_4401(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.subscribe("{ __typename }")
        assert await client.closed() == (4401, "Unauthorized")


async def test_an_id_in_use_is_closed_with_4409(api: Api) -> None:
    async with socket(api.url) as client:
        await admin(api, client)
        await client.subscribe(LIVE, name="é" * 100)
        await client.subscribe(LIVE, name="é" * 100)
        code, reason = await client.closed()
        assert code == 4409
        assert reason.startswith("Subscriber for éé")


@pytest.mark.parametrize(
    "message",
    [
        "",
        "nonsense",
        "null",
        "[]",
        "{}",
        b'{"type":"ping"}',
        {"type": 1},
        {"type": "start", "id": "1"},
        {"type": "next", "id": "1", "payload": {}},
        {"type": "connection_init", "payload": []},
        {"type": "connection_init", "payload": "token"},
        {"type": "ping", "payload": 1},
        {"type": "pong", "payload": []},
        {"type": "subscribe"},
        {"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}},
        {"type": "subscribe", "id": 1, "payload": {"query": "{ __typename }"}},
        {"type": "subscribe", "id": "x" * 257, "payload": {"query": "{ __typename }"}},
        {"type": "subscribe", "id": "1", "payload": "{ __typename }"},
        {"type": "subscribe", "id": "1", "payload": {}},
        {"type": "subscribe", "id": "1", "payload": {"query": None}},
        {"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "variables": []}},
        {"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "operationName": 1}},
        {"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "extensions": "x"}},
        {"type": "complete"},
        {"type": "complete", "id": None},
        '{"type":"ping","payload":' + '{"a":' * 100_000 + "1" + "}" * 100_001,
    ],
)
async def test_a_malformed_message_is_closed_with_4400(bare_api: Api, message: object) -> None:
    async with socket(bare_api.url) as client:
        await client.initialise()
        await client.say(message)
        assert await client.closed() == (4400, "Invalid message received")


async def test_malformed_messages_before_the_initialisation_are_closed_with_4400_too(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.say("{")
        assert (await client.closed())[0] == 4400


async def test_null_stands_for_a_payload_that_is_left_out(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.say({"type": "connection_init", "payload": None})
        assert await client.hear() == {"type": "connection_ack"}
        request = {"query": "{ __typename }", "variables": None, "operationName": None, "extensions": None}
        await client.say({"type": "subscribe", "id": "1", "payload": request})
        assert (await client.hear())["payload"] == {"data": {"__typename": "Query"}}


async def test_a_message_that_is_too_large_is_closed_with_1009(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.initialise()
        await client.say("x" * (2 * bare_api.settings.max_body_bytes))
        assert (await client.closed())[0] == 1009


async def test_a_client_in_the_middle_of_a_refused_message_gets_an_answer_and_no_reset(bare_api: Api) -> None:
    host, port = bare_api.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    upgrade = "GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    upgrade += "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    writer.write(f"{upgrade}Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode())
    assert b"101" in await reader.readuntil(b"\r\n\r\n")
    size = 2 * bare_api.settings.max_body_bytes
    too_large = Frame(Opcode.TEXT, b"x" * size).serialize(mask=True)
    writer.write(too_large[: size // 2])
    answer = await reader.read()
    assert answer[:1] == b"\x88"
    assert int.from_bytes(answer[2:4]) == 1009
    writer.write(too_large[size // 2 :])
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def test_text_that_is_no_utf_8_is_closed_with_1007(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.connection.send(b"\xff\xfe", text=True)
        assert (await client.closed())[0] == 1007


async def test_a_ping_is_answered_with_its_payload(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.say({"type": "ping"})
        assert await client.hear() == {"type": "pong"}
        payload = {"at": 1, "é": [None, {"x": "\N{GRINNING FACE}"}]}
        await client.say({"type": "ping", "payload": payload})
        assert await client.hear() == {"type": "pong", "payload": payload}
        await client.say({"type": "pong", "payload": payload})
        await client.initialise()


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"authorization": "Bearer nonsense"}, "TOKEN_INVALID: The token is not valid."),
        ({"Authorization": "Bearer nonsense"}, "TOKEN_INVALID: The token is not valid."),
        (
            {"authorization": "nonsense"},
            "TOKEN_INVALID: The Authorization header must be `Bearer`, a space, and the token.",
        ),
        ({"authorization": 7}, "TOKEN_INVALID: authorization must be a string."),
        ({"writeKey": []}, "WRITE_KEY_INVALID: writeKey must be a string."),
        ({"X-Viewpulse-Key": {}}, "WRITE_KEY_INVALID: writeKey must be a string."),
    ],
)
async def test_bad_credentials_are_closed_with_4403_and_the_reason(
    bare_api: Api, payload: dict[str, Any], reason: str
) -> None:
    async with socket(bare_api.url) as client:
        await client.say({"type": "connection_init", "payload": payload})
        assert await client.closed() == (4403, reason)


async def test_an_unknown_write_key_is_closed_with_4403(api: Api) -> None:
    async with socket(api.url) as client:
        await client.say({"type": "connection_init", "payload": {"writeKey": "unknown"}})
        assert await client.closed() == (4403, "WRITE_KEY_INVALID: The write key is unknown or revoked.")


@pytest.mark.parametrize("name", ["authorization", "Authorization"])
async def test_the_token_may_come_in_the_payload(api: Api, name: str) -> None:
    async with socket(api.url) as client:
        await client.initialise(**{name: api.token("admin", Role.ADMIN)})
        await client.subscribe(LIVE)
        assert (await client.hear())["payload"] == {"data": NOTHING_YET}


async def test_the_token_may_come_in_the_headers_of_the_upgrade(api: Api) -> None:
    headers = {"Authorization": api.token("admin", Role.ADMIN)}
    async with socket(api.url, additional_headers=headers) as client:
        await client.initialise()
        await client.subscribe(LIVE)
        assert (await client.hear())["payload"] == {"data": NOTHING_YET}


@pytest.mark.parametrize("name", ["writeKey", "X-Viewpulse-Key"])
async def test_events_are_tracked_over_the_socket(api: Api, name: str) -> None:
    async with socket(api.url) as client:
        await client.initialise(**{name: api.write_key})
        event = {"id": "e1", "type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}
        await client.subscribe(
            "mutation($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }", {"events": [event]}
        )
        answer = await client.hear()
        assert answer == {"id": "1", "type": "next", "payload": {"data": {"trackEvents": {"accepted": 1}}}}
        assert await client.hear() == {"id": "1", "type": "complete"}


async def test_a_mutation_is_finished_though_the_socket_closes(api: Api, pool: Any) -> None:
    async with socket(api.url) as client:
        await client.initialise(writeKey=api.write_key)
        await client.subscribe(
            'mutation { trackEvent(event: {type: VIEW_START, contentId: "c1", sessionId: "s1"}) { accepted } }'
        )
        await client.say({"type": "complete", "id": "1"})
    for _ in range(500):
        if await pool.fetchval("SELECT count(*) FROM events"):
            break
        await asyncio.sleep(0.01)
    assert await pool.fetchval("SELECT count(*) FROM events") == 1


async def test_a_socket_is_closed_when_its_token_expires(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise(
            authorization=api.token("admin", Role.ADMIN, minutes=(4 - api.settings.jwt_leeway) / 60)
        )  # a JWT counts whole seconds
        await client.subscribe(LIVE)
        await client.hear()
        assert await client.closed() == (4419, "TOKEN_EXPIRED: The token has expired.")


async def test_credentials_that_cannot_be_checked_are_closed_with_1013(bare_api: Api) -> None:
    async with socket(bare_api.url) as client:
        await client.say({"type": "connection_init", "payload": {"writeKey": "vp_write_x"}})
        assert await client.closed() == (1013, "UNAVAILABLE: The write key cannot be checked at the moment; try again.")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "BAD_INPUT"),
        ("{ nothing }", "BAD_INPUT"),
        ("subscription { nothing }", "BAD_INPUT"),
        ("query A { __typename } query B { __typename }", "BAD_INPUT"),
        ("subscription($id: ID!) { contentAnalytics(contentId: $id) { revision } }", "BAD_INPUT"),
        ("subscription { a: __typename }", "BAD_INPUT"),
    ],
)
async def test_an_operation_that_cannot_start_answers_error_and_the_socket_stays(
    bare_api: Api, query: str, code: str
) -> None:
    async with socket(bare_api.url) as client:
        await admin(bare_api, client)
        await client.subscribe(query)
        answer = await client.hear()
        assert (answer["id"], answer["type"]) == ("1", "error")
        assert answer["payload"][0]["extensions"]["code"] == code
        await client.subscribe("{ __typename }")
        assert (await client.hear())["payload"] == {"data": {"__typename": "Query"}}


async def test_subscribing_to_an_unknown_subject_answers_not_found(api: Api) -> None:
    async with socket(api.url) as client:
        await admin(api, client)
        await client.subscribe('subscription { sessionAnalytics(sessionId: "unknown") { revision } }')
        assert (await client.hear())["payload"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_a_viewer_without_the_right_gets_forbidden_or_unauthenticated(api: Api) -> None:
    for token, code in ((api.token("creator-2"), "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        async with socket(api.url) as client:
            await client.initialise(**({"authorization": token} if token else {}))
            await client.subscribe(LIVE)
            assert (await client.hear())["payload"][0]["extensions"]["code"] == code


async def test_errors_of_a_query_come_with_its_data(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise()
        await client.subscribe(f"{{ {CONTENT} }}")
        answer = await client.hear()
        assert answer["type"] == "next"
        assert answer["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert await client.hear() == {"id": "1", "type": "complete"}


async def test_an_id_is_free_again_after_complete(api: Api) -> None:
    async with socket(api.url) as client:
        await admin(api, client)
        for _ in range(3):
            await client.subscribe(LIVE)
            assert (await client.hear())["type"] == "next"
            await client.say({"type": "complete", "id": "1"})
        await client.say({"type": "complete", "id": "never started"})
        await client.subscribe("{ __typename }")
        assert (await client.hear())["type"] == "next"


async def test_too_many_operations_on_one_socket_answer_error(settings: Settings) -> None:
    narrow = settings.model_copy(update={"live_max_subscriptions": 3})
    async with served(create_app(narrow), narrow) as api, socket(api.url) as client:
        await admin(api, client)
        for number in range(3):
            await client.subscribe(LIVE, name=str(number))
            assert (await client.hear())["type"] == "next"
        await client.subscribe(LIVE, name="3")
        answer = await client.hear()
        assert (answer["id"], answer["type"]) == ("3", "error")
        assert answer["payload"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
        await client.say({"type": "complete", "id": "0"})
        await client.subscribe(LIVE, name="3")
        assert (await client.hear())["type"] == "next"


async def test_operations_of_one_socket_are_apart(api: Api) -> None:
    async with socket(api.url) as client:
        await admin(api, client)
        await client.subscribe(LIVE, name='a"\\b')
        await client.subscribe("{ nothing }", name="bad")
        await client.subscribe("{ __typename }", name="good")
        answers = [await client.hear() for _ in range(4)]
        kinds = {(answer["id"], answer["type"]) for answer in answers}
        assert kinds == {('a"\\b', "next"), ("bad", "error"), ("good", "next"), ("good", "complete")}


async def test_a_stopping_server_closes_with_1012(bare_settings: Settings) -> None:
    async with served(create_app(bare_settings), bare_settings) as api:
        client_context = socket(api.url)
        client = await client_context.__aenter__()
        await client.initialise()
    assert (await client.closed())[0] == 1012
    await client_context.__aexit__(None, None, None)


@pytest.mark.parametrize(
    ("origin", "development", "allowed"),
    [
        ("http://localhost:3000", True, True),
        ("http://localhost:3000", False, False),
        ("https://dashboard.example", False, True),
        ("https://evil.example", True, False),
        ("null", True, False),
    ],
)
async def test_pages_of_other_origins_are_refused(
    bare_settings: Settings, origin: str, *, development: bool, allowed: bool
) -> None:
    chosen = bare_settings.model_copy(
        update={"development": development, "cors_origins": ["https://dashboard.example"]}
    )
    async with served(create_app(chosen), chosen) as api:
        if allowed:
            async with socket(api.url, origin=origin) as client:
                await client.initialise()
        else:
            async with socket(api.url, origin=origin) as client:
                assert client.connection.subprotocol == "graphql-transport-ws"
                reason = f"ORIGIN_NOT_ALLOWED: VIEWPULSE_CORS_ORIGINS does not name the origin {origin}"
                assert await client.closed() == (4403, reason)


async def test_nothing_is_left_behind_by_sockets_that_closed(api: Api) -> None:
    async def open_and_close(*, patiently: bool) -> None:
        async with socket(api.url) as client:
            await admin(api, client)
            await client.subscribe(LIVE)
            if patiently:
                await client.hear()

    await open_and_close(patiently=True)
    await asyncio.sleep(0)
    tasks = len(asyncio.all_tasks())
    for number in range(50):
        await open_and_close(patiently=number % 2 == 1)
    await until(lambda: len(asyncio.all_tasks()) <= tasks)
