"""GraphQL over HTTP: methods, media types, limits, ids."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from math import ceil
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from server.access import Role
from server.app import create_app
from server.embedded import free_port
from server.errors import RETRY_AFTER, SPREAD_SECONDS
from server.settings import Settings
from server.transport.health import CHECK_SECONDS
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api, served

ASK = "query($id: ID!) { contentAnalytics(contentId: $id) { views { total } revision } }"
TRACK = "mutation($e: EventInput!) { trackEvent(event: $e) { accepted } }"
VIEW = {"type": "VIEW_START", "contentId": "c1", "sessionId": "s1"}


async def test_an_event_is_tracked_and_a_content_is_asked_for(api: Api) -> None:
    assert await api.ask(TRACK, {"e": VIEW}) == {"data": {"trackEvent": {"accepted": 1}}}
    answer = await api.ask(ASK, {"id": "c1"}, authorization=api.token("a", Role.ADMIN))
    assert answer["data"]["contentAnalytics"]["views"]["total"] == 0, "no aggregator runs here"


async def test_a_query_may_come_by_get(api: Api) -> None:
    parameters = {"query": ASK, "variables": json.dumps({"id": "c1"}), "operationName": ""}
    headers = {"authorization": api.token("a", Role.ADMIN)}
    response = await api.client.get("/graphql", params=parameters, headers=headers)
    assert response.json()["data"]["contentAnalytics"]["revision"] == 0


async def test_a_mutation_may_not_come_by_get(api: Api) -> None:
    response = await api.client.get(
        "/graphql", params={"query": "mutation { trackEvent(event: {type: VIEW}) { accepted } }"}
    )
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert "Mutations require POST" in response.json()["errors"][0]["message"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_other_methods_are_not_allowed(api: Api, method: str) -> None:
    response = await api.client.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_requests_that_a_form_of_another_site_can_send_are_refused(api: Api, content_type: str) -> None:
    body = json.dumps({"query": "{ __typename }"})
    response = await api.client.post("/graphql", content=body, headers={"content-type": content_type})
    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_only_known_media_types_are_answered(api: Api) -> None:
    response = await api.post("{ __typename }", accept="application/xml")
    assert response.status_code == 406
    assert "Accept application/json" in response.json()["errors"][0]["message"]


async def test_a_subscription_without_a_stream_is_refused(api: Api) -> None:
    error = await api.refusal('subscription { contentAnalytics(contentId: "c1") { revision } }')
    assert error["status"] == 400
    assert all(way in error["message"] for way in ("WebSocket", "text/event-stream"))


async def test_the_status_of_a_bad_document_depends_on_the_media_type(api: Api) -> None:
    assert (await api.post("{ nope }", accept="application/json")).status_code == 200
    assert (await api.post("{ nope }", accept=GRAPHQL_RESPONSE)).status_code == 400


async def test_a_bad_variable_is_named_with_its_path(api: Api) -> None:
    query = "query($in: RangeInput) { trending { revision } topContents(range: $in) { revision } }"
    between = {"start": "2026-03-01T00:00:00Z", "end": "soon"}
    error = await api.refusal(query, {"in": {"between": between}})
    assert error["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": ["range", "between", "end"]}
    assert error["locations"] == [{"line": 1, "column": 7}]


async def test_a_missing_variable_is_named(api: Api) -> None:
    error = await api.refusal(ASK, {}, authorization=api.token())
    assert error["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": ["contentId"]}


async def test_an_error_of_a_field_has_its_code_and_its_place(api: Api) -> None:
    answer = await api.ask('{ mine: contentAnalytics(contentId: "c1") { revision } }')
    assert answer["data"] == {"mine": None}
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert (error["path"], error["locations"]) == (["mine"], [{"line": 1, "column": 3}])


async def test_the_request_id_of_the_client_comes_back(api: Api) -> None:
    response = await api.post("{ __typename }", x_request_id="order-17")
    assert response.headers["x-request-id"] == "order-17"
    response = await api.post("{ __typename }", x_request_id="not plain")
    assert response.headers["x-request-id"] not in ("", "not plain")


async def test_answers_are_never_kept_by_caches(api: Api) -> None:
    assert (await api.post("{ __typename }")).headers["cache-control"] == "no-store"


async def test_a_client_that_disconnects_in_the_middle_disturbs_no_other(api: Api) -> None:
    host, port = api.url.removeprefix("http://").split(":")
    head = f"POST /graphql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    for sent in ("", "POST /gr", head, head + '{"query": "'):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(sent.encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    assert (await api.post("{ __typename }")).status_code == 200


async def test_a_page_of_another_site_is_not_let_in_unless_named(settings: Settings, api: Api) -> None:
    preflight = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,x-viewpulse-key",
    }
    local = await api.client.options("/graphql", headers={**preflight, "origin": "http://localhost:5173"})
    assert local.headers["access-control-allow-origin"] == "http://localhost:5173"
    assert int(local.headers["access-control-max-age"]) > 0
    named = settings.model_copy(update={"development": False, "cors_origins": ["https://app.example"]})
    body = {"query": "{ __typename }"}
    async with served(create_app(named), named) as production:
        for origin, status in (("https://app.example", 200), ("http://localhost:5173", 403)):
            asked = await production.client.options("/graphql", headers={**preflight, "origin": origin})
            answer = await production.client.post("/graphql", json=body, headers={"origin": origin})
            assert (asked.status_code, answer.status_code) == (200, status)
            for one in (asked, answer):
                assert one.headers["access-control-allow-origin"] == origin, "also a refusal can be read"
                assert "Origin" in one.headers["vary"]
        answer = await production.client.post("/graphql", json=body, headers={"origin": "https://app.example"})
        exposed = answer.headers["access-control-expose-headers"].lower()
        assert all(name in exposed for name in ("x-request-id", "etag", "retry-after"))


async def test_introspection_is_for_development_and_admins(settings: Settings) -> None:
    production = settings.model_copy(update={"development": False})
    async with served(create_app(production), production) as api:
        query = "{ __schema { queryType { name } } }"
        assert (await api.refusal(query))["extensions"]["code"] == "FORBIDDEN"
        creator = await api.refusal(query, authorization=api.token())
        assert creator["extensions"]["code"] == "FORBIDDEN"
        admin = await api.ask(query, authorization=api.token("a", Role.ADMIN))
        assert admin["data"]["__schema"]["queryType"]["name"] == "Query"
        nope = await api.refusal("{ contentAnalytic }")
        assert "Did you mean" not in nope["message"]
        page = await api.client.get("/graphql", headers={"accept": "text/html"})
        assert page.status_code == 406, "no GraphiQL in production"
        assert (await api.client.get("/graphiql/page.js")).status_code == 404


async def test_the_process_is_alive_and_ready(api: Api) -> None:
    live = await api.client.get("/health/live")
    assert (live.status_code, live.json()) == (200, {"status": "live"})
    ready = await api.client.get("/health/ready")
    assert ready.status_code == 200
    found = ready.json()
    assert (found["status"], found["database"]["ok"]) == ("ready", True)
    assert found["aggregator"] == {"ok": False, "seconds": None}, "none ran yet"


@contextlib.asynccontextmanager
async def forwarded(port: int, to: int) -> AsyncIterator[None]:
    """What connects to one port reaches another."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(65536):
                writer.write(chunk)
                await writer.drain()
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", to)
        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))

    async with await asyncio.start_server(accept, "127.0.0.1", port):
        yield


