"""The Python library asks the started product, watches it live, and tracks by short forms."""

import asyncio
import importlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, aclosing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import viewpulse_client
from generator.__main__ import main as generate
from pydantic import SecretStr
from viewpulse_client import ApiError, AsyncClient, Client, Document, LiveDocument, Problem, Tracker
from viewpulse_client.clock import Clock
from viewpulse_client.documents.content_analytics import ContentAnalytics, ContentAnalyticsLive
from viewpulse_client.documents.me import Me

from server.access import Role
from server.tokens import make_token
from tests.clients.server import CREATOR, WRONG_TOKEN, Server
from tests.clients.test_resume import Line, view, wait_counted

PACKAGE = Path(viewpulse_client.__file__).parent
MANIFEST = Path(__file__).parents[2] / "graphql" / "manifest.json"
PATIENCE = 60.0
LEEWAY_SECONDS = 30
SLOW_SECONDS = 26


def url_of_tracking(server: Server) -> str:
    return server.url.removesuffix("/graphql") + "/v1/in"


def test_what_is_generated_is_that_of_the_schema_the_vocabulary_and_the_documents(tmp_path: Path) -> None:
    generate(tmp_path)
    for written in sorted(tmp_path.rglob("*.py")):
        name = written.relative_to(tmp_path)
        assert (PACKAGE / name).read_text() == written.read_text(), f"{name}: run `make format`"
    names = {file.name for file in (tmp_path / "documents").iterdir()}
    assert names == {file.name for file in (PACKAGE / "documents").glob("*.py")}


def documents() -> Iterator[Document[Any, Any] | LiveDocument[Any, Any]]:
    for file in sorted((PACKAGE / "documents").glob("*.py")):
        module = importlib.import_module(f"viewpulse_client.documents.{file.stem}".removesuffix(".__init__"))
        yield from (value for value in vars(module).values() if isinstance(value, Document | LiveDocument))


def test_its_documents_are_those_that_a_server_may_be_told_to_allow() -> None:
    allowed: dict[str, str] = json.loads(MANIFEST.read_text())
    found = {sha256(document.text.encode()).hexdigest() for document in documents()}
    needed = {name: each for name, each in allowed.items() if not name.startswith("mobile/")}
    assert [name for name, each in needed.items() if each not in found] == []
    assert found <= set(allowed.values())


def test_a_question_is_answered(server: Server) -> None:
    content_id = server.new_content()
    with Client(server.url, server.token) as client:
        answer = client.query(ContentAnalytics({"contentId": content_id}))["contentAnalytics"]
        assert answer is not None
        assert answer["views"]["total"] == 0
        me = client.query(Me())["me"]
    assert me is not None
    assert (me["userId"], me["role"]) == (CREATOR, "CREATOR")


async def test_a_question_is_answered_in_asyncio(server: Server) -> None:
    content_id = server.new_content()

    async def token() -> str:
        return server.token

    async with AsyncClient(server.url, token) as client:
        answer = await client.query(ContentAnalytics({"contentId": content_id, "timezone": "Europe/Berlin"}))
        assert answer["contentAnalytics"]
        assert answer["contentAnalytics"]["timezone"] == "Europe/Berlin"
        with pytest.raises(ApiError) as refusal:
            await client.query(ContentAnalytics({"contentId": server.foreign_content}))
    assert (refusal.value.code, refusal.value.retryable) == ("FORBIDDEN", False)
    assert refusal.value.path == ("contentAnalytics",)


def test_a_refusal_has_its_code(server: Server) -> None:
    with Client(server.url, WRONG_TOKEN) as client, pytest.raises(ApiError) as refusal:
        client.query(ContentAnalytics({"contentId": "any"}))
    assert refusal.value.code == "TOKEN_INVALID"
    with Client("http://127.0.0.1:9/graphql") as client, pytest.raises(ApiError) as refusal:
        client.query(Me())
    assert (refusal.value.code, refusal.value.retryable) == ("", True)


