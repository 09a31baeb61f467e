"""The promise of the whole product, through its real command: nothing acknowledged is lost, nothing counted twice."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from server.demo.traffic import iter_traffic
from tests.dataset.delivery import Delivery
from tests.dataset.entities import Entities
from tests.dataset.generate import DataSet
from tests.integration.every_number import documents
from tests.integration.every_number.asking import Way
from tests.integration.every_number.selection import only
from tests.products import Product, product_folder
from tests.recompute.breakdown import Breakdown, breakdown
from tests.recompute.compared import compare_scope
from tests.recompute.comparison import differences, none_of
from tests.recompute.content import counters
from tests.recompute.creator import creator
from tests.recompute.scope import PLATFORM, scope
from tests.recompute.session import sessions
from tests.recompute.truth import Truth

EVENTS = 10_000
CLIENTS = 8
SEED = 20_261_121
GIVE_UP_SECONDS = 240.0
TRACK = (Path(__file__).parents[2] / "graphql/mobile/TrackEvents.graphql").read_text()
WAY = Way()
COUNTRIES = documents.content_document(only("ContentAnalytics", {"breakdown": ["breakdown(by: COUNTRY)"]}))
BY_COUNTRY = Breakdown(("COUNTRY",))
MOVING = {"asOf", "isFinal", "velocity", "concurrentViewers", "qualityScore", "performanceScore"}
OF_THE_CATALOGUE = {"contents", "audience", "topContents"}
"""What changes with time alone, and scores, which are recomputed at intervals."""


class Client:
    """An app: sends batches, keeps what was not acknowledged, and sends it again."""

    def __init__(self, product: Product, events: Sequence[dict[str, Any]], seed: int) -> None:
        self.rng = random.Random(seed)
        self.facts = product.facts
        again = self.rng.sample(events, len(events) // 3)
        self.queue = [*events]
        for event in again:  # a third is sent a second time, anywhere after the first
            first = self.queue.index(event)
            self.queue.insert(self.rng.randint(first + 1, len(self.queue)), event)
        self.answers: dict[str, list[str]] = {}
        self.failures: Counter[str] = Counter()

    async def run(self) -> None:
        """Sends everything, whatever happens to the server."""
        headers = {"X-Viewpulse-Key": self.facts.write_key}
        async with asyncio.timeout(GIVE_UP_SECONDS), httpx.AsyncClient(headers=headers, timeout=15) as http:
            while self.queue:
                batch = self.queue[: self.rng.randint(1, 100)]
                results = await self.send(http, batch)
                if results is None:
                    await asyncio.sleep(self.rng.uniform(0.05, 0.3))
                    continue
                del self.queue[: len(batch)]
                for event, result in zip(batch, results, strict=True):
                    self.answers.setdefault(event["id"], []).append(result["status"])

    async def send(self, http: httpx.AsyncClient, batch: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
        """The results of one request; None when it must be sent again."""
        body = {"query": TRACK, "variables": {"events": batch}}
        try:
            answer = (await http.post(self.facts.url, json=body)).json()
        except httpx.TransportError as error:
            self.failures[type(error).__name__] += 1
            return None
        if errors := answer.get("errors"):
            assert errors[0]["extensions"]["retryable"], errors
            self.failures[errors[0]["extensions"]["code"]] += 1
            return None
        found: list[dict[str, Any]] = [{"status": "ACCEPTED"} for _ in batch]
        for problem in answer["data"]["trackEvents"]["problems"]:
            found[problem["index"]] = problem
        return found


async def disturb(product: Product, clients: Sequence[Client], rng: random.Random) -> None:
    """Kills the aggregator, the API and the aggregator again, each at a random moment of the sending."""
    everything = sum(len(client.queue) for client in clients)
    killed: dict[str, int] = {}
    for name, low, high in (("aggregator", 0.05, 0.2), ("api", 0.3, 0.5), ("aggregator", 0.6, 0.8)):
        left = everything * (1 - rng.uniform(low, high))
        while sum(len(client.queue) for client in clients) > left:  # noqa: ASYNC110  # eight clients move it
            await asyncio.sleep(0.001)
        if name in killed:
            await asyncio.to_thread(product.wait_restarted, name, killed[name])
        killed[name] = product.kill_child(name)
    for name, pid in killed.items():
        await asyncio.to_thread(product.wait_restarted, name, pid)


async def raw_counts(url: str) -> dict[UUID, int]:
    """How often each id is in raw."""
    connection = await asyncpg.connect(url)
    try:
        return {row["id"]: row["count"] for row in await connection.fetch("SELECT id, count(*) FROM events GROUP BY 1")}
    finally:
        await connection.close()


class Dashboard:
    """Asks the analytics queries as an admin."""

    def __init__(self, product: Product, http: httpx.AsyncClient) -> None:
        self.facts, self.http = product.facts, http

    async def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """The one field of a document."""
        body = {"query": document, "variables": variables}
        headers = {"Authorization": f"Bearer {self.facts.admin_token}"}
        answer = (await self.http.post(self.facts.url, json=body, headers=headers)).json()
        assert "errors" not in answer, answer
        (field,) = answer["data"].values()
        found: dict[str, Any] = field
        return found

    async def wait_until_counted(self, moment: datetime) -> None:
        """Waits until everything acknowledged before a moment is counted."""
        async with asyncio.timeout(120):
            as_of = datetime.min.replace(tzinfo=UTC)
            while as_of < moment:
                as_of = datetime.fromisoformat((await self.ask("{ platformAnalytics { asOf } }"))["asOf"])


def lifelike_events(start: datetime) -> list[dict[str, Any]]:
    """Distinct events of the demo's viewers, all of whom say who they are."""
    traffic = iter_traffic(SEED, start=start, rate=50.0, contents=60, viewers=400, duplicates=0.0, late=0.05)
    known = (event for event in traffic if event.get("userId") or event.get("sessionId"))
    return list(islice(known, EVENTS))


