"""Sends a data set through the real ingest, by the clock of its own time, and rolls it up."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from strawberry.extensions import ParserCache, ValidationCache

from resolvers.context import Services
from resolvers.schema import build_schema
from server.access import Caller
from server.events.bots import BotReason
from server.events.contents import ContentCatalogue
from server.events.ingest import Ingest, Status
from server.events.model import decode_event
from server.rollup.aggregator import Aggregator
from server.rollup.curves import recompute_curves
from server.rollup.daily_summaries import NO_WAIT
from server.rollup.summarizer import Summarizer
from server.settings import Settings
from server.storage.database import open_pool
from tests.dataset.delivery import Delivery, Fields
from tests.dataset.entities import Entities
from tests.dataset.generate import NOW, DataSet
from tests.dataset.quizzes import OLD_LIKES, SCHEMAS
from tests.integration.analytics.stack import Stack
from tests.integration.worker.in_process import answering

SCHEMA = build_schema()
SCHEMA.extensions = (ParserCache, ValidationCache)  # the transport has caches of its own; here a document is sent often
SENDERS = 48
UPSERT_CONTENTS = """
mutation ($contents: [ContentInput!]!) { upsertContents(contents: $contents) { rejected } }
"""
UPSERT_CREATORS = """
mutation ($creators: [CreatorInput!]!) { upsertCreators(creators: $creators) { rejected } }
"""
UPSERT_VIEWERS = """
mutation ($viewers: [ViewerInput!]!) { upsertViewers(viewers: $viewers) { results { status message } } }
"""
REGISTER_SCHEMA = """
mutation ($type: EventType!, $name: String!, $version: String!, $schema: JSONObject!) {
  registerSchemaVersion(type: $type, name: $name, version: $version, schema: $schema) { version }
}
"""
DEPRECATE_SCHEMA = """
mutation ($type: EventType!, $version: String!) { deprecateSchemaVersion(type: $type, version: $version) { version } }
"""
CLASSIFY_VIEWERS = """
mutation ($viewers: [ViewerClassInput!]!) { classifyViewers(viewers: $viewers) { results { status message } } }
"""
UPSERT_SPEND = """
mutation ($items: [CampaignSpendInput!]!) { upsertCampaignSpend(items: $items) { rejected } }
"""
KEEP_MINUTES = """
INSERT INTO rollup_state (project_id, revision, minutes_since) VALUES (1, 0, $1)
ON CONFLICT (project_id) DO UPDATE SET minutes_since = excluded.minutes_since
"""
_clock: ContextVar[datetime] = ContextVar("clock", default=NOW)


async def publish_nothing(_revisions: object, _subjects: object) -> None:
    """There are no subscribers."""


@asynccontextmanager
async def open_stack(settings: Settings, now: datetime = NOW) -> AsyncIterator[Stack]:
    """The API without transport, at a moment: by default at the end of the data set's time."""
    pool = await open_pool(settings, application="test")
    contents = ContentCatalogue(pool)
    ingest = Ingest(pool, settings, now=_clock.get)
    aggregator = Aggregator(settings, publish=publish_nothing)
    await ingest.start()
    try:
        async with answering(settings) as ask:
            services = Services(settings, pool, ingest, contents, now=lambda: now, ask_worker=ask)
            yield Stack(SCHEMA, services, aggregator)
    finally:
        await ingest.stop()
        await aggregator.close()
        await pool.close()


