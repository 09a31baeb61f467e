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
from tests import expected
from tests.oracle import Oracle
from tests.products import Product, product_folder
from tests.sent import from_input

EVENTS = 10_000
CLIENTS = 8
SEED = 20_261_121
GIVE_UP_SECONDS = 240.0
DOCUMENTS = Path(__file__).parents[2] / "graphql"


def document(name: str) -> str:
    """One of the documents that our clients send."""
    return (DOCUMENTS / f"{name}.graphql").read_text()


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
        body = {"query": document("mobile/TrackEvents"), "variables": {"events": batch}}
        try:
            answer = (await http.post(self.facts.url, json=body)).json()
        except httpx.TransportError as error:
            self.failures[type(error).__name__] += 1
            return None
        if errors := answer.get("errors"):
            assert errors[0]["extensions"]["retryable"], errors
            self.failures[errors[0]["extensions"]["code"]] += 1
            return None
        found: list[dict[str, Any]] = answer["data"]["trackEvents"]["results"]
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

    async def ask(self, name: str, **variables: Any) -> dict[str, Any]:
        """The one field of a dashboard document."""
        body = {"query": document(f"dashboard/{name}"), "variables": variables}
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
                as_of = datetime.fromisoformat((await self.ask("PlatformAnalytics"))["asOf"])


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
        await dashboard.wait_until_counted(datetime.now(UTC))
        oracle = Oracle(from_input(event, received_at=datetime.now(UTC)) for event in events)
        wrong = await everything_wrong(dashboard, oracle)
    assert wrong == []


async def everything_wrong(dashboard: Dashboard, oracle: Oracle) -> list[str]:
    """Each number of each analytics type that differs from the recomputation."""
    wrong = []
    for content_id in oracle.ids("content_id"):
        answer = await dashboard.ask("ContentAnalytics", contentId=content_id)
        wrong += expected.differences(answer, expected.content(oracle, content_id), content_id)
    for creator_id in oracle.ids("creator_id"):
        answer = await dashboard.ask("CreatorAnalytics", creatorId=creator_id)
        wrong += expected.differences(answer, expected.creator(oracle, creator_id), creator_id)
        if not expected.viewers_within_error(answer, oracle.creator(creator_id)["unique_viewers"]):
            wrong.append(f"{creator_id}.uniqueViewers: {answer['uniqueViewers']}")
    for session_id in oracle.ids("session_id"):
        answer = await dashboard.ask("SessionAnalytics", sessionId=session_id)
        wrong += expected.differences(answer, expected.session(oracle, session_id), session_id)
    answer = await dashboard.ask("PlatformAnalytics")
    wrong += expected.differences(answer, expected.platform(oracle), "platform")
    if not expected.viewers_within_error(answer, oracle.platform()["unique_viewers"]):
        wrong.append(f"platform.uniqueViewers: {answer['uniqueViewers']}")
    return wrong
