"""Pages and their origins: those that are named are let in, others learn why not."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from server.app import create_app
from server.settings import Settings
from tests.integration.transport.api import Api, served
from tests.integration.transport.socket_client import socket
from tests.integration.transport.stream_client import EVENTS

APPS = [
    "capacitor://localhost",
    "ionic://localhost",
    "http://localhost",
    "https://localhost",
    "file://",
    "null",
    "tauri://localhost",
    "http://tauri.localhost",
]
TYPENAME = {"data": {"__typename": "Query"}}
TRACK = 'mutation { trackEvent(event: {type: LIKE, contentId: "c", sessionId: "s"}) { accepted } }'


def production(redis_url: str, origins: list[str]) -> Settings:
    return Settings(database_url="postgresql://viewpulse@127.0.0.1:1/none", redis_url=redis_url, cors_origins=origins)


@pytest_asyncio.fixture(loop_scope="session")
async def closed(redis_url: str) -> AsyncIterator[Api]:
    """An API that allows no other origin."""
    settings = production(redis_url, [])
    async with served(create_app(settings), settings) as api:
        yield api


@pytest_asyncio.fixture(loop_scope="session")
async def open_to_apps(redis_url: str) -> AsyncIterator[Api]:
    """An API that allows apps in web views."""
    settings = production(redis_url, APPS)
    async with served(create_app(settings), settings) as api:
        yield api


@pytest.mark.parametrize("origin", APPS)
async def test_an_app_that_is_named_is_let_in(open_to_apps: Api, origin: str) -> None:
    for accept in ("application/json", EVENTS):
        answer = await open_to_apps.post("{ __typename }", origin=origin, accept=accept)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, origin)
    async with socket(open_to_apps.url, origin=origin) as client:
        await client.initialise()


@pytest.mark.parametrize(
    "origin", [*APPS, "https://evil.example", "x" * 10_000, "\N{LATIN SMALL LETTER U WITH DIAERESIS}"]
)
async def test_another_page_learns_which_setting_allows_it(closed: Api, origin: str) -> None:
    for accept in (b"application/json", EVENTS.encode(), b"text/html"):
        headers = {b"origin": origin.encode("latin-1"), b"accept": accept}
        answer = await closed.client.post("/graphql", json={"query": TRACK}, headers=headers)
        [error] = answer.json()["errors"]
        assert (answer.status_code, error["extensions"]["code"]) == (403, "ORIGIN_NOT_ALLOWED")
        assert error["message"] == f"VIEWPULSE_CORS_ORIGINS does not name the origin {origin[:50]}"
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["access-control-allow-origin"] == origin, "so that the page can read this"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("protocols", [("graphql-transport-ws",), ()])
@pytest.mark.parametrize("origin", [*APPS, "https://" + "x" * 5000])
async def test_a_socket_of_another_page_is_closed_with_the_setting(
    closed: Api, origin: str, protocols: tuple[str, ...]
) -> None:
    async with socket(closed.url, origin=origin, protocols=protocols) as client:
        reason = f"ORIGIN_NOT_ALLOWED: VIEWPULSE_CORS_ORIGINS does not name the origin {origin[:50]}"
        assert await client.closed() == (4403, reason)


async def test_a_page_of_the_same_host_and_a_program_are_let_in(closed: Api) -> None:
    host = closed.url.removeprefix("http://")
    for headers in ({}, {"origin": f"http://{host}"}, {"origin": "http://proxy", "sec-fetch-site": "same-origin"}):
        answer = await closed.client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
        assert (answer.status_code, answer.json()) == (200, TYPENAME)
        async with socket(closed.url, additional_headers=headers) as client:
            await client.initialise()
    same_site = {"origin": "http://other.proxy", "sec-fetch-site": "same-site"}
    assert (
        await closed.client.get("/graphql", params={"query": "{ __typename }"}, headers=same_site)
    ).status_code == 403


async def test_where_no_other_pages_are_expected_answers_do_not_vary_by_origin(closed: Api, open_to_apps: Api) -> None:
    assert "vary" not in (await closed.post("{ __typename }")).headers
    assert "Origin" in (await open_to_apps.post("{ __typename }")).headers["vary"]


async def test_all_pages_are_let_in_if_all_are_named(redis_url: str) -> None:
    settings = production(redis_url, ["*"])
    async with served(create_app(settings), settings) as api:
        answer = await api.post("{ __typename }", origin="https://anything.example")
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