async def send_everything(product: Product, events: list[dict[str, Any]]) -> list[Client]:
    """Eight clients at once, while the product's processes are killed under them."""
    clients = [Client(product, events[number::CLIENTS], seed=number) for number in range(CLIENTS)]
    await asyncio.gather(disturb(product, clients, random.Random(SEED)), *(client.run() for client in clients))
    assert sum(client.failures.total() for client in clients) > 0, "no client noticed"
    return clients


def test_every_acknowledged_event_is_stored_once_and_every_number_is_right_through_kills(
    record_property: Any,
) -> None:
    start = datetime.now(UTC) - timedelta(hours=2)
    events = lifelike_events(start)
    with product_folder() as folder:
        product = Product(folder)
        product.start()
        try:
            asyncio.run(the_promise(product, events))
        finally:
            product.stop()
    record_property("events", len(events))


async def the_promise(product: Product, events: list[dict[str, Any]]) -> None:
    """Sends, then compares raw and every analytics type with what was sent."""
    clients = await send_everything(product, events)
    statuses = {event_id: found for client in clients for event_id, found in client.answers.items()}
    assert set(statuses) == {event["id"] for event in events}
    assert {status for found in statuses.values() for status in found} <= {"ACCEPTED", "DUPLICATE"}
    assert all(found.count("ACCEPTED") <= 1 for found in statuses.values())

    raw = await raw_counts(product.facts.database_url)
    assert {event_id for event_id, count in raw.items() if count != 1} == set()
    assert set(raw) == {UUID(event["id"]) for event in events}

    async with httpx.AsyncClient(timeout=30) as http:
        dashboard = Dashboard(product, http)
        now = datetime.now(UTC)
        await dashboard.wait_until_counted(now)
        sent = DataSet(Entities([], []), [Delivery(now, events)], now - timedelta(hours=2), now)
        truth = Truth(sent, product.folder)
        try:
            wrong = await everything_wrong(dashboard, truth)
        finally:
            truth.close()
    none_of(wrong)


async def everything_wrong(dashboard: Dashboard, truth: Truth) -> list[str]:
    """Each number of each analytics type that differs from the recomputation."""
    wrong = []

    def compare(answer: dict[str, Any], wanted: dict[str, Any], name: str) -> None:
        nonlocal wrong
        wrong += differences(settled(answer), settled(wanted), name)

    for content_id in ids(truth, "content_id"):
        answer = await dashboard.ask(documents.CONTENT, contentId=content_id, **WAY.variables)
        compare(answer, counters(truth, content_id, WAY.asked) | WAY.said, content_id)
        answer = await dashboard.ask(COUNTRIES, contentId=content_id, **WAY.variables)
        by_country = breakdown(truth, "content", content_id, WAY.asked, WAY.span, BY_COUNTRY)
        compare(answer, {"breakdown": by_country}, content_id)
    for creator_id in ids(truth, "creator_id"):
        answer = await dashboard.ask(documents.CREATOR, creatorId=creator_id, **WAY.variables)
        compare(answer, creator(truth, creator_id, WAY.asked, WAY.span) | WAY.said, creator_id)
    for session_id, wanted in sessions(truth, WAY.definition).items():
        answer = await dashboard.ask(documents.SESSION, sessionId=session_id, definition=WAY.definition)
        compare(answer, wanted[-1], session_id)
    answer = await dashboard.ask(documents.PLATFORM, **WAY.variables)
    before = {
        "PREVIOUS_PERIOD": compare_scope(truth, PLATFORM, WAY.asked, WAY.span, "PREVIOUS_PERIOD"),
        "LISTING": compare_scope(truth, PLATFORM, WAY.asked, WAY.span, "PREVIOUS_PERIOD", "LISTING"),
    }
    whole = scope(truth, PLATFORM, WAY.asked) | WAY.said | {"creatorId": None, **before}
    compare(answer, whole, "platform")
    return wrong


def ids(truth: Truth, column: str) -> list[str]:
    """All that events name."""
    found = truth.query(f"SELECT DISTINCT {column} AS name FROM events WHERE {column} IS NOT NULL ORDER BY 1")
    return [row["name"] for row in found]


def settled(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what moves, and what needs a catalogue, which is empty here."""
    return {name: value for name, value in answer.items() if name not in MOVING | OF_THE_CATALOGUE}