class Tokens:
    """The first one has expired."""

    def __init__(self, server: Server, secret: str) -> None:
        lifetimes = (timedelta(seconds=-60), timedelta(hours=1))
        self._tokens = [
            make_token(SecretStr(secret), sub=CREATOR, role=Role.CREATOR, lifetime=lifetime) for lifetime in lifetimes
        ]
        self.given = 0

    def __call__(self) -> str:
        self.given += 1
        return self._tokens[min(self.given, 2) - 1]


@pytest.fixture
def tokens(server: Server) -> Tokens:
    return Tokens(server, server.secret)


def test_an_expired_token_is_replaced_once(server: Server, tokens: Tokens) -> None:
    with Client(server.url, tokens) as client:
        assert client.query(Me())["me"]
    assert tokens.given == 2


async def test_a_live_answer_outlives_its_connections_and_its_token(server: Server, tokens: Tokens) -> None:
    content_id = server.new_content()
    await view(server, content_id, 1)
    await asyncio.to_thread(wait_counted, server, content_id, 1)
    line = Line(server)
    await line.start()
    revisions, totals = [], []
    try:
        async with AsyncClient(line.url.replace("ws", "http", 1), tokens) as client:
            live = client.subscribe(ContentAnalyticsLive({"contentId": content_id}))
            async with asyncio.timeout(PATIENCE), aclosing(live):
                for expected in (1, 2, 3):
                    answer = (await anext(live))["contentAnalytics"]
                    assert answer
                    totals.append(answer["views"]["total"])
                    revisions.append(answer["revision"])
                    if expected == 2:
                        await line.cut()
                        await line.repair()
                    await view(server, content_id, 1)
    finally:
        await line.cut()
    assert totals == [1, 2, 3]
    assert revisions == sorted(set(revisions))
    assert tokens.given >= 3, "an expired one, one for each connection"


class SlowClock(Clock):
    """A clock that is behind, so that the client renews what the server takes for its leeway only."""

    def time(self) -> float:
        return super().time() - SLOW_SECONDS


async def test_a_new_token_goes_over_the_open_connection(server: Server) -> None:
    content_id = server.new_content()
    connections = []

    def tokens() -> Callable[[], str]:
        lives = iter((timedelta(seconds=-20), timedelta(hours=1)))
        return lambda: make_token(SecretStr(server.secret), sub=CREATOR, role=Role.CREATOR, lifetime=next(lives))

    class Threaded(Client):
        def _connect(self) -> AbstractContextManager[Any]:
            connections.append("thread")
            return super()._connect()

    class Asynchronous(AsyncClient):
        def _connect(self) -> AbstractAsyncContextManager[Any]:
            connections.append("asyncio")
            return super()._connect()

    def in_thread() -> None:
        with Threaded(server.url, tokens(), clock=SlowClock()) as client:
            for answer in client.subscribe(ContentAnalyticsLive({"contentId": content_id})):
                if answer["contentAnalytics"] and answer["contentAnalytics"]["views"]["total"]:
                    return

    async def in_asyncio() -> None:
        async with Asynchronous(server.url, tokens(), clock=SlowClock()) as client:
            async for answer in client.subscribe(ContentAnalyticsLive({"contentId": content_id})):
                if answer["contentAnalytics"] and answer["contentAnalytics"]["views"]["total"]:
                    return

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        group.create_task(asyncio.to_thread(in_thread))
        group.create_task(in_asyncio())
        await asyncio.sleep(LEEWAY_SECONDS - 20 + 2)  # then only the new token is good
        await view(server, content_id, 1)
    assert sorted(connections) == ["asyncio", "thread"]


def test_a_live_answer_comes_to_a_thread(server: Server) -> None:
    content_id = server.new_content()
    with Client(server.url, server.token) as client:
        totals = []
        sending = threading.Thread(target=lambda: asyncio.run(view(server, content_id, 1)))
        for answer in client.subscribe(ContentAnalyticsLive({"contentId": content_id})):
            assert answer["contentAnalytics"]
            totals.append(answer["contentAnalytics"]["views"]["total"])
            if len(totals) == 1:
                sending.start()
            if totals[-1] == 1:
                break
        sending.join()
    assert (totals[0], totals[-1]) == (0, 1)


