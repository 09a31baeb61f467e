"""What clients and browsers send in addition to operations: preflights, persisted queries, HEAD, compressed bodies."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from server.app import create_app
from server.settings import Settings
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api, served
from tests.integration.transport.socket_client import socket

PAGE = "https://app.example"
PERSISTED = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
OPTIONAL = ("operationName", "variables", "extensions")
TYPENAME = {"data": {"__typename": "Query"}}


@pytest_asyncio.fixture(loop_scope="session")
async def site(redis_url: str) -> AsyncIterator[Api]:
    """An API that the pages of one other site may use; nothing here needs its database."""
    settings = Settings(
        database_url="postgresql://viewpulse@127.0.0.1:1/none",
        redis_url=redis_url,
        cors_origins=[PAGE],
        cors_headers=["X-Tenant", "x-mine-*"],
    )
    async with served(create_app(settings), settings) as api:
        yield api


# Preflights ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        "authorization,content-type,x-viewpulse-key",
        "baggage,content-type,sentry-trace",
        "traceparent, tracestate",
        "content-type,x-datadog-origin,x-datadog-parent-id,x-datadog-sampling-priority,x-datadog-trace-id",
        "apollographql-client-name,apollographql-client-version,content-type",
        "apollo-require-preflight,x-apollo-operation-name",
        "graphql-client-name,graphql-client-version,x-graphql-client-name",
        "b3,x-b3-traceid,x-b3-sampled",
        "X-Request-ID",
        "accept,accept-language,cache-control,x-requested-with",
        "content-encoding,content-type,x-viewpulse-key",
        "x-tenant,X-Mine-Too",
        "",
    ],
)
async def test_a_page_may_send_what_common_libraries_put_on_requests(site: Api, headers: str) -> None:
    asked = {"origin": PAGE, "access-control-request-method": "POST", "access-control-request-headers": headers}
    answer = await site.client.options("/graphql", headers=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert answer.headers.get("access-control-allow-headers", "") == headers


@pytest.mark.parametrize("header", ["x-real-ip", "x-tenants", "cookie", "x-mine", "datadog"])
async def test_a_page_may_not_send_other_headers(site: Api, header: str) -> None:
    asked = {"origin": PAGE, "access-control-request-method": "POST"}
    answer = await site.client.options("/graphql", headers={**asked, "access-control-request-headers": header})
    assert answer.status_code == 400
    assert header in answer.text
    assert "VIEWPULSE_CORS_HEADERS" in answer.text
    assert "access-control-allow-origin" not in answer.headers


# Requests ------------------------------------------------------------------------------------------------------


async def test_a_document_with_a_hash_is_executed(site: Api) -> None:
    body = {"query": "{ __typename }", "extensions": PERSISTED}
    assert (await site.client.post("/graphql", json=body)).json() == TYPENAME
    params = {"query": "{ __typename }", "extensions": json.dumps(PERSISTED)}
    assert (await site.client.get("/graphql", params=params)).json() == TYPENAME


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": ""},
        {"extensions": {}},
        {"extensions": None},
        {"extensions": {"other": 1}},
        {"query": None},
        {"query": None, "extensions": None},
        {"variables": {"persistedQuery": 1}},
        {"extensions": {"persistedQuery": 1}},
        {"extensions": {"persistedQuery": {"version": 1}}},
        {"documentId": ""},
        {"documentId": None},
    ],
)
async def test_without_document_and_hash_there_is_no_request(site: Api, body: dict[str, object]) -> None:
    answer = await site.client.post("/graphql", json=body)
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert error["message"] == "The request has no `query`."


@pytest.mark.parametrize("nulls", [["operationName"], ["variables"], ["extensions"], list(OPTIONAL)])
async def test_null_request_parts_equal_omitted_ones(site: Api, nulls: list[str]) -> None:
    body = {"query": "query A { __typename }", **dict.fromkeys(nulls)}
    assert (await site.client.post("/graphql", json=body)).json() == TYPENAME
    async with socket(site.url) as client:
        await client.initialise()
        await client.say({"type": "subscribe", "id": "1", "payload": body})
        assert (await client.hear())["payload"] == TYPENAME


@pytest.mark.parametrize("empty", ["", "null", " null "])
@pytest.mark.parametrize("names", [["variables"], ["extensions"], ["variables", "extensions"]])
async def test_nothing_in_the_address_is_as_if_left_out(site: Api, names: list[str], empty: str) -> None:
    params = {"query": "query A { __typename }", "operationName": "", **dict.fromkeys(names, empty)}
    answer = await site.client.get("/graphql", params=params)
    assert (answer.status_code, answer.json()) == (200, TYPENAME)


# HEAD and bodies -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/graphql?query={__typename}", 200),
        ("/graphql", 400),
        ("/graphql?query={", 200),
        ("/graphql?query=mutation{trackEvent}", 200),
        ("/health/live", 200),
        ("/health/ready", 503),
        ("/nowhere", 404),
    ],
)
async def test_head_is_get_without_a_body(site: Api, path: str, status: int) -> None:
    got = await site.client.get(path)
    head = await site.client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.status_code == status
    volatile = {"date", "x-request-id"}
    if path == "/health/ready":  # which names the error that it met, of this moment
        volatile.add("content-length")
    assert {name: value for name, value in head.headers.items() if name not in volatile} == {
        name: value for name, value in got.headers.items() if name not in volatile
    }
    assert "content-length" in head.headers


async def test_head_starts_no_mutation(site: Api) -> None:
    params = {"query": "mutation { closeSession(sessionId: 1) { status } }"}
    head = await site.client.head("/graphql", params=params, headers={"accept": GRAPHQL_RESPONSE})
    assert head.status_code == 405
    assert head.headers["allow"] == "POST"


async def test_head_of_graphiql(api: Api) -> None:
    head = await api.client.head("/graphql", headers={"accept": "text/html"})
    assert (head.status_code, head.headers["content-type"]) == (200, "text/html; charset=utf-8")


async def test_the_refusal_of_an_unreadable_body_names_what_can_be_read(site: Api) -> None:
    body = json.dumps({"query": "{ __typename }"}).encode()
    packed = await site.client.post(
        "/graphql", content=body, headers={"content-type": "application/json", "content-encoding": "br"}
    )
    assert (packed.status_code, packed.headers["accept-encoding"]) == (415, "gzip, deflate")
    form = await site.client.post("/graphql", content=body, headers={"content-type": "text/plain"})
    assert (form.status_code, form.headers["accept"]) == (415, "application/json")