async def fill(
    settings: Settings, data: DataSet, deliveries: Sequence[Delivery] | None = None, *, summarized: bool = True
) -> None:
    """Sends a data set and rolls it up in batches; declarations about viewers follow after much was counted.

    Args:
        settings: Of an empty database.
        data: What is sent.
        deliveries: Its requests in another order.
        summarized: Whether past days are summarized, in between and in the end.
    """
    requests = data.deliveries if deliveries is None else deliveries
    half = len(requests) // 2
    declared = [{"id": viewer, **said} for viewer, said in data.entities.declared.items()]
    classified = [{"id": viewer, "bot": bot} for viewer, bot in data.entities.classified.items()]
    async with open_stack(settings) as stack:
        await stack.services.pool.execute(KEEP_MINUTES, NOW - timedelta(hours=4))
        await catalogue(stack, data.entities)
        await send(stack, requests[:half])
        await stack.aggregator.drain()
        if summarized:
            await summarize(settings)
        await declare(stack, UPSERT_VIEWERS, declared)
        await send(stack, requests[half:])
        await stack.aggregator.drain()
        await declare(stack, CLASSIFY_VIEWERS, classified)
        await stack.aggregator.drain()
        if summarized:
            await summarize(settings)
        await refresh(stack)
        await stack.set_as_of(NOW.isoformat())
        await stack.services.pool.execute("VACUUM ANALYZE")  # as PostgreSQL does by itself where autovacuum is on


async def catalogue(stack: Stack, entities: Entities) -> None:
    """Tells the catalogue what there is."""
    for part in _parts([content.described for content in entities.contents if content.in_catalogue]):
        assert await stack.ask(UPSERT_CONTENTS, contents=part) == {"rejected": 0}
    assert await stack.ask(UPSERT_CREATORS, creators=entities.profiles) == {"rejected": 0}
    for schema in SCHEMAS:
        assert await stack.ask(REGISTER_SCHEMA, **schema) == {"version": schema["version"]}
    assert await stack.ask(DEPRECATE_SCHEMA, **OLD_LIKES) == {"version": OLD_LIKES["version"]}
    for part in _parts(entities.spent):
        assert await stack.ask(UPSERT_SPEND, items=part) == {"rejected": 0}


async def summarize(settings: Settings) -> None:
    """Summarizes all days that are over."""
    summarizer = Summarizer(settings, now=lambda: NOW, quiet=NO_WAIT)
    await summarizer.drain()
    await summarizer.close()


async def refresh(stack: Stack) -> None:
    """Refreshes what the aggregator recomputes periodically: scores and curves."""
    assert (await stack.ask("mutation { recomputeScores { contents } }"))["contents"] > 0
    async with stack.services.pool.acquire() as connection:
        await recompute_curves(connection, 1)


async def declare(stack: Stack, document: str, viewers: Sequence[Fields]) -> None:
    """Says something of viewers; all of it must be taken."""
    for part in _parts(viewers):
        answer = await stack.ask(document, viewers=part)
        assert {result["message"] for result in answer["results"]} == {None}


async def send(stack: Stack, deliveries: Sequence[Delivery]) -> None:
    """Sends requests, many at a time, those of one user or one event in order; all events must be accepted or known.

    Events without a viewer get the session that the server answered, as the app would send it from then on.
    """
    waiting = iter(deliveries)
    turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
    sendings: dict[object, asyncio.Event] = {}  # the last one of each event: of two, the first to arrive is stored

    async def work() -> None:
        for delivery in waiting:
            _clock.set(delivery.received_at)
            names = [event["id"] for event in delivery.events if "id" in event]
            before, done = [sendings[name] for name in names if name in sendings], asyncio.Event()
            sendings.update(dict.fromkeys(names, done))
            async with turns[delivery.events[0].get("userId", f"nobody {id(delivery)}")]:
                for sending in before:
                    await sending.wait()
                items = [decode_event(event) for event in delivery.events]
                answers = await stack.services.ingest.track(_sender(delivery), items, sent_at=delivery.sent_at)
                done.set()
            refused = [answer for answer in answers if answer.status is Status.REJECTED]
            assert not refused, refused[0]
            for event, answer in zip(delivery.events, answers, strict=True):
                if "userId" not in event and "sessionId" not in event and delivery.token_user is None:
                    event["sessionId"] = answer.session_id

    async with asyncio.TaskGroup() as group:
        for _ in range(SENDERS):
            group.create_task(work())


def _sender(delivery: Delivery) -> Caller:
    reason = BotReason.DATA_CENTER if delivery.data_center else None
    return Caller(may_track=True, user_id=delivery.token_user, bot_reason=reason)


def _parts(items: Sequence[Fields]) -> list[Sequence[Fields]]:
    return [items[start : start + 100] for start in range(0, len(items), 100)]
