"""Documents that a request names: by their id in the manifest, or by their hash."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from resolvers.documents import MANIFEST, document_id, load_documents, print_manifest
from server.access import Role
from server.app import create_app
from server.errors import ViewpulseError
from server.settings import Settings
from server.transport.persisted import ManifestDocuments
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api, served
from tests.integration.transport.socket_client import socket
from tests.integration.transport.stream_client import EVENTS

DOCUMENT = load_documents()["dashboard/Definitions.graphql"]
ID = document_id(DOCUMENT)
LIVE_ID = document_id(load_documents()["live/DefinitionsLive.graphql"])
OTHER = "{ definitions { name } }"
UNKNOWN = "0" * 64
NOT_FOUND = ("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
INTROSPECTION = "{ __schema { queryType { name } } }"


def by_hash(sha256: str, **more: Any) -> dict[str, Any]:
    return {**more, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}


NAMED = [
    pytest.param({"documentId": ID}, id="an id"),
    pytest.param({"documentId": f"sha256:{ID}", "operationName": "Definitions"}, id="an id with its prefix"),
    pytest.param({"documentId": ID, "query": ""}, id="an id, and no document"),
    pytest.param(by_hash(ID), id="a hash"),
    pytest.param(by_hash(ID, query=None, variables={}), id="a hash, and no document"),
]


async def post(api: Api, body: dict[str, Any], **headers: str) -> httpx.Response:
    sent = {"authorization": api.token("a", Role.ADMIN), **headers}
    return await api.client.post("/graphql", json=body, headers=sent)


async def get(api: Api, body: dict[str, Any], **headers: str) -> httpx.Response:
    sent = {"authorization": api.token("a", Role.ADMIN), **headers}
    params = {name: one if isinstance(one, str) else json.dumps(one) for name, one in body.items() if one is not None}
    return await api.client.get("/graphql", params=params, headers=sent)


async def over_a_socket(api: Api, body: dict[str, Any]) -> dict[str, Any]:
    async with socket(api.url) as client:
        await client.initialise(authorization=api.token("a", Role.ADMIN))
        await client.say({"type": "subscribe", "id": "1", "payload": body})
        return await client.hear()


def names(answer: Any) -> int:
    return len(answer["data"]["definitions"])


def error(answer: Any) -> tuple[str, str]:
    [found] = answer["errors"]
    return found["message"], found["extensions"]["code"]


@pytest_asyncio.fixture(loop_scope="session")
async def strict(bare_settings: Settings) -> AsyncIterator[Api]:
    """An API, in development, that answers documents of the manifest only."""
    strict = bare_settings.model_copy(update={"documents": "manifest"})
    async with served(create_app(strict), strict) as api:
        yield api


# The manifest ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", NAMED)
async def test_a_document_of_the_manifest_need_not_be_sent(bare_api: Api, strict: Api, body: dict[str, Any]) -> None:
    for api in (bare_api, strict):
        assert names((await post(api, body)).json()) > 0
        assert names((await get(api, body)).json()) > 0
        assert names((await over_a_socket(api, body))["payload"]) > 0
        events = (await post(api, body, accept=EVENTS)).text
        assert names(json.loads(events.split("\n")[1].removeprefix("data: "))) > 0


async def test_a_subscription_of_the_manifest_need_not_be_sent(bare_api: Api) -> None:
    assert names((await over_a_socket(bare_api, {"documentId": LIVE_ID}))["payload"]) > 0
    events = await get(bare_api, {"documentId": LIVE_ID}, accept=EVENTS)
    assert events.text.startswith('event: next\ndata: {"data":{"definitions":')


async def test_an_unknown_id_is_refused(bare_api: Api) -> None:
    for name in (UNKNOWN, f"sha256:{UNKNOWN}", "mine", "x" * 100_000):
        body = {"documentId": name}
        for accept, status in ((GRAPHQL_RESPONSE, 404), ("application/json", 200)):
            answer = await post(bare_api, body, accept=accept)
            message, code = error(answer.json())
            assert (answer.status_code, code) == (status, "DOCUMENT_NOT_FOUND")
            assert name[:100] in message
            assert len(message) < 200
    refused = await over_a_socket(bare_api, {"documentId": UNKNOWN})
    assert (refused["type"], refused["payload"][0]["extensions"]["code"]) == ("error", "DOCUMENT_NOT_FOUND")


async def test_a_mutation_that_is_named_needs_post_too(bare_api: Api) -> None:
    mutation = document_id(load_documents()["mobile/CloseSession.graphql"])
    answer = await get(bare_api, {"documentId": mutation, "variables": {}})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_a_document_is_used_if_it_is_sent_too(bare_api: Api) -> None:
    answer = await post(bare_api, {"documentId": ID, "query": "{ __typename }"})
    assert answer.json() == {"data": {"__typename": "Query"}}


# Hashes of other documents ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL_RESPONSE])
async def test_a_hash_is_known_once_its_document_was_sent(bare_api: Api, accept: str) -> None:
    sha256 = document_id(OTHER)
    for ask in (post, get):
        answer = await ask(bare_api, by_hash(sha256), accept=accept)
        assert (answer.status_code, error(answer.json())) == (200, NOT_FOUND)
        assert answer.headers["cache-control"] == "no-store"
    assert error({"errors": (await over_a_socket(bare_api, by_hash(sha256)))["payload"]}) == NOT_FOUND
    assert names((await post(bare_api, by_hash(sha256, query=OTHER))).json()) > 0
    for ask in (post, get):
        assert names((await ask(bare_api, by_hash(sha256), accept=accept)).json()) > 0
    assert names((await over_a_socket(bare_api, by_hash(sha256)))["payload"]) > 0


async def test_a_hash_never_names_another_document(bare_api: Api) -> None:
    for sha256 in (UNKNOWN, document_id(OTHER)):
        answer = await post(bare_api, by_hash(sha256, query="{ __typename }"))
        assert answer.json() == {"data": {"__typename": "Query"}}
        assert error((await post(bare_api, by_hash(sha256))).json()) == NOT_FOUND


async def test_an_invalid_document_is_not_kept(bare_api: Api) -> None:
    query = "{ nothing }"
    assert error((await post(bare_api, by_hash(document_id(query), query=query))).json())[1] == "BAD_INPUT"
    assert error((await post(bare_api, by_hash(document_id(query)))).json()) == NOT_FOUND


# Only the manifest -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [OTHER, INTROSPECTION, "{ __typename }", "{", DOCUMENT + "\n"])
async def test_other_documents_are_not_allowed(strict: Api, query: str) -> None:
    for body in ({"query": query}, by_hash(document_id(query), query=query)):
        answer = await post(strict, body, accept=GRAPHQL_RESPONSE)
        message, code = error(answer.json())
        assert (answer.status_code, code) == (403, "DOCUMENT_NOT_ALLOWED")
        assert "VIEWPULSE_DOCUMENTS" in message
    assert error((await post(strict, by_hash(document_id(query)))).json()) == NOT_FOUND
    refused = await over_a_socket(strict, {"query": query})
    assert (refused["type"], refused["payload"][0]["extensions"]["code"]) == ("error", "DOCUMENT_NOT_ALLOWED")


async def test_a_document_of_the_manifest_may_be_sent(strict: Api) -> None:
    assert names((await post(strict, {"query": DOCUMENT})).json()) > 0


# One's own manifest ----------------------------------------------------------------------------------------------


def manifests(folder: Path) -> dict[str, tuple[Any, str]]:
    """Manifests with the document ``OTHER`` as tools write them, and its id there."""
    (folder / "app").mkdir()
    (folder / "app" / "Other.graphql").write_text(OTHER)
    operation = {"id": "an-id", "name": "Other", "type": "query", "body": OTHER}
    return {
        "apollo": (
            {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [operation]},
            "an-id",
        ),
        "relay": ({"d41d8cd98f00b204e9800998ecf8427e": OTHER}, "d41d8cd98f00b204e9800998ecf8427e"),
        "codegen": ({document_id(OTHER): OTHER}, document_id(OTHER)),
        "ours": (json.loads(print_manifest(load_documents(folder))), document_id(OTHER)),
    }


@pytest.mark.parametrize("tool", ["apollo", "relay", "codegen", "ours"])
async def test_the_manifest_may_be_ones_own(bare_settings: Settings, tmp_path: Path, tool: str) -> None:
    manifest, name = manifests(tmp_path)[tool]
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    changed = {"documents": "manifest", "documents_manifest": tmp_path / MANIFEST, "dashboard": False}
    own = bare_settings.model_copy(update=changed)
    async with served(create_app(own), own) as api:
        assert names((await post(api, {"documentId": name})).json()) > 0
        assert names((await post(api, by_hash(document_id(OTHER)))).json()) > 0
        assert error((await post(api, {"documentId": ID})).json())[1] == "DOCUMENT_NOT_FOUND", "it replaces ours"


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{", '{"a": 1}', '{"operations": [{"id": "a"}]}', f'{{"a": "{UNKNOWN}"}}']
)
def test_a_manifest_that_cannot_be_read_is_named(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / MANIFEST
    if text is not None:
        path.write_text(text)
    with pytest.raises(ViewpulseError, match=f"VIEWPULSE_DOCUMENTS_MANIFEST: {path}"):
        ManifestDocuments.from_settings(Settings(documents_manifest=path))
