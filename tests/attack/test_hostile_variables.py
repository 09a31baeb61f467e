"""Variables and documents made to keep the event loop busy: each is refused quickly, and others are served."""

import asyncio
import gc
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from server.access import Role
from server.app import create_app
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.integration.transport.api import Api, served
from tests.integration.transport.deep_values import DEEP, written
from tests.integration.transport.socket_client import socket

MAX_SECONDS = 5.0
"""Seconds that a probe may wait, on a machine that does other things too; alone it waits some milliseconds."""

INTERACTIONS = "query($v: [EventType!]) { interactionHistory(types: $v) { __typename } }"
STATES = "query($v: [ID!]!) { likeState(contentIds: $v) { __typename } }"
RANGE = "query($v: RangeInput) { topContents(range: $v) { __typename } }"
VIEW = "mutation($v: ViewInput!) { trackView(view: $v) { status } }"
BOX = "query($v: BoxInput!) { eventsInBox(box: $v) { __typename } }"
WORDS = [f"UNKNOWN_WORD_{number:07d}" for number in range(25_000)]
EVENT = "mutation($v: EventInput!) { trackEvent(event: $v) { __typename } }"
EMPTY: list[Any] = [[]] * 230_000
FIELDS = {f"contentId{number}": 1 for number in range(5_000)}
MANY = "query({}) {{ {} }}".format(
    ", ".join(f"$v{n}: [ID!]!" for n in range(29)),
    " ".join(f"a{n}: likeState(contentIds: $v{n}) {{ __typename }}" for n in range(29)),
)
HOSTILE: dict[str, tuple[str, dict[str, Any]]] = {
    "unknown words": (INTERACTIONS, {"v": WORDS}),
    "numbers as words": (INTERACTIONS, {"v": list(range(100_000))}),
    "good words, too many": (INTERACTIONS, {"v": ["LIKE"] * 100_000}),
    "one long word": (INTERACTIONS, {"v": ["L" * 1_000_000]}),
    "nested lists": (INTERACTIONS, {"v": json.loads("[" * 200 + "]" * 200)}),
    "lists nested without end": (INTERACTIONS, {"v": DEEP}),
    "lists nested in one event": (EVENT, {"v": {"type": "LIKE", "contentId": "c", "properties": {"p": DEEP}}}),
    "a text of brackets next to nested lists": (
        EVENT,
        {"v": {"type": "LIKE", "contentId": "[" * 900_000, "device": DEEP}},
    ),
    "quotes next to nested lists": (EVENT, {"v": {"type": "LIKE", "contentId": '"' * 400_000, "device": DEEP}}),
    "ids, too many": (STATES, {"v": [str(number) for number in range(90_000)]}),
    "objects as ids": (STATES, {"v": [{"a": 1}] * 90_000}),
    "unknown fields of an input": (RANGE, {"v": FIELDS}),
    "unknown fields of another input": (BOX, {"v": FIELDS}),
    "unknown fields of a view": (VIEW, {"v": FIELDS}),
    "a wrong value in a wide object": (VIEW, {"v": {"contentId": "c", "referrer": {str(n): n for n in range(60_000)}}}),
    "many lists": (MANY, {f"v{number}": ["x"] * 900 for number in range(29)}),
    "halves of pairs": (STATES, {"v": ["\ud83d" * 20_000] * 8}),
    "empty lists that nothing declares": ("{ __typename }", {"v": EMPTY}),
    "empty lists as a condition": ("query($v: Boolean!) { __typename @include(if: $v) }", {"v": EMPTY}),
    "empty lists in one event": (EVENT, {"v": {"type": "LIKE", "contentId": "c", "properties": {"p": EMPTY}}}),
    "variables that nothing declares": ("{ __typename }", {f"v{number}": WORDS[:900] for number in range(40)}),
}
DOCUMENTS = {
    "unknown fields": "{ topContents(range: {" + " ".join(f"f{n}: 1" for n in range(300)) + "}) { __typename } }",
    "unknown words": "{ interactionHistory(types: [" + " ".join(WORDS[:900]) + "]) { __typename } }",
    "long names": "{" + " ".join("f" * 1_000 + str(n) for n in range(60)) + "}",
    "a field again and again": "{ definitions {" + "name " * 390 + "} }",
}


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings, write_key: str) -> AsyncIterator[Api]:
    production = settings.model_copy(update={"development": False})
    async with served(create_app(production), production) as api:
        api.write_key = write_key
        gc.collect()
        gc.freeze()  # as the served process does
        yield api


