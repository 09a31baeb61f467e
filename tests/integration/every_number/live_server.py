"""Everything that changes numbers while a subscriber listens: events, and all other changes."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from server.access import Role
from server.live.publish import Publisher
from server.live.subjects import session_subject
from server.rollup.aggregator import Aggregator
from server.rollup.curves import recompute_curves
from server.rollup.leader import connect
from server.rollup.scores import ScoreKeeper
from server.settings import Settings
from server.storage.database import Connection
from tests.integration.every_number.filling import CLASSIFY_VIEWERS, UPSERT_CONTENTS
from tests.integration.every_number.listening import PATIENCE
from tests.integration.transport.api import Api

TRACK = "mutation($events: [EventInput!]!) { trackEvents(events: $events) { rejected results { status message } } }"
SESSION_LEFT = 8.0
"""Seconds that a session has left which is to end: enough to count it before."""


class RememberingPublisher(Publisher):
    """A publisher that remembers the newest revision it published."""

    revision = 0

    async def publish(self, revisions: dict[int, int], subjects: Iterable[str]) -> bool:
        """The same."""
        self.revision = max(self.revision, *revisions.values())
        return await super().publish(revisions, subjects)


@dataclass(frozen=True, slots=True)
class LiveServer:
    """The application and the aggregator."""

    api: Api
    settings: Settings
    publisher: RememberingPublisher
    aggregator: Aggregator
    keeper: ScoreKeeper
    connection: Connection

    @property
    def revision(self) -> int:
        """The newest revision that was published."""
        return self.publisher.revision

    async def run(self, *events: Mapping[str, Any]) -> None:
        """Counts events, if there are any."""
        if events:
            sent = await self.api.ask(TRACK, {"events": events})
            assert sent["data"]["trackEvents"]["rejected"] == 0, sent
        await self.aggregator.run_once()

    async def classify(self, viewer_id: str) -> None:
        """Declares that a viewer is a bot: its counts move with the next run."""
        classified = await self._declare(CLASSIFY_VIEWERS, viewers=[{"id": viewer_id, "bot": True}])
        assert classified["classifyViewers"]["results"][0]["message"] is None

    async def upsert(self, **content: Any) -> None:
        """Adds a content to the catalogue, and notifies subscribers."""
        upserted = await self._declare(UPSERT_CONTENTS, contents=[content])
        assert upserted["upsertContents"]["rejected"] == 0
        await self.run()

    async def refresh_scores(self) -> None:
        """Computes the scores of all changed contents."""
        assert await self.keeper.refresh(self.connection) > 0

    async def redraw_curves(self) -> None:
        """Computes the curves of all played contents, and publishes them."""
        assert await recompute_curves(self.connection, 1) > 0
        await self.run()

    async def end_a_session(self, name: str) -> None:
        """Lets a session end by time, without a further event."""
        last = datetime.now(UTC) - timedelta(minutes=30, seconds=-SESSION_LEFT)
        await self.run({"type": "VIEW_START", "contentId": "c0", "sessionId": name, "occurredAt": last.isoformat()})
        async with asyncio.timeout(PATIENCE):
            touched: Sequence[str] = ()
            while session_subject(1, name) not in touched:
                await asyncio.sleep(0.05)
                touched = (await self.aggregator.run_once()).subjects

    async def _declare(self, document: str, **variables: Any) -> dict[str, Any]:
        answer = await self.api.ask(document, variables, authorization=self.api.token("admin", Role.ADMIN))
        data: dict[str, Any] = answer["data"]
        return data


@asynccontextmanager
async def live_server(api: Api, settings: Settings) -> AsyncIterator[LiveServer]:
    """A server on a served application."""
    async with AsyncExitStack() as stack:
        publisher = RememberingPublisher(settings.redis_url, settings)
        stack.push_async_callback(publisher.close)
        aggregator = Aggregator(settings, publish=publisher.publish)
        stack.push_async_callback(aggregator.close)
        connection = await connect(settings, "test")
        stack.push_async_callback(connection.close)
        keeper = ScoreKeeper(settings, publisher.publish)
        yield LiveServer(api, settings, publisher, aggregator, keeper, connection)
