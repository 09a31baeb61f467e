"""Hostile requests: each is answered quickly, with a clear code, and the server keeps running."""

import json
import time
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from server.app import create_app
from server.settings import Settings
from tests.integration.transport.api import Api, served

MAX_SECONDS = 0.5
"""Seconds that the thread of client and server may compute for one answer, whatever the machine does meanwhile."""
TRIES = 3
"""Of which the quickest counts: others may load modules, or collect the garbage of tests before."""


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings) -> AsyncIterator[Api]:
    production = settings.model_copy(update={"development": False})
    async with served(create_app(production), production) as api:
        yield api
        alive = await api.client.post("/graphql", json={"query": "{ __typename }"})
        assert alive.json() == {"data": {"__typename": "Query"}}


async def send(api: Api, body: bytes | dict[str, object], *, path: str = "/graphql", **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"content-type": "application/json", "accept": "application/graphql-response+json", **headers}
    taken: list[float] = []
    while len(taken) < TRIES:
        started = time.thread_time()
        response = await api.client.post(path, content=content, headers=headers)
        taken.append(time.thread_time() - started)
        if taken[-1] < MAX_SECONDS:
            return response
    raise AssertionError(f"it took {taken} s to answer")


def refusal(response: httpx.Response) -> tuple[int, str]:
    answer = response.json()
    assert "data" not in answer
    return response.status_code, answer["errors"][0]["extensions"]["code"]


LIST = 'contentAnalytics(contentId: "c") { breakdown(by: COUNTRY, first: 100) { rows { value } } }'
DOUBLER = "{ ...F0 } fragment F40 on Query { __typename } " + " ".join(
    f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}" for i in range(40)
)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param("{" + "".join(f"a{i}: {LIST} " for i in range(60)) + "}", "LIMIT_EXCEEDED", id="alias bomb"),
        pytest.param("{" + "a: __typename " * 60 + "}", "LIMIT_EXCEEDED", id="one alias again and again"),
        pytest.param(DOUBLER, "LIMIT_EXCEEDED", id="fragments that double"),
        pytest.param("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "BAD_INPUT", id="circle"),
        pytest.param("{" + "__typename " * 500 + "}", "LIMIT_EXCEEDED", id="a field many times"),
        pytest.param("{ __typename } fragment U on Query {" + "__typename " * 900 + "}", "LIMIT_EXCEEDED", id="unused"),
        pytest.param("".join(f"query Q{i} {{ __typename }} " for i in range(1000)), "LIMIT_EXCEEDED", id="operations"),
        pytest.param("".join(f"query Q{i} {{ a }} " for i in range(150)), "LIMIT_EXCEEDED", id="some operations"),
        pytest.param("{ __typename " + "@skip(if: true) " * 150 + "}", "LIMIT_EXCEEDED", id="directives"),
        pytest.param("{" * 400, "BAD_INPUT", id="open braces"),
        pytest.param("{a" * 400, "LIMIT_EXCEEDED", id="open fields"),
        pytest.param("{ a(x: " + "[" * 450 + "]" * 450 + ") }", "LIMIT_EXCEEDED", id="nested literal"),
        pytest.param("# x\n" * 15_000 + "{ __typename }", "LIMIT_EXCEEDED", id="comments"),
        pytest.param("{ __typename }" + "," * 200_000, "LIMIT_EXCEEDED", id="commas"),
        pytest.param('{ a(x: "' + "x" * 200_000 + '") }', "LIMIT_EXCEEDED", id="a long string"),
        pytest.param("{ a(first: " + "9" * 60_000 + ") }", "BAD_INPUT", id="a long number"),
        pytest.param("{ __schema { types { fields { type { fields { name } } } } } }", "FORBIDDEN", id="introspection"),
        pytest.param("{ contentAnalitics(contentId: 1) { a } }" * 9, "BAD_INPUT", id="misspelled"),
        pytest.param("\x00", "BAD_INPUT", id="NUL"),
    ],
)
async def test_documents(api: Api, document: str, code: str) -> None:
    status, found = refusal(await send(api, {"query": document}))
    assert found == code
    assert status in (400, 403)