@pytest_asyncio.fixture(loop_scope="session")
async def write_key(pool: Pool) -> str:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    return key


async def longest_wait(api: Api, work: "asyncio.Future[None]") -> float:
    """How long the slowest probe of health waited while something else was being done."""
    longest = 0.0
    while True:
        began = time.perf_counter()
        assert (await api.client.get("/health/live")).status_code == 200
        longest = max(longest, time.perf_counter() - began)
        if work.done():
            await work
            return longest


def admin(api: Api) -> dict[str, str]:
    return {"authorization": api.token("boss", Role.ADMIN)}


@pytest.mark.parametrize("known", [False, True], ids=["anonymous", "known"])
@pytest.mark.parametrize("shape", HOSTILE)
async def test_others_are_served_while_variables_are_refused_over_http(api: Api, shape: str, *, known: bool) -> None:
    query, variables = HOSTILE[shape]
    body = written({"query": query, "variables": variables}, levels=49_990)
    headers = {"content-type": "application/json"}
    headers |= {**admin(api), "x-viewpulse-key": str(api.write_key)} if known else {}

    async def ask() -> None:
        for _ in range(3):
            answer = await api.client.post("/graphql", content=body, headers=headers)
            assert len(answer.content) < 10_000, "an error for each of its questions"
            assert answer.json().get("errors", [{}])[0].get("message", "") != "Internal error."

    assert await longest_wait(api, asyncio.ensure_future(ask())) < MAX_SECONDS


async def test_others_are_served_while_variables_are_refused_on_a_socket(api: Api) -> None:
    async with socket(api.url) as client:
        await client.initialise(**admin(api), writeKey=api.write_key)
        messages = [
            written(
                {"type": "subscribe", "id": shape, "payload": {"query": query, "variables": variables}}, levels=49_990
            )
            for shape, (query, variables) in HOSTILE.items()
        ]

        async def ask() -> None:
            for message in messages:
                await client.say(message)
                while (await client.hear())["type"] == "next":
                    pass

        assert await longest_wait(api, asyncio.ensure_future(ask())) < MAX_SECONDS


@pytest.mark.parametrize("shape", DOCUMENTS)
async def test_others_are_served_while_documents_are_checked(api: Api, shape: str) -> None:
    async def ask() -> None:
        for number in range(3):  # a comment makes each a document of its own
            answer = await api.post(f"#{number}\n{DOCUMENTS[shape]}")
            assert len(answer.content) < 20_000

    assert await longest_wait(api, asyncio.ensure_future(ask())) < MAX_SECONDS


async def test_the_first_error_is_reported_with_its_path_and_without_guesses(api: Api) -> None:
    cases: list[tuple[str, Any, list[str | int]]] = [
        (INTERACTIONS, ["LIKE", "LIKES"], ["types", 1]),
        (INTERACTIONS, ["LIKE"] * 100, ["types"]),
        (STATES, ["x"] * 1_001, ["contentIds"]),
        (RANGE, {"lasst": "7d"}, ["range", "lasst"]),
        (RANGE, {"l" * 1_000: "7d"}, ["range", "l" * 200]),
        (RANGE, {"between": {"start": "2026-03-01T00:00:00Z"}}, ["range", "between", "end"]),
    ]
    for query, value, path in cases:
        error = await api.refusal(query, {"v": value}, **admin(api))
        assert error["extensions"] == {"code": "BAD_INPUT", "retryable": False, "field": path}
        assert "Did you mean" not in error["message"]
    error = await api.refusal(MANY, {f"v{number}": ["x"] * 900 for number in range(29)}, **admin(api))
    assert error["extensions"]["code"] == "BAD_INPUT"
