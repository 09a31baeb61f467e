"""Apps that track events and retry as docs/api.md tells them, with a ledger of what they sent and were answered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any, Self
from uuid import UUID

import httpx

from tests.dataset.delivery import event_id
from tests.fault.ledger import Ledger
from tests.fault.verdict import COUNTED
from tests.products import PATIENCE

Events = list[dict[str, Any]]
TRACK = "mutation ($events: [EventInput!]!) { trackEvents(events: $events) { results { status code } } }"
MAX_PAUSE = 5.0
"""Longest pause between two attempts; real apps grow it up to a minute."""
GIVE_UP_SECONDS = 180.0
BEHIND_SECONDS = 0.02
"""Longest rest of an app between two batches."""


@dataclass(frozen=True)
class Target:
    """Where an app sends its events.

    Attributes:
        urls: Base URLs of APIs; each attempt takes any of them.
        project: The project.
        key: A write key of it.
        patience: Seconds to wait for an answer.
    """

    urls: Sequence[str]
    project: int
    key: str
    patience: float = 15.0

    def at(self, *urls: str, patience: float = 15.0) -> "Target":
        """The same project, elsewhere."""
        return replace(self, urls=urls, patience=patience)


class Refused(AssertionError):  # noqa: N818 - it says what happened
    """An answer that a valid request must not get."""


class App:
    """One app: sends a batch until it knows what became of each event.

    Args:
        target: Where it sends its events.
        ledger: Where it writes down what it sends.
        random: Its choices.
        name: Begins the names of its contents and sessions.
    """

    def __init__(self, target: Target, ledger: Ledger, random: Random, name: str) -> None:
        self.target = target
        self.random = random
        self.settled = 0
        self._ledger = ledger
        self._name = name

    def event(self) -> dict[str, Any]:
        """A new event, with an id as good SDKs make it, or any other UUID."""
        now = datetime.now(UTC)
        choice = self.random.random()
        other = UUID(int=self.random.getrandbits(128), version=4)
        event = {
            "id": event_id(self.random, now) if choice < 0.9 else str(other),
            "type": self.random.choice(list(COUNTED)),
            "contentId": f"{self._name}-c{self.random.randrange(5)}",
            "sessionId": f"{self._name}-s{self.random.randrange(200)}",
        }
        return {**event, "occurredAt": now.isoformat()} if choice < 0.5 else event

    def batch(self, size: int) -> Events:
        return [self.event() for _ in range(size)]

    async def run(self, stop: asyncio.Event) -> None:
        """Sends batches until it is stopped, and then until the last one is settled."""
        async with self.connected() as http:
            while not stop.is_set():
                await self.deliver(http, self.batch(self.random.randint(1, 40)))
                await asyncio.sleep(self.random.uniform(0, BEHIND_SECONDS))

    def connected(self) -> httpx.AsyncClient:
        """An HTTP client with the write key of the project."""
        return httpx.AsyncClient(
            headers={"X-Viewpulse-Key": self.target.key}, timeout=self.target.patience, verify=False
        )

    async def deliver(self, http: httpx.AsyncClient, events: Events) -> list[str]:
        """Sends a batch again and again; returns the status or code of each of its events."""
        async with asyncio.timeout(GIVE_UP_SECONDS):
            for attempt in count():
                outcome = await self.attempt(http, events)
                if isinstance(outcome, list):
                    self.settled += len(events)
                    return outcome
                pause = max(outcome, 2**attempt)
                await asyncio.sleep(min(pause, MAX_PAUSE) * self.random.uniform(1, 1.5))
        raise AssertionError("unreachable")

    async def attempt(self, http: httpx.AsyncClient, events: Events) -> list[str] | float:
        """Sends a batch once.

        Returns:
            The status of each event, or its code if it was rejected; without an answer that says, the seconds to wait.

        Raises:
            Refused: The request was answered with an error that no retry can help.
        """
        project, ids = self.target.project, [event["id"] for event in events]
        self._ledger.sent(project, events)
        body = {"query": TRACK, "variables": {"events": events}}
        try:
            answer = (await http.post(f"{self.random.choice(self.target.urls)}/graphql", json=body)).json()
        except (httpx.TransportError, ValueError) as error:
            self._ledger.unknown(project, ids, type(error).__name__)
            return 0.0
        if errors := answer.get("errors"):
            said = errors[0]["extensions"]
            self._ledger.unknown(project, ids, said["code"])
            if not said["retryable"] and said["code"] != "INTERNAL":
                raise Refused(errors)
            return float(said.get("retryAfter") or 0)
        results = answer["data"]["trackEvents"]["results"]
        statuses = [found["status"] if found["status"] != "REJECTED" else found["code"] for found in results]
        self._ledger.answered(project, zip(ids, statuses, strict=True))
        return statuses


class Load:
    """Some apps at work.

    Args:
        apps: The apps.
    """

    def __init__(self, apps: Sequence[App]) -> None:
        self.apps = apps
        self._stop = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []

    @property
    def settled(self) -> int:
        """Events of which the apps know what became."""
        return sum(app.settled for app in self.apps)

    async def __aenter__(self) -> Self:
        self._running = [asyncio.create_task(app.run(self._stop)) for app in self.apps]
        return self

    async def __aexit__(self, failed: object, *_: object) -> None:
        """Returns when every batch is settled; at once if the block has failed."""
        self._stop.set()
        if failed is not None:
            for task in self._running:
                task.cancel()
        await asyncio.gather(*self._running, return_exceptions=failed is not None)

    async def progress(self, events: int) -> None:
        """Returns when so many further events are settled."""
        goal = self.settled + events
        async with asyncio.timeout(PATIENCE):
            while self.settled < goal:
                for task in self._running:
                    if task.done():
                        task.result()  # raises what ended it
                await asyncio.sleep(0.002)
