"""What scanners of GraphQL servers ask first: the fourteen probes of graphql-cop, against a server in production."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from server.app import create_app
from server.settings import Settings
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api, served

INTROSPECTION = "query cop { __schema { types { name fields { name } } } }"
CIRCULAR_INTROSPECTION = "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }"
CIRCULAR_FRAGMENT = (
    "query { __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }"
)
MUTATION = "mutation cop { __typename }"


@dataclass(frozen=True)
class Probe:
    """One request of a scanner.

    Attributes:
        status: Of the answer.
        code: Its error code; None if it is answered.
        query: The document, sent as JSON.
        body: Sent instead.
        params: Sent by GET.
        headers: Further headers.
    """

    status: int
    code: str | None
    query: str = "{ __typename }"
    body: str | None = None
    params: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)


PROBES = {
    "alias overloading": Probe(400, "LIMIT_EXCEEDED", "{" + " ".join(f"a{i}: __typename" for i in range(101)) + "}"),
    "array batching": Probe(400, "BAD_INPUT", body='[{"query": "{ __typename }"}, {"query": "{ __typename }"}]'),
    "circular fragment": Probe(400, "BAD_INPUT", CIRCULAR_FRAGMENT),
    "circular introspection": Probe(403, "FORBIDDEN", CIRCULAR_INTROSPECTION),
    "directive overloading": Probe(400, "LIMIT_EXCEEDED", "{ __typename " + "@aa" * 10 + " }"),
    "field duplication": Probe(400, "LIMIT_EXCEEDED", "{ " + "__typename " * 500 + "}"),
    "field suggestions": Probe(400, "BAD_INPUT", "{ contentAnalitics }"),
    "a mutation by GET": Probe(405, "BAD_INPUT", params={"query": MUTATION}),
    "a query by GET": Probe(200, None, params={"query": "{ __typename }"}),  # it changes nothing, and caches need it
    "an explorer": Probe(
        200, None, headers={"accept": "text/html, application/json;q=0.5"}, params={"query": "{ __typename }"}
    ),
    "introspection": Probe(403, "FORBIDDEN", INTROSPECTION),
    "a form of another site": Probe(
        415,
        "BAD_INPUT",
        body=urlencode({"query": "{ __typename }"}),
        headers={"content-type": "application/x-www-form-urlencoded"},
    ),
    "trace mode": Probe(400, "BAD_INPUT", "{ __typename ", headers={"x-apollo-tracing": "1"}),
    "an unhandled error": Probe(400, "BAD_INPUT", "qwerty cop { abc }"),
}
LEAKS = ("Did you mean", "Traceback", "exception", "stacktrace", "tracing", ".py", "graphiql", "<html")


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings) -> AsyncIterator[Api]:
    production = settings.model_copy(update={"development": False})
    async with served(create_app(production), production) as api:
        yield api


@pytest.mark.parametrize("name", PROBES)
async def test_a_probe_finds_nothing(api: Api, name: str) -> None:
    probe = PROBES[name]
    headers = {"accept": GRAPHQL_RESPONSE, "content-type": "application/json", **probe.headers}
    if probe.params is not None:
        response = await api.client.get("/graphql", params=probe.params, headers=headers)
    elif probe.body is not None:
        response = await api.client.post("/graphql", content=probe.body, headers=headers)
    else:
        response = await api.client.post("/graphql", json={"query": probe.query}, headers=headers)
    answer = response.json()

    assert response.status_code == probe.status
    assert [leak for leak in LEAKS if leak.lower() in response.text.lower()] == []
    if probe.code is None:
        assert answer == {"data": {"__typename": "Query"}}
    else:
        assert "data" not in answer
        assert 1 <= len(answer["errors"]) <= 5
        assert {error["extensions"]["code"] for error in answer["errors"]} == {probe.code}
        assert {name for error in answer["errors"] for name in error["extensions"]} <= {
            "code",
            "retryable",
            "limit",
            "cost",
        }


@pytest.mark.parametrize("path", ["/graphiql", "/playground", "/console", "/graphql/console", "/altair", "/metrics"])
async def test_there_is_no_explorer_anywhere(api: Api, path: str) -> None:
    response = await api.client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "<" not in response.text