DEEP = 100_000


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="empty"),
        pytest.param(b"[" * DEEP + b"]" * DEEP, 400, id="deep array"),
        pytest.param(b'{"query":' * DEEP + b"1" + b"}" * DEEP, 400, id="deep query"),
        pytest.param(
            b'{"query":"{ __typename }","variables":{"a":' + b"[" * DEEP + b"]" * DEEP + b"}}", 400, id="deep variables"
        ),
        pytest.param(b'{"query":"\xff\xfe"}', 400, id="not UTF-8"),
        pytest.param(b'{"query":"{ a }","variables":{"x":"\xff"}}', 400, id="variables not UTF-8"),
        pytest.param(b'{"query":"\\ud800"}', 400, id="half a surrogate"),
        pytest.param(
            b'{"query":"{ content(contentId: \\"\\ud800\\") { id } }"}', 400, id="half a surrogate in a literal"
        ),
        pytest.param(b'{"query":"{ __typename }","operationName":"\\ud800"}', 400, id="half a surrogate as a name"),
        pytest.param(b'{"query":"query($a: Int) { __typename @skip(if: $\\ud800) }"}', 400, id="half a variable"),
        pytest.param(b'\xef\xbb\xbf{"query":"{ __typename }"}', 400, id="byte order mark"),
        pytest.param('{"query":"{ __typename }"}'.encode("utf-16"), 400, id="UTF-16"),
        pytest.param(
            b'{"query":"query($x: Boolean!) { __typename @include(if: $x) }","variables":{"x":1e999}}',
            400,
            id="number out of range",
        ),
        pytest.param(b'{"query":"{ __typename }","variables":{"x":NaN}}', 400, id="NaN"),
        pytest.param(b'{"query":"{ __typename }"} x', 400, id="something after it"),
        pytest.param(b'[{"query":"{ __typename }"},{"query":"{ __typename }"}]', 400, id="a batch"),
        pytest.param(b'{"query":null}', 400, id="no query"),
        pytest.param(b'{"query":{"a":1}}', 400, id="query is an object"),
        pytest.param(b'{"query":"{ __typename }","variables":[]}', 400, id="variables is an array"),
        pytest.param(b'{"query":"{ __typename }","variables":"{}"}', 400, id="variables is a string"),
        pytest.param(b'{"query":"{ __typename }","operationName":1}', 400, id="operationName is a number"),
        pytest.param(b'{"query":"' + b"a" * 1_100_000 + b'"}', 413, id="too large"),
    ],
)
async def test_bodies(api: Api, body: bytes, status: int) -> None:
    found, code = refusal(await send(api, body))
    assert (found, code) == (status, "LIMIT_EXCEEDED" if status == 413 else "BAD_INPUT")


async def test_a_body_that_grows_without_saying_so_is_cut_off(api: Api) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'{"query":"'
        for _ in range(200):
            yield b"a" * 65_536

    headers = {"content-type": "application/json"}
    try:
        response = await api.client.post("/graphql", content=endless(), headers=headers)
    except (httpx.WriteError, httpx.ReadError):
        return  # the connection was closed while the rest was being sent
    assert response.status_code == 413


async def test_a_page_too_large_by_variable_is_refused(api: Api) -> None:
    document = """
        query($n: Int!) {
          a: contentAnalytics(contentId: "a") { breakdown(by: COUNTRY, first: $n) { rows { value views percentage } } }
        }
    """
    response = await send(api, {"query": document, "variables": {"n": 10**9}})
    assert response.status_code == 200
    assert response.json()["errors"][0]["extensions"]["code"] in ("UNAUTHENTICATED", "BAD_INPUT")


@pytest.mark.parametrize(
    "header",
    [{"authorization": "Bearer " + "a" * 20_000}, {"x-viewpulse-key": "k" * 20_000}, {"x-request-id": "x" * 20_000}],
)
async def test_long_headers(api: Api, header: dict[str, str]) -> None:
    response = await send(api, {"query": "{ __typename }"}, **header)
    assert response.status_code in (200, 401)
    assert len(response.headers["x-request-id"]) <= 64


async def test_odd_addresses(api: Api) -> None:
    for address in (
        "/graphql",
        "/graphql?query=%FF",
        "/graphql?query=",
        "/graphql?query={&variables=[]",
        "/graphql?" + "a=1&" * 50,
    ):
        response = await api.client.get(address, headers={"accept": "application/json"})
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_INPUT", address
