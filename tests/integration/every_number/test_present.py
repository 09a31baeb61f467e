"""Concurrent viewers, and guests without a session, agree with the raw events."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.settings import Settings
from tests.dataset.delivery import Delivery
from tests.dataset.gathering import CREATORS, Gathering
from tests.dataset.generate import SEED, DataSet
from tests.integration.analytics.stack import Stack
from tests.integration.every_number import documents
from tests.integration.every_number.asking import DEFINITIONS, LISTED, Way
from tests.integration.every_number.conftest import NO_REDIS, database
from tests.integration.every_number.filling import CLASSIFY_VIEWERS, catalogue, declare, open_stack, send
from tests.integration.every_number.paging import walk
from tests.recompute import content
from tests.recompute.compared import compare_scope
from tests.recompute.comparison import differences, none_of
from tests.recompute.creator import creator
from tests.recompute.people import interactions, states
from tests.recompute.realtime import realtime
from tests.recompute.scope import PLATFORM, scope
from tests.recompute.session import sessions
from tests.recompute.truth import Truth

WAYS = [
    Way(definition=definition, bots=bots, self_views=self_views)
    for definition, bots, self_views in zip(
        DEFINITIONS,
        (False, True, False, True, False, True),
        (False, False, True, True, False, True),
        strict=True,
    )
]
NOBODYS = "SELECT DISTINCT session_id FROM events WHERE list_contains($ids, id)"


class Present:
    """A gathering, what it sent so far, and the API that it was sent to."""

    def __init__(self, stack: Stack, now: datetime, folder: Path) -> None:
        self.stack = stack
        self.gathering = Gathering(SEED, now)
        self.unknown: list[str] = []
        self._now = now
        self._folder = folder
        self._sent: list[Delivery] = []

    async def classify(self, viewer_id: str) -> None:
        """Declares a viewer to be a bot."""
        self.gathering.entities.classified[viewer_id] = True
        await declare(self.stack, CLASSIFY_VIEWERS, [{"id": viewer_id, "bot": True}])

    async def count(self, deliveries: list[Delivery]) -> Truth:
        """Sends requests and counts them; what must come out of all that were sent so far."""
        self.unknown += [
            str(event["id"])
            for delivery in deliveries
            for event in delivery.events
            if not event.keys() & {"userId", "sessionId"}
        ]
        await send(self.stack, deliveries)
        self._sent += deliveries
        await self.stack.aggregator.drain()
        as_of = await self.stack.services.pool.fetchval("SELECT as_of FROM rollup_state")
        data = DataSet(self.gathering.entities, self._sent, self._now - timedelta(hours=1), self._now)
        return Truth(data, self._folder, as_of)


@pytest.fixture
def empty(postgres_url: str, template: str, tmp_path: Path) -> Iterator[Settings]:
    with database(postgres_url, f"{template}_present", template, NO_REDIS, tmp_path) as settings:
        yield settings


@pytest.fixture
async def present(empty: Settings, tmp_path: Path) -> AsyncIterator[Present]:
    now = datetime.now(UTC)
    async with open_stack(empty, now) as stack:
        present = Present(stack, now, tmp_path)
        await catalogue(stack, present.gathering.entities)
        await present.classify("farm1")
        yield present


async def different(stack: Stack, truth: Truth, way: Way) -> list[str]:
    """Where contents, creators and the platform differ from what they must be."""
    said = {**way.said, "asOf": truth.as_of.isoformat()}
    found = []
    for name in truth.contents:
        answer = await stack.ask(documents.CONTENT, contentId=name, **way.variables)
        wanted = content.counters(truth, name, way.asked) | said
        found += [f"{name}{line}" for line in differences(answer, wanted)]
    for name in CREATORS:
        answer = await stack.ask(documents.CREATOR, creatorId=name, **way.variables)
        found += differences(answer, creator(truth, name, way.asked, way.span) | said, name)
    for by, name in (("content", "p0"), ("creator", CREATORS[0]), ("platform", PLATFORM)):
        of = {"platform": True} if by == "platform" else {f"{by}Id": name}
        asked = {argument: way.variables[argument] for argument in ("definition", "include")}
        answer = await stack.ask(documents.REALTIME, of=of, minutes=5, **asked)
        found += differences(answer, realtime(truth, by, name, way.asked, 5, 5), name)
    before = {
        "PREVIOUS_PERIOD": compare_scope(truth, PLATFORM, way.asked, way.span, "PREVIOUS_PERIOD"),
        "LISTING": compare_scope(truth, PLATFORM, way.asked, way.span, "PREVIOUS_PERIOD", "LISTING"),
    }
    whole = scope(truth, PLATFORM, way.asked) | said | {"creatorId": None, **before}
    return found + differences(await stack.ask(documents.PLATFORM, **way.variables), whole)


async def test_concurrent_viewers_match_raw_events(present: Present) -> None:
    seen: list[list[dict[str, int]]] = []
    for _ in range(2):
        if seen:
            await present.classify("v0")  # a viewer who keeps watching
        truth = await present.count(
            present.gathering.go_on(timedelta(seconds=2)) if seen else present.gathering.arrive()
        )
        found = []
        for way in WAYS:
            found += await different(present.stack, truth, way)
        none_of(found)
        seen.append([truth.watching(by, way.asked) for by in ("content", "creator", "platform") for way in WAYS])
        viewers = truth.query("SELECT count(DISTINCT viewer_id) AS viewers FROM classed WHERE traffic = 0")
        assert 5 < seen[-1][-len(WAYS)][PLATFORM] < viewers[0]["viewers"] - 5
        truth.close()
    assert seen[0] != seen[1]


async def test_sessions_that_the_server_makes_are_those_of_any_guest(present: Present) -> None:
    await present.count(present.gathering.arrive())
    truth = await present.count(present.gathering.go_on(timedelta(seconds=1)))
    made = [row["session_id"] for row in truth.query(NOBODYS, {"ids": present.unknown})]
    found, told = [], LISTED | {"asOf": truth.as_of.isoformat(), "rawEventsSince": None}
    names = list(truth.contents)
    assert len(made) > 10
    for definition in DEFINITIONS:
        wanted = sessions(truth, definition)
        assert wanted.keys() > set(made)
        for session_id in made:
            answer = await present.stack.ask(documents.SESSION, sessionId=session_id, definition=definition)
            found += differences(answer, wanted[session_id][-1], session_id)
    for session_id in made:
        for document, state, word in ((documents.LIKES, "likes", "liked"), (documents.SAVES, "saves", "saved")):
            answer = await present.stack.ask(document, contentIds=names, sessionId=session_id)
            found += differences(answer, told | {"states": states(truth, f"s:{session_id}", state, word, names)})
        done = interactions(truth, "session", session_id, None)
        found += await walk(present.stack, documents.INTERACTIONS, done, told, size=40, sessionId=session_id)
    none_of(found)
    truth.close()