def assert_retry_header(response: httpx.Response) -> None:
    """The header says the same as the error, in whole seconds."""
    [error] = response.json()["errors"]
    seconds = error["extensions"].pop("retryAfter")
    assert error["extensions"] == {"code": "UNAVAILABLE", "retryable": True}
    assert RETRY_AFTER <= seconds <= RETRY_AFTER + SPREAD_SECONDS
    assert response.headers["retry-after"] == str(ceil(seconds))


@pytest.mark.own_database
async def test_without_postgresql_it_starts_says_so_and_recovers(settings: Settings) -> None:
    port = free_port()
    real = urlsplit(settings.database_url)
    moved = urlunsplit(real._replace(netloc=real.netloc.replace(f":{real.port}", f":{port}")))
    away = settings.model_copy(update={"database_url": moved})
    async with served(create_app(away), away) as api:
        assert (await api.client.get("/health/live")).status_code == 200
        ready = await asyncio.wait_for(api.client.get("/health/ready"), 10 * CHECK_SECONDS)
        assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
        key = await api.post("{ __typename }", x_viewpulse_key="whatever")
        assert key.status_code == 503
        assert_retry_header(key)
        admin = api.token("a", Role.ADMIN)
        refused = await api.post(ASK, {"id": "c1"}, authorization=admin)
        assert refused.status_code == 200
        assert_retry_header(refused)
        async with forwarded(port, real.port or 5432):
            async with asyncio.timeout(60):
                while (await api.client.get("/health/ready")).status_code != 200:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.05)
            answer = await api.ask(ASK, {"id": "c1"}, authorization=admin)
            assert answer["data"]["contentAnalytics"]["revision"] == 0