def test_a_live_answer_that_is_refused_ends(server: Server) -> None:
    with Client(server.url, WRONG_TOKEN) as client, pytest.raises(ApiError) as refusal:
        next(client.subscribe(ContentAnalyticsLive({"contentId": "any"})))
    assert refusal.value.code == "TOKEN_INVALID"
    with Client(server.url, server.token) as client, pytest.raises(ApiError) as refusal:
        next(client.subscribe(ContentAnalyticsLive({"contentId": server.foreign_content})))
    assert refusal.value.code == "FORBIDDEN"


SHORT: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "view": (
        "mutation ($view: ViewInput!) { trackView(view: $view) { status code } }",
        {"contentId": "c", "dwellTime": 12.5, "scrollDepth": 80, "referrer": "/home"},
        {"content_id": "c", "dwell_time": 12.5, "scroll_depth": 80, "referrer": "/home"},
    ),
    "engagement": (
        "mutation ($engagement: ActionInput!) { trackEngagement(engagement: $engagement) { status code } }",
        {"action": "vote", "targetType": "poll", "targetId": "p", "metadata": {"answer": 2}, "contentId": "c"},
        {"action": "vote", "target_type": "poll", "target_id": "p", "metadata": {"answer": 2}, "content_id": "c"},
    ),
    "purchase": (
        "mutation ($purchase: PurchaseInput!) { trackPurchase(purchase: $purchase) { status code } }",
        {"amount": "12.50", "currency": "EUR", "productId": "p", "orderId": "o", "quantity": 2, "paymentMethod": "card"}
        | {"conversionPath": ["a", "b"], "contentId": "c", "creatorId": "k", "source": {"campaign": "spring"}},
        {"amount": "12.50", "currency": "EUR", "product_id": "p", "order_id": "o", "quantity": 2}
        | {"payment_method": "card", "conversion_path": ["a", "b"], "content_id": "c", "creator_id": "k"}
        | {"source": {"campaign": "spring"}},
    ),
    "refund": (
        "mutation ($purchase: PurchaseInput!) { trackPurchase(purchase: $purchase) { status code } }",
        {"amount": "2", "currency": "EUR", "orderId": "o", "refund": True},
        {"amount": "2", "currency": "EUR", "order_id": "o", "refund": True},
    ),
}


@pytest.mark.parametrize("name", SHORT)
def test_a_short_form_says_what_the_mutation_of_its_name_says(server: Server, name: str) -> None:
    document, told, arguments = SHORT[name]
    shared = {"id": str(uuid4()), "userId": "ada"}
    argument = "purchase" if name == "refund" else name
    body = {"query": document, "variables": {argument: told | shared}}
    answer = httpx.post(server.url, json=body, headers={"x-viewpulse-key": server.write_key}, timeout=30).json()
    [result] = answer["data"].values()
    assert result == {"status": "ACCEPTED", "code": None}

    problems: list[Problem] = []
    with Tracker(url_of_tracking(server), server.write_key, on_problem=problems.append) as tracker:
        track: Any = getattr(tracker, f"track_{argument}")
        event_id = track(**arguments, id=shared["id"], user_id="ada")
    assert event_id == shared["id"]
    assert problems == [], "an event that says something else would be ID_REUSED"


def test_what_the_server_rejects_is_reported(server: Server) -> None:
    problems: list[Problem] = []
    with Tracker(url_of_tracking(server), server.write_key, on_problem=problems.append) as tracker:
        wrong = tracker.track("VIEW_START", content_id="c", view_data={"watchTime": -1})
        tracker.track("VIEW_START", content_id="c")
    [problem] = problems
    assert (problem.code, problem.event_id) == ("OUT_OF_RANGE", wrong)
    assert problem.path == ("events", "0", "viewData", "watchTime")
